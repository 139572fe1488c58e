"""The same work on a Ray cluster (https://docs.ray.io): workers send recordings back, this process stages them."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from signsynth.errors import InputError
from signsynth.pipeline.recording.job import Job, Outcome
from signsynth.pipeline.recording.staging import FACTS
from signsynth.pipeline.recording.worker import perform

_PATIENCE_S = 10.0
AHEAD = 2
"""Jobs that wait for each worker, so that none is idle while an answer travels."""


def on_ray(
    jobs: Iterable[Any],
    room: Path,
    address: str,
    count: int | None = None,
    work: Callable[[str], tuple[str, dict[str, bytes]]] | None = None,
    outcome: type = Outcome,
) -> Iterator[Any]:
    """By the workers of the cluster at ``address``, ``"local"`` to start one here with ``count`` CPUs.

    ``work`` makes of a job's text that of its outcome, and files; by default it captures (see ``crew`` for others).
    Workers need signsynth with the extras for it, and files that they can reach: on a shared disk, or by URL.
    Errors: ``InputError`` where Ray is not installed or no cluster answers.
    """
    try:
        import ray
    except ImportError as error:
        raise InputError("--ray: the package is not installed; pip install 'signsynth[ray]'") from error
    ours = not ray.is_initialized()
    if ours:
        _reachable(address)
        more = {"num_cpus": count} if address == "local" and count else {}
        try:
            ray.init(address=address, log_to_driver=False, include_dashboard=False, logging_level="error", **more)
        except Exception as error:  # of many kinds, a bare Exception among them
            why = str(error).strip().partition("\n")[0]
            raise InputError(
                f"--ray {address}: no cluster answers ({why}); it may be of another version of Ray or Python, or ask "
                "for a token (RAY_AUTH_TOKEN)"
            ) from error
    try:
        task = ray.remote(max_retries=1)(work or perform_far)
        most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        waiting, running, left = iter(jobs), {}, True
        while left or running:
            while left and len(running) < most:
                job = next(waiting, None)
                left = job is not None
                if job is not None:
                    running[task.remote(job.text())] = job
            if not running:
                break
            done, _ = ray.wait(list(running), num_returns=1)
            job = running.pop(done[0])
            try:
                answer, files = ray.get(done[0])
            except ray.exceptions.RayError as error:
                yield outcome(job, error=f"{job.source}: {_why(error)}")
                continue
            made = outcome.of(job, answer)
            if made.staged:
                unpack(files, room / made.staged)
            yield made
    finally:
        if ours:
            ray.shutdown()


def _reachable(address: str) -> None:
    """Errors: ``InputError`` where nobody listens at ``host:port``; Ray would end the whole process."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdecimal():
        return
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE_S).close()
    except (OSError, OverflowError) as error:
        raise InputError(f"--ray {address}: no cluster answers ({error})") from error


def _why(error: Exception) -> str:
    """What went wrong on a worker, in one line: the error that was raised there, or how it died."""
    cause = getattr(error, "cause", None)
    if cause is not None:
        said = " ".join(str(cause).split())[:300]
        return f"failed on the cluster ({type(cause).__name__}: {said}); its machines need signsynth and its extras"
    return f"the worker that was at it died ({str(error).strip().partition(chr(10))[0]})"


def perform_far(text: str) -> tuple[str, dict[str, bytes]]:
    """On a worker: the outcome of a job and the files that it staged there, by name."""
    with tempfile.TemporaryDirectory(prefix="signsynth-") as folder:
        outcome = perform(Job.of(text), Path(folder))
        files = sorted((Path(folder) / outcome.staged).iterdir()) if outcome.staged else []
        return outcome.text(), {file.name: file.read_bytes() for file in files}


def unpack(files: dict[str, bytes], staged: Path) -> None:
    """Stage files that came from elsewhere: the facts last, because they say that all is there."""
    staged.mkdir(exist_ok=True)
    for name in sorted(files, key=lambda name: name == FACTS):
        place = staged.joinpath(*(part for part in PurePosixPath(name).parts if part not in ("..", "/")))
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(files[name])
