"""HamNoSys orientations."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.geometry import unit
from signsynth.writing.hand import palm_rotation
from signsynth.writing.notation import Direction

OUT, UP, LEFT = np.array([0.0, 0, 1]), np.array([0.0, 1, 0]), np.array([1.0, 0, 0])


def looks(fingers: str, palm: str, **how) -> np.ndarray:
    return palm_rotation(Direction(fingers), Direction(palm), **how)[:, 2]


@pytest.mark.parametrize(
    ("fingers", "palm", "to"),
    [
        ("o", "d", -UP), ("o", "l", LEFT), ("u", "u", -OUT), ("u", "d", OUT), ("u", "l", LEFT), ("l", "l", -OUT),
        ("l", "d", -UP), ("ul", "l", -OUT), ("ul", "d", unit(LEFT - UP)), ("il", "r", unit(-LEFT - OUT)),
        ("d", "d", -OUT), ("i", "l", LEFT), ("i", "u", UP), ("u", "o", OUT),
    ],
)  # fmt: skip
def test_where_palms_look(fingers, palm, to):
    assert np.allclose(looks(fingers, palm), to, atol=1e-6)


def test_every_direction_and_palm_makes_a_rotation():
    letters = [a + b + c for a in ("", "u", "d") for b in ("", "l", "r") for c in ("", "o", "i") if a + b + c]
    for fingers, palm in itertools.product(letters, ("u", "ur", "r", "dr", "d", "dl", "l", "ul")):
        turn = palm_rotation(Direction(fingers), Direction(palm))
        assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-9) and np.linalg.det(turn) > 0
        assert np.allclose(turn[:, 1], Direction(fingers).vector)


def test_half_way_between_two():
    both = palm_rotation(Direction("u", "ul"), Direction("l"))
    assert np.allclose(both[:, 1], unit(unit(UP + LEFT) + UP)) and np.allclose(both[:, 2], -OUT, atol=1e-6)


def test_absolute_palms_are_meant_in_space():
    assert np.allclose(looks("u", "l", absolute=True), LEFT) and np.allclose(looks("l", "o", absolute=True), OUT)
    with pytest.raises(InputError, match="same way"):
        looks("u", "u", absolute=True)


def test_another_realiser_turns_hands_alike(shared_data):
    """Hands of the first postures in 2,203 motions, from their finger joints; its knuckle line leans by 7.5 degrees."""
    with np.load(shared_data / "ngt_sigml/motion.npz", allow_pickle=False) as file:
        motions, starts, glosses = file["pos"], file["offsets"], file["glosses"]
        joints = [str(name) for name in file["joints"]]
    hand = [joints.index(f"RightHand{end}") for end in ("", "Middle1", "Index1", "Pinky1")]
    cos, sin = np.cos(np.deg2rad(-7.5)), np.sin(np.deg2rad(-7.5))
    knuckles = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    apart = []
    for k in range(0, len(glosses), 3):
        file = shared_data / f"ngt_sigml/glosses/{glosses[k]}.sigml"
        written = _first_posture(file) if file.exists() else None
        if written is None:
            continue
        # Other than its wrists, its fingers lie in the file with up at +y and out at +z.
        wrist, middle, index, pinky = np.moveaxis(motions[starts[k] : starts[k + 1]][5:-15, hand].astype(float), 1, 0)
        along, across = unit(middle - wrist), index - pinky
        across = unit(across - along * (across * along).sum(-1, keepdims=True))
        frames = np.stack([across, along, np.cross(across, along)], -1)
        trace = np.einsum("nij,ij->n", (frames @ knuckles)[: max(5, 2 * len(frames) // 3)], palm_rotation(*written))
        apart.append(np.rad2deg(np.arccos(np.clip((trace - 1) / 2, -1, 1))).min())
    assert len(apart) > 400 and np.median(apart) < 8 and np.mean(np.array(apart) < 15) > 0.97


def _first_posture(file) -> tuple[Direction, Direction] | None:
    manual = ElementTree.parse(file).getroot().find(".//sign_manual")
    found: dict[str, str] = {}
    for part in manual:
        if part.tag != "handconfig":
            break
        found |= part.attrib
    if "extfidir" not in found or "palmor" not in found or manual.get("nondominant") == "true":
        return None
    return Direction(found["extfidir"], found.get("second_extfidir")), Direction(
        found["palmor"], found.get("second_palmor")
    )
