"""A made person is found again: pose, outline, colours; and what was not seen is filled in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.errors import InputError  # noqa: E402
from signsynth.render.mesh import MeshRenderer  # noqa: E402
from signsynth.render.portrait import Portrait, Sight, portrait  # noqa: E402
from signsynth.render.portrait.again import drawn_again, overlap, psnr  # noqa: E402
from signsynth.render.portrait.lift import grown  # noqa: E402
from signsynth.render.portrait.light import unevenness  # noqa: E402
from signsynth.render.portrait.stand import stand  # noqa: E402
from signsynth.render.portrait.tones import sleeve  # noqa: E402
from signsynth.skeleton import FACE, RIGHT_HAND  # noqa: E402
from tests.render.portrait.made import LOOK, person  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def sight(body) -> Sight:
    return person(body)[0]


@pytest.fixture(scope="module")
def found(body, sight) -> Portrait:
    return portrait(sight, body, size=512)


def test_the_face_is_found_within_two_pixels(body, sight):
    """Points of the true person, who is of the same family of bodies: only the priors stand between."""
    true = person(body)[1]
    fitted = stand(sight, body)
    assert fitted.face_error_px < 2
    assert abs(fitted.scale / true.scale - 1) < 0.12
    with torch.no_grad():
        marks = body.landmarks(
            torch.tensor(fitted.rotations), shape=torch.tensor(fitted.shape), actions=torch.tensor(fitted.actions)
        )
    off = np.linalg.norm(fitted.project(marks.numpy())[:, :2] - sight.points[:178], axis=1)
    assert off[FACE].mean() == pytest.approx(fitted.face_error_px, rel=0.05)
    assert off[:2].max() < 0.1 * sight.shoulder_width


def test_own_pose_and_view_show_the_picture_again(found, sight):
    picture, mask = drawn_again(found, sight)
    person = sight.matte > 0.5
    assert overlap(mask, person) > 0.93
    seen = np.isin(found.figure.part[found.figure.faces].min(1), [2, 4])  # face and lips
    index = found.figure.drawn(sight.mask.shape).face_index
    assert psnr(picture, sight.pixels, (index >= 0) & seen[index] & person) > 26


def test_the_outline_comes_nearer(body, sight, found):
    """Hair twice as thick as the body's own: the offsets follow it, and leave arms alone."""
    import cv2

    from signsynth.render.portrait.outline import outlined

    grown_mask = sight.mask.copy()
    top = int(sight.points[FACE][:, 1].min())
    wide = cv2.dilate(sight.mask, np.ones((25, 25), np.uint8))
    grown_mask[:top] = wide[:top]
    hairy = replace(sight, mask=grown_mask)
    offsets = outlined(found.figure, hairy, np.zeros(hairy.mask.shape, bool))
    rows = np.s_[:top]
    person = hairy.matte > 0.5
    size = hairy.mask.shape
    before, after = (figure.drawn(size).mask for figure in (found.figure, found.figure.moved(offsets)))
    assert overlap(after[rows], person[rows]) > overlap(before[rows], person[rows]) + 0.03
    hands = found.figure.on("hand.L", "hand.R")
    assert abs(offsets[hands]).max() < 0.01
    assert np.allclose(found.figure.turns @ found.figure.at_rest(offsets)[..., None], offsets[..., None], atol=1e-5)


def test_colours_are_those_of_the_person(found):
    """Up to the light, which no single picture tells from the colour: hues agree closely, lightness roughly."""
    for name in ("skin", "top", "hair"):
        seen, true = (np.array(c, float) for c in (found.appearance.colours[name], LOOK[name]))
        assert np.linalg.norm(seen / seen.sum() - true / true.sum()) < 0.03, name
        assert abs(np.log(seen.mean() / true.mean())) < 0.35, name


def test_texture_and_validity(found, body):
    texture, validity = found.appearance.texture, found.appearance.validity
    assert texture.shape == (512, 512, 3) and texture.dtype == validity.dtype == np.uint8
    assert set(np.unique(validity)) == {0, 128, 255}
    assert not texture[validity == 0].any()
    assert found.appearance.offsets.shape == tuple(body.mesh.template.shape)


