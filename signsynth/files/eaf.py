"""ELAN annotation files (.eaf), written row by row: an hour of signing has ten thousand annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from signsynth.files.atomic import atomic_path
from signsynth.files.tiers import Tier

# XML 1.0 allows no other control characters, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE = "default-lt"
_CONSTRAINTS = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps allowed",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation, in order",
    "Symbolic_Association": "1-1 association with a parent annotation",
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
}
"""Kinds of tiers that ELAN knows of; every file lists them."""


def write_eaf(tiers: Sequence[Tier], path: str | Path, *, media: str | Path | None = None) -> Path:
    """Write tiers as EAF 2.8, which every ELAN since 4.7 opens; times are rounded to milliseconds.

    ``media`` names the video, stored relative to the file so that both can move together. An
    annotation shorter than a millisecond is left out: ELAN refuses it. Errors: ``FileError``.
    Source: https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf and ``EAFv2.8.xsd`` beside it.
    """
    path = Path(path)
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(tiers, media))
    return path


def _lines(tiers: Sequence[Tier], media: str | Path | None) -> Iterator[str]:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<ANNOTATION_DOCUMENT AUTHOR="signsynth" DATE="{now}" VERSION="2.8" FORMAT="2.8" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv2.8.xsd">'
    )
    yield '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">'
    if media is not None:
        yield _media(Path(media))
    last = sum(1 for tier in tiers for _ in _rows(tier))
    yield f'<PROPERTY NAME="lastUsedAnnotationId">{last}</PROPERTY>'
    yield "</HEADER>"
    yield "<TIME_ORDER>"
    for number, (start, end, _) in enumerate((row for tier in tiers for row in _rows(tier)), 1):
        yield f'<TIME_SLOT TIME_SLOT_ID="ts{2 * number - 1}" TIME_VALUE="{start}"/>'
        yield f'<TIME_SLOT TIME_SLOT_ID="ts{2 * number}" TIME_VALUE="{end}"/>'
    yield "</TIME_ORDER>"
    numbers = count(1)
    for tier in tiers:
        yield f'<TIER TIER_ID={_quoted(tier.name)} LINGUISTIC_TYPE_REF="{_TYPE}">'
        for (_, _, value), number in zip(_rows(tier), numbers, strict=False):  # rows first: no number is lost
            yield (
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" '
                f'TIME_SLOT_REF1="ts{2 * number - 1}" TIME_SLOT_REF2="ts{2 * number}">'
                f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        yield "</TIER>"
    yield f'<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="{_TYPE}" TIME_ALIGNABLE="true" GRAPHIC_REFERENCES="false"/>'
    for name, about in _CONSTRAINTS.items():
        yield f'<CONSTRAINT STEREOTYPE="{name}" DESCRIPTION="{about}"/>'
    yield "</ANNOTATION_DOCUMENT>"


def _rows(tier: Tier) -> Iterator[tuple[int, int, str]]:
    """The annotations of a tier that have a length: start and end in ms, and the value as XML."""
    for annotation in tier.annotations:
        start, end = round(annotation.start_s * 1000), round(annotation.end_s * 1000)
        if end > start:
            yield start, end, escape(_allowed(annotation.value), {"\r": "&#13;"})


def _media(video: Path) -> str:
    kind = {".mp4": "video/mp4", ".webm": "video/webm"}.get(video.suffix.lower(), "video/unknown")
    where, beside = _quoted(video.resolve().as_uri()), _quoted(f"./{video.name}")
    return f'<MEDIA_DESCRIPTOR MEDIA_URL={where} RELATIVE_MEDIA_URL={beside} MIME_TYPE="{kind}"/>'


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
