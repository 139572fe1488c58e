"""A process that captures videos: one job a line on its input, one outcome a line on its output.

``python -m signsynth.pipeline.recording.worker ROOM``. It ends when its input does, so it never outlives the
program that started it, however that one ended.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from signsynth.capture.choice import NoTracker
from signsynth.errors import FileError, SignsynthError
from signsynth.pipeline.recording.job import Job, Outcome
from signsynth.pipeline.recording.staging import stage
from signsynth.pipeline.recording.take import take

RUN_ENDS = "!"
"""Begins an error that is not the video's: no other would fare better."""


def perform(job: Job, room: Path, capture: Callable[[Path], Any] | None = None) -> Outcome:
    """Capture a video and stage what comes of it; whatever goes wrong with it is the outcome's ``error``."""
    try:
        content, additions, notes = take(job, capture)
    except NoTracker as error:
        return Outcome(job, error=f"{RUN_ENDS}{error}")
    except SignsynthError as error:
        return Outcome(job, error=str(error))
    except Exception as error:  # a damaged video makes libraries raise anything; the run goes on
        return Outcome(job, error=f"{job.source}: {type(error).__name__}: {error}")
    return Outcome(job, stage(room, content, additions, notes), notes=tuple(notes))


def serve(room: Path, job_of: Callable[[str], Any], work: Callable[[Any, Path], Any]) -> None:
    """Read jobs by ``job_of``, do the ``work`` in ``room`` and answer with the texts of outcomes, until input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it decides
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    jobs: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            jobs.put(line.decode())
        os._exit(0)  # nobody is there any more who would take an answer

    threading.Thread(target=listen, daemon=True).start()
    while True:
        answers.write(work(job_of(jobs.get()), room).text() + "\n")
        answers.flush()


def _or_end(job: Job, room: Path) -> Outcome:
    try:
        return perform(job, room)
    except FileError as error:  # the room cannot be written: not the video's fault, so the run ends
        return Outcome(job, error=f"{RUN_ENDS}{error}")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Job.of, _or_end)
