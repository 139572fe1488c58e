"""Colours that are read off a made person are theirs, wherever they stand in the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh.costume import Costume  # noqa: E402
from signsynth.render.mesh.look import Look  # noqa: E402
from signsynth.render.mesh.wardrobe import vertex_parts  # noqa: E402
from signsynth.render.portrait import portrait  # noqa: E402
from signsynth.render.portrait.figure import Figure  # noqa: E402
from signsynth.render.portrait.outline import _carried  # noqa: E402
from signsynth.render.portrait.tones import _middle, eyes  # noqa: E402
from signsynth.signer import Appearance  # noqa: E402
from tests.render.portrait.made import LOOK, person  # noqa: E402
from tests.render.tone import hands_from_face  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def scene(body):
    """A sight, and the true figure in it."""
    sight, stood = person(body)
    worn = Costume(Look(), Appearance(LOOK, 0.9)).worn(body)
    return sight, Figure.of(body, worn, stood, vertex_parts(body))


def aside(figure: Figure, metres: float) -> Figure:
    """The same view of the same figure, whose head is beside the middle of the body's space."""
    moved = figure.moved(np.full((len(figure.vertices), 3), (metres, 0, 0)))
    before, after = figure.seen, moved.seen
    shift = figure.stand.shift + (before - after)[:, :2].mean(0)
    return replace(moved, stand=replace(figure.stand, shift=np.float32(shift)))


def test_eyes_are_told_apart_by_the_body_not_by_the_picture(scene):
    """Somebody who leans has both eyes on one side of their middle."""
    sight, figure = scene
    found = eyes(figure, sight)
    leaning = aside(figure, 0.2)
    assert np.allclose(leaning.seen, figure.seen, atol=0.01)
    assert set(found) == {"iris", "white"} and eyes(leaning, sight) == found
    assert np.mean(found["iris"]) < np.mean(found["white"])


def test_each_eye_goes_with_its_own_lids(scene, body):
    """Faces that grow broader carry their eyes apart, one to either side, whole."""
    _, figure = scene
    rest = body.mesh.template.numpy()
    off = np.zeros((len(rest), 2))
    off[figure.on("face")] = np.sign(rest[figure.on("face"), :1]) * (0.004, 0)
    off = _carried(aside(figure, 0.2), off)
    for side in (1, -1):
        own = off[figure.on("eyes") & (rest[:, 0] * side > 0)]
        assert np.ptp(own, 0).max() == 0
        assert own[0, 0] * side == pytest.approx(0.004, rel=0.2)


def test_painted_hands_have_the_faces_tone(body, scene):
    """Within 6 of CIE76, though vertices crowd where faces are dark, and photos hold a part of their light."""
    found = portrait(scene[0], body, size=512)
    assert np.linalg.norm(hands_from_face(body, found.appearance)) < 6


def test_the_middle_is_that_of_the_surface():
    values = np.array([[1.0, 5.0], [2.0, 4.0], [9.0, 0.0]])
    assert _middle(values, np.ones(3)).tolist() == [2.0, 4.0]
    assert _middle(values, np.array([1.0, 1.0, 5.0])).tolist() == [9.0, 0.0]
    assert _middle(np.repeat(values, (1, 1, 5), axis=0), np.ones(7)).tolist() == [9.0, 0.0]


@pytest.mark.parametrize("iris", [(150, 176, 200), (120, 76, 50), (104, 130, 90)])
def test_an_iris_is_read_below_lashes_and_beside_the_pupil(body, scene, iris):
    """Its colour as painted, whatever is dark above it."""
    sight, figure = scene
    pixels = sight.pixels.astype(np.float32)
    rows, columns = np.mgrid[: len(pixels), : pixels.shape[1]]
    across = body.mesh.template[:, 0].numpy()
    for side in (1, -1):
        eye = np.flatnonzero(figure.on("eyes") & (across * side > 0))
        x, y = figure.seen[eye[figure.vertices[eye, 2].argmax()], :2]
        far = np.hypot(columns - x, rows - y) / (0.0058 * figure.stand.scale)
        pixels[far < 2] = 225
        pixels[far < 1] = iris
        pixels[far < 0.4] = 15
        pixels[(far < 2) & (rows < y - 0.3 * 0.0058 * figure.stand.scale)] *= 0.35  # lashes, and what they shade
    found = eyes(figure, replace(sight, pixels=pixels.astype(np.uint8)))["iris"]
    assert np.abs(np.subtract(found, iris)).max() < 6
