"""Which signs are in which video: from files of labels, from the set's own files, or from the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from signsynth.errors import InputError
from signsynth.files.labels import READABLE, Label, label_from_name, read_labels
from signsynth.files.labels_match import match_labels, media_of
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.sources.films import open_films
from signsynth.pipeline.recording.job import Job
from signsynth.pipeline.recording.storage import listed

Videos = str | Path | Sequence[str | Path | Filmed]


def labelled(videos: Videos, labels: str | Path | None = None) -> tuple[list[Job], list[str]]:
    """A job for every video, and the labels that no video has.

    ``labels`` is a file that ``files.labels`` reads, or a folder of them; one that does not say of which video it is
    belongs to the only one, or to that of its name. Videos without a label are left out then. Errors: ``InputError``
    for no videos, or labels of which none is of any; ``FileError`` and ``LexiconError`` for files that are damaged.
    """
    names: dict[str, str] = {}
    signs: dict[str, list[Filmed]] = {}
    for place in [videos] if isinstance(videos, str | Path) else videos:
        for film, name in _films(place, known_sets=labels is None):
            signs.setdefault(film.video, []).append(film)
            names.setdefault(film.video, name)
    if not signs:
        raise InputError("no videos, expected at least one")
    unused: list[str] = []
    if labels is not None:
        signs, unused = _with_labels(names, Path(labels))
        if not signs:
            raise InputError(f"{labels}: no label in it is of these videos: {unused[0]}")
    return [Job(video, tuple(own), names[video], "", "") for video, own in signs.items()], unused


def _films(place: str | Path | Filmed, *, known_sets: bool) -> list[tuple[Filmed, str]]:
    """The signs at a place, by a set's own tables or by the names of files, each with its video's name in the index."""
    if isinstance(place, Filmed):
        return [(place, place.video if "://" in place.video else Path(place.video).name)]
    films = open_films(place) if known_sets and Path(place).is_dir() else None
    if films is not None:
        return [(film, Path(film.video).relative_to(place).as_posix()) for film in films]
    found = []
    for video, name in listed(str(place)):
        label = label_from_name(video if len(Path(name).parts) == 1 else name)
        found.append((_filmed(video, label), name))
    return found


def _with_labels(names: dict[str, str], labels: Path) -> tuple[dict[str, list[Filmed]], list[str]]:
    """The signs that labels give to videos, and why others are of none."""
    found: dict[str, list[Filmed]] = {}
    unused: list[InputError] = []
    inside = labels.rglob("*") if labels.is_dir() else ()
    files = sorted(file for file in inside if file.suffix.lower() in READABLE) if labels.is_dir() else [labels]
    if not files:
        raise InputError(f"{labels}: no files of labels in it, expected {', '.join(READABLE)}")
    for file in files:
        # Labels of videos that are not here do not keep the others from counting.
        for video, own in match_labels(read_labels(file), names, media=media_of(file), on_error=unused.append).items():
            found.setdefault(video, []).extend(_filmed(video, label) for label in own)
    return found, list(map(str, unused))


def _filmed(video: str, label: Label) -> Filmed:
    span = None if label.start_s is None else (1000 * label.start_s, 1000 * (label.end_s or 0))
    film = Filmed(video, label.gloss, span, label.signer, {"": label.words} if label.words else {})
    other = {name: value for name in ("licence", "consent") if (value := label.other.get(name))}
    return replace(film, **other)
