"""What is wrong with a lexicon, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from signsynth.errors import SignsynthError
from signsynth.lexicon.entry import Entry
from signsynth.lexicon.phrases import normal, phrases_of
from signsynth.lexicon.quality import measure_siblings

if TYPE_CHECKING:
    from signsynth.lexicon.lexicon import Lexicon

POOR = 0.5
"""Quality below which a recording is a problem."""
_RATE_TOLERANCE = 0.01
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz")
_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class Problem:
    """``where`` is a file, a gloss or a phrase; ``entry`` the row it is about, where it is about one."""

    where: str
    severity: Literal["error", "warning", "note"]
    what: str
    fix: str
    entry: Entry | None = None

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.what}; {self.fix}"


def check(lexicon: Lexicon) -> list[Problem]:
    """All problems of a lexicon, errors first. Every recording is read."""
    problems = [*_recordings(lexicon), *_phrases(lexicon), *_letters(lexicon), *_facts(lexicon), *_folder(lexicon)]
    return sorted(problems, key=lambda problem: _ORDER.index(problem.severity))


def _recordings(lexicon: Lexicon) -> Iterator[Problem]:
    for label in lexicon:
        read = []
        for entry in lexicon.variants(label):
            try:
                motion = lexicon.motion(entry)
            except SignsynthError as error:
                yield Problem(
                    entry.path, "error", str(error), "restore the file or delete its rows from index.csv", entry
                )
                continue
            read.append((entry, motion))
            if entry.fps is not None and abs(entry.fps / motion.fps - 1) > _RATE_TOLERANCE:
                what = f"{entry.fps:g} frames a second in the index, {motion.fps:g} in the file"
                yield Problem(entry.path, "warning", what, f"write {motion.fps:g} into the column 'fps'", entry)
        for (entry, _), quality in zip(read, measure_siblings([motion for _, motion in read]), strict=True):
            if quality.score < POOR:
                what = f"{label!r}: quality {quality.score:.2f}: " + "; ".join(fault.what for fault in quality.faults)
                yield Problem(entry.path, "warning", what, "record it again or choose another variant", entry)


def _phrases(lexicon: Lexicon) -> Iterator[Problem]:
    """Phrases that two glosses claim alike, and glosses that differ in nothing but capitals."""
    claims: dict[tuple[str, str, str], dict[str, int]] = {}
    for entry in lexicon.entries():
        for phrase in (text for words in entry.words for text in phrases_of(words)):
            labels = claims.setdefault((entry.signed, entry.spoken, phrase), {})
            labels[entry.label] = min(labels.get(entry.label, entry.priority), entry.priority)
    for (_, spoken, phrase), labels in claims.items():
        best = sorted(label for label, priority in labels.items() if priority == min(labels.values()))
        if len(best) > 1:
            what = f"{spoken} phrase is claimed by the glosses {', '.join(best)} with the same priority"
            yield Problem(repr(phrase), "warning", what, "give one of them a lower priority")
    alike: dict[str, list[str]] = {}
    for label in lexicon:
        alike.setdefault(normal(label), []).append(label)
    for labels in alike.values():
        if len(labels) > 1:
            what = f"{', '.join(labels)} differ only in capitals"
            yield Problem(labels[0], "warning", what, f"use {labels[0]!r} for all of them")


def _letters(lexicon: Lexicon) -> Iterator[Problem]:
    if len(lexicon.languages()) != 1:
        return
    letters = lexicon.phrases.letters()
    missing = sorted(_ALPHABET - letters)
    if 0 < len(missing) < len(_ALPHABET) - 3:
        what = f"no sign for the letters {', '.join(missing)}: names that have them cannot be fingerspelled"
        yield Problem(lexicon.name, "warning", what, "add them, or open a fingerspelling lexicon beside this one")


def _facts(lexicon: Lexicon) -> Iterator[Problem]:
    for shelf in lexicon._shelves:
        stated, there = shelf.info.get("signed"), set(shelf.index.column("signed_language"))
        if stated and there - {stated}:
            what = f"lexicon.json says signed language {stated!r}, index.csv has {', '.join(sorted(there))}"
            yield Problem(shelf.name, "error", what, "correct one of them")
        licences = shelf.index.column("licence")
        without = sum(not licence for licence in licences)
        if without and not shelf.info.get("licence"):
            what = f"{without} of {len(licences)} entries state no licence"
            yield Problem(shelf.name, "note", what, "fill in the column 'licence'")


def _folder(lexicon: Lexicon) -> Iterator[Problem]:
    """Recordings that no row names, and what a killed writer left."""
    for shelf in lexicon._shelves:
        if shelf.remote is not None:
            continue
        named = set(shelf.index.column("path"))
        for path in sorted(shelf.folder.rglob("*.pose")):
            name = path.relative_to(shelf.folder).as_posix()
            if name in named:
                continue
            what = "is left from a write that was cut off" if path.name.startswith(".") else "is not in index.csv"
            yield Problem(name, "note", what, "delete it" if path.name.startswith(".") else "add it or delete it")
