"""How much of real signing a capture sees, what its smoothing does, and how fast it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks import degraded
from benchmarks.lexicons import SHARED_DATA
from benchmarks.table import Figure, Section
from signsynth.capture import Captured, Tracker, capture, default_tracker
from signsynth.capture.choice import NoTracker
from signsynth.capture.follow import followed
from signsynth.capture.look import Look
from signsynth.capture.steady import steadied
from signsynth.capture.swaps import unswapped
from signsynth.capture.tracker import stacked
from signsynth.capture.video import Video
from signsynth.geometry import minimum_jerk
from signsynth.motion import GUESSED
from signsynth.motion.canonical import canonicalise
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND, head_template

_T = TypeVar("_T")
_HANDS = (LEFT_HAND, RIGHT_HAND)
_USED = 0.5
"""A hand seen in this share of a clip is one that signs."""
_ROUNDS = 3
PARTS = {
    "reading": "reading pictures",
    "tracking": "the tracker",
    "looking": "light and sharpness",
    "making": "smoothing and the canonical skeleton",
}


def seen_frames(captured: Captured, sure: float) -> tuple[int, int]:
    """Frames of signing hands in which they were seen with more than ``sure``, and their number."""
    level = np.stack([captured.motion.confidence[:, hand.start] for hand in _HANDS], 1)
    used = level[:, (level > 0).mean(0) > _USED]
    return int((used > sure).sum()), used.size


def spent_ms(work: Callable[[], _T], frames: int = 1) -> tuple[_T, tuple[float, float]]:
    """What ``work`` gives, and its wall and processor time a frame."""
    wall, processor = time.perf_counter(), time.process_time()
    done = work()
    spent = time.perf_counter() - wall, time.process_time() - processor
    return done, (1000 * spent[0] / frames, 1000 * spent[1] / frames)


def parts_ms(path: Path, tracker: Tracker) -> dict[str, tuple[float, float]]:
    """Wall and processor time a frame of a capture, and of its parts one after the other."""
    captured, whole = spent_ms(lambda: capture(path, tracker=tracker))
    frames, reading = spent_ms(lambda: list(Video(path).frames()))
    sightings, tracking = spent_ms(lambda: list(tracker(frames)))
    look = Look()
    _, looking = spent_ms(lambda: [look.seen(s) for _, s in zip(look.noted(frames), sightings, strict=True)])
    recording, _ = unswapped(followed(stacked(sightings, captured.motion.fps))[0])
    _, making = spent_ms(lambda: canonicalise(steadied(recording), fps=captured.motion.fps))
    named = {"everything": whole, "reading": reading, "tracking": tracking, "looking": looking, "making": making}
    return {name: (spent[0] / len(frames), spent[1] / len(frames)) for name, spent in named.items()}


def loading_ms(path: Path) -> float:
    """Processor time until a tracker has seen its first picture."""
    first = next(iter(Video(path).frames()))
    return spent_ms(lambda: list(default_tracker()([first])))[1][1]


def real(paths: list[Path]) -> Iterator[Figure]:
    """Sightings and speed on real videos."""
    from signsynth.body.fit import fit

    tracker = default_tracker()
    captures = [capture(path, tracker=tracker) for path in paths]
    fitted = [fit(captured.motion) for captured in captures]
    whole = sum(motion.gesture is not None and motion.mesh is not None for motion in fitted)
    yield Figure("videos of msl150 with all three modalities", "–", f"{whole} of {len(paths)}", "4 of 4", whole >= 4)
    for what, sure, goal in (("seen", GUESSED, 0.98), ("seen or filled", 0.0, None)):
        counts = np.sum([seen_frames(captured, sure) for captured in captures], axis=0)
        share = counts[0] / counts[1]
        met = None if goal is None else bool(share >= goal)
        yield Figure(f"frames of signing hands: {what}", "–", f"{share:.1%}", "≥ 98 %" if goal else "", met)
    yield from speed(paths, tracker)


def speed(paths: list[Path], tracker: Tracker) -> Iterator[Figure]:
    """Of each video and part the fastest of several rounds, then the median over the videos."""
    rounds = [[parts_ms(path, tracker) for path in paths] for _ in range(_ROUNDS)]
    middle = {
        name: np.median([np.min([run[k][name] for run in rounds], axis=0) for k in range(len(paths))], axis=0)
        for name in rounds[0][0]
    }
    wall, processor = middle["everything"]
    yield Figure("720p, everything included: wall time a frame", "–", f"{wall:.0f} ms", "≤ 45 ms", bool(wall <= 45))
    yield Figure("the same: processor time", "", f"{processor:.0f} ms", "")
    for name, what in PARTS.items():
        yield Figure(f"of it {what}: wall / processor time", "", " / ".join(f"{t:.1f}" for t in middle[name]), "")
    yield Figure("loading the models, once a process: processor time", "", f"{loading_ms(paths[0]):.0f} ms", "")


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
        "A signing hand is one seen in half of the clip. Times are of one tracker for all videos, as a build has it,\n"
        "on two cores; of each video the fastest of three rounds counts, because wall time knows what else the\n"
        "machine does. Parts are measured one after the other; in a capture pictures are read while others are tracked."
    )
    rows = list(smoothing())
    paths = sorted((SHARED_DATA / "msl150").glob("*.mp4"))[: 1 if quick else None]
    try:
        default_tracker()
    except NoTracker:
        return Section("Capture", "python -m benchmarks capture", rows, "MediaPipe is not installed: no real videos.")
    rows += list(real(paths)) if paths else []
    rows += [] if quick else list(degraded.figures(paths, default_tracker()))
    return Section("Capture", "python -m benchmarks capture", rows, note)
