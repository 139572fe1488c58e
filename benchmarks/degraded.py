"""When a tracker starts to lose hands: real videos darkened and blurred by known amounts.

``python -m benchmarks.degraded`` prints the table of docs/capture.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from benchmarks.table import Figure
from signsynth.capture import Tracker
from signsynth.capture.look import Look
from signsynth.capture.swaps import shoulder_width
from signsynth.capture.tracker import Frame, stacked
from signsynth.capture.video import Video
from signsynth.motion.footage import Footage
from signsynth.motion.recording import Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

EXPOSURES = (1.0, 0.5, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.03)
"""Light on the sensor, as a share of what was there; with the noise that a sensor adds."""
BLURS_SW = (0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06)
"""Width (sigma) of the Gaussian, in shoulder widths: 0.01 is 3 to 4 pixels where shoulders are 350 apart."""
_NOISE = 1.5
_EACH = 40
_MEASURES = ("brightness", "sharpness")
_HANDS = (LEFT_HAND, RIGHT_HAND)


class Seen(NamedTuple):
    """``lost``: share of the hands seen in the untouched video that are not seen now; ``off``: median way of the others
    from where they were, in shoulder widths; ``footage``: what ``Look`` measures.
    """

    lost: float
    off: float
    footage: Footage


def darkened(pixels: np.ndarray, exposure: float) -> np.ndarray:
    """Less light (scaled as light, not as code) and noise of the sensor, another in each picture."""
    noise = np.random.default_rng(int(pixels[::16, ::16].sum())).normal(0, _NOISE, pixels.shape).astype(np.float32)
    return np.clip(pixels * np.float32(exposure ** (1 / 2.2)) + noise, 0, 255).astype(np.uint8)


def blurred(pixels: np.ndarray, sigma_px: float) -> np.ndarray:
    """Out of focus."""
    return cv2.GaussianBlur(pixels, (0, 0), sigma_px)


def followed(frames: Sequence[Frame], change: Callable[[np.ndarray], np.ndarray], tracker: Tracker):
    """Keypoints and footage of changed frames."""
    look, sightings = Look(), []
    for sighting in tracker(look.noted(frame._replace(pixels=change(frame.pixels)) for frame in frames)):
        look.seen(sighting)
        sightings.append(sighting)
    return stacked(sightings), look.footage(25.0)


def compared(plain: Recording, other: Recording, footage: Footage) -> Seen:
    """How much of ``plain`` is still seen in ``other``."""
    width = shoulder_width(plain)
    lost, off = [], []
    for hand in _HANDS:
        before, now = (recording.confidence[:, hand.start] > 0 for recording in (plain, other))
        lost.append(~now[before])
        way = np.linalg.norm((plain.points - other.points)[before & now][:, hand, :2], axis=-1).mean(1)
        off.append(way / width)
    off = np.concatenate(off)
    return Seen(float(np.concatenate(lost).mean()), float(np.median(off)) if len(off) else float("nan"), footage)


def measured(
    paths: Sequence[Path], tracker: Tracker, exposures: Sequence[float] = EXPOSURES, blurs: Sequence[float] = BLURS_SW
) -> dict[str, list[Seen]]:
    """For each change, by name, what became of every video."""
    out: dict[str, list[Seen]] = {}
    for path in paths:
        frames = list(itertools.islice(Video(path).frames(), _EACH))
        plain, _ = followed(frames, lambda pixels: pixels, tracker)
        width = shoulder_width(plain)
        changes = {f"light {amount:g}": partial(darkened, exposure=amount) for amount in exposures}
        changes |= {f"blur {amount:g}": partial(blurred, sigma_px=amount * width) for amount in blurs}
        for name, change in changes.items():
            out.setdefault(name, []).append(compared(plain, *followed(frames, change, tracker)))
    return out


def figures(paths: Sequence[Path], tracker: Tracker) -> Iterator[Figure]:
    """Hands lost at the limits of quality and beyond."""
    for name, seen in measured(paths, tracker, (0.2, 0.05), (0.01, 0.03)).items():
        light, sharp = (np.nanmedian([getattr(one.footage, what) or np.nan for one in seen]) for what in _MEASURES)
        lost = " ".join(f"{one.lost:.0%}" for one in seen)
        yield Figure(f"hands lost at {name} (brightness {light:.0f}, sharpness {sharp:.0f})", "", lost, "")


def main() -> None:
    """All changes, as ranges over the videos."""
    from benchmarks.lexicons import SHARED_DATA
    from signsynth.capture import default_tracker

    paths = sorted((SHARED_DATA / "msl150").glob("*.mp4"))
    print("| change | brightness | sharpness | hands lost | others off, shoulder widths |\n|---|---|---|---|---|")
    for name, seen in measured(paths, default_tracker()).items():
        footage = [[getattr(one.footage, what) or np.nan for one in seen] for what in _MEASURES]
        lost, off = [100 * one.lost for one in seen], [one.off for one in seen]
        cells = [f"{np.nanmin(row):.0f} to {np.nanmax(row):.0f}" for row in footage]
        cells += [f"{min(lost):.0f} to {max(lost):.0f} %", f"{np.nanmin(off):.3f} to {np.nanmax(off):.3f}"]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
