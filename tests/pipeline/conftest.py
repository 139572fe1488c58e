"""A lexicon small enough to know by heart: real files, made here."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL, RIGHT_HAND

COLUMNS = "path,spoken_language,signed_language,start,end,words,glosses,priority,status".split(",")


def sign(seed: int, *, way: float = 0.25, frames: int = 12, fps: float = 25.0) -> Motion:
    """The right hand somewhere in signing space, moving by about ``way`` shoulder widths."""
    random = np.random.default_rng(seed)
    pose = np.repeat(CANONICAL.rest[None], frames, 0)
    target = np.array([random.uniform(-0.6, 0.2), random.uniform(-0.6, 0.2), 0.5])
    path = target + np.linspace(0, way, frames)[:, None] * random.normal(size=3)
    pose[:, RIGHT_HAND] += path[:, None] - CANONICAL.rest[5]
    pose[:, 5] = path
    pose[:, 3] = (pose[:, 1] + path) / 2 - [0.2, 0.2, 0]
    return Motion(pose, np.ones((frames, 178)), fps)


def make_lexicon(folder: Path, rows: dict[str, str], *, spoken: str = "en", signed: str = "ase") -> Path:
    """A lexicon folder: gloss label -> words."""
    folder.mkdir(parents=True)
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for number, (label, words) in enumerate(rows.items()):
            sign(number, way=0.0 if len(label) == 1 else 0.25).save(folder / f"{number}.pose")
            table.writerow([f"{number}.pose", spoken, signed, 0, 0, words, label, 0, "written"])
    return folder


ROWS = {"HELLO": "hello", "THANK-YOU": "thank you", "HOSPITAL": "hospital", "WHERE": "where", "NOT": "not"}
ROWS |= {letter: letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}


@pytest.fixture(scope="session")
def small_lexicon(tmp_path_factory) -> Path:
    return make_lexicon(tmp_path_factory.mktemp("lexicons") / "small", ROWS)
