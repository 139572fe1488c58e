"""A vocabulary of recorded signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signsynth.errors import InputError, LexiconError, nearest
from signsynth.files.index import LAST_PRIORITY
from signsynth.lexicon.entry import Entry, label_of
from signsynth.lexicon.phrases import Phrases
from signsynth.lexicon.shelf import Shelf
from signsynth.lexicon.shown import MotionCache, cut
from signsynth.motion import Motion

if TYPE_CHECKING:
    from signsynth.lexicon.check import Problem
    from signsynth.lexicon.eraser import Erased


class Lexicon(Mapping[str, list[Entry]]):
    """Gloss label to entries, best first: lowest priority, as spoken-to-signed chooses, then quality.

    Opening reads the index only; entries are made and motions read when they are asked for.
    """

    def __init__(
        self, shelves: Sequence[Shelf], *, signed: str = "", spoken: str = "", cache: MotionCache | None = None
    ) -> None:
        self._shelves = tuple(shelves)
        self._signed, self._spoken = signed, spoken
        self._cache = MotionCache() if cache is None else cache

    @classmethod
    def open(cls, path: str | Path) -> Lexicon:
        """A lexicon's folder, the code of one that ships with signsynth, or any fsspec URL.

        ``"ase"`` and ``"lexicon/ase"`` mean the bundled one where no such folder is there.
        Errors: ``LexiconError`` naming file, line and column.
        """
        return cls([Shelf.open(path)])

    @classmethod
    def create(cls, folder: str | Path, *, spoken: str | Sequence[str], signed: str, **facts: str) -> Lexicon:
        """A new, empty lexicon, or the one that is there already; ``spoken`` are the languages of its words.

        ``facts``: ``name``, ``licence``, ``notes``. Errors: ``InputError`` for codes that are none,
        ``LexiconError`` where another lexicon lies there.
        """
        from signsynth.lexicon.writer import create

        for fact in facts:
            if fact not in ("name", "licence", "notes"):
                raise InputError(f"create: unknown fact {fact!r}; {nearest(fact, ('name', 'licence', 'notes'))}")
        if "://" in str(folder):
            raise LexiconError(f"{folder}: cannot be made behind a URL, expected a folder; build_lexicon can fill one")
        codes = (spoken,) if isinstance(spoken, str) else tuple(spoken)
        return cls.open(create(folder, signed=signed, spoken=codes, **facts))

    def add(
        self,
        label: str,
        motion: Motion,
        *,
        words: Sequence[str] | Mapping[str, Sequence[str]] = (),
        spoken: str = "",
        handedness: str = "right",
        **facts: Any,
    ) -> Entry:
        """Add a recording of a sign: the motion's file first, then the index, each whole or not at all.

        ``motion`` is canonical and right-dominant, ``handedness`` the hand that signed it. ``words``
        are in ``spoken`` (by default the lexicon's first spoken language), or a mapping of languages
        to words. ``facts``: ``licence``, ``source``, ``signer``, ``consent``, ``consent_date``, ``quality``,
        ``reasons``, ``status``, and ``priority`` (by default after the variants that are there). Gesture and mesh
        are kept where the motion has them. Several programs may add at once.
        """
        from signsynth.lexicon.writer import add

        known = {"licence", "source", "signer", "consent", "consent_date", "quality", "reasons", "status", "priority"}
        for fact in facts:
            if fact not in known:
                raise InputError(f"add: unknown fact {fact!r}; {nearest(fact, known)}")
        folder = self.local_folder("added to")
        by = self._by_language(words, spoken, "add")
        entries = add(folder, label, motion, words=by, signed=self.signed, handedness=handedness, **facts)
        self.refresh()
        return entries[0]

    def record(
        self,
        label: str,
        video: str | Path,
        *,
        words: Sequence[str] | Mapping[str, Sequence[str]] = (),
        licence: str,
        consent: str | None = None,
        signer: str = "",
        span_ms: tuple[float, float] | None = None,
        **options: Any,
    ) -> Entry:
        """Capture a video of a sign, or the part ``span_ms`` of it, and add it; the best entry where it was repeated.

        ``words`` as for ``add``. ``options`` are those of ``pipeline.recording.build_lexicon``: ``consent_date``,
        ``body``, ``capture``, ``resume``. A video that is there already is not captured again.
        Errors: ``FileError`` or ``InputError`` where no sign can be made of it.
        """
        from signsynth.pipeline.recording.record import record  # a door: see tests/test_floors.py

        self.local_folder("recorded into")
        by = {code: tuple(many) for code, many in self._by_language(words, "", "record").items()}
        return record(
            self, label, str(video), words=by, licence=licence, consent=consent or "", signer=signer, span_ms=span_ms,
            **options,
        )  # fmt: skip

    def remove(self, *, signer: str = "", gloss: str = "", source: str = "") -> Erased:
        """Erase the recordings that meet all that is given, from index and disk; what was removed.

        Errors: ``InputError`` without anything to go by, ``LexiconError`` where nothing meets it.
        """
        from signsynth.lexicon.eraser import erase

        erased = erase(self.local_folder("removed from"), signer=signer, gloss=gloss, source=source)
        self._cache.clear()
        self.refresh()
        return erased

    def local_folder(self, what: str) -> Path:
        """The folder that this lexicon is, to be ``what``. Errors: ``LexiconError`` for several or a remote one."""
        if len(self._shelves) > 1 or self._shelves[0].remote is not None:
            raise LexiconError(f"{self.name}: cannot be {what}, expected one lexicon in a local folder")
        return self._shelves[0].folder

    def _by_language(
        self, words: Sequence[str] | Mapping[str, Sequence[str]], spoken: str, what: str
    ) -> Mapping[str, Sequence[str]]:
        """Words by spoken language; those without one are in the lexicon's first."""
        if isinstance(words, str):
            raise InputError(f"{what}: words {words!r}, expected a list such as [{words!r}]")
        return words if isinstance(words, Mapping) else {spoken or self._first_spoken(): words}

    def refresh(self) -> None:
        """Read the index again: what other programs have added is then seen."""
        self._shelves = tuple(shelf if shelf.remote else shelf.again() for shelf in self._shelves)
        for cached in ("_rows", "_chosen", "phrases", "signed"):
            self.__dict__.pop(cached, None)

    def _first_spoken(self) -> str:
        stated = self.info.get("spoken") or next(iter(self.languages().values()), ("",))
        return self._spoken or (stated if isinstance(stated, str) else str(next(iter(stated), "")))

    @property
    def name(self) -> str:
        """What it was opened by, for messages."""
        return " + ".join(shelf.name for shelf in self._shelves)

    def name_of(self, entry: Entry) -> str:
        """The name of the lexicon that an entry is of: its own, or that of its folder or URL; never a whole path."""
        shelf = self._shelf_of(entry)
        place = shelf.remote.url.split("?")[0] if shelf.remote else str(shelf.folder.resolve())
        return str(shelf.info.get("name") or "") or Path(place).name

    @property
    def folder(self) -> Path:
        """Folder of the (first) lexicon."""
        return self._shelves[0].folder

    @property
    def info(self) -> Mapping[str, Any]:
        """``lexicon.json`` of the (first) lexicon."""
        return self._shelves[0].info

    # -- mapping of labels to entries

    @cached_property
    def _rows(self) -> dict[str, list[tuple[int, int]]]:
        """Shelf and row numbers of every label, in file order."""
        rows: dict[str, list[tuple[int, int]]] = {}
        for place, (_, numbers, labels) in enumerate(self._chosen):
            for number, label in zip(numbers, labels, strict=True):
                rows.setdefault(label, []).append((place, number))
        return rows

    @cached_property
    def _chosen(self) -> list[tuple[Shelf, Sequence[int], list[str]]]:
        """Of every shelf, the numbers of the rows in the languages that were asked for, and their labels."""
        chosen = []
        for shelf in self._shelves:
            numbers: Sequence[int] = range(len(shelf.index))
            for column, code in (("signed_language", self._signed), ("spoken_language", self._spoken)):
                codes = shelf.index.column(column)
                if code and set(codes) != {code}:
                    numbers = [number for number in numbers if codes[number] == code]
            glosses, words = (_at(shelf.index.column(name), numbers) for name in ("glosses", "words"))
            labels = list(map(label_of, glosses, words)) if "" in glosses else list(glosses)
            chosen.append((shelf, numbers, labels))
        return chosen

    def __getitem__(self, label: str) -> list[Entry]:
        if label not in self._rows:
            raise LexiconKeyError(f"{self.name}: has no gloss {label!r}; {nearest(label, self._rows)}")
        entries = [(self._shelves[place].entry(number), place) for place, number in self._rows[label]]
        # The first of merged lexicons wins where priorities tie.
        entries.sort(key=lambda pair: (pair[0].priority, pair[1], pair[0].rank))
        return [entry for entry, _ in entries]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, label: object) -> bool:
        return label in self._rows

    def entries(self) -> Iterator[Entry]:
        """Every row, in file order."""
        for shelf, numbers, _ in self._chosen:
            for number in numbers:
                yield shelf.entry(number)

    def variants(self, label: str) -> list[Entry]:
        """The different recordings of a gloss, best first."""
        found: dict[Any, Entry] = {}
        for entry in self[label]:
            found.setdefault(entry.clip, entry)
        return list(found.values())

    def best(self, label: str, words: Sequence[str] = ()) -> Entry:
        """The entry to sign; one that answers to ``words`` goes before one that shares only the gloss."""
        entries = self[label]
        wanted = set(words)
        return next((entry for entry in entries if wanted.intersection(entry.words)), entries[0])

    # -- stages.Vocabulary

    def languages(self) -> dict[str, tuple[str, ...]]:
        """Signed languages, and the spoken languages that each can be asked in."""
        found: dict[str, set[str]] = {}
        for shelf in self._shelves:
            columns = map(shelf.index.column, ("signed_language", "spoken_language"))
            for signed, spoken in set(zip(*columns, strict=True)):
                if self._signed in ("", signed) and self._spoken in ("", spoken):
                    found.setdefault(signed, set()).add(spoken)
        return {signed: tuple(sorted(spoken)) for signed, spoken in sorted(found.items())}

    @cached_property
    def signed(self) -> str:
        """The one signed language. Errors: ``LexiconError`` where several are open, naming them."""
        codes = list(self.languages()) or [self._signed or str(self.info.get("signed", ""))]
        if len(codes) > 1:
            raise LexiconError(
                f"{self.name}: holds {len(codes)} signed languages ({', '.join(codes)}) that may not be mixed; "
                f"choose one with restrict(signed={codes[0]!r})"
            )
        return codes[0]

    @cached_property
    def phrases(self) -> Phrases:
        """The dictionary of phrases. Errors: ``LexiconError`` where several signed languages are open."""
        _ = self.signed
        spoken: list[str] = []
        words: list[str] = []
        labels: list[str] = []
        ranks: list[tuple[int, int, float]] = []
        for place, (shelf, numbers, own) in enumerate(self._chosen):
            columns = [_at(shelf.index.column(name), numbers) for name in ("priority", "quality")]
            spoken += _at(shelf.index.column("spoken_language"), numbers)
            words += _at(shelf.index.column("words"), numbers)
            labels += own
            if len(set(columns[0])) <= 1 and len(set(columns[1])) <= 1 and len(self._shelves) == 1:
                continue  # all alike: the first in the file wins
            rows = zip(*columns, strict=True)
            ranks += [(int(priority or LAST_PRIORITY), place, -float(quality or 0)) for priority, quality in rows]
        return Phrases(spoken, words, labels, ranks or None)

    @property
    def longest_phrase(self) -> int:
        """Words in the longest phrase, at least 1."""
        return self.phrases.longest

    def gloss_of(self, phrase: str, spoken: str) -> str | None:
        """Label for a phrase of a spoken language, or None."""
        return self.phrases.gloss_of(phrase, spoken)

    def letter(self, character: str) -> str | None:
        """Label of a fingerspelled letter or digit, or None."""
        return self.phrases.letter(character)

    def restrict(self, *, signed: str = "", spoken: str = "") -> Lexicon:
        """The part in one signed or spoken language; it shares this lexicon's memory of motions.

        Errors: ``LexiconError`` naming the languages that are there.
        """
        view = Lexicon(self._shelves, signed=signed or self._signed, spoken=spoken or self._spoken, cache=self._cache)
        if not view.languages():
            open_ = self.languages()
            if signed and signed not in open_:
                raise LexiconError(f"{self.name}: no signs of {signed!r}; {nearest(signed, open_)}")
            there = {code for codes in open_.values() for code in codes}
            raise LexiconError(f"{self.name}: no words in {spoken!r}; {nearest(spoken, there)}")
        return view

    # -- motions

    def motion(self, entry: Entry) -> Motion:
        """The entry's recording: canonical, right-dominant, cut to start and end; kept in memory.

        With the gesture and mesh that lie beside it, if any; nothing is fitted here. Errors: ``LexiconError``
        where its file is missing or the span empty, ``FileError`` where a file cannot be read.
        """
        from signsynth.files import load_motion
        from signsynth.lexicon.tracks import with_kept
        from signsynth.motion.handedness import right_dominant

        key = (entry.clip, entry.segment_ms)
        motion = self._cache.get(key)
        if motion is None:
            shelf = self._shelf_of(entry)
            whole = self._cache.get(entry.clip[:2])
            if whole is None:
                path = shelf.file(entry)
                whole = with_kept(load_motion(path), path)
            motion = cut(whole, entry)
            if len(motion) < len(whole):
                self._cache.put(entry.clip[:2], whole)  # the next sign of this file is likely to follow
            if not entry.handedness:
                motion, _ = right_dominant(motion)
            self._cache.put(key, motion)
        return motion

    def tracked(self, entry: Entry) -> Motion:
        """As ``motion``, with gesture and mesh: those kept beside the recording, or fitted now (needs torch)."""
        from signsynth.files import load_motion
        from signsynth.lexicon.tracks import with_tracks
        from signsynth.motion.handedness import right_dominant

        path = self.file(entry)
        motion = cut(with_tracks(load_motion(path), path), entry)
        return motion if entry.handedness else right_dominant(motion)[0]

    def file(self, entry: Entry) -> Path:
        """The local file of an entry. Errors: ``LexiconError`` where it is missing or leads out of the folder."""
        return self._shelf_of(entry).file(entry)

    def check(self) -> list[Problem]:
        """What is wrong with it, worst first: files, quality of every recording, phrases, letters, facts."""
        from signsynth.lexicon.check import check

        return check(self)

    def _shelf_of(self, entry: Entry) -> Shelf:
        for shelf in self._shelves:
            if shelf.folder == entry.folder:
                return shelf
        raise LexiconError(f"{entry.path}: lies in {entry.folder}, expected an entry of {self.name}")


def _at(column: Sequence[str], numbers: Sequence[int]) -> Sequence[str]:
    """The rows of a column that were chosen."""
    return column if len(numbers) == len(column) else [column[number] for number in numbers]


class LexiconKeyError(LexiconError, KeyError):
    """A gloss that a lexicon does not have."""

    __str__ = Exception.__str__


def merge(lexicons: Sequence[Lexicon]) -> Lexicon:
    """Several lexicons of one signed language as one; the first wins where priorities tie.

    Errors: ``LexiconError`` without any, or naming the signed languages where there is more than one.
    """
    if not lexicons:
        raise LexiconError("merge: no lexicon given, expected at least one")
    codes = [(lexicon.name, lexicon.signed) for lexicon in lexicons]
    if len({code for _, code in codes}) > 1:
        found = ", ".join(f"{name} ({code})" for name, code in codes)
        raise LexiconError(f"signed languages may not be mixed in one vocabulary: {found}; expected one of them")
    shelves = {shelf.folder: shelf for lexicon in lexicons for shelf in lexicon._shelves}
    spoken = {lexicon._spoken for lexicon in lexicons}
    return Lexicon(list(shelves.values()), signed=lexicons[0].signed, spoken=spoken.pop() if len(spoken) == 1 else "")
