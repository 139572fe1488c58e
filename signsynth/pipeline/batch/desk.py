"""Where finished videos go to their places, and where it is known what is there already."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from signsynth.errors import FileError, SignsynthError
from signsynth.files.atomic import explained
from signsynth.files.provenance import read_provenance
from signsynth.pipeline.batch.job import Job, Outcome
from signsynth.pipeline.batch.report import Line, read_report, write_report
from signsynth.pipeline.batch.table import inside

STAGING = ".batch"
"""Folder beside the videos where they are made."""
_WRITING_SHARE = 0.1
"""Share of the time that goes into writing the report: a long one is written for several videos at once."""


class Desk:
    """Takes outcomes, moves their videos into ``folder``, and keeps a line for every job."""

    def __init__(
        self,
        folder: Path,
        jobs: Sequence[Job],
        failed: Iterable[Line],
        *,
        again: bool = False,
        on_line: Callable[[Line], None] | None = None,
    ) -> None:
        self._folder, self._jobs, self._again = folder, jobs, again
        self._on_line = on_line or (lambda line: None)
        self._known = read_report(folder)
        self._lines: dict[tuple[int, str], Line] = {}
        self._not_before = 0.0
        for line in failed:
            self._note(line)

    def lines(self) -> tuple[Line, ...]:
        """The lines so far, in the order of the table."""
        return tuple(self._lines[key] for key in sorted(self._lines))

    def missing(self, left: Sequence[Path]) -> Iterator[Job]:
        """The jobs whose videos are not there; those that a killed batch had made in rooms it ``left`` are adopted."""
        for job in self._jobs:
            try:
                target = self._target(job)
                if not self._again and self._is_there(target, job):
                    self._note(self._line_of(job, "there", target))
                    continue
                staged = next((room / job.digest for room in left if _whole(room / job.digest, job)), None)
                if staged is not None and not self._again:
                    self._publish(staged, target)
                    self._note(self._line_of(job, "there", target))
                    continue
            except SignsynthError as error:
                self._note(Line(job.row, job.output, "failed", job.signer, reason=str(error)))
                continue
            yield job

    def take(self, outcome: Outcome, room: Path) -> None:
        """Move a video to its place and note what became of its job."""
        job, reason = outcome.job, outcome.error
        if not reason:
            try:
                self._publish(room / outcome.staged, self._target(job))
            except SignsynthError as error:
                reason = str(error)
        shutil.rmtree(room / job.digest, ignore_errors=True)
        if reason:
            self._note(Line(job.row, job.output, "failed", job.signer, reason=reason))
            return
        missing = " ".join(outcome.missing)
        self._note(
            Line(job.row, job.output, "made", job.signer, outcome.duration_s, outcome.coverage, missing, "", job.digest)
        )

    def report(self) -> None:
        """Write the lines so far."""
        begun = time.monotonic()
        write_report(self._folder, self.lines())
        self._not_before = time.monotonic() + (time.monotonic() - begun) / _WRITING_SHARE

    def _note(self, line: Line) -> None:
        self._lines[line.row, line.output] = line
        self._on_line(line)
        if line.fate == "made" and time.monotonic() >= self._not_before:
            self.report()

    def _target(self, job: Job) -> Path:
        target = inside(self._folder, job.output, f"row {job.row}")
        with explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _is_there(self, target: Path, job: Job) -> bool:
        """Errors: ``FileError`` for a file that no batch has made."""
        if not target.exists():
            return False
        with suppress(FileError):
            made_for = read_provenance(target).job
            if made_for:
                return made_for == job.digest
        if target.is_dir() and not any(target.iterdir()):
            return False
        raise FileError(f"row {job.row}: {job.output} is there and was not made by a batch; name another, or --again")

    def _line_of(self, job: Job, fate: str, target: Path) -> Line:
        known = self._known.get(job.digest)
        if known is not None:
            facts = (known.duration_s, known.coverage, known.missing)
        else:  # killed before it was reported: what the video says itself
            facts = (0.0, read_provenance(target).coverage or 0.0, "")
        return Line(job.row, job.output, fate, job.signer, *facts, "", job.digest)  # type: ignore[arg-type]

    def _publish(self, staged: Path, target: Path) -> None:
        """Rename; a folder of frames takes the place of an older one. Errors: ``FileError``."""
        made = staged / target.name
        with explained(target):
            if made.is_dir() and target.is_dir():
                shutil.rmtree(target)
            try:
                os.replace(made, target)
            except (IsADirectoryError, NotADirectoryError) as error:
                raise FileError(f"{target}: a folder where a file should be, or the other way round") from error


def _whole(staged: Path, job: Job) -> bool:
    return (staged / Path(job.output).name).exists()


def staged_in(room: Path) -> list[Path]:
    """What lies finished in a room: videos get their names when they are whole."""
    return [path for path in room.glob("[!.]*/[!.]*") if path.parent.is_dir()]
