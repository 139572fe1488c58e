"""Sentences of `dgs_sentences`, taken apart into their signs: as signed, and as the dictionary has them.

Neither file of a sentence is continuous. Both were put together by their maker from single glosses, with five frames
in a straight line at every join: ``*_original.pose`` from what was signed between the gloss times of the corpus (real
signs, but no real transition), ``*_updated.pose`` from dictionary signs where there is one. The straight lines can be
told exactly, so the signs can; how long the real transitions took is in the gloss times.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from pathlib import Path

import numpy as np

from signsynth.files import load_motion, read_recording
from signsynth.motion import Motion

FPS = 25.0
JOIN = 5
"""Frames in a straight line at a join."""
_SMOOTHED = 2
"""So many of them are bent by the maker's moving average of three frames, so that the others tell the join."""
_STRAIGHT_SW = 2e-5
WHOLE = ("DIFFERENT1^", "IMAGINATION1A^", "EQUAL1C^", "SMOOTH-OR-SLICK1^", "YOUNG1^", "HOUSE1A^")
"""Dictionary clips of the sentence that was not cut, in its order."""


@dataclass(frozen=True, eq=False)
class Sign:
    """One gloss with its times in the corpus, in seconds, and its frames as signed and as in the dictionary.

    ``signed`` and ``listed`` are None where the maker's cut left nothing; ``listed`` also where there was no dictionary
    sign and the signed frames were put in its place. ``lost`` frames at its ends were cut by the maker.
    """

    gloss: str
    start_s: float
    end_s: float
    signed: Motion | None
    listed: Motion | None
    lost: int


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence; ``fluent_s`` and ``stitched_s`` are the lengths of the two files."""

    name: str
    signs: tuple[Sign, ...]
    fluent_s: float
    stitched_s: float

    @property
    def seconds(self) -> float:
        """From the start of the first gloss to the end of the last, as really signed."""
        return self.signs[-1].end_s - self.signs[0].start_s


@lru_cache(maxsize=1)
def sentences(data: Path) -> tuple[Sentence, ...]:
    """All sentences but those whose joins do not fit their glosses."""
    folder = data / "dgs_sentences" / "train"
    found = [_sentence(folder, number) for number in range(1, len(list(folder.glob("*.json"))) + 1)]
    return tuple(sentence for sentence in found if sentence)


def whole_sentence(data: Path) -> Sentence:
    """The one sentence that was recorded without a cut, its six signs as whole dictionary clips; no gloss times."""
    folder = data / "dgs_sentences"
    fluent, stitched = load_motion(folder / "sentence.pose"), load_motion(folder / "dictionary" / "stitched.pose")
    signs = [
        Sign(gloss, 0.0, fluent.duration_s, None, load_motion(folder / "dictionary" / f"{gloss}.pose"), 0)
        for gloss in WHOLE
    ]
    return Sentence("sentence", tuple(signs), fluent.duration_s, stitched.duration_s)


def _sentence(folder: Path, number: int) -> Sentence | None:
    name = f"train_{number}"
    with open(folder / f"{name}_metadata.json", encoding="utf-8") as file:
        glosses = json.load(file)["sentence"]["glosses"]
    paths = [folder / f"{name}_{kind}.pose" for kind in ("original", "updated")]
    motions = [load_motion(path) for path in paths]
    spans = [parts(read_recording(path).points) for path in paths]
    rows = list(zip(glosses["gloss"], glosses["start"], glosses["end"], strict=True))
    if any(len(found) != len(rows) for found in spans):
        return None
    signs = []
    for (gloss, start, end), (a, b), (c, d) in zip(rows, *spans, strict=True):
        frames = ceil(end / 1000 * FPS) - floor(start / 1000 * FPS)
        signed = motions[0][a:b] if b > a else None
        listed = motions[1][c:d] if d - c > frames else None
        signs.append(Sign(gloss, start / 1000, end / 1000, signed, listed, frames - (b - a)))
    return Sentence(name, tuple(signs), *(motion.duration_s for motion in motions))


def parts(points: np.ndarray) -> list[tuple[int, int]]:
    """First frame and end of each sign in ``points (frames, points, 3)``: what lies between straight lines."""
    body = points[:, :6, :2].astype(np.float64)
    width = np.median(np.linalg.norm(body[:, 0] - body[:, 1], axis=-1))
    bend = np.abs(body[2:] - 2 * body[1:-1] + body[:-2]).reshape(len(body) - 2, -1).max(1)
    straight = "".join("-" if value < _STRAIGHT_SW * width else "#" for value in bend)
    found, start = [], 0
    for run in re.finditer("-{3,}", straight):
        length = run.end() - run.start() + _SMOOTHED
        for k in range(round(length / JOIN)):  # two joins in a row: nothing is left of the sign between
            found.append((start, run.start() + k * JOIN))
            start = run.start() + (k + 1) * JOIN
    return [*found, (start, len(points))]
