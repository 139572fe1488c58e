"""Which signs are in which video: from a file of labels, from the set's own files, or from the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from signsynth.errors import InputError
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.sources.mocap import gloss_of
from signsynth.pipeline.recording.job import Job
from signsynth.pipeline.recording.storage import listed

Videos = str | Path | Sequence[str | Path | Filmed]


def labelled(videos: Videos, labels: str | Path | None = None) -> tuple[list[Job], list[str]]:
    """A job for every video, and the labels that no video has. Errors: ``InputError``, ``FileError``."""
    given = [videos] if isinstance(videos, str | Path) else list(videos)
    films = [one for one in given if isinstance(one, Filmed)]
    found: dict[str, str] = {}
    for place in given:
        if not isinstance(place, Filmed):
            found |= dict(listed(str(place)))
    signs = {video: [Filmed(video, gloss_in_name(name))] for video, name in found.items()}
    for film in films:
        signs.setdefault(film.video, []).append(film)
        found.setdefault(film.video, film.video if "://" in film.video else Path(film.video).name)
    if not signs:
        raise InputError("no videos, expected at least one")
    return [Job(video, tuple(own), found[video], "", "") for video, own in signs.items()], []


def gloss_in_name(name: str) -> str:
    """The gloss that a file's name tells, without the number of the take; its folder's where it is a mere number.

    >>> gloss_in_name("ambulancia_001.mp4"), gloss_in_name("thank you (2).mov"), gloss_in_name("HOUSE/03.mp4")
    ('ambulancia', 'thank you', 'HOUSE')
    """
    path = Path(name)
    stem = re.sub(r"\s*\(\d+\)$", "", path.stem)
    if stem.isdigit() and path.parent.name:
        return path.parent.name
    return gloss_of(stem) or stem
