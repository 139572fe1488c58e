"""Other ways to make transitions, trained on the windows that ours is trained on, to be measured beside it."""

from __future__ import annotations

import json
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


def budgets(cache: Path) -> dict[str, str]:
    """Name -> how long each rival in the cache was trained: ``3,000 + 3,000 steps of 32 gaps``, stages apart."""
    from benchmarks.transitions.rivals.kinds import KINDS
    from benchmarks.transitions.rivals.saved import metadata

    paths = {name: cache / f"rivals-{VERSION}" / f"{name}.safetensors" for name in KINDS}
    said = {name: json.loads(metadata(path)["trained"]) for name, path in paths.items() if path.exists()}
    stages = {name: [part for part in (done, *done.values()) if _is_stage(part)] for name, done in said.items()}
    return {
        name: f"{' + '.join(format(stage['steps'], ',') for stage in parts)} steps of {parts[0]['size']} gaps"
        for name, parts in stages.items()
        if parts
    }


def _is_stage(part: object) -> bool:
    return isinstance(part, dict) and {"steps", "size"} <= set(part)


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
