"""Who does the work: this process, several, or a Ray cluster. Each takes jobs and yields outcomes as they come.

The work may be any: a job has a ``source`` that names it in messages and a ``text()`` of one line, ``Outcome.of(job,
text)`` reads what came of it, and ``Outcome(job, error=...)`` says that nothing did.
"""

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

from signsynth.pipeline.recording.job import Outcome

_WORKER = "signsynth.pipeline.recording.worker"


def here(jobs: Iterable[Any], room: Path, perform: Callable[[Any, Path], Any]) -> Iterator[Any]:
    """One after the other, in this process."""
    for job in jobs:
        yield perform(job, room)


def processes(
    jobs: Iterable[Any], room: Path, count: int, worker: str = _WORKER, outcome: type = Outcome
) -> Iterator[Any]:
    """By ``count`` processes that run the module ``worker``. One that dies costs the job that it was at; another takes
    its place.

    They are programs of their own, not forks: that needs no ``if __name__ == "__main__"`` in the caller's script.
    Errors: ``FileError`` where the room cannot be written.
    """
    waiting = iter(jobs)
    turn = threading.Lock()
    outcomes: queue.Queue[Any] = queue.Queue()
    crew = [_Worker(room, count, worker, outcome) for _ in range(count)]

    def work(one: _Worker) -> None:
        try:
            while True:
                with turn:
                    job = next(waiting, None)
                if job is None:
                    break
                outcomes.put(one.perform(job))
        except BaseException as error:
            outcomes.put(error)
        finally:
            outcomes.put(None)

    for one in crew:
        threading.Thread(target=work, args=(one,), daemon=True).start()
    try:
        ended = 0
        while ended < count:
            done = outcomes.get()
            if isinstance(done, BaseException):
                raise done
            if done is None:
                ended += 1
            else:
                yield done
    finally:
        for one in crew:
            one.end()


class _Ended(Exception):
    """Nobody waits for outcomes any more."""


class _Worker:
    """A process that is started when there is a job for it, and again after it has died."""

    def __init__(self, room: Path, among: int, module: str, outcome: type) -> None:
        self._room, self._among, self._module, self._outcome = room, among, module, outcome
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()
        self._turn = threading.Lock()
        self._ended = False

    def perform(self, job: Any) -> Any:
        process = self._process or self._start()
        try:
            process.stdin.write(job.text().encode() + b"\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            answer = process.stdout.readline()  # type: ignore[union-attr]
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            return self._outcome(job, error=f"{job.source}: {self._died(process)}")
        return self._outcome.of(job, answer.decode())

    def end(self) -> None:
        """Kill the process; no other is started for what still waits."""
        with self._turn:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        threads = str(max(1, (os.cpu_count() or 1) // self._among))
        environment = {"OMP_NUM_THREADS": threads, **os.environ, "PYTHONPATH": _import_path()}
        command = [sys.executable, "-P", "-m", self._module, str(self._room.resolve())]
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
        return f"the process that was at it died ({how}){': ' + last[:200] if code > 0 and last else ''}"


def _import_path() -> str:
    """Where this process imports from."""
    return os.pathsep.join(path or os.getcwd() for path in sys.path)
