"""What is signed in a video: labels from file names, tables, ELAN tiers and subtitles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from signsynth.errors import FileError, InputError, nearest
from signsynth.files.tiers import Annotation, Tier

READABLE = (".csv", ".tsv", ".eaf", ".vtt", ".srt")
MAX_BYTES = 64 * 2**20
"""Largest file of labels that is read."""
MAX_LABELS = 1_000_000
LONGEST = 500
"""Longest gloss, in characters."""
_SAME_S = 0.0015
"""Files round to milliseconds: two labels may overlap by what that makes."""
_TAKE = re.compile(r"(?:[\s_.\-]+(?:take|rep|var|v|t|nr|no)?[\s_.\-]*\d{1,6}|\s*\(\d{1,6}\))$", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """One sign in a video. ``start_s`` and ``end_s`` in seconds, both None where the whole video is the sign.

    ``gloss`` as written; ``words`` of a spoken language that it answers to. ``video`` is the file it belongs to, as
    written; empty where the file of labels belongs to one video. ``other`` holds the columns of a table that are none
    of these, by their names in lower case (``licence``, ``consent``, ``handedness``, ...). ``where`` is for messages.
    """

    gloss: str
    words: tuple[str, ...] = ()
    start_s: float | None = None
    end_s: float | None = None
    video: str = ""
    signer: str = ""
    other: Mapping[str, str] = field(default_factory=dict)
    where: str = field(default="", compare=False)

    def __str__(self) -> str:
        time = "" if self.start_s is None else f" ({self.start_s:.3f} to {self.end_s:.3f} s)"
        return f"{self.where or 'label'}: {self.gloss!r}{time}"


def read_labels(path: str | Path, *, tier: str = "") -> tuple[Label, ...]:
    """The labels in a file, in its order.

    ``.csv`` or ``.tsv`` with a column ``gloss`` and, as needed, ``file``, ``words``, ``start_s``, ``end_s``,
    ``signer`` and others, under the names that ``labels_table.NAMES`` knows; an ELAN ``.eaf``, of which one ``tier``
    is read (by default the only one with annotations, or the one whose name has "gloss" in it); ``.vtt`` and ``.srt``.
    Empty annotations are left out. Errors: ``FileError`` naming file, line and column, or the nearest tier.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in READABLE:
        raise FileError(f"{path}: labels in format {suffix or 'without suffix'}; {nearest(suffix, READABLE)}")
    if tier and suffix != ".eaf":
        raise InputError(f"tier {tier!r}: {path} has no tiers, expected an .eaf file")
    if suffix in (".csv", ".tsv"):
        from signsynth.files.labels_table import read_table

        labels = read_table(path)
    elif suffix == ".eaf":
        from signsynth.files.labels_eaf import chosen, read_eaf

        labels = from_tier(chosen(read_eaf(path).tiers, tier, str(path)), str(path))
    else:
        from signsynth.files.labels_cues import read_cues

        labels = from_tier(read_cues(path), str(path))
    if not labels:
        raise FileError(f"{path}: holds no labels, expected at least one")
    return labels


def from_tier(tier: Tier, where: str = "") -> tuple[Label, ...]:
    """The labels of a tier, one for each annotation that says something.

    Errors: ``FileError`` for too long a gloss or an annotation that ends before it begins.
    """
    found = []
    for number, annotation in enumerate(tier.annotations, 1):
        gloss = tidy(annotation.value)
        place = f"{where}: {tier.name} {number}" if tier.name else f"{where}: cue {number}"
        if gloss:
            check_gloss(gloss, place)
            check_times(annotation.start_s, annotation.end_s, place)
            found.append(Label(gloss, (spoken(gloss),), annotation.start_s, annotation.end_s, where=place))
    return tuple(found)


def to_tier(labels: Sequence[Label], name: str = "gloss") -> Tier:
    """The labels that have times as a tier, for ``write_eaf`` and ``write_vtt``."""
    return Tier(name, tuple(Annotation(a.start_s, a.end_s, a.gloss) for a in labels if a.start_s is not None))


def label_from_name(path: str | Path) -> Label:
    """The label that a video's name tells: without the number of the take, and that of its folder if only a number.

    >>> label_from_name("AMBULANCIA_001.mp4").gloss, label_from_name("HELLO-2.mp4").gloss
    ('AMBULANCIA', 'HELLO')
    >>> label_from_name("thank you (2).mov").words, label_from_name("HOUSE/03.mp4").gloss
    (('thank you',), 'HOUSE')
    """
    path = Path(path)
    stem = tidy(path.stem)
    while (shorter := _TAKE.sub("", stem)) and shorter != stem:
        stem = shorter
    folder = tidy(path.parent.name)
    gloss = folder if re.fullmatch(r"[\d\s_.()\-]*", stem) and len(folder) > 1 else stem
    return Label(gloss, (spoken(gloss),), video=path.name, where=path.name)


def spoken(gloss: str) -> str:
    """The words that a gloss is likely to stand for.

    >>> spoken("THANK-YOU")
    'thank you'
    """
    return " ".join(re.sub(r"[_\-\s]+", " ", gloss).lower().split()) or gloss


def tidy(text: str) -> str:
    """Text in composed Unicode, which file systems do not always give, without line breaks and outer spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_gloss(gloss: str, where: str) -> None:
    """Errors: ``FileError`` for a gloss that is too long or has characters that no one writes."""
    if len(gloss) > LONGEST:
        raise FileError(f"{where}: a gloss of {len(gloss)} characters, expected at most {LONGEST}")
    if not gloss.isprintable():
        raise FileError(f"{where}: {gloss[:40]!r} has control characters, expected plain text")


def check_times(start_s: float | None, end_s: float | None, where: str) -> None:
    """Errors: ``FileError`` where only one is given, or they are not in order."""
    if (start_s is None) != (end_s is None):
        raise FileError(
            f"{where}: {'an end' if start_s is None else 'a start'} alone, expected start and end or neither"
        )
    if start_s is not None and not 0 <= start_s < end_s <= 1e6:
        raise FileError(f"{where}: from {start_s:g} to {end_s:g} s, expected a start of at least 0 before the end")


def check_labels(labels: Sequence[Label], duration_s: float) -> tuple[Label, ...]:
    """The labels of one video in order of time, ends up to a tenth of a second beyond the video's pulled in.

    Errors: ``InputError`` for labels that overlap, lie beyond the end, or have no times beside others.
    """
    timed = sorted((a for a in labels if a.start_s is not None), key=lambda a: a.start_s)
    whole = [a for a in labels if a.start_s is None]
    if len(whole) > 1 or (whole and timed):
        other = next(a for a in labels if a is not whole[0])
        raise InputError(f"{whole[0]}: no start and end, but {other} is in the same video; expected times for each")
    for label in timed:
        if label.end_s > duration_s + 0.1:
            raise InputError(f"{label}: beyond the end of the video, which lasts {duration_s:.3f} s")
    for one, next_one in zip(timed, timed[1:], strict=False):
        if next_one.start_s < one.end_s - _SAME_S:
            raise InputError(f"{next_one}: overlaps {one}, expected one sign at a time")
    return (*whole, *(_ended(a, duration_s) for a in timed))


def _ended(label: Label, duration_s: float) -> Label:
    if label.end_s <= duration_s:
        return label
    from dataclasses import replace

    if label.start_s >= duration_s:
        raise InputError(f"{label}: beyond the end of the video, which lasts {duration_s:.3f} s")
    return replace(label, end_s=duration_s)
