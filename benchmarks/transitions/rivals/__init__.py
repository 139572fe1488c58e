"""Other ways to make transitions, trained on the windows that ours is trained on, to be measured beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from signsynth.stages import Transition

VERSION = "1"
"""Raise it when a rival or its training changes, so that all are trained again."""
SHARED_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def rivals(cache: Path, train: bool = True, corpus: Path | None = None) -> dict[str, Transition]:
    """Name -> rival, ready to use; weights lie in ``cache/rivals-VERSION``.

    What is not there is trained first, some minutes each, on ``corpus`` or one built from the shared data; without
    ``train`` it is left out.
    """
    from benchmarks.transitions.rivals.kinds import KINDS

    folder = cache / f"rivals-{VERSION}"
    paths = {name: folder / f"{name}.safetensors" for name in KINDS}
    missing = [name for name, path in paths.items() if not path.exists()]
    if missing and train:
        _train(missing, folder, corpus)
    return {name: KINDS[name].load(path) for name, path in paths.items() if path.exists()}


def _train(names: list[str], folder: Path, corpus: Path | None) -> None:
    from benchmarks.transitions.rivals.kinds import KINDS
    from benchmarks.transitions.rivals.train import Plan, draws, train

    folder.mkdir(parents=True, exist_ok=True)
    draw = draws(corpus or training_corpus(folder.parent))
    for name in names:
        print(f"training {name}, once …", file=sys.stderr)
        train(name, draw, Plan(KINDS[name].steps, KINDS[name].size), folder / f"{name}.safetensors")


def training_corpus(cache: Path) -> Path:
    """The corpus of the shared data, built once: ``cache/corpus.npz``."""
    from signsynth.files.corpus import save_corpus
    from signsynth.pipeline import corpus as training_sets

    path = cache / "corpus.npz"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        save_corpus(path, list(training_sets.corpus(SHARED_DATA)))
    return path
