"""Beside an arm before the body the picture shows cloth: whose?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh.costume import Costume  # noqa: E402
from signsynth.render.mesh.look import Look  # noqa: E402
from signsynth.render.mesh.wardrobe import vertex_parts  # noqa: E402
from signsynth.render.portrait import Sight  # noqa: E402
from signsynth.render.portrait.beside import not_its_own  # noqa: E402
from signsynth.render.portrait.figure import Figure  # noqa: E402
from signsynth.signer import Appearance  # noqa: E402
from tests.render.portrait.made import LOOK, person  # noqa: E402

SLEEVE = (40, 90, 170)


@pytest.fixture(scope="module")
def before() -> tuple[Figure, Sight, np.ndarray, np.ndarray]:
    """Somebody whose forearm is before the trunk, in a sleeve wider than the figure's; where it truly is, and where
    the picture truly shows the trunk."""
    import cv2

    body = Body.load()
    sight, stood = person(body)
    rotations = stood.rotations.copy()
    rotations[body.joint("lowerarm01.R")] = 0.0, 0.0, 1.9
    rotations[body.joint("upperarm01.R")] += 0.6, 0.0, 0.0
    stood = replace(stood, rotations=rotations)
    figure = Figure.of(body, Costume(Look(), Appearance(LOOK, 0.9)).worn(body), stood, vertex_parts(body))
    part = np.append(body.face_part.numpy(), -1)[figure.drawn(sight.mask.shape).face_index]
    names = body.part_names
    arm = np.isin(part, [names.index(f"{name}.R") for name in ("upper_arm", "forearm")])
    wide = cv2.dilate(np.uint8(arm), np.ones((25, 25), np.uint8)) > 0
    trunk = np.isin(part, [names.index(name) for name in ("torso", "leg.L", "leg.R")]) & ~wide
    pixels = sight.pixels.copy()
    pixels[trunk] = LOOK["top"]
    pixels[wide] = SLEEVE
    points, confidence = sight.points.copy(), sight.confidence.copy()
    heads = body(torch.tensor(rotations), shape=torch.tensor(stood.shape)).transforms[..., 3].numpy()
    for row, name in ((3, "lowerarm01.R"), (5, "wrist.R")):
        points[row], confidence[row] = stood.project(heads[[body.joint(name)]])[0, :2], 1
    mask = np.float32((part >= 0) | wide)
    return figure, replace(sight, pixels=pixels, points=points, confidence=confidence, mask=mask), wide, trunk


def test_no_sleeve_is_painted_on_the_trunk(before):
    """Of the cloth around the arm nearly all is taken, of the wider sleeve nothing."""
    import cv2

    figure, sight, wide, trunk = before
    held, found = sight.held_before, not_its_own(figure, sight)
    assert (held & wide).sum() > 1000 and (held & trunk).sum() > 500
    assert found["avoid"][held & wide].all() and not (found["avoid"] & ~held).any()
    clear = held & (cv2.erode(np.uint8(trunk), np.ones((9, 9), np.uint8)) > 0)
    assert (~found["avoid"])[clear].mean() > 0.9
    assert not found["doubtful"][clear].any()


def test_cloth_of_one_colour_is_taken_with_doubt(before):
    """Then nobody can tell the sleeve from the trunk: colours are taken, but no detail."""
    figure, sight, wide, _ = before
    pixels = sight.pixels.copy()
    pixels[wide] = LOOK["top"]
    sight = replace(sight, pixels=pixels)
    found = not_its_own(figure, sight)
    part = np.append(figure.body.face_part.numpy(), -1)[figure.drawn(sight.mask.shape).face_index]
    torso = sight.held_before & (part == figure.body.part_names.index("torso"))
    taken = torso & ~found["avoid"]
    assert taken.sum() > 0.8 * torso.sum() and found["doubtful"][taken].all()


def test_nothing_held_is_nothing_avoided():
    body = Body.load()
    sight, stood = person(body)
    figure = Figure.of(body, Costume(Look(), Appearance(LOOK, 0.9)).worn(body), stood, vertex_parts(body))
    assert not any(each.any() for each in not_its_own(figure, sight).values())
