"""ELAN annotation files (.eaf), written with pympi."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from signsynth.files.atomic import atomic_path
from signsynth.files.tiers import Tier

# XML 1.0 allows no other control characters, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_eaf(tiers: Sequence[Tier], path: str | Path, *, media: str | Path | None = None) -> Path:
    """Write tiers as EAF 2.8, which every ELAN since 4.7 opens; times are rounded to milliseconds.

    ``media`` names the video, stored relative to the file so that both can move together. An
    annotation shorter than a millisecond is left out: ELAN refuses it. Errors: ``FileError``.
    """
    from pympi.Elan import Eaf  # late: parses XML

    path = Path(path)
    eaf = Eaf(author="signsynth")
    eaf.adocument["DATE"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    eaf.remove_tier("default")
    if media is not None:
        name = Path(media).name
        eaf.add_linked_file(str(Path(media).resolve()), relpath=f"./{name}", mimetype=_mimetype(name))
    for tier in tiers:
        eaf.add_tier(tier.name)
        for annotation in tier.annotations:
            start, end = round(annotation.start_s * 1000), round(annotation.end_s * 1000)
            if end > start:
                eaf.add_annotation(tier.name, start, end, _NOT_XML.sub("\ufffd", annotation.value))
    with atomic_path(path) as temporary:
        # pympi keeps a copy "*.bak" of a file that exists; ours is a fresh temporary one.
        temporary.unlink()
        eaf.to_file(str(temporary))
    return path


def _mimetype(name: str) -> str:
    return {"mp4": "video/mp4", "webm": "video/webm"}.get(name.rsplit(".", 1)[-1].lower(), "video/unknown")
