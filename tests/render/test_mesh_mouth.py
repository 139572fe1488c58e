"""Laws of teeth and lids: what is seen only when it can be, rides on the right bones, and meets where it should."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
cv2 = pytest.importorskip("cv2")

from signsynth.body import Body  # noqa: E402
from signsynth.render.camera import Camera  # noqa: E402
from signsynth.render.mesh import Lens, Look  # noqa: E402
from signsynth.render.mesh.canvas import atlas  # noqa: E402
from signsynth.render.mesh.lids import Lids  # noqa: E402
from signsynth.render.mesh.mouth import PATCH, Mouth  # noqa: E402
from signsynth.render.mesh.picture import Studio  # noqa: E402
from signsynth.render.mesh.raster import rasterise  # noqa: E402
from signsynth.render.mesh.teeth import Teeth, colours  # noqa: E402
from signsynth.render.mesh.track import posed_vertices  # noqa: E402

SIZE = 256
FACE = Lens(Camera(shoulder_width=1.55, middle=(0.5, 1.42)))
MADE_UP = (0, 255, 0)
SHUT = {"closed": {}, "pressed": {"mouthPressLeft": 1.0, "mouthPressRight": 1.0}, "brows": {"browInnerUp": 1.0}}
OPEN = {
    "open": {"jawOpen": 0.7},
    "ee": {"jawOpen": 0.1, "mouthUpperUpLeft": 0.6, "mouthUpperUpRight": 0.6, "mouthLowerDownLeft": 0.6,
           "mouthLowerDownRight": 0.6},
    "f": {"mouthRollLower": 0.6, "mouthUpperUpLeft": 0.5, "mouthUpperUpRight": 0.5, "jawOpen": 0.1},
}  # fmt: skip


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def mouth(body) -> Mouth:
    return Mouth(body)


@pytest.fixture(scope="module")
def lids(body) -> Lids:
    return Lids(body)


@pytest.fixture(scope="module")
def studios(body) -> SimpleNamespace:
    """With details and without; teeth and irises have colours that nothing else has."""
    look = Look(iris=(255, 0, 255))
    made = [Studio(body, look, FACE, SIZE, details=details) for details in (True, False)]
    left, top, side = (round(value * len(made[0]._texture)) for value in PATCH)
    made[0]._texture[top : top + side, left : left + side] = MADE_UP
    return SimpleNamespace(detailed=made[0], plain=made[1])


def posed(body, turn_deg: float = 0.0, shape: np.ndarray | None = None, **actions: float) -> np.ndarray:
    """Vertices in shoulder widths; the head turned to the left."""
    from signsynth.rotations import exponential

    rotations = np.tile(np.eye(3, dtype=np.float32), (1, body.joints, 1, 1))
    rotations[0, body.joint("head")] = exponential(np.array([0, np.deg2rad(turn_deg), 0]))
    values = np.zeros((1, len(body.action_names)), np.float32)
    for name, value in actions.items():
        values[0, body.action_names.index(name)] = value
    return next(posed_vertices(body, rotations, actions=values, shape=shape))


def green(picture: np.ndarray) -> np.ndarray:
    red, green_, blue = np.moveaxis(picture.astype(int), -1, 0)
    return green_ > np.maximum(red, blue) + 20


def violet(picture: np.ndarray) -> np.ndarray:
    red, green_, blue = np.moveaxis(picture.astype(int), -1, 0)
    return np.minimum(red, blue) > green_ + 20


@pytest.mark.parametrize("pose", SHUT)
def test_a_shut_mouth_is_what_it_was_byte_for_byte(body, studios, pose):
    vertices = posed(body, **SHUT[pose])
    picture = studios.detailed.frame(vertices)
    assert not green(picture).any()
    assert np.array_equal(picture, studios.plain.frame(vertices))


@pytest.mark.parametrize("turn", [0.0, 20.0])
@pytest.mark.parametrize("pose", OPEN)
def test_an_open_mouth_shows_teeth_between_its_lips_and_nowhere_else(body, studios, pose, turn):
    vertices = posed(body, turn, **OPEN[pose])
    passes = studios.detailed.passes(vertices, vertices)
    seen = green(passes.colour)
    assert seen.sum() > 30
    inside = np.isin(passes.parts, [body.part_names.index(name) for name in ("mouth", "tongue")])
    assert not (seen & ~cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)).any()


def test_teeth_are_in_no_pass(body, studios):
    vertices = posed(body, **OPEN["open"])
    ours, plain = (studio.passes(vertices, vertices) for studio in (studios.detailed, studios.plain))
    for name in ("mask", "depth", "normals", "uv", "parts", "flow"):
        assert np.array_equal(getattr(ours, name), getattr(plain, name)), name
    assert (ours.colour != plain.colour).any()


def test_closed_lips_of_other_people_hide_their_teeth(body, studios):
    draw = np.random.default_rng(5)
    for shape in draw.normal(0, 0.8, (6, body.shapes)).astype(np.float32):
        assert not green(studios.detailed.frame(posed(body, shape=shape))).any()


def test_lower_teeth_follow_the_jaw_and_the_upper_ones_the_head(body, mouth):
    """Two frames, the jaw's turned and lowered in proportion; lips, cheeks and tongue move neither."""
    count = mouth._upper_count
    scale = np.linalg.norm(body.heads[body.joint("upperarm01.L")] - body.heads[body.joint("upperarm01.R")])
    still, half, wide = (mouth(posed(body, mouthFunnel=0.5, jawOpen=jaw)).teeth for jaw in (0.0, 0.5, 1.0))
    assert np.abs(wide[:count] - still[:count]).max() * scale < 5e-5
    moved = half[count:] - still[count:]
    assert np.allclose(wide[count:] - still[count:], 2 * moved, atol=1e-4)
    fall = -moved[np.argsort(still[count:, 2])[[0, -1]], 1] * scale
    assert 0 < fall[0] < fall[1] and 0.01 < fall[1] < 0.025  # front teeth fall farther than molars
    for name in ("mouthLowerDownLeft", "mouthUpperUpRight", "tongueOut", "mouthLeft", "cheekPuff"):
        other = mouth(posed(body, mouthFunnel=0.5, **{name: 0.8})).teeth
        assert np.abs(other - still).max() * scale < 1e-4, name


