"""Part 4: can a classifier tell generated gaps from real ones? (two-sample test, Lopez-Paz and Oquab 2017)

It sees both sides and the gap of one hand, and is trained on half of the recordings and tested on the other half, then
the other way round. 0.5 means that it cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions.classifier import Classifier
from benchmarks.transitions.methods import FULL, SAMPLED, Methods, judged
from benchmarks.transitions.tables import Table
from benchmarks.transitions.windows import HANDS, Window, filled, set_windows
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.transition.tracks import palms

GAP = 12
SHARES = {"nsl": 0.75, "phoenix": 0.25}
"""Test sets, and how large a share of the windows each has."""
TREMBLING = 1.5
"""Standard deviation in frames of the Gaussian that takes trackers' trembling away."""
DRAWS = 1000
_FINGERS = (4, 8, 12, 16, 20, 6, 10, 14, 18)
_NOTE = (
    f"Share of {GAP}-frame gaps of NSL and PHOENIX that a small convolutional network tells right, real or generated,\n"
    "in recordings that it has not been trained on, ± one standard error over recordings; 0.5: it cannot tell.\n"
    f"`smoothed`: real and generated ones alike after a Gaussian of {TREMBLING:g} frames, which takes trackers'\n"
    "trembling away. `real`: one half of the real windows against the other: the test does not see what is not there."
)


@dataclass(frozen=True, eq=False)
class Samples:
    """``features (samples, frames, channels)`` of single hands; ``window`` and ``recording`` each belongs to."""

    features: np.ndarray
    window: np.ndarray
    recording: np.ndarray

    @classmethod
    def of(cls, windows: Sequence[Window], gaps: Sequence[Motion], sigma: float = 0.0) -> Samples:
        """Every seen hand of windows whose gaps are filled with ``gaps``, smoothed by ``sigma`` frames."""
        features, numbers = [], []
        for number, (window, gap) in enumerate(zip(windows, gaps, strict=True)):
            for track in hand_tracks(window, gap):
                features.append(described(smooth(track, sigma) if sigma else track, window.context))
                numbers.append(number)
        names = np.array([windows[number].recording for number in numbers])
        return cls(np.array(features, np.float32), np.array(numbers), names)

    def taken(self, chosen: np.ndarray) -> Samples:
        """Those of a mask ``(samples,)``."""
        return Samples(self.features[chosen], self.window[chosen], self.recording[chosen])


@dataclass(frozen=True)
class Accuracy:
    """Share told right, and its standard error over recordings."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ± {self.error:.2f}"


def measured(methods: Methods, data: Path, limit: int) -> tuple[list[Table], list[Figure]]:
    """The table, and the judged method's accuracy; ``limit`` windows in all."""
    windows = [w for name, share in SHARES.items() for w in set_windows(name, data, GAP, round(share * limit))]
    found: dict[str, list[Accuracy]] = {"real": []}
    for sigma in (0.0, TREMBLING):
        halves = [Samples.of(part, [w.truth for w in part], sigma) for part in (windows[::2], windows[1::2])]
        found["real"].append(accuracy(*halves))
    for name, method in methods.items():
        made = filled(method, windows)
        found[name] = [
            accuracy(Samples.of(windows, [w.truth for w in windows], sigma), Samples.of(windows, made, sigma))
            for sigma in (0.0, TREMBLING)
        ]
    rows = {name: [str(value) for value in values] for name, values in found.items()}
    name = judged(methods, sampled=True)
    shown = f"{found[name][0]} (linear {found['linear'][0]})"
    figures = [Figure(f"{name}: two-sample test accuracy", "", shown, "≤ 0.60", found[name][0].value <= 0.6)]
    full = name.removesuffix(SAMPLED) + FULL
    if full in found:
        shown = f"{found[full][0]}, smoothed {found[full][1]}"
        figures.append(Figure(f"{full}: the same", "", shown, "≤ 0.60", found[full][0].value <= 0.6))
    return [Table("Told from real gaps", ["as recorded", "smoothed"], rows, _NOTE)], figures


def accuracy(real: Samples, generated: Samples, seed: int = 0) -> Accuracy:
    """How often the classifier is right about windows of recordings that it was not trained on.

    A window's logit is the mean of its hands'.
    """
    rng = np.random.default_rng(seed)
    names = rng.permutation(np.unique(np.concatenate([real.recording, generated.recording])))
    right: dict[str, list[bool]] = {}
    for half in (names[::2], names[1::2]):
        sides = [(part, np.isin(part.recording, half)) for part in (real, generated)]
        features = np.concatenate([part.features[inside] for part, inside in sides])
        labels = np.repeat([0.0, 1.0], [inside.sum() for _, inside in sides])
        classifier = Classifier.trained(features, labels, seed)
        for is_generated, (part, inside) in enumerate(sides):
            held = part.taken(~inside)
            logits = classifier(held.features)
            for number in np.unique(held.window):
                own = held.window == number
                told = bool(logits[own].mean() > 0) == bool(is_generated)
                right.setdefault(held.recording[own][0], []).append(told)
    counts = np.array([(sum(told), len(told)) for told in right.values()])
    draws = rng.integers(0, len(counts), (DRAWS, len(counts)))
    sums = counts[draws].sum(1)
    return Accuracy(float(counts[:, 0].sum() / counts[:, 1].sum()), float((sums[:, 0] / sums[:, 1]).std()))


def hand_tracks(window: Window, gap: Motion) -> list[np.ndarray]:
    """Wrist, two knuckles from it, and nine finger points as the palm sees them, ``(frames, 12, 3)`` a seen hand.

    Both sides and the gap; left hands are mirrored, so that all are right ones.
    """
    pose = np.concatenate([part.pose for part in (window.before, gap, window.after)]).astype(np.float64)
    turned = palms(hand_directions(pose)[1])
    found = []
    for side, hand in enumerate(HANDS):
        if not window.hands[side]:
            continue
        mirror = np.array([1.0 if side else -1.0, 1.0, 1.0])
        points = pose[:, hand]
        away = points - points[:, :1]
        fingers = np.einsum("fij,fki->fkj", turned[:, side], away[:, _FINGERS])
        found.append(np.concatenate([points[:, :1] * mirror, away[:, [9, 5]] * mirror, fingers], axis=1))
    return found


def described(track: np.ndarray, context: int) -> np.ndarray:
    """Channels ``(frames, 61)`` of points ``(frames, 12, 3)``: what gives a filled gap away.

    Logarithms of speed, acceleration and jerk, and of the way off the straight line between both ends of the gap;
    that way of the first four points, in lengths of the line; and which frames the gap is.
    """
    frames = len(track)
    gap = frames - 2 * context
    channels = []
    for order in (1, 2, 3):
        change = np.linalg.norm(np.diff(track, n=order, axis=0), axis=-1)
        early = order // 2
        channels.append(np.log(np.pad(change, ((early, order - early), (0, 0)), "edge") + 1e-5))
    first, last = track[context - 1], track[context + gap]
    share = np.clip((np.arange(frames) - context + 1) / (gap + 1), 0, 1)[:, None, None]
    off = track - ((1 - share) * first + share * last)
    line = np.linalg.norm(last - first, axis=-1, keepdims=True) + 0.02
    channels.append(np.log(np.linalg.norm(off, axis=-1) + 1e-4))
    channels.append((off / line)[:, :4].reshape(frames, -1))
    inside = (np.arange(frames) >= context) & (np.arange(frames) < context + gap)
    return np.concatenate([*channels, inside[:, None]], axis=1)
