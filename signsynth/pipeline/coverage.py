"""What became of each token of the text, and when it is signed."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from signsynth.gloss import Status, Token, Utterance
from signsynth.motion import Motion
from signsynth.pipeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Covered:
    """One token: ``gloss`` is what signs it (letters joined by ``-``), times are None where nothing does."""

    text: str
    status: Status
    gloss: str = ""
    start_s: float | None = None
    end_s: float | None = None
    reason: str = ""


class Coverage(tuple[Covered, ...]):
    """All tokens of a text in order, as a tuple of ``Covered``."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts of the tokens that should be signed and could not be."""
        return tuple(token.text for token in self if token.status == "missing")

    @property
    def share(self) -> float:
        """Signed tokens among those that should be signed, 0..1; 1 where there is nothing to sign."""
        return _share(self)

    def as_dicts(self) -> list[dict]:
        """Plain dictionaries for JSON."""
        return [asdict(token) for token in self]


def share_of(utterance: Utterance) -> float:
    """``Coverage.share``, known before anything is signed."""
    return _share(utterance.tokens)


def _share(tokens: Iterable[Covered | Token]) -> float:
    statuses = Counter(token.status for token in tokens)
    signed, missing = statuses["lexicon"] + statuses["fingerspelled"], statuses["missing"]
    return signed / (signed + missing) if signed or missing else 1.0


class Spans(Mapping[int, tuple[int, int]]):
    """Frames ``(start, end)`` by the index of a gloss, 8 bytes each: an hour has ten thousand."""

    def __init__(self, glosses: int) -> None:
        self._starts, self._ends = array("i", [-1]) * glosses, array("i", [-1]) * glosses

    def widen(self, index: int, start: int, end: int) -> None:
        """Let the span of ``index`` reach from ``start`` to ``end`` too."""
        known = self._starts[index] >= 0
        self._starts[index] = min(self._starts[index], start) if known else start
        self._ends[index] = max(self._ends[index], end)

    def __getitem__(self, index: int) -> tuple[int, int]:
        if not (0 <= index < len(self._starts) and self._starts[index] >= 0):
            raise KeyError(index)
        return self._starts[index], self._ends[index]

    def __iter__(self) -> Iterator[int]:
        return (index for index, start in enumerate(self._starts) if start >= 0)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def gloss_spans(utterance: Utterance, motion: Motion | Timeline) -> Spans:
    """Frames ``(start, end)`` of each gloss that was signed, by its index; pauses lie after the sign before them."""
    most = max(len(utterance.glosses), max((segment.gloss + 1 for segment in motion.segments), default=0))
    spans, after = Spans(most), Spans(most)
    sign = -1
    for segment in motion.segments:
        if segment.gloss >= 0:
            sign = segment.gloss
            spans.widen(sign, segment.start, segment.end)
        elif segment.kind == "pause" and sign >= 0 and sign not in after:
            after.widen(sign, segment.start, segment.end)
    sign = -1
    for index, gloss in enumerate(utterance.glosses):
        if gloss.kind != "pause":
            sign = index
        elif sign in after:
            spans.widen(index, *after[sign])
    return spans


def cover(utterance: Utterance, motion: Motion | Timeline) -> Coverage:
    """Coverage of an utterance from the segments of its motion (``Segment.gloss`` names the gloss)."""
    return Coverage(covered(utterance, motion))


def covered(utterance: Utterance, motion: Motion | Timeline) -> Iterator[Covered]:
    """The same, token by token."""
    spans = gloss_spans(utterance, motion)
    for token in utterance.tokens:
        times = [spans[index] for index in token.glosses if index in spans]
        labels = [utterance.glosses[index].label for index in token.glosses]
        yield Covered(
            token.text,
            token.status,
            "-".join(label for label in labels if label),
            round(min(t[0] for t in times) / motion.fps, 4) if times else None,
            round(max(t[1] for t in times) / motion.fps, 4) if times else None,
            token.reason,
        )