@pytest.mark.parametrize("seed", range(8))
def test_teeth_go_wherever_the_whole_body_goes(body, mouth, seed):
    """Any affine map of all vertices maps the teeth alike, in any unit."""
    draw = np.random.default_rng(seed)
    turn, shift = np.linalg.qr(draw.normal(size=(3, 3)))[0] * draw.uniform(0.5, 3), draw.normal(size=3)
    vertices = posed(body, jawOpen=0.6).astype(np.float64)
    there = mouth(vertices @ turn + shift).teeth
    assert np.allclose(there, mouth(vertices).teeth @ turn + shift, atol=1e-4)


def test_deeper_is_darker(body, mouth):
    """The light falls off behind the lips, the less the wider they are open."""
    slight, wide = (posed(body, jawOpen=jaw) for jaw in (0.2, 0.9))
    for vertices in (slight, wide):
        dark = mouth(vertices).dark
        order = np.argsort(vertices[mouth.rows, 2])
        assert (np.diff(dark[order]) > -0.02).all() and dark.min() < 0.2 < 0.9 < dark.max() <= 1
    assert mouth(wide).dark.mean() > mouth(slight).dark.mean()


def test_tongue_comes_out_before_the_lower_teeth_and_under_the_upper_ones(body, studios):
    inside, out = (green(studios.detailed.frame(posed(body, jawOpen=0.4, tongueOut=t))) for t in (0.0, 1.0))
    rows = np.flatnonzero(inside.any(1))
    between = rows[np.argmax(np.diff(rows))] + 1  # a row that shows neither
    assert inside[:between].sum() > 20 and inside[between:].sum() > 40
    assert out[:between].sum() > 20 and out[between:].sum() < 10


