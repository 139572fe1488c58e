"""When what is signed, without how."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from signsynth.motion import Segment
from signsynth.motion.segment import SegmentKind

_KINDS = get_args(SegmentKind)


@dataclass(frozen=True)
class Timeline:
    """A motion without its poses: ``frames`` in all, ``fps`` a second, ``segments`` as in ``Motion``."""

    frames: int
    fps: float
    segments: Sequence[Segment] = ()

    def __len__(self) -> int:
        return self.frames

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.fps


class Segments(Sequence[Segment]):
    """Segments that are made when they are looked at: an hour's take 17 bytes each, a tenth of what tuples take.

    Those that were cut where pieces end come out whole.
    """

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self._starts, self._ends, self._glosses = array("I"), array("I"), array("i")
        self._kinds, self._labels = array("B"), array("I")
        self._names: dict[str, int] = {}
        for segment in segments:
            self.append(segment)

    def append(self, segment: Segment) -> None:
        """Add one at the end, or its frames to the last where it goes on."""
        kind, label = _KINDS.index(segment.kind), self._names.setdefault(segment.label, len(self._names))
        alike = self._ends and (self._kinds[-1], self._labels[-1], self._glosses[-1]) == (kind, label, segment.gloss)
        if alike and self._ends[-1] == segment.start:
            self._ends[-1] = segment.end
            return
        for column, value in zip(self._columns, (segment.start, segment.end, segment.gloss, kind, label), strict=True):
            column.append(value)

    @property
    def _columns(self) -> tuple[array, ...]:
        return self._starts, self._ends, self._glosses, self._kinds, self._labels

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Segment]:
        names = tuple(self._names)
        for start, end, gloss, kind, label in zip(*self._columns, strict=True):
            yield Segment(start, end, _KINDS[kind], names[label], gloss)

    def __getitem__(self, index: Any) -> Any:
        """One, or those of a slice as a tuple."""
        names = tuple(self._names)
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        start, end, gloss, kind, label = (column[index] for column in self._columns)
        return Segment(start, end, _KINDS[kind], names[label], gloss)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))