def test_hands_are_painted_in_the_tone_of_the_face(found, body):
    """Validity 0: the renderer paints them with ``colours["skin"]``, which is that of the face."""
    from signsynth.render.mesh.canvas import atlas

    hands = np.isin(body.face_part.numpy(), [body.part_names.index(f"hand.{side}") for side in "LR"])
    middles = atlas(body)[body.faces_uv.numpy()[hands]].mean(1) * 512
    x, y = np.clip(middles, 0, 511).astype(int).T
    assert (found.appearance.validity[y, x] == 0).mean() > 0.99


def test_sleeves_are_read_off_the_arms(body, sight):
    long, short = (sleeve(who, LOOK["skin"], LOOK["top"]) for who in (sight, person(body, sleeve=-0.4)[0]))
    assert short <= 0 < 0.6 < long


def test_light_from_one_side_is_found(found, sight):
    """The picture brightened across the face by a known factor per unit of the normal."""
    fitted = found.figure
    across = fitted.drawn(sight.mask.shape).interpolate(fitted.faces, fitted.normals[:, :1].astype(np.float32))[..., 0]
    start = unevenness(fitted, sight)
    lit = replace(sight, pixels=np.clip(sight.pixels * np.exp(0.3 * across)[..., None], 0, 255).astype(np.uint8))
    assert unevenness(fitted, lit) - start == pytest.approx(0.3, abs=0.08)


def test_grown_colours_stay_between_those_that_are_known(found):
    """A discrete maximum principle; and where everything is known, little changes."""
    draw = np.random.default_rng(3)
    count = len(found.figure.vertices)
    colour = draw.uniform(50, 200, (count, 3))
    known = (draw.random(count) < 0.2).astype(float)
    base = np.full((count, 3), 120.0)
    spread = grown(found.figure, colour, known, base)
    assert spread.min() >= 50 - 1e-6 and spread.max() <= 200 + 1e-6
    flat = grown(found.figure, np.full((count, 3), 120.0), known, base)
    assert np.allclose(flat, 120)


def test_hands_before_the_body_are_found(sight):
    points, confidence = sight.points.copy(), sight.confidence.copy()
    points[RIGHT_HAND] = sight.points[:2].mean(0) + [0, 0.6 * sight.shoulder_width]
    points[RIGHT_HAND] += np.random.default_rng(0).normal(0, 12, (21, 2))
    confidence[RIGHT_HAND] = 1
    assert not sight.held_before.any()
    hidden = replace(sight, points=points, confidence=confidence).held_before
    x, y = np.rint(points[RIGHT_HAND]).astype(int).T
    assert hidden[y, x].all() and not hidden[: int(sight.points[FACE][:, 1].max())].any()


def test_small_faces_are_refused(body):
    with pytest.raises(InputError, match="a face .* pixels wide, expected at least"):
        portrait(person(body, scale=200)[0], body, size=256)


def test_a_face_that_is_none_is_refused(body, sight):
    points = sight.points.copy()
    points[FACE] = np.random.default_rng(0).permutation(points[FACE])
    with pytest.raises(InputError, match="does not fit"):
        portrait(replace(sight, points=points), body, size=256)


def test_the_renderer_shows_the_person(found, body):
    """Rendered at rest by the studio, the middle of the face has the person's colour, not the drawn one's."""
    from benchmarks.mesh_speed import signing
    from signsynth.signer import Signer

    signer = Signer("made", consent="made up", shape=found.shape, appearance=found.appearance)
    draw = MeshRenderer(body=body, label="")
    motion = signing(body, 1)
    shown, plain = (next(iter(draw(motion, who, size=128))).astype(int) for who in (signer, None))
    skin = np.array(LOOK["skin"])
    far = [abs(picture - skin).sum(-1).min() for picture in (shown, plain)]
    assert abs(shown - plain).max() > 60
    assert far[0] < 30