def test_teeth_have_their_own_corner_of_the_texture(body):
    size = 512
    taken = rasterise(np.pad(atlas(body) * size - 0.5, ((0, 0), (0, 1))), body.faces_uv.numpy(), size, cull=False).mask
    left, top, side = (round(value * size) for value in PATCH)
    assert not taken[top - 3 : top + side + 3, left - 3 : left + side + 3].any()
    uv = Mouth(body).uv
    assert (uv > np.float32(PATCH[:2])).all() and (uv < np.float32(PATCH[:2]) + np.float32(PATCH[2])).all()


@pytest.mark.parametrize("row", [Teeth.upper, Teeth.lower])
def test_a_row_of_teeth_is_symmetric_and_looks_outwards(row):
    edge = np.array([0.0, 0.5, 0.2])
    teeth = row(edge, (0.027, 0.042))
    mirrored = {tuple(p) for p in np.round(teeth.points * [-1, 1, 1] * 1e6).astype(int)}
    assert mirrored == {tuple(p) for p in np.round(teeth.points * 1e6).astype(int)}
    a, b, c = (teeth.points[teeth.faces[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    outside = teeth.palette[teeth.faces].max(1)[:, 1] <= 0.81
    away = (a + b + c) / 3 - (edge - [0, 0, 0.042])
    assert ((normal * away)[outside][:, [0, 2]].sum(1) > 0).all()
    assert abs(teeth.points[:, 2].max() - edge[2]) < 0.001  # nothing stands before the front teeth


def test_palette_is_gum_then_tooth():
    picture = colours(64, (240, 236, 232), (190, 104, 102))
    gum, tooth, between = picture[4, 32], picture[44, 32], picture[44, 0]
    assert gum[0] > gum[1] + 40
    assert tooth.min() > 190 and tooth[0] > tooth[2]
    assert between.sum() < 0.85 * tooth.sum()


@pytest.mark.parametrize("blink", [0.9, 1.0])
def test_shut_lids_cover_the_irises(body, lids, studios, blink):
    draw = np.random.default_rng(3)
    for shape in (None, *draw.normal(0, 0.6, (3, body.shapes)).astype(np.float32)):
        open_, shut = posed(body, shape=shape), posed(body, shape=shape, eyeBlinkLeft=blink, eyeBlinkRight=blink)
        assert violet(studios.detailed.frame(lids(open_))).sum() > 100
        assert not violet(studios.detailed.frame(lids(shut))).any()


def test_lids_meet_and_go_no_further(body, lids):
    """Twice a blink ends where the lower lid begins; what does not shut is returned as it is."""
    for turn in (0.0, 20.0):
        for name in ("closed", "half"):
            vertices = posed(body, turn, eyeBlinkLeft=0.4 * (name == "half"), eyeBlinkRight=0.4 * (name == "half"))
            assert lids(vertices) is vertices
        for much in (1.0, 1.3):
            vertices = posed(body, turn, eyeBlinkLeft=much, eyeBlinkRight=much)
            met = lids(vertices)
            assert (met != vertices).any()
            assert np.abs(lids(met) - met).max() < 4e-3
            assert np.abs(met - posed(body, turn)).max() <= np.abs(vertices - posed(body, turn)).max() + 1e-6


def test_lashes_are_seen_on_shut_lids_only(body, lids):
    assert lids.lashes(posed(body)) is None
    shut, x = lids.lashes(posed(body, eyeBlinkLeft=1.0)), body.mesh.template.numpy()[lids.edges, 0]
    assert shut[x > 0].min() < 0.5 and (shut[x < 0] == 1).all()  # the other eye is open
