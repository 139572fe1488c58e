"""One row of a lexicon's index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from signsynth.files.index import LAST_PRIORITY, Index


@dataclass(frozen=True)
class Entry:
    """One recording of a sign and the words that it answers to in one spoken language.

    ``path`` is relative to ``folder``. ``start_ms`` and ``end_ms`` cut the clip, ``end_ms = 0``
    means to its end; ``segment_ms`` is the span within the file where signing happens, or None.
    Lower ``priority`` is better. ``handedness`` is the hand that dominated when the sign was
    recorded; where it is filled in, the stored motion is right-dominant already. ``quality`` is
    measured, 0 to 1, or None, and ``reasons`` says what lowered it; so is ``fps``, the frame rate of the file.
    ``consent`` is what the signer agreed to and ``consent_date`` when (ISO 8601); ``content`` is the digest
    of the video that the recording comes from, by which the same video is known again.
    """

    label: str
    words: tuple[str, ...]
    spoken: str
    signed: str
    path: str
    start_ms: float = 0.0
    end_ms: float = 0.0
    segment_ms: tuple[float, float] | None = None
    priority: int = LAST_PRIORITY
    signer: str = ""
    licence: str = ""
    source: str = ""
    handedness: str = ""
    fps: float | None = None
    quality: float | None = None
    status: str = ""
    consent: str = ""
    consent_date: str = ""
    content: str = ""
    reasons: tuple[str, ...] = ()
    folder: Path = Path()

    @property
    def clip(self) -> tuple[Path, str, float, float]:
        """What makes a recording: entries that differ only in their words share it."""
        return self.folder, self.path, self.start_ms, self.end_ms

    @property
    def rank(self) -> tuple[int, float]:
        """Sorts the best entry first: lowest priority, as spoken-to-signed chooses, then best quality."""
        return self.priority, -(self.quality or 0.0)


def entry_of(index: Index, number: int, folder: Path) -> Entry:
    """Row ``number`` of an index as an entry of the lexicon in ``folder``."""
    row = index.row(number)
    unit = index.unit_ms

    def time_ms(column: str) -> float:
        return float(row.get(column) or 0) * unit

    start, end = time_ms("start"), time_ms("end")
    # As spoken-to-signed: a missing bound is the clip's own, and bounds equal to the clip's say nothing.
    segment = (
        time_ms("segment_start") if row.get("segment_start") else start,
        time_ms("segment_end") if row.get("segment_end") else end,
    )
    return Entry(
        label=label_of(row["glosses"], row["words"]),
        words=(row["words"],) if row["words"] else (),
        spoken=row["spoken_language"],
        signed=row["signed_language"],
        path=row["path"],
        start_ms=start,
        end_ms=end,
        segment_ms=None if segment == (start, end) else segment,
        priority=int(row["priority"] or LAST_PRIORITY),
        signer=row.get("signer", ""),
        licence=row.get("licence", ""),
        source=row.get("source", ""),
        handedness=row.get("handedness", ""),
        fps=float(row["fps"]) if row.get("fps") else None,
        quality=float(row["quality"]) if row.get("quality") else None,
        status=row.get("status", ""),
        consent=row.get("consent", ""),
        consent_date=row.get("consent_date", ""),
        content=row.get("content", ""),
        reasons=tuple(filter(None, row.get("reasons", "").split(";"))),
        folder=folder,
    )


def label_of(gloss: str, words: str) -> str:
    """Key of a row in the lexicon: its gloss, or its words where there is no gloss."""
    return gloss or words
