"""The corpus that models of movement learn from: ``python -m signsynth.pipeline.corpus DATA OUT.npz``.

Only sets that may train weights that ship (class ``train`` of the data's README), named one by one in ``RECORDED`` and
``WRITTEN``: what lies beside them is never opened. Recordings become canonical as in an import, but nothing is cut.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from signsynth.errors import InputError, SignsynthError
from signsynth.files.corpus import Take, save_corpus
from signsynth.lexicon import Lexicon
from signsynth.lexicon.importer import as_label, motion_of, session_rates
from signsynth.lexicon.sources import open_source
from signsynth.writing import read_folder
from signsynth.writing.realise import FPS

RECORDED = {"ksl13": "kvk", "asl100": "ase", "msl150": "mfs", "asl_selfrecorded": "ase", "mocap_sample": "ase"}
"""Folders of recorded signs that weights may be trained on, and the language signed in them."""
WRITTEN = {"ngt_sigml": "glosses"}
"""Folders of written signs, and where in them the writing lies."""
LEXICON = "ase"
"""The bundled lexicon, whose signs are written by us."""

Progress = Callable[[Iterable], Iterable]


def corpus(data: str | Path, *, every: int = 1, progress: Progress | None = None) -> Iterator[Take]:
    """The takes of every training set in the folder ``data``, and of the bundled lexicon.

    ``every`` takes one clip of so many. A clip that cannot be read is left out, as in an import. Errors: ``InputError``
    where none of the sets is there.
    """
    data = Path(data)
    if every < 1:
        raise InputError(f"every {every}, expected 1 or more")
    sets = [name for name in (*RECORDED, *WRITTEN) if (data / name).is_dir()]
    if not sets:
        raise InputError(f"{data}: none of the training sets is there, expected {', '.join((*RECORDED, *WRITTEN))}")
    for name in sets:
        yield from recorded(data / name, every, progress) if name in RECORDED else written(data / name, every, progress)
    yield from own(every)


def recorded(folder: Path, every: int = 1, progress: Progress | None = None) -> Iterator[Take]:
    """Whole clips of one set in ``RECORDED``, canonical, with the frame rate of their session."""
    clips = open_source(folder, signed=RECORDED[folder.name]).clips
    rates = session_rates(clips, [])
    for clip in _shown(clips[::every], progress):
        try:
            motion = motion_of(clip, rates)
        except SignsynthError:
            continue
        yield Take.of(motion, folder.name, as_label(clip.gloss), clip.key)


def written(folder: Path, every: int = 1, progress: Progress | None = None) -> Iterator[Take]:
    """Written signs of one set in ``WRITTEN``, as our body performs them."""
    signs = list(read_folder(folder / WRITTEN[folder.name], on_error=lambda error: None))
    for sign in _shown(signs[::every], progress):
        try:
            motion = sign.realise(FPS).motion
        except SignsynthError:
            continue
        yield Take.of(motion, folder.name, sign.gloss, sign.gloss)


def own(every: int = 1) -> Iterator[Take]:
    """The signs of the bundled lexicon."""
    lexicon = Lexicon.open(LEXICON)
    for entry in list({entry.path: entry for entry in lexicon.entries()}.values())[::every]:
        yield Take.of(lexicon.motion(entry), f"lexicon/{LEXICON}", entry.label, entry.path)


def _shown(items: list, progress: Progress | None) -> Iterable:
    return progress(items) if progress else items


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    from tqdm import tqdm

    parser = argparse.ArgumentParser(prog="python -m signsynth.pipeline.corpus", description=corpus.__doc__)
    parser.add_argument("data", type=Path, help="folder with the training sets")
    parser.add_argument("out", type=Path, help="file to write, .npz")
    parser.add_argument("--every", type=int, default=1, help="one clip of so many (for a quick look)")
    options = parser.parse_args(arguments)
    save_corpus(options.out, list(corpus(options.data, every=options.every, progress=tqdm)))


if __name__ == "__main__":
    main()
