"""Real written signs, with the real hands and places, against what another realiser makes of them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from signsynth.writing import hand
from signsynth.writing.move import perform
from signsynth.writing.notation import Circular, Directed, Repeat
from signsynth.writing.place import Places
from signsynth.writing.sigml import read_sigml

FIRST, LAST = 17, -25
"""Its frames between the start posture, reached after 0.7 s, and the hold before it lets go."""


@pytest.fixture(scope="module")
def folder(shared_data):
    path = shared_data / "ngt_sigml"
    if not path.is_dir():
        pytest.skip(f"no written signs at {path}")
    return path


def test_all_are_performed_in_finite_numbers_with_proper_rotations(folder):
    files = sorted((folder / "glosses").glob("*.sigml"))[::12]
    for file in files:
        for sign in read_sigml(file):
            performance = perform(sign, hands=hand, places=Places.of())
            assert np.isfinite(performance.wrists).all(), file
            assert np.isfinite(performance.angles).all(), file
            np.testing.assert_allclose(np.linalg.det(performance.palms), 1.0, atol=1e-9, err_msg=str(file))
            first, last = performance.stroke
            assert 0 < first < last < len(performance)
    assert len(files) > 100


def test_directions_curves_and_circles_are_those_of_another_realiser(folder):
    """Of signs that are one movement: where it leads and bulges, and which way round."""
    with np.load(folder / "motion.npz", allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    joint = list(stored["joints"]).index("RightHand")
    numbers = {unicodedata.normalize("NFC", gloss): i for i, gloss in enumerate(stored["glosses"])}
    directions, bulges, senses = [], [], []
    for file in sorted((folder / "glosses").glob("*.sigml")):
        sign = read_sigml(file)[0]
        movements = sign.phrases[0].movements
        if len(sign.phrases) > 1 or len(movements) != 1:
            continue
        core = movements[0].part if isinstance(movements[0], Repeat) else movements[0]
        if not isinstance(core, Circular) and not (isinstance(core, Directed) and core is movements[0]):
            continue
        number = numbers[unicodedata.normalize("NFC", file.stem)]
        frames = slice(stored["offsets"][number], stored["offsets"][number + 1])
        # metres, x left, y back, z up; but its ways are those of axes x left, y up, z ahead, written into these
        other = stored["pos"][frames, joint].astype(np.float64)[FIRST:LAST]
        ours = perform(sign, hands=hand, places=Places.of()).wrists[:, 1]
        if isinstance(core, Circular):
            senses.append(_cosine(_area(ours), _area(other)))
            continue
        directions.append(_cosine(ours[-1] - ours[0], other[-1] - other[0]))
        if core.curve is not None:
            bulges.append(_cosine(_bulge(ours), _bulge(other)))
    assert len(directions) > 150
    assert len(senses) > 100
    assert np.mean(np.array(directions) > 0.9) > 0.97
    assert np.mean(np.array(bulges) > 0.8) > 0.9
    assert np.mean(np.array(senses) > 0.8) > 0.97


def _cosine(a, b):
    return float(a @ b / max(np.linalg.norm(a) * np.linalg.norm(b), 1e-12))


def _area(way):
    """Twice the area that a way goes round, as a vector along its axis."""
    way = way - way.mean(0)
    return np.cross(way[:-1], way[1:]).sum(0)


def _bulge(way):
    """The farthest off the chord."""
    along = (way[-1] - way[0]) / np.linalg.norm(way[-1] - way[0])
    off = way - way[0]
    off = off - np.outer(off @ along, along)
    return off[np.argmax(np.linalg.norm(off, axis=1))]
