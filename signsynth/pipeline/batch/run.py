"""A table of texts and signers to a folder of videos: resumable, parallel, and safe against whatever ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from signsynth.errors import FileError, InputError
from signsynth.files.provenance_c2pa import Credentials
from signsynth.pipeline.batch.desk import STAGING, Desk, staged_in
from signsynth.pipeline.batch.job import Job, Outcome
from signsynth.pipeline.batch.report import Line, Report
from signsynth.pipeline.batch.table import read_jobs
from signsynth.pipeline.batch.worker import Performer, perform_far
from signsynth.pipeline.recording.crew import here, processes
from signsynth.pipeline.recording.on_ray import on_ray
from signsynth.pipeline.recording.staging import room_in

_WORKER = "signsynth.pipeline.batch.worker"


def run_batch(
    jobs: str | Path,
    to: str | Path,
    *,
    workers: int = 1,
    ray: str | None = None,
    resume: bool = True,
    defaults: Mapping[str, str] | None = None,
    without_consent: bool = False,
    credentials: Credentials | None = None,
    on_line: Callable[[Line], None] | None = None,
) -> Report:
    """Make the videos of a table into the folder ``to``; see docs/batch.md for its columns.

    A job that cannot be done costs a line of the report, and ``to/report.csv`` has them all. Whatever ends a batch, the
    next one goes on: videos appear whole or not at all and carry the digest of their job, so what is finished is known
    and not made again, and what has changed in the table is; without ``resume`` all are made anew. Files that no batch
    has made are never replaced, unless without ``resume``.

    ``workers`` processes share the work, or a Ray cluster at the address ``ray``. ``defaults`` fill empty cells.
    ``without_consent`` shows signers who hold none. ``credentials`` sign every video. ``on_line`` hears of each line.
    Errors: ``InputError`` for unusable options or columns, ``FileError`` where the table or ``to`` cannot be used.
    """
    if workers < 1:
        raise InputError(f"workers {workers}, expected at least 1")
    listed, failed = read_jobs(jobs, defaults)
    certificate = {} if credentials is None else _signed(credentials)
    listed = [replace(job, without_consent=without_consent, **certificate) for job in listed]
    folder = Path(to)
    if not folder.is_dir():
        if not folder.parent.is_dir() or folder.exists():
            raise FileError(f"{folder}: expected a folder, or a new one in a folder that exists")
        folder.mkdir()
    desk = Desk(folder, listed, failed, again=not resume, on_line=on_line)
    with room_in(folder, STAGING, staged_in) as (room, left):
        todo = desk.missing(left)
        if ray is not None:
            results = on_ray(todo, room, ray, workers, perform_far, Outcome)
        elif workers > 1:
            results = processes(todo, room, workers, _WORKER, Outcome)
        else:
            results = here(todo, room, perform=Performer())
        with closing(results):
            for outcome in results:
                desk.take(outcome, room)
    desk.report()
    return Report(str(to), desk.lines())


def _signed(credentials: Credentials) -> dict[str, str]:
    credentials.check("all.mp4")
    return {"certificate": str(Path(credentials.certificate).resolve()), "key": str(Path(credentials.key).resolve())}


__all__ = ["Job", "run_batch"]
