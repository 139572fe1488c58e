"""The quick picture against four exact samples a pixel: letters, a recorded sign, hands before the body."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.body.fit import fit  # noqa: E402
from signsynth.files import load_motion  # noqa: E402
from signsynth.lexicon import Lexicon  # noqa: E402
from signsynth.render.mesh import MeshRenderer, rasterise  # noqa: E402
from signsynth.render.mesh.light import NOTHING, brightness  # noqa: E402
from signsynth.render.mesh.picture import Studio  # noqa: E402

SIZE = 256


@pytest.fixture(scope="module")
def draw() -> MeshRenderer:
    return MeshRenderer(body=Body.load(), label="")


@pytest.fixture(scope="module")
def studio(draw) -> Studio:
    return Studio(draw.body, draw.look, draw.lens, SIZE)


def sampled(studio: Studio, vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The frame by the exact rasteriser and plain NumPy, float ``(h, w, 3)``, and where the body is ``(h, w)``."""
    fine = 2 * studio.size
    place = studio.lens(vertices, fine)[studio._vertex_of]
    found = rasterise(place, studio._faces, fine)
    light = brightness(studio._surface.normals(vertices))[studio._vertex_of]
    u, v, light = np.moveaxis(found.interpolate(studio._faces, np.column_stack([studio._values[:, :2], light])), -1, 0)
    texels = len(studio._texture)
    column, row = (np.clip(np.rint(values).astype(int), 0, texels - 1) for values in (u, v))
    colour = np.clip(studio._texture[row, column] * light[..., None], 0, 255)
    colour = np.where(found.mask[..., None], colour, studio.backdrop.repeat(2, 0).repeat(2, 1))
    colour = colour.reshape(studio.size, 2, studio.size, 2, 3).mean((1, 3))
    depth = np.where(found.mask, found.depth, np.float32(NOTHING))[::2, ::2]
    body = found.mask.reshape(studio.size, 2, studio.size, 2).any((1, 3))
    return np.clip(colour * studio._shade(depth)[..., None], 0, 255), body


def psnr(picture: np.ndarray, expected: np.ndarray, where: np.ndarray) -> float:
    """Decibels over some pixels."""
    return float(10 * np.log10(255**2 / ((picture.astype(float) - expected)[where] ** 2).mean()))


def areas(body: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bool ``(h, w)``: the body with a pixel around it, and its outline, two pixels wide."""
    near = np.ones((3, 3), np.uint8)
    grown, shrunk = cv2.dilate(body.astype(np.uint8), near), cv2.erode(body.astype(np.uint8), near)
    return grown > 0, grown > shrunk


def agree(studio: Studio, vertices: np.ndarray) -> None:
    """As good as four exact samples, everywhere on the body and along its outline; the backdrop untouched."""
    picture = studio.frame(vertices)
    expected, body = sampled(studio, vertices)
    around, outline = areas(body)
    assert psnr(picture, expected, around) > 48
    assert psnr(picture, expected, outline) > 40
    assert (np.abs(picture - expected).max(-1) > 8).sum() < 0.001 * body.sum()
    assert np.array_equal(picture[~around], studio.backdrop[~around])


@pytest.mark.parametrize("letter", ["A", "E", "R", "W", "Y"])
def test_letters(draw, studio, letter):
    lexicon = Lexicon.open("ase")
    motion = lexicon.tracked(lexicon.best(letter))
    middle = len(motion) // 2
    agree(studio, next(draw.vertices(draw._dressed, motion[middle : middle + 1], None)))


@pytest.mark.parametrize("sign", ["book", "grandfather"])
def test_recorded_signs(draw, studio, shared_data, sign):
    motion = fit(load_motion(shared_data / "asl100" / "signs" / f"{sign}.json", fps=25)[20:23])
    for vertices in draw.vertices(draw._dressed, motion, None):
        agree(studio, vertices)


def test_both_hands_before_the_body(draw, studio):
    for vertices in list(draw.vertices(draw._dressed, signing(draw.body, 20), None))[::7]:
        agree(studio, vertices)


def test_one_sample_a_pixel_would_not_pass(draw, studio):
    """What the limits above are worth: without antialiasing outlines miss them by far."""
    vertices = next(draw.vertices(draw._dressed, signing(draw.body, 1), None))
    expected, body = sampled(studio, vertices)
    around, outline = areas(body)
    double = Studio(draw.body, draw.look, draw.lens, 2 * SIZE).frame(vertices)[::2, ::2]
    assert psnr(double, expected, outline) < 30
    assert psnr(double, expected, around) < 36
