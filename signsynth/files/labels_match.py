"""Which labels belong to which video."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath

from signsynth.errors import InputError, nearest
from signsynth.files.labels import Label, label_from_name


def match_labels(
    labels: Sequence[Label],
    videos: Iterable[str | Path],
    *,
    media: Sequence[str] = (),
    on_error: Callable[[InputError], None] | None = None,
) -> dict[str, tuple[Label, ...]]:
    """The labels of each of ``videos`` that has some, keyed by the video as given.

    A label's ``video`` is compared as a path from its end, as a name, and as a name without suffix; capitals and the
    way Unicode is composed do not count. Labels without a video go to the only video there is, or to the first of
    ``media`` that is among the videos (``media_of`` the file of labels).
    Errors: ``InputError`` for a label that matches no video, or two videos alike; ``on_error`` takes it, if given.
    """
    given = list(dict.fromkeys(str(video) for video in videos))
    if not given:
        raise InputError("no videos, expected at least one to label")
    index: dict[str, list[str]] = {}
    for video in given:
        for key in dict.fromkeys(_keys(video)):
            index.setdefault(key, []).append(video)
    found: dict[str, list[Label]] = {}
    for label in labels:
        try:
            found.setdefault(_video(label, media, index, given), []).append(label)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    return {video: tuple(found[video]) for video in given if video in found}


def media_of(path: str | Path) -> tuple[str, ...]:
    """The names of the videos that a file of labels may be about: what an ELAN file names, and its own name.

    Errors: ``FileError`` for an ELAN file that cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() != ".eaf":
        return (path.stem,)
    from signsynth.files.labels_eaf import read_eaf

    return (*read_eaf(path).media, path.stem)


def labels_of_names(videos: Iterable[str | Path]) -> dict[str, tuple[Label, ...]]:
    """One label a video, from its name; keyed by the video as given."""
    return {str(video): (label_from_name(str(video)),) for video in videos}


def _video(label: Label, media: Sequence[str], index: dict[str, list[str]], given: list[str]) -> str:
    """The one of the videos ``given`` that a label is about."""
    if not label.video and len(given) == 1:
        return given[0]
    wanted = (label.video,) if label.video else tuple(media)
    for name in wanted:
        for key in _keys(name):
            matches = index.get(key, [])
            if len(matches) == 1:
                return matches[0]
            if matches:
                shown = ", ".join(matches[:3])
                raise InputError(f"{label}: {name!r} may be any of {shown}; expected more of its path")
    if not wanted:
        raise InputError(f"{label}: names no video, and there are {len(given)}; expected a column 'file'")
    hint = nearest(_slashes(wanted[0]).split("/")[-1], [_slashes(video).split("/")[-1] for video in given])
    raise InputError(f"{label}: no video {wanted[0]!r}; {hint}")


def _keys(video: str) -> list[str]:
    """How a video may be called: ever shorter ends of its path, then its name without suffix."""
    parts = [part for part in _slashes(video).split("/") if part not in ("", ".")]
    path = [_folded(part) for part in parts]
    ends = ["/".join(path[k:]) for k in range(len(path))]
    return [*ends, *(end[: -len(suffix)] for end in ends if (suffix := PurePosixPath(end).suffix))]


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
