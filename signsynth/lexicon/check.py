"""What is wrong with a lexicon, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from signsynth.lexicon.phrases import normal, phrases_of
from signsynth.lexicon.problem import Problem
from signsynth.lexicon.review import POOR, Reviewed, review

if TYPE_CHECKING:
    from signsynth.lexicon.lexicon import Lexicon

__all__ = ["POOR", "Problem", "check"]
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz")
_ORDER = ("error", "warning", "note")


def check(
    lexicon: Lexicon,
    *,
    body: bool = False,
    reviewed: Sequence[Reviewed] | None = None,
    progress: Callable[[Iterable], Iterable] | None = None,
) -> list[Problem]:
    """All problems of a lexicon: errors first, then by kind and place. Every recording is read.

    ``reviewed`` are its recordings where they were read before; ``body`` and ``progress`` as of ``review``.
    """
    recordings = review(lexicon, body=body, progress=progress) if reviewed is None else reviewed
    own = [problem for one in recordings for problem in one.problems]
    problems = [*own, *_phrases(lexicon), *_letters(lexicon), *_facts(lexicon), *_folder(lexicon)]
    return sorted(problems, key=lambda problem: (_ORDER.index(problem.severity), problem.kind, problem.where))


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
