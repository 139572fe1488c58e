"""Where finished recordings go into the index, and where it is known what is there already."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from signsynth.errors import FileError, InputError, LexiconError, SignsynthError
from signsynth.files.index import read_index
from signsynth.lexicon.entry import Entry
from signsynth.lexicon.writer import Addition, add_all, video_of
from signsynth.pipeline.recording.job import Job, Outcome
from signsynth.pipeline.recording.report import Line
from signsynth.pipeline.recording.staging import staged_in, unstage
from signsynth.pipeline.recording.storage import digest
from signsynth.pipeline.recording.take import content_of
from signsynth.pipeline.recording.worker import RUN_ENDS

_WRITING_SHARE = 0.1
"""Share of the time that goes into writing the index: a large one is written for several videos at once."""


class Desk:
    """Takes outcomes, adds what they hold to the lexicon in ``folder``, and keeps a line for every video."""

    def __init__(self, folder: Path, signed: str, *, again: bool = False) -> None:
        self._folder, self._signed, self._again = folder, signed, again
        self._lines: list[Line] = []
        self._waiting: list[Outcome] = []
        self._not_before = 0.0
        self.entries: list[Entry] = []

    def lines(self, jobs: Sequence[Job]) -> tuple[Line, ...]:
        """One line a video, in the order of the jobs."""
        order = {job.source: number for number, job in enumerate(jobs)}
        return tuple(sorted(self._lines, key=lambda line: order.get(line.video, -1)))

    def missing(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """The jobs, or what is left of them, whose recordings are not in the index; lines for the others."""
        index = read_index(self._folder / "index.csv")
        contents = [content.partition("#")[0] for content in index.column("content")]
        there = set() if self._again else set(contents)
        videos = set() if self._again else set(zip(index.column("source"), map(video_of, contents), strict=True))
        by_source = {source: video for source, video in videos if video}
        adopted = {line.video for line in self._lines}
        first: dict[str, str] = {}
        for job in jobs:
            try:
                # A video behind a URL is known by it: fetching it to look costs as much as all the rest.
                content = by_source.get(job.source, "") if "://" in job.video else digest(Path(job.video))
            except SignsynthError as error:
                self._lines.append(Line(job.source, "failed", str(error)))
                continue
            signs = tuple(sign for sign in job.signs if content_of(content, sign) not in there)
            twin = first.setdefault(content, job.source) if content else job.source
            if twin != job.source:
                self._lines.append(Line(job.source, "there", f"the same video as {twin}"))
            elif signs:
                yield replace(job, content=content, signs=signs)
            elif job.source not in adopted:
                self._lines.append(Line(job.source, "there", "in the lexicon already"))

    def take(self, outcome: Outcome, room: Path) -> None:
        """Note an outcome; what it holds goes into the index now, or soon where the index is large.

        Errors: ``FileError`` where no video would fare better: nowhere to write, nothing that tracks people.
        """
        if outcome.error.startswith(RUN_ENDS):
            raise FileError(outcome.error.removeprefix(RUN_ENDS))
        if outcome.error:
            self._lines.append(Line(outcome.job.source, "failed", outcome.error))
            return
        self._waiting.append(outcome)
        if time.monotonic() >= self._not_before:
            self.commit(room)

    def commit(self, room: Path) -> None:
        """Add all that waits, the index once. Errors: ``FileError`` where the disk is full; it stays staged."""
        begun = time.monotonic()
        waiting, self._waiting = self._waiting, []
        self._add([(outcome.job.source, room / outcome.staged, outcome.notes) for outcome in waiting])
        spent = time.monotonic() - begun
        self._not_before = begun + spent / _WRITING_SHARE if spent > 0.1 else 0.0

    def adopt(self, room: Path) -> None:
        """Add what a killed build had finished in its room."""
        self._add([("", staged, ()) for staged in staged_in(room)])

    def _add(self, finished: Sequence[tuple[str, Path, tuple[str, ...]]]) -> None:
        read: list[tuple[str, Path, tuple[str, ...], list[Addition]]] = []
        for video, staged, notes in finished:
            try:
                read.append((video, staged, notes, unstage(staged)))
            except LexiconError as error:  # the signer was removed meanwhile, or the disk is at fault
                self._lines.append(Line(video or staged.name, "failed", str(error)))
        try:
            self._enter(read)
        except InputError:  # one of them cannot stand in an index: the others can
            for one in read:
                try:
                    self._enter([one])
                except InputError as error:
                    self._lines.append(Line(one[0], "failed", str(error)))
        for _, staged, _ in finished:
            shutil.rmtree(staged, ignore_errors=True)

    def _enter(self, read: Sequence[tuple[str, Path, tuple[str, ...], list[Addition]]]) -> None:
        if not read:
            return
        additions = [addition for *_, own in read for addition in own]
        entries = iter(add_all(self._folder, additions, signed=self._signed, again=self._again))
        for video, _, notes, own in read:
            added = [found[0] for _ in own if (found := next(entries))]
            self.entries += added
            told = [f"{entry.label} (quality {entry.quality or 0:.2f})" for entry in added]
            told = told if len(told) <= 4 else [*told[:3], f"{len(told) - 3} more"]
            source = video or str(own[0].facts.get("source", ""))
            fate = "added" if added else "there"
            self._lines.append(Line(source, fate, ", ".join(told) or "in the lexicon already", notes))
