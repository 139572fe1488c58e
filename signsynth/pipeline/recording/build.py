"""Recorded videos to a lexicon: resumable, parallel, and safe against whatever ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from signsynth.errors import InputError
from signsynth.lexicon.lexicon import Lexicon
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.pipeline.recording.crew import here, processes
from signsynth.pipeline.recording.desk import Desk
from signsynth.pipeline.recording.job import Outcome
from signsynth.pipeline.recording.labelled import labelled
from signsynth.pipeline.recording.on_ray import on_ray
from signsynth.pipeline.recording.remote import working_copy
from signsynth.pipeline.recording.report import Report
from signsynth.pipeline.recording.rights import rights
from signsynth.pipeline.recording.staging import room_in
from signsynth.pipeline.recording.take import CAPTURE
from signsynth.pipeline.recording.worker import perform


def build_lexicon(
    videos: str | Path | Sequence[str | Path | Filmed],
    to: str | Path,
    *,
    spoken: str,
    signed: str,
    licence: str = "",
    consent: str = "",
    consent_date: str = "",
    signer: str = "",
    labels: str | Path | None = None,
    rights_unknown: bool = False,
    workers: int = 1,
    apart: bool = False,
    ray: str | None = None,
    resume: bool = True,
    body: bool = True,
    capture: str | Callable[[Path], Any] = CAPTURE,
    progress: Callable[[Iterable], Iterable] | None = None,
) -> Report:
    """Capture ``videos`` (files, folders, patterns, fsspec URLs, known sets) and add their signs to a lexicon.

    ``to`` is its folder, or an fsspec URL that it goes up to when the build ends (see ``remote``).

    What is signed is told by ``labels``, by the set's own files, else by the file's name. ``consent`` is what the
    signers agreed to and ``consent_date`` when (by default a date in it, else today); where labels do not state their
    own and it or the ``licence`` is not known, ``rights_unknown`` must say so. ``body`` fits gesture and mesh too.
    ``capture`` is a function of a path, or its name as ``"module:function"``.

    A video that cannot be used costs a line of the report. Whatever ends a build, the next one goes on: what was
    finished is neither done again nor lost, and videos that are there are known by their content; without
    ``resume`` they are captured anew and take the place of their old recordings. Several builds may run at once.
    ``workers`` processes share the work (1: this one, or another with ``apart``, so that a video that crashes its
    tracker costs no more than itself), or a Ray cluster at the address ``ray``. ``progress`` wraps
    the videos, as tqdm does.
    Errors: ``InputError`` for unusable options, ``LexiconError`` or ``FileError`` where ``to`` cannot be written.
    """
    if workers < 1:
        raise InputError(f"workers {workers}, expected at least 1")
    name = _named(capture, workers > 1 or apart or ray is not None)
    jobs, unused = labelled(videos, labels)
    signs = [sign for job in jobs for sign in job.signs]
    facts = rights(signs, licence, consent, consent_date, unknown=rights_unknown) | {"signer": signer}
    jobs = [replace(job, facts=facts, spoken=spoken, body=body, capture=name) for job in jobs]
    with working_copy(to) as home:
        folder = Lexicon.create(home, spoken=spoken, signed=signed, licence=facts["licence"]).folder
        desk = Desk(folder, signed, again=not resume)
        with room_in(folder) as (room, left):
            for old in left:
                desk.adopt(old)
            todo = desk.missing(jobs)
            if ray is not None:
                results = on_ray(todo, room, ray, workers)
            elif workers > 1 or apart:
                results = processes(todo, room, workers)
            else:
                results = here(todo, room, partial(perform, capture=None if isinstance(capture, str) else capture))
            with closing(results):
                for outcome in progress(_Counted(results, len(jobs))) if progress else results:
                    desk.take(outcome, room)
            desk.commit(room)
    return Report(str(to), desk.lines(jobs), tuple(desk.entries), tuple(unused))


class _Counted:
    """Outcomes with the number of videos, from which a progress bar knows the time left."""

    def __init__(self, outcomes: Iterable[Outcome], count: int) -> None:
        self._outcomes, self._count = outcomes, count

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return self._count


def _named(capture: str | Callable[[Path], Any], elsewhere: bool) -> str:
    """The name by which other processes find the function. Errors: ``InputError`` where they could not."""
    if isinstance(capture, str):
        return capture
    name = f"{getattr(capture, '__module__', '')}:{getattr(capture, '__qualname__', '')}"
    if elsewhere and (name.startswith(("__main__", ":")) or "<" in name or name.endswith(":")):
        raise InputError(f"capture {capture!r}: other processes cannot import it, expected a module's function")
    return name
