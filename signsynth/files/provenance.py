"""What a video says about where it comes from: machine-readable, in every format, without anybody's text or consent.

The same record lies in an XMP packet (ISO 16684-1), which says to everybody's software that the video is synthetic
(``Iptc4xmpExt:DigitalSourceType``, https://cv.iptc.org/newscodes/digitalsourcetype), and as JSON in the tags that
players and ``ffprobe`` show.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from signsynth import __version__
from signsynth.errors import FileError

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED, COMPOSITE = f"{_IPTC}trainedAlgorithmicMedia", f"{_IPTC}compositeSynthetic"
"""Made by trained models; put together of a photo's parts and of what models made."""
RECORD = "signsynth-provenance"
"""Says of a JSON object that it is such a record."""
UNKNOWN = "unknown"
"""Stands for the lexicon of signs that nobody knows the origin of."""
LARGEST = 2**20
"""Most bytes of a record that are read."""


@dataclass(frozen=True)
class Source:
    """A lexicon that signs were taken from: its name, and what its entries for these signs say."""

    lexicon: str
    signed: str = ""
    licences: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    """Ids of the people who recorded the signs; no names, unless the lexicon uses them as ids."""


def together(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each lexicon once, with the licences and signers of all that name it."""
    found: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        found.setdefault((source.lexicon, source.signed), []).append(source)
    return tuple(
        Source(*name, _all(one.licences for one in alike), _all(one.signers for one in alike))
        for name, alike in sorted(found.items())
    )


@dataclass(frozen=True)
class Origin:
    """Where a video comes from."""

    synthetic: bool = True
    source_type: str = TRAINED
    """A term of IPTC's list of digital source types."""
    made_with: str = f"signsynth {__version__}"
    date: str = field(default_factory=lambda: today())
    renderer: str = ""
    seed: int = 0
    sources: tuple[Source, ...] = (Source(UNKNOWN),)
    """Where the signs are from: never nothing; ``UNKNOWN`` for those of which it is not known."""
    signer: str = ""
    """Name of who is shown."""
    signer_sha256: str = ""
    """Of the image that they were made of."""
    likeness: bool = False
    """Whether a real person is shown."""
    consent_sha256: str = ""
    """Of that person's consent, UTF-8: whoever has the text can prove that it is this one."""
    coverage: float | None = None
    """Share of the text's words that are signed, 0..1."""
    job: str = ""
    """Digest of the line of a batch that it was made for."""

    def __post_init__(self) -> None:
        if not self.sources:
            object.__setattr__(self, "sources", (Source(UNKNOWN),))

    def json(self) -> str:
        """One line of JSON, without what is not known."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", (), None)}
        text = json.dumps({"record": RECORD, **kept}, ensure_ascii=False)
        return text.encode("utf-8", "replace").decode()  # halves of surrogate pairs stand in no file

    @classmethod
    def of_json(cls, text: str) -> Origin:
        """The record in a text that holds one; what later versions add is left out. Errors: ``FileError``."""
        try:
            given = json.loads(text[text.index('{"record"') :])
            if not isinstance(given, dict) or given.get("record") != RECORD:
                raise ValueError("another kind of record")
            return cls(**_of_kinds(cls, given | {"sources": tuple(map(_source, given.get("sources", ())))}))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise FileError(f"the provenance is not readable ({error}), expected a record of signsynth") from error


def today() -> str:
    """The date in UTC, ISO 8601; ``SOURCE_DATE_EPOCH`` sets it where a build must come out the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.strftime("%Y-%m-%d", time.gmtime(int(epoch) if epoch.isdecimal() else time.time()))


def consent_digest(consent: str) -> str:
    """SHA-256 of a consent text, empty where there is none."""
    return hashlib.sha256(consent.encode()).hexdigest() if consent.strip() else ""


def read_provenance(path: str | Path) -> Origin:
    """What a video, a picture, a folder of frames or a motion says about itself; of a folder, its first picture.

    Errors: ``FileError`` where there is no such file, it holds no provenance, or one that is not readable.
    """
    from signsynth.files.provenance_places import found_in

    path = Path(path)
    if path.is_dir():
        path = min((file for file in path.iterdir() if file.suffix == ".png" and file.name[0] != "."), default=path)
    if not path.is_file():
        raise FileError(f"{path}: no such video, expected .mp4, .webm, .gif, .png, .pose, .npz or a folder of frames")
    text = found_in(path)
    if not text:
        raise FileError(f"{path}: holds no provenance; it was not made with signsynth, or somebody has removed it")
    try:
        return Origin.of_json(text)
    except FileError as error:
        raise FileError(f"{path}: {error}") from error


def _all(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({one for some in several for one in some}))


def _source(given: dict[str, Any]) -> Source:
    return Source(**_of_kinds(Source, given))


def _of_kinds(kind: type, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass in ``given``, each of the kind of its default. Errors: ``ValueError``."""
    kept = {}
    for one in fields(kind):
        if one.name not in given:
            continue
        value = given[one.name]
        value = tuple(value) if isinstance(value, list) else value
        wanted = {"bool": bool, "int": int, "str": str, "float | None": (float, int)}.get(str(one.type), tuple)
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise ValueError(f"{one.name} is a {type(value).__name__}")
        kept[one.name] = value
    return kept
