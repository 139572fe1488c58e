"""How much of real signing a capture sees, what its smoothing does, and how fast it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.lexicons import SHARED_DATA
from benchmarks.table import Figure, Section
from signsynth.capture import Captured, capture, default_tracker
from signsynth.capture.choice import NoTracker
from signsynth.capture.steady import steadied
from signsynth.capture.video import Video
from signsynth.geometry import minimum_jerk
from signsynth.motion import GUESSED
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND, head_template

_HANDS = (LEFT_HAND, RIGHT_HAND)
_USED = 0.5
"""A hand seen in this share of a clip is one that signs."""


def seen_frames(captured: Captured, sure: float) -> tuple[int, int]:
    """Frames of signing hands in which they were seen with more than ``sure``, and their number."""
    level = np.stack([captured.motion.confidence[:, hand.start] for hand in _HANDS], 1)
    used = level[:, (level > 0).mean(0) > _USED]
    return int((used > sure).sum()), used.size


def raw_ms(path: Path) -> tuple[float, float]:
    """Wall and processor time a frame of the tracker alone, on pictures that lie in memory."""
    from signsynth.capture.holistic import _holistic

    pictures = [frame.pixels for frame in Video(path).frames()]
    holistic = _holistic(True, False)
    holistic.process(pictures[0])
    wall, processor = time.perf_counter(), time.process_time()
    for picture in pictures:
        holistic.process(picture)
    spent = time.perf_counter() - wall, time.process_time() - processor
    holistic.close()
    return 1000 * spent[0] / len(pictures), 1000 * spent[1] / len(pictures)


def loading_ms(picture: np.ndarray) -> float:
    """Processor time until the tracker is ready, which each video pays once."""
    from signsynth.capture.tracker import Frame

    start = time.process_time()
    list(default_tracker()([Frame(picture, 0.0)]))
    return 1000 * (time.process_time() - start)


def timed(path: Path) -> tuple[Captured, float, float]:
    """A capture with wall and processor time a frame, loading of the models included."""
    wall, processor = time.perf_counter(), time.process_time()
    captured = capture(path)
    spent = time.perf_counter() - wall, time.process_time() - processor
    return captured, 1000 * spent[0] / len(captured.motion), 1000 * spent[1] / len(captured.motion)


def real(paths: list[Path]) -> Iterator[Figure]:
    """Sightings and speed on real videos."""
    from signsynth.body.fit import fit

    capture(paths[0])  # imports and first use
    runs = [timed(path) for path in paths]
    fitted = [fit(captured.motion) for captured, _, _ in runs]
    whole = sum(motion.gesture is not None and motion.mesh is not None for motion in fitted)
    yield Figure("videos of msl150 with all three modalities", "–", f"{whole} of {len(paths)}", "4 of 4", whole >= 4)
    for what, sure, goal in (("seen", GUESSED, 0.98), ("seen or filled", 0.0, None)):
        counts = np.sum([seen_frames(captured, sure) for captured, _, _ in runs], axis=0)
        share = counts[0] / counts[1]
        met = None if goal is None else bool(share >= goal)
        yield Figure(f"frames of signing hands: {what}", "–", f"{share:.1%}", "≥ 98 %" if goal else "", met)
    wall, processor = (float(np.median([run[k] for run in runs])) for k in (1, 2))
    yield Figure("720p, everything included: wall time a frame", "–", f"{wall:.0f} ms", "≤ 45 ms", wall <= 45)
    yield Figure("the same: processor time", "", f"{processor:.0f} ms", "")
    first = next(iter(Video(paths[0]).frames())).pixels
    yield Figure("of it loading the models: processor time a video", "", f"{loading_ms(first):.0f} ms", "")
    raw = np.median([raw_ms(path) for path in paths], axis=0)
    yield Figure("the tracker alone: wall / processor time", "", f"{raw[0]:.0f} / {raw[1]:.0f} ms", "")


def stroke(seconds: float, way_sw: float, fps: float, noise_sw: float, seed: int) -> Recording:
    """Hold, minimum-jerk stroke of the right hand, hold, as a noisy tracker sees them."""
    frames = round((1.2 + seconds) * fps)
    points = np.repeat(np.concatenate([CANONICAL.rest, head_template()])[None], frames, 0)
    share = minimum_jerk((np.arange(frames) / fps - 0.6) / seconds)
    points[:, RIGHT_HAND] += share[:, None, None] * [way_sw, 0.4 * way_sw, 0]
    points += np.random.default_rng(seed).normal(size=points.shape) * noise_sw
    return Recording(points, np.ones((frames, RECORDED_POINTS)), fps)


def smoothing() -> Iterator[Figure]:
    """Peak speed of clean strokes, and tremble of noisy holds."""

    def speed(recording: Recording) -> np.ndarray:
        return np.linalg.norm(np.diff(recording.points[:, RIGHT_HAND, :2].mean(1), axis=0), axis=-1)

    kept, tremble = [], []
    for fps in (25.0, 30.0, 50.0):
        for seconds, way in ((0.2, 0.3), (0.2, 0.6), (0.3, 0.5), (0.3, 1.0), (0.5, 0.5), (0.5, 1.0)):
            clean = stroke(seconds, way, fps, 0.0, 0)
            kept.append(speed(steadied(clean)).max() / speed(clean).max())
            noisy = stroke(seconds, way, fps, 0.008, 1)
            first = slice(0, round(0.35 * fps))
            steps = [np.diff(r.points[first, RIGHT_HAND, :2], axis=0).std() for r in (noisy, steadied(noisy))]
            tremble.append(steps[1] / steps[0])
    yield Figure("18 strokes: peak speed kept, least", "–", f"{min(kept):.1%}", "≥ 97 %", bool(min(kept) >= 0.97))
    yield Figure("18 holds: tremble left, median", "–", f"{np.median(tremble):.0%}", "")


def section(quick: bool = False) -> Section:
    """Real videos where they and MediaPipe are there; ``quick`` takes one of them."""
    note = (
        "Loading of the models is in the time a frame: the clips are two seconds long. Wall time counts what else the\n"
        "machine does; processor time, over two cores, does not. A signing hand is one seen in half of the clip."
    )
    rows = list(smoothing())
    paths = sorted((SHARED_DATA / "msl150").glob("*.mp4"))[: 1 if quick else None]
    try:
        default_tracker()
    except NoTracker:
        return Section("Capture", "python -m benchmarks capture", rows, "MediaPipe is not installed: no real videos.")
    rows += list(real(paths)) if paths else []
    return Section("Capture", "python -m benchmarks capture", rows, note)
