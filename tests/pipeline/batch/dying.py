"""A worker of a cluster that a job can kill."""

from __future__ import annotations

import os
import signal

from signsynth.pipeline.batch import worker
from signsynth.pipeline.batch.job import Job


def perform(text: str) -> tuple[str, dict[str, bytes]]:
    """As ``worker.perform_far``, but a text of two words ends the process or raises what no worker should."""
    says = Job.of(text).says
    if says == "Kill it":
        os.kill(os.getpid(), signal.SIGKILL)
    if says == "Break it":
        raise MemoryError("no room")
    return worker.perform_far(text)
