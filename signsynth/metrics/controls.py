"""What a score must be read beside: sequences that are surely no good, and how much was copied from training."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.sequence import Sequence

NEAR = 0.005
"""Root mean square distance of joints, in the units of the points, below which a frame counts as copied."""
_LOOKED_AT = 8
"""Directions of largest variance in which near frames are looked for first."""


def static(references: List[Sequence]) -> list[Sequence]:
    """Every reference's length of one frozen pose: the mean pose of all of them."""
    mean, known = _mean_pose(references)
    return [
        replace(r, points=np.repeat(mean[None], len(r), 0), seen=np.repeat(known[None], len(r), 0)) for r in references
    ]


def shuffled(references: List[Sequence], seed: int = 0) -> list[Sequence]:
    """Every reference's place taken by another one: real signing of something else. One alone comes back reversed."""
    if len(references) < 2:
        return reversed_(references)
    order = np.random.default_rng(seed).permutation(len(references))
    taken = np.empty(len(order), int)
    taken[order] = np.roll(order, 1)  # one cycle: nobody keeps their own
    return [references[k] for k in taken]


def reversed_(references: List[Sequence]) -> list[Sequence]:
    """Every reference played backwards."""
    return [reference.reversed() for reference in references]


CONTROLS = {"static": static, "shuffled": shuffled, "reversed": reversed_}


def replay_share(hypotheses: List[Sequence], training: List[Sequence], near: float = NEAR) -> float:
    """Share of hypotheses' frames that lie within ``near`` of some training frame: 0 to 1, less is more of one's own.

    Root mean square over joints that were seen in all of these frames. Training clips played back score high on
    every other metric. Blind to: copies that were shifted, scaled or slowed. Errors: ``InputError`` where no joint
    was always seen, or layouts differ.
    """
    every = [s for s in (*hypotheses, *training) if len(s)]
    if not hypotheses or not training or not every:
        return float("nan")
    if len({s.order.name for s in every}) > 1:
        raise InputError(f"layouts {', '.join(sorted({s.order.name for s in every}))}, expected one")
    shared = np.logical_and.reduce([s.seen.all(0) for s in every])
    if not shared.any():
        raise InputError("no point was seen in every frame, so frames cannot be compared")
    own, known = (
        np.concatenate([s.points[:, shared].reshape(len(s), -1) for s in part if len(s)])
        for part in (hypotheses, training)
    )
    return float(_near_any(own, known, near * np.sqrt(shared.sum())).mean())


def _near_any(own: np.ndarray, known: np.ndarray, radius: float) -> np.ndarray:
    """Whether each row of ``own`` has a row of ``known`` within Euclidean ``radius``; bool ``(len(own),)``."""
    from scipy.spatial import cKDTree

    centre = known.mean(0)
    covariance = (known - centre).T @ (known - centre)
    directions = np.linalg.eigh(covariance)[1][:, -_LOOKED_AT:]
    # A projection only brings points nearer: whoever is near is among those that are near here.
    tree = cKDTree((known - centre) @ directions)
    out = np.zeros(len(own), bool)
    for number, found in enumerate(tree.query_ball_point((own - centre) @ directions, radius * (1 + 1e-9))):
        for start in range(0, len(found), 4096):
            away = known[found[start : start + 4096]] - own[number]
            if (np.einsum("ij,ij->i", away, away) <= radius**2).any():
                out[number] = True
                break
    return out


def _mean_pose(references: List[Sequence]) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each point where it was seen, and whether it ever was."""
    sums = sum(r.points.sum(0) for r in references)
    counts = sum(r.seen.sum(0) for r in references)
    return sums / np.maximum(counts, 1)[:, None], counts > 0
