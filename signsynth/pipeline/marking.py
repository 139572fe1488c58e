"""Non-manual marks on a motion that comes piece by piece: the same frames as from ``marked``, few held at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

from signsynth.gloss import NonManual, Utterance
from signsynth.motion import Motion, Segment, concatenate
from signsynth.pipeline.nonmanual import marks_of, reach, shown

_BLOCK = 64
"""Frames that are marked at once, at least: each time, those around them are looked at too."""


def marked_stream(pieces: Iterable[Motion], utterance: Utterance, *, amplitude: float = 1.0) -> Iterator[Motion]:
    """``marked`` of all pieces together, in other pieces. Errors: ``InputError`` for an amplitude outside 0 to 2."""
    marks = marks_of(utterance, amplitude)
    if not marks:
        yield from pieces
        return
    spans = _Spans(utterance, marks)
    held: Motion | None = None
    start = done = 0  # frames before ``held``, and frames that went out
    for piece in pieces:
        held = piece if held is None else concatenate([held, piece])
        now = start + len(held)
        for segment in piece.segments:
            spans.add(segment.shifted(now - len(piece)))
        around = reach(piece.fps)
        ready = now - around
        if ready - done >= _BLOCK:
            yield shown(held, spans.current(), amplitude=amplitude, at=start)[done - start : ready - start]
            done = ready
            spans.forget(done - around)
            keep = max(0, done - around - start)
            held, start = held[keep:], start + keep
    if held is not None and start + len(held) > done:
        yield shown(held, spans.current(), amplitude=amplitude, at=start)[done - start :]


@dataclass
class _Spans:
    """From when to when each mark is shown, as far as that is known; one whose signs are not all there has no end."""

    utterance: Utterance
    marks: tuple[NonManual, ...]
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)
    _of: dict[int, list[int]] = field(default_factory=dict)
    _sign: int = -1
    _paused: bool = False

    def __post_init__(self) -> None:
        glosses = self.utterance.glosses
        self._last = []
        for number, mark in enumerate(self.marks):
            inside = [k for k in range(mark.first, mark.last + 1) if glosses[k].kind != "pause"]
            self._last.append(inside[-1] if inside else -1)
            for index in range(mark.first, mark.last + 1):
                self._of.setdefault(index, []).append(number)

    def add(self, segment: Segment) -> None:
        """Note a segment, its frames counted from the beginning of all."""
        if segment.gloss >= 0:
            self._sign, self._paused = segment.gloss, False
            self._widen(segment.gloss, segment)
        elif segment.kind == "pause" and self._sign >= 0 and not self._paused:
            self._paused = True
            index = self._sign + 1
            while index < len(self.utterance.glosses) and self.utterance.glosses[index].kind == "pause":
                self._widen(index, segment)
                index += 1

    def current(self) -> list[tuple[NonManual, int, float]]:
        """Marks that are shown now, in the order of the utterance."""
        return [
            (self.marks[number], start, inf if self._last[number] > self._sign else end)
            for number, (start, end) in sorted(self._open.items())
        ]

    def forget(self, frame: int) -> None:
        """Leave out marks that ended before ``frame`` and will not come again."""
        gone = [n for n, (_, end) in self._open.items() if end < frame and self.marks[n].last < self._sign]
        for number in gone:
            del self._open[number]

    def _widen(self, index: int, segment: Segment) -> None:
        for number in self._of.get(index, ()):
            start, end = self._open.get(number, (segment.start, segment.end))
            self._open[number] = min(start, segment.start), max(end, segment.end)
