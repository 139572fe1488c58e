"""From a video, or a ``.pose`` file made elsewhere, to canonical motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from signsynth.capture.ahead import ahead
from signsynth.capture.captured import Captured
from signsynth.capture.choice import default_tracker
from signsynth.capture.clock import constant_rate, is_even, resampled
from signsynth.capture.finish import finished
from signsynth.capture.follow import followed
from signsynth.capture.look import Look
from signsynth.capture.swaps import unswapped
from signsynth.capture.tracker import Tracker, stacked
from signsynth.capture.video import Video
from signsynth.errors import FileError, InputError
from signsynth.motion.rate import estimate_fps
from signsynth.motion.recording import Recording

Progress = Callable[[int, float], None]
"""Called after each frame with the number of frames done and the time in the video, in seconds."""


def capture(path: str | Path, *, tracker: Tracker | None = None, progress: Progress | None = None) -> Captured:
    """The motion of the signer in a video, or in a ``.pose`` file that another program made.

    ``tracker`` is MediaPipe holistic with its bundled models by default; any ``Tracker`` will do. The video is
    streamed; sound is ignored; frames at uneven times are brought to one rate. Confidence in the result is what was
    seen (``SEEN``, for the body the tracker's own), ``RECOVERED`` for hands found by a second look, ``GUESSED`` for
    short gaps that were filled, 0 where nothing is known. The motion has no gesture and mesh yet: ``body.fit`` does.

    Errors: ``FileError``, one line that names the file: missing, empty, no video, sound only, fewer than two frames,
    damaged, cut short, longer than an hour, or nobody in it. ``choice.NoTracker`` without a tracker.
    """
    path = Path(path)
    if path.suffix.lower() == ".pose":
        from signsynth.files.pose import read_pose

        recording = read_pose(path)
        return _captured(recording, recording.fps or estimate_fps([recording]), [], None, path)
    video = Video(path)
    tracker = tracker or default_tracker()
    look = Look()
    sightings = []
    for sighting in tracker(look.noted(ahead(video.frames()))):
        sightings.append(sighting)
        look.seen(sighting)
        if progress is not None:
            progress(len(sightings), look.times[len(sightings) - 1])
    if len(sightings) != len(look.times):
        raise InputError(f"tracker: {len(sightings)} sightings of {len(look.times)} frames, expected one for each")
    at = np.array(look.times)
    fps = constant_rate(at)
    notes = [*video.notes, *tracker.notes]
    if not is_even(at, fps):
        notes.append(f"uneven frame times (mean {len(at) / max(at[-1], 1e-9):.1f} a second), brought to {fps:g}")
    recording = stacked(sightings, fps)
    sightings.clear()  # of an hour a third of a gigabyte
    repaired, found = _repaired(recording)
    captured = _captured(resampled(repaired, at, fps), fps, notes + found, look.size, path, repaired=True)
    return replace(captured, footage=look.footage(float((len(at) - 1) / max(at[-1] - at[0], 1e-9))))


def masks(path: str | Path, *, tracker: Tracker | None = None) -> Iterator[np.ndarray]:
    """The person mask of each frame of ``capture(path).motion``, uint8 ``(h, w)``, 255 where the signer is; streamed.

    The size is that of the tracked picture. Errors: as for ``capture``.
    """
    video = Video(Path(path))
    tracker = tracker or default_tracker()
    at = video.times()
    fps = constant_rate(at)
    count = len(at) if is_even(at, fps) or len(at) < 2 else int((at[-1] - at[0]) * fps + 1e-6) + 1
    wanted = np.arange(len(at)) if count == len(at) else _nearest(at, np.arange(count) / fps)
    repeats = np.bincount(wanted, minlength=len(at))
    for times, sighting in enumerate(tracker(ahead(video.frames()), mask=True)):
        if sighting.mask is None:
            raise InputError("tracker: gives no person mask; choose one that does (HolisticTracker)")
        for _ in range(int(repeats[times]) if times < len(repeats) else 0):
            yield sighting.mask


def _repaired(recording: Recording) -> tuple[Recording, list[str]]:
    """Strangers left out, hands on their own sides; and what was done, in words."""
    recording, strangers = followed(recording)
    recording, notes = unswapped(recording)
    return recording, [f"somebody else in {strangers} frames, left out"] * bool(strangers) + notes


def _captured(
    recording: Recording, fps: float, notes: list[str], size: tuple[int, int] | None, path: Path, *, repaired=False
) -> Captured:
    if not repaired:
        recording, found = _repaired(recording)
        notes = notes + found
    absent = int((recording.confidence.max(1) <= 0).sum())
    if absent == len(recording):
        raise FileError(f"{path}: nobody was found in {len(recording)} frames, expected a person seen from the front")
    if absent:
        notes.append(f"nobody seen in {absent} of {len(recording)} frames")
    try:
        motion, calm = finished(recording, fps, path)
    except InputError as error:
        raise FileError(str(error)) from error
    return Captured(motion, calm, tuple(notes), size)


def _nearest(times: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Index of the time nearest to each wanted one."""
    after = np.clip(np.searchsorted(times, wanted), 1, len(times) - 1)
    return after - (wanted - times[after - 1] < times[after] - wanted)
