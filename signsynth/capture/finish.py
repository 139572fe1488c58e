"""Keypoints made steady and canonical; long ones piece by piece, so that an hour needs little more than its result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from signsynth.capture.steady import steadied
from signsynth.errors import InputError
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.motion import concatenate
from signsynth.motion.recording import Recording
from signsynth.skeleton import CANONICAL

PIECE = 9000
"""Frames that are worked on at once, five minutes: what is made on the way takes 50 KB a frame."""
_SEARCHED = 0.2
"""Share of a piece before its end in which its border may lie."""
_WRISTS = slice(4, 6)


def finished(recording: Recording, fps: float, source: str | Path) -> tuple[Motion, Recording]:
    """The canonical motion of a repaired recording, and the steadied keypoints behind it.

    Pieces are joined where hands are lowest and slowest; each has its own median place and size of the signer, who
    will have moved on their chair. Up to ``PIECE`` frames there is only one.
    Errors: ``InputError`` where shoulders are never seen.
    """
    motions: list[Motion] = []
    missing: InputError | None = None
    points = recording.points.copy()
    for piece in pieces(recording):
        part = steadied(replace(recording, points=points[piece], confidence=recording.confidence[piece]))
        points[piece] = part.points
        try:
            motions.append(canonicalise(part, fps=fps, source=str(source)))
        except InputError as error:  # nobody for minutes: not known, but not the end of the rest
            missing = error
            motions.append(_nobody(len(part), fps))
    if missing is not None and all((motion.confidence <= 0).all() for motion in motions):
        raise missing
    motion = concatenate(motions) if len(motions) > 1 else motions[0]
    motions.clear()
    return motion, replace(recording, points=points)


def pieces(recording: Recording) -> Iterator[slice]:
    """Frames in pieces of at most ``PIECE``."""
    start, count = 0, len(recording)
    while count - start > PIECE:
        first = start + PIECE - round(_SEARCHED * PIECE)
        end = first + _calmest(recording, slice(first, start + PIECE))
        yield slice(start, end)
        start = end
    yield slice(start, count)


def _calmest(recording: Recording, frames: slice) -> int:
    """The frame, counted from the first, in which hands are low and slow, or nowhere."""
    if frames.stop - frames.start < 3:
        return 0
    wrists, level = recording.points[frames, _WRISTS, :2], recording.confidence[frames, _WRISTS]
    shoulders = recording.points[frames, :2, :2]
    width = max(float(np.median(np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=-1))), 1e-9)
    high = (wrists[..., 1] - shoulders[..., 1].mean(1)[:, None]) / width
    moves = np.linalg.norm(np.gradient(wrists, axis=0), axis=-1) / width * (recording.fps or 25.0)
    busy = np.where(level > 0, high + np.minimum(moves, 1.0), -3.0).max(1)
    return int(smooth(busy, 3.0).argmin())


def _nobody(frames: int, fps: float) -> Motion:
    pose = np.repeat(CANONICAL.rest[None], frames, 0)
    return Motion(pose, np.zeros(pose.shape[:2]), fps)
