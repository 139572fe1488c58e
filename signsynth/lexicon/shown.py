"""A recording as the pipeline wants it: canonical, right-dominant, cut to its entry."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from threading import Lock

from signsynth.errors import LexiconError
from signsynth.lexicon.entry import Entry
from signsynth.motion import Motion, Segment

_SHORTEST_MS = 20.0
"""A span shorter than half a frame at 25 frames a second was written in seconds."""


class MotionCache:
    """Least recently used motions, bounded by their size in memory."""

    def __init__(self, most_bytes: int = 64 * 2**20) -> None:
        self.most_bytes = most_bytes
        self._motions: OrderedDict[Hashable, Motion] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Motion | None:
        """The motion kept under ``key``, or None."""
        with self._lock:
            if key in self._motions:
                self._motions.move_to_end(key)
            return self._motions.get(key)

    def put(self, key: Hashable, motion: Motion) -> None:
        """Keep a motion and drop the oldest until all fit."""
        with self._lock:
            old = self._motions.pop(key, None)
            self._bytes += _size(motion) - (_size(old) if old else 0)
            self._motions[key] = motion
            while self._bytes > self.most_bytes:
                self._bytes -= _size(self._motions.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._motions.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._motions)


def cut(motion: Motion, entry: Entry) -> Motion:
    """The frames of an entry, with its segment where the index gives one.

    As spoken-to-signed, bounds round down to whole frames; unlike it, an end of 0 keeps the last
    frame. Errors: ``LexiconError`` where nothing is left.
    """
    length_ms = 1000 * motion.duration_s
    unit = _unit(entry, length_ms)

    def frame(time_ms: float) -> int:
        return min(int(time_ms * unit * motion.fps / 1000 + 1e-6), len(motion))

    first, last = frame(entry.start_ms), frame(entry.end_ms) if entry.end_ms > 0 else len(motion)
    if last <= first:
        raise LexiconError(
            f"{entry.folder / entry.path}: {entry.label!r} from {entry.start_ms:g} to {entry.end_ms:g} ms "
            f"holds no frame, expected a span inside the clip's {length_ms:.0f} ms"
        )
    clip = motion if (first, last) == (0, len(motion)) else motion[first:last]
    if entry.segment_ms is None:
        return clip
    start, end = entry.segment_ms
    a = max(frame(start) - first, 0)
    b = min(frame(end) - first, len(clip)) if end > 0 else len(clip)
    return replace(clip, segments=(Segment(a, b, "sign", entry.label),)) if b > a else clip


def _unit(entry: Entry, length_ms: float) -> float:
    """Corrects the file's unit of time for a clip that it does not fit: seconds for milliseconds or back."""
    span = entry.end_ms - entry.start_ms
    slack = length_ms + 500
    if 0 < span < _SHORTEST_MS and 1000 * entry.end_ms <= slack:
        return 1000.0
    if entry.end_ms > 2 * slack and span / 1000 >= _SHORTEST_MS:
        return 1 / 1000
    return 1.0


def _size(motion: Motion) -> int:
    arrays = [motion.pose, motion.confidence]
    if motion.gesture is not None:
        arrays += [motion.gesture.fingers, motion.gesture.wrists, motion.gesture.confidence]
    if motion.mesh is not None:
        arrays += [motion.mesh.rotations, motion.mesh.actions, motion.mesh.root]
    return sum(array.nbytes for array in arrays)
