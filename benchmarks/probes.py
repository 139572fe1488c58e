"""Probes: what a linear classifier reads from codes that it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

STRENGTHS = (1e-3, 1e-2, 1e-1, 1.0)
"""Ridge penalties per sample, from which the inner validation chooses."""
ONLY_STRENGTH = 1e-2
"""Where one group is left, which nothing can be held back from."""


@dataclass(frozen=True, eq=False)
class Probe:
    """Multinomial logistic regression with a ridge, on standardised features."""

    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    names: np.ndarray

    @classmethod
    def fit(cls, codes: np.ndarray, labels: np.ndarray, strength: float, iterations: int = 60) -> Probe:
        """``codes (samples, features)``; every label weighs the same, however many samples it has."""
        mean, spread = codes.mean(0), codes.std(0)
        scale = np.where(spread > 1e-6 * max(spread.max(), 1e-12), spread, np.inf)
        x = np.column_stack([(codes - mean) / scale, np.ones(len(codes))])
        names, index, counts = np.unique(labels, return_inverse=True, return_counts=True)
        share = (1 / counts / len(names))[index]
        target = np.eye(len(names))[index]

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(x.shape[1], len(names))
            scores = x @ weights
            scores -= scores.max(1, keepdims=True)
            raised = np.exp(scores)
            total = raised.sum(1, keepdims=True)
            value = (share * (np.log(total[:, 0]) - scores[np.arange(len(x)), index])).sum()
            gradient = x.T @ (share[:, None] * (raised / total - target))
            gradient[:-1] += strength * weights[:-1]
            return value + strength / 2 * (weights[:-1] ** 2).sum(), gradient.ravel()

        start = np.zeros(x.shape[1] * len(names))
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
        return cls(mean, scale, found.x.reshape(x.shape[1], len(names)), names)

    def scores(self, codes: np.ndarray) -> np.ndarray:
        """Log odds ``(samples, labels)`` up to a constant a sample."""
        return (codes - self.mean) / self.scale @ self.weights[:-1] + self.weights[-1]

    def accuracy(self, codes: np.ndarray, labels: np.ndarray) -> float:
        """Share of samples named rightly, mean over the labels that occur: chance is 1 over their number."""
        right = self.names[self.scores(codes).argmax(1)] == labels
        return float(np.mean([right[labels == name].mean() for name in np.unique(labels)]))


def read_out(codes: np.ndarray, labels: np.ndarray, groups: np.ndarray, folds: int | None = None) -> float:
    """Accuracy of a probe on groups that it never saw, mean over folds of whole groups.

    ``groups (samples,)`` are what must not be shared, e.g. the sign when the signer is asked for. Fixed seed.
    """
    found = []
    for test in parts(groups, folds):
        probe = chosen(codes[~test], labels[~test], groups[~test], folds)
        found.append(probe.accuracy(codes[test], labels[test]))
    return float(np.mean(found))


def across(codes: np.ndarray, labels: np.ndarray, groups: np.ndarray, takes: np.ndarray, folds: int) -> float:
    """``read_out`` where training and test share neither group nor take, mean over folds and takes."""
    found = []
    for test in parts(groups, folds):
        for take in np.unique(takes):
            train, new = ~test & (takes == take), test & (takes != take)
            probe = chosen(codes[train], labels[train], groups[train], folds)
            found.append(probe.accuracy(codes[new], labels[new]))
    return float(np.mean(found))


def chosen(codes: np.ndarray, labels: np.ndarray, groups: np.ndarray, folds: int | None) -> Probe:
    """A probe whose ridge does best on groups held back from the training samples, then trained on all of them."""
    held = parts(groups, folds)[0]
    if held.all():
        return Probe.fit(codes, labels, ONLY_STRENGTH)
    x, y = codes[~held], labels[~held]
    tried = [Probe.fit(x, y, strength).accuracy(codes[held], labels[held]) for strength in STRENGTHS]
    return Probe.fit(codes, labels, STRENGTHS[int(np.argmax(tried))])


def parts(groups: np.ndarray, folds: int | None) -> list[np.ndarray]:
    """Masks ``(samples,)`` of the folds: groups shuffled and dealt; None makes one fold of each group."""
    names = np.random.default_rng(0).permutation(np.unique(groups))
    count = min(folds or len(names), len(names))
    return [np.isin(groups, names[k::count]) for k in range(count)]
