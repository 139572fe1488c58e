"""Who makes the videos of a batch. ``python -m signsynth.pipeline.batch.worker ROOM``: one job a line on its input."""

from __future__ import annotations

import sys
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from signsynth.errors import SignsynthError
from signsynth.files.provenance_c2pa import Credentials
from signsynth.lexicon import Lexicon
from signsynth.pipeline.batch.job import Job, Outcome
from signsynth.pipeline.choices import renderer_for
from signsynth.pipeline.recording.worker import serve
from signsynth.pipeline.translator import Translator
from signsynth.render import SkeletonRenderer
from signsynth.signer import Signer

_MOST_KEPT = 4


class Performer:
    """Makes videos and keeps what the next one is likely to need: translators, signers, renderers."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def __call__(self, job: Job, room: Path) -> Outcome:
        """Make a job's video in a folder of its own in ``room``; what goes wrong is the outcome's ``error``."""
        place = room / job.digest
        try:
            return self._made(job, place)
        except SignsynthError as error:
            reason = str(error).replace(f"{place}/", "")
        except Exception as error:  # a renderer may fail in any way; the run goes on
            reason = f"{type(error).__name__}: {error}"
        return Outcome(job, error=" ".join(reason.split()))

    def _made(self, job: Job, place: Path) -> Outcome:
        signer = replace(self._signer(job), dominant_hand="left") if job.left_handed else self._signer(job)
        key = ("renderer", job.renderer, job.label, signer.appearance is None, job.without_consent)
        renderer = self._keep(
            key,
            lambda: renderer_for(signer, job.renderer or None, without_consent=job.without_consent, label=job.label),
        )
        # Who was shown before may have said yes, and this one not.
        renderer_for(signer, renderer, without_consent=job.without_consent)
        stream = self._translator(job, tracks=not isinstance(renderer, SkeletonRenderer)).stream(job.says)
        video = stream.render(signer, renderer=renderer, size=job.size, without_consent=job.without_consent)
        video = replace(video, about=replace(video.about, job=job.digest))
        place.mkdir(exist_ok=True)
        credentials = Credentials(Path(job.certificate), Path(job.key)) if job.certificate else None
        video.save(place / Path(job.output).name, credentials=credentials)
        told = stream.account
        seconds = round(told.motion.duration_s, 3)
        return Outcome(job, place.name, "", seconds, video.about.coverage or 0.0, told.missing)

    def _signer(self, job: Job) -> Signer:
        if not job.signer:
            return Signer()
        return self._keep(("signer", job.signer, job.state), lambda: Signer.load(_named(job, job.signer)))

    def _translator(self, job: Job, *, tracks: bool) -> Translator:
        options = dict(
            spoken=job.spoken or None, signed=job.signed or None, transition=job.transition, fps=job.fps,
            seed=job.seed, letters_per_s=job.letters, pace=job.pace, fingerspell=job.fingerspell,
            nonmanuals=job.nonmanuals, timing=job.timing, cut=job.cut, coarticulation=job.coarticulation,
            tracks=tracks,
        )  # fmt: skip
        key = ("translator", job.lexicon, job.state, *options.values())
        opened = lambda: tuple(Lexicon.open(_named(job, name)) for name in job.lexicon)  # noqa: E731
        return self._keep(key, lambda: Translator(opened(), **options))

    def _keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
            kind = key[0]  # type: ignore[index]
            alike = [one for one in self._kept if one[0] == kind]
            if len(alike) > _MOST_KEPT:
                del self._kept[alike[0]]
        self._kept.move_to_end(key)
        return self._kept[key]


def _named(job: Job, name: str) -> str:
    """A path beside the table where there is one, else the name as it stands."""
    beside = Path(job.base) / name
    return str(beside) if "://" not in name and beside.exists() else name


@lru_cache(1)
def _performer() -> Performer:
    """One for all jobs that a process of a cluster is given."""
    return Performer()


def perform_far(text: str) -> tuple[str, dict[str, bytes]]:
    """On a worker of a cluster: the outcome of a job, and the files that it made there, by name."""
    with tempfile.TemporaryDirectory(prefix="signsynth-") as folder:
        outcome = _performer()(Job.of(text), Path(folder))
        staged = Path(folder) / outcome.staged
        files = [file for file in staged.rglob("*") if file.is_file()] if outcome.staged else []
        return outcome.text(), {file.relative_to(staged).as_posix(): file.read_bytes() for file in files}


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Job.of, Performer())
