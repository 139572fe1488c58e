"""Making a lexicon and adding to it, so that a crash at any moment loses nothing that was added."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from signsynth.errors import InputError, LexiconError, nearest
from signsynth.files import save_motion
from signsynth.files.atomic import atomic_path
from signsynth.files.index import Index, empty_index, read_index, write_index
from signsynth.lexicon.entry import Entry, entry_of, label_of
from signsynth.lexicon.lock import locked
from signsynth.motion import Motion

HANDS = ("right", "left", "both")
_CODE = re.compile(r"[a-z]{3}")
_SEVERAL = re.compile(r"[;|]")
_SPOKEN = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def create(folder: str | Path, *, signed: str, spoken: Sequence[str], **facts: Any) -> Path:
    """An empty lexicon: ``index.csv`` and ``lexicon.json``; an existing one of the same language is kept.

    Errors: ``InputError`` for codes that are none, ``LexiconError`` where the folder holds another lexicon.
    """
    folder = Path(folder)
    if not _CODE.fullmatch(signed):
        raise InputError(f"signed language {signed!r}, expected an ISO 639-3 code of three letters such as 'ase'")
    for code in spoken:
        if not _SPOKEN.fullmatch(code):
            raise InputError(f"spoken language {code!r}, expected a code such as 'en'")
    if not spoken:
        raise InputError("no spoken language, expected at least one code such as 'en'")
    if folder.exists() and not folder.is_dir():
        raise LexiconError(f"{folder}: is a file, expected a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LexiconError(f"{folder}: cannot be created ({error.strerror})") from error
    with locked(folder):
        index = folder / "index.csv"
        if index.exists():
            there = set(read_index(index).column("signed_language"))
            if there - {signed}:
                other = ", ".join(sorted(there - {signed}))
                raise LexiconError(f"{folder}: holds signs of {other}, not of {signed}; choose another folder")
        else:
            write_index(index, empty_index(str(index)))
        if not (folder / "lexicon.json").exists():
            info = {"name": facts.pop("name", "") or folder.resolve().name, "spoken": list(spoken), "signed": signed}
            _write_info(folder, {**info, "licence": "", "notes": "", **facts})
    return folder


def add(
    folder: Path, label: str, motion: Motion, *, words: Mapping[str, Sequence[str]], signed: str, **facts: Any
) -> list[Entry]:
    """Write ``<name>.pose``, then the index; one row for every word (by spoken language), or one without.

    ``facts`` are further columns. Errors: ``InputError`` for an unusable label, word or fact.
    """
    label = _text("label", unicodedata.normalize("NFC", label))
    if not label:
        raise InputError("label: empty, expected a gloss such as 'HOSPITAL'")
    if len(motion) == 0:
        raise InputError(f"{label}: a motion without frames, expected at least one")
    hand = facts.get("handedness", "right")
    if hand not in HANDS:
        raise InputError(f"{label}: handedness {hand!r}; {nearest(str(hand), HANDS)}")
    asked = [(spoken, word) for spoken, many in words.items() for text in many for word in _SEVERAL.split(text)]
    asked = [(spoken, _text("word", unicodedata.normalize("NFC", word))) for spoken, word in asked]
    asked = asked or [(spoken, "") for spoken in words] or [("", "")]
    with locked(folder):
        index = read_index(folder / "index.csv")  # again: another writer may have added to it
        if facts.get("priority") is None:
            facts["priority"] = _next_priority(index, label, signed)
        name = _free_name(folder, index, label)
        row = {"path": name, "signed_language": signed, "glosses": label, "start": "0", "end": "0", "handedness": hand}
        row |= {key: _text(key, value) for key, value in facts.items() if value is not None}
        row["fps"] = f"{motion.fps:.6g}"
        rows = [{**row, "spoken_language": spoken, "words": word} for spoken, word in dict.fromkeys(asked)]
        extended = index.extended(rows)
        save_motion(motion, folder / name)
        write_index(folder / "index.csv", extended)
    return [entry_of(extended, len(index) + n, folder) for n in range(len(rows))]


def file_stem(label: str) -> str:
    """A file name for any label: lower-case ASCII, with a digest where that is not the whole label.

    >>> file_stem("THANK-YOU")
    'thank-you'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    device = re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", plain)  # names that Windows keeps for itself
    if plain == label.lower() and not device:
        return plain
    digest = hashlib.sha256(label.encode()).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


def _free_name(folder: Path, index: Index, label: str) -> str:
    """``<stem>.pose``, ``<stem>-2.pose``: what neither the index nor the folder has."""
    stem, taken, number = file_stem(label), set(index.column("path")), 1
    while True:
        name = f"{stem}.pose" if number == 1 else f"{stem}-{number}.pose"
        if name not in taken and not (folder / name).exists():
            return name
        number += 1


def _next_priority(index: Index, label: str, signed: str) -> int:
    columns = map(index.column, ("glosses", "words", "signed_language", "priority"))
    taken = [
        int(priority) for gloss, words, code, priority in zip(*columns, strict=True)
        if priority and code == signed and label_of(gloss, words) == label
    ]  # fmt: skip
    return max(taken) + 1 if taken else 0


def _text(name: str, value: Any) -> str:
    """A value for the index: one line, no control characters."""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text) or len(text) > 1000:
        raise InputError(f"{name} {text[:40]!r}, expected at most 1000 characters without control characters")
    return text


def _write_info(folder: Path, info: Mapping[str, Any]) -> None:
    with atomic_path(folder / "lexicon.json") as temporary:
        temporary.write_text(json.dumps(info, ensure_ascii=False, indent=2) + "\n", "utf-8")
