"""Making a lexicon and adding to it, so that a crash at any moment loses nothing that was added."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signsynth.errors import InputError, LexiconError, nearest
from signsynth.files import save_motion
from signsynth.files.atomic import atomic_path
from signsynth.files.index import Index, empty_index, read_index, write_index
from signsynth.files.tracks import save_tracks
from signsynth.lexicon.entry import Entry, entry_of, label_of
from signsynth.lexicon.journal import note, settle, writing
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
    with writing(folder):
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


@dataclass(frozen=True)
class Addition:
    """One recording for a lexicon: its gloss, its ``words`` by spoken language and further ``facts`` (columns)."""

    label: str
    motion: Motion
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, signed: str) -> list[dict[str, str]]:
        """A row for every word, or one without. Errors: ``InputError`` for an unusable label, word or fact."""
        label = _text("label", unicodedata.normalize("NFC", self.label))
        if not label:
            raise InputError("label: empty, expected a gloss such as 'HOSPITAL'")
        if len(self.motion) == 0:
            raise InputError(f"{label}: a motion without frames, expected at least one")
        hand = self.facts.get("handedness", "right")
        if hand not in HANDS:
            raise InputError(f"{label}: handedness {hand!r}; {nearest(str(hand), HANDS)}")
        asked = [(code, word) for code, many in self.words.items() for text in many for word in _SEVERAL.split(text)]
        asked = [(code, _text("word", unicodedata.normalize("NFC", word))) for code, word in asked]
        asked = asked or [(code, "") for code in self.words] or [("", "")]
        row = {"signed_language": signed, "glosses": label, "start": "0", "end": "0", "handedness": hand}
        row |= {key: _text(key, value) for key, value in self.facts.items() if value is not None}
        row["fps"] = f"{self.motion.fps:.6g}"
        return [{**row, "spoken_language": code, "words": word} for code, word in dict.fromkeys(asked)]


def add(
    folder: Path, label: str, motion: Motion, *, words: Mapping[str, Sequence[str]], signed: str, **facts: Any
) -> list[Entry]:
    """Add one recording; its entries, one for every word. See ``add_all``."""
    return add_all(folder, [Addition(label, motion, words, facts)], signed=signed)[0]


def add_all(folder: Path, additions: Sequence[Addition], *, signed: str, again: bool = False) -> list[list[Entry]]:
    """Write ``<name>.pose`` of each, and ``<name>.npz`` where it has gesture and mesh; then the index, once.

    All are added or none. One whose ``content`` is there already is not added twice: its list of entries is
    empty; with ``again`` it takes the place of all recordings of that video. Errors: ``InputError`` for an unusable
    label, word or fact, ``FileError`` where the disk is full: the lexicon is then as it was.
    """
    made = [addition.rows(signed) for addition in additions]
    with writing(folder):
        index = read_index(folder / "index.csv")  # again: another writer may have added to it
        old = _of_videos(index, {video_of(rows[0].get("content", "")) for rows in made}) if again else set()
        leaving = {index.column("path")[number] for number in old}
        index = index.without(old)
        there = set(index.column("content"))
        taken = leaving | set(index.column("path"))
        fresh: list[tuple[Addition, list[dict[str, str]]]] = []
        for addition, rows in zip(additions, made, strict=True):
            if rows[0].get("content") and rows[0]["content"] in there:
                rows.clear()
                continue
            there.add(rows[0].get("content", ""))
            priority = addition.facts.get("priority")
            name, label = _free_name(folder, taken, rows[0]["glosses"]), rows[0]["glosses"]
            if priority is None:
                priority = _next_priority(index, label, signed) + sum(r[0]["glosses"] == label for _, r in fresh)
            for row in rows:
                row |= {"path": name, "priority": str(priority)}
            taken.add(name)
            fresh.append((addition, rows))
        if fresh or leaving:
            first = len(index)
            index = index.extended([row for _, rows in fresh for row in rows])
            _commit(folder, index, [(rows[0]["path"], addition.motion) for addition, rows in fresh], leaving)
            numbers = iter(range(first, len(index)))
        return [[entry_of(index, next(numbers), folder) for _ in rows] for rows in made]


def _commit(folder: Path, index: Index, recordings: Sequence[tuple[str, Motion]], leaving: Iterable[str]) -> None:
    """The files, then the index, then away with the files that it does not name any more."""
    new = [other for name, _ in recordings for other in (name, str(Path(name).with_suffix(".npz")))]
    try:
        note(folder, [*new, *companions(folder, leaving)])
        for name, motion in recordings:
            save_motion(motion, folder / name)
            if motion.gesture is not None or motion.mesh is not None:
                save_tracks(motion, folder / Path(name).with_suffix(".npz"))
        _to_disk([folder / name for name in new])
        write_index(folder / "index.csv", index)
    finally:
        settle(folder)


def _to_disk(paths: Iterable[Path]) -> None:
    """What the index is about to name outlives a power cut, as the index does."""
    for path in paths:
        if path.exists():
            with open(path, "rb") as file:
                os.fsync(file.fileno())


def companions(folder: Path, paths: Iterable[str]) -> list[str]:
    """Names of all files that belong to recordings: the recording, its ``.npz``, previews of its name."""
    found: dict[str, None] = {}
    for path in paths:
        found[path] = None
        home, stem = Path(path).parent, Path(path).stem
        for room in (home, "previews" / home):
            beside = sorted((folder / room).iterdir()) if (folder / room).is_dir() else ()
            found |= {(room / f.name).as_posix(): None for f in beside if f.stem == stem and not f.is_dir()}
    return list(found)


def video_of(content: str) -> str:
    """The digest of the video in a ``content`` such as ``"1f3a…@0-1200#7"``: span in milliseconds, first frame."""
    return content.partition("#")[0].partition("@")[0]


def _of_videos(index: Index, videos: set[str]) -> set[int]:
    """Numbers of the rows whose recordings come from these videos."""
    contents = index.column("content")
    return {number for number, content in enumerate(contents) if content and video_of(content) in videos}


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


def _free_name(folder: Path, taken: Collection[str], label: str) -> str:
    """``<stem>.pose``, ``<stem>-2.pose``: what is neither taken nor in the folder."""
    stem, number = file_stem(label), 1
    while True:
        name = f"{stem}.pose" if number == 1 else f"{stem}-{number}.pose"
        if name not in taken and not any((folder / name).with_suffix(kind).exists() for kind in (".pose", ".npz")):
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
