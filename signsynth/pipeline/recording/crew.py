"""Who does the work: this process, several, or a Ray cluster. Each takes jobs and yields outcomes as they come."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from signsynth.pipeline.recording.job import Job, Outcome
from signsynth.pipeline.recording.worker import perform

_WORKER = "signsynth.pipeline.recording.worker"


def here(jobs: Iterable[Job], room: Path, capture: Callable[[Path], Any] | None = None) -> Iterator[Outcome]:
    """One after the other, in this process, by the function ``capture`` where it is given and not named by the job."""
    for job in jobs:
        yield perform(job, room, capture)


def processes(jobs: Iterable[Job], room: Path, count: int) -> Iterator[Outcome]:
    """By ``count`` processes. One that dies costs the video that it was at; another takes its place.

    They are programs of their own, not forks: that needs no ``if __name__ == "__main__"`` in the caller's script.
    Errors: ``FileError`` where the room cannot be written.
    """
    waiting = iter(jobs)
    turn = threading.Lock()
    outcomes: queue.Queue[Outcome | BaseException | None] = queue.Queue()
    crew = [_Worker(room, count) for _ in range(count)]

    def work(worker: _Worker) -> None:
        try:
            while True:
                with turn:
                    job = next(waiting, None)
                if job is None:
                    break
                outcomes.put(worker.perform(job))
        except BaseException as error:
            outcomes.put(error)
        finally:
            outcomes.put(None)

    for worker in crew:
        threading.Thread(target=work, args=(worker,), daemon=True).start()
    try:
        ended = 0
        while ended < count:
            outcome = outcomes.get()
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome is None:
                ended += 1
            else:
                yield outcome
    finally:
        for worker in crew:
            worker.end()


class _Ended(Exception):
    """Nobody waits for outcomes any more."""


class _Worker:
    """A process that is started when there is a job for it, and again after it has died."""

    def __init__(self, room: Path, among: int) -> None:
        self._room, self._among = room, among
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()
        self._turn = threading.Lock()
        self._ended = False

    def perform(self, job: Job) -> Outcome:
        process = self._process or self._start()
        try:
            process.stdin.write(job.text().encode() + b"\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            answer = process.stdout.readline()  # type: ignore[union-attr]
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            return Outcome(job, error=f"{job.source}: {self._died(process)}")
        return Outcome.of(job, answer.decode())

    def end(self) -> None:
        """Kill the process; no other is started for what still waits."""
        with self._turn:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        threads = str(max(1, (os.cpu_count() or 1) // self._among))
        environment = {"OMP_NUM_THREADS": threads, **os.environ, "PYTHONPATH": _import_path()}
        command = [sys.executable, "-P", "-m", _WORKER, str(self._room.resolve())]
        with self._turn:
            if self._ended:
                raise _Ended
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=environment
            )
            return self._process

    def _died(self, process: subprocess.Popen[bytes]) -> str:
        """Why the process ended, in its own last words where it had any."""
        code = process.wait()
        with self._turn:
            self._process = None
        self._said.seek(0)
        last = self._said.read()[-2000:].decode("utf-8", "replace").strip().rpartition("\n")[2]
        self._said.truncate(0)
        self._said.seek(0)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the process that captured it died ({how}){': ' + last[:200] if code > 0 and last else ''}"


def _import_path() -> str:
    """Where this process imports from."""
    return os.pathsep.join(path or os.getcwd() for path in sys.path)
