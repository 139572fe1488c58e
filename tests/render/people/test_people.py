"""Made people: the same seed is the same person, and the true picture is one of the same body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh.costume import Costume  # noqa: E402
from signsynth.render.mesh.lens import Lens  # noqa: E402
from signsynth.render.mesh.look import Look  # noqa: E402
from signsynth.render.mesh.picture import Studio  # noqa: E402
from signsynth.render.mesh.track import posed_vertices  # noqa: E402
from signsynth.render.mesh.wardrobe import Wardrobe  # noqa: E402
from signsynth.render.people import LEFT_OUT, Traits, person  # noqa: E402
from signsynth.render.people.hair import Hair  # noqa: E402
from signsynth.render.people.lamps import Lamps  # noqa: E402
from signsynth.render.people.shadow import ShadowMap, openness  # noqa: E402
from signsynth.render.people.true import TruePicture  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def somebody(body):
    return person(replace(Traits.drawn(3), hair="short", beard="none", cloth="plain"), body=body, size=512)


@pytest.fixture(scope="module")
def scene(body, somebody):
    """Vertices at rest, the picture's maker and the studio of the same signer."""
    worn = Costume(Look(), somebody.signer.appearance).worn(body)
    vertices = next(posed_vertices(worn, np.zeros((1, body.joints, 3), np.float32), shape=somebody.signer.shape))
    studio = Studio(body, Look(), Lens(), 128, somebody.signer.appearance)
    return vertices, TruePicture(body, somebody, Lens(), 128, worn=worn), studio


def test_a_seed_is_one_person():
    assert Traits.drawn(5) == Traits.drawn(5)
    assert len({Traits.drawn(seed) for seed in range(30)}) == 30


def test_known_people_wear_nothing_that_is_left_out():
    known = [Traits.drawn(seed, known=True) for seed in range(300)]
    assert not LEFT_OUT & {kind for each in known for kind in (each.hair, each.cloth)}
    others = [Traits.drawn(seed) for seed in range(300)]
    assert LEFT_OUT <= {kind for each in others for kind in (each.hair, each.cloth)}


def test_skin_of_every_tone_is_drawn():
    lightness = np.array([np.mean(Traits.drawn(seed).skin) for seed in range(300)])
    assert lightness.min() < 60 and lightness.max() > 205
    assert 90 < np.median(lightness) < 180


@pytest.mark.parametrize("hair", ["long", "headscarf"])
def test_hair_moves_the_head_but_neither_face_nor_hands(body, hair):
    from signsynth.render.mesh.wardrobe import vertex_parts
    from signsynth.render.people.person import offsets

    off = np.linalg.norm(offsets(body, Traits(hair=hair)), axis=1)
    part = vertex_parts(body)

    def of(*names: str) -> np.ndarray:
        return off[np.isin(part, [body.part_names.index(name) for name in names])]

    assert of("scalp").max() > 0.005
    assert of("hand.L", "hand.R", "eyes", "mouth", "tongue").max() == 0
    assert of("lips").max() < 1e-3
    assert off.max() < 0.25


@pytest.mark.parametrize("hair", ["bob", "long", "full", "short", "curly"])
def test_the_hairline_of_an_odd_seed_is_that_of_an_even_one_in_a_mirror(body, hair):
    wardrobe = Wardrobe.of(body)
    across = np.linspace(-0.06, 0.06, 61)
    places = np.stack([across, np.full(61, 0.86), np.full(61, 0.13)], 1)
    part = np.full(61, body.part_names.index("face"))
    odd, even = (Hair(Traits(hair=hair, seed=seed), wardrobe).inside(places, part) for seed in (1, 2))
    np.testing.assert_allclose(odd, even[::-1], atol=1e-7)
    if hair in ("bob", "long"):  # parted off the middle, lower at both temples
        assert 0 < across[odd.argmin()] < 0.03
        assert (odd[[0, -1]] > odd.min() + 0.02).all()


def test_materials_share_every_texel_of_the_body(somebody):
    shares = somebody.materials.astype(int).sum(-1)
    covered = shares > 0
    assert covered.mean() > 0.3
    assert np.quantile(shares[covered], 0.99) <= 258
    assert set(np.unique(somebody.signer.appearance.validity)) == {255}
    assert set(np.unique(somebody.shown.appearance.validity)) == {0, 255}
    assert somebody.signer.may_be_shown


def test_the_true_picture_lies_on_the_meshs(scene):
    vertices, picture, studio = scene
    true, share = picture(vertices, Lamps.studio(), studio.backdrop)
    mask = studio.passes(vertices, vertices).mask
    assert np.array_equal(true[share == 0], studio.backdrop[share == 0])
    inside, outside = share > 0.99, share < 0.01
    assert mask[inside].mean() > 0.97 and mask[outside].mean() < 0.005
    apart = true[inside].astype(float) - studio.frame(vertices)[inside]
    assert abs(apart.mean()) < 20
    assert 1 < np.sqrt((apart**2).mean()) < 40


def test_shut_eyes_and_an_open_mouth_are_darker(body, somebody):
    worn = Costume(Look(), somebody.signer.appearance).worn(body)
    picture = TruePicture(body, somebody, Lens(), 128, worn=worn)

    def held(**actions: float) -> np.ndarray:
        given = np.zeros((1, len(body.action_names)), np.float32)
        for name, share in actions.items():
            given[0, body.action_names.index(name)] = share
        still = np.zeros((1, body.joints, 3), np.float32)
        return picture.held(next(posed_vertices(worn, still, actions=given, shape=somebody.signer.shape)))

    assert (held() == 1).all()
    shut, opened = held(eyeBlinkLeft=1.0, eyeBlinkRight=1.0), held(jawOpen=0.7)
    head = abs(body.mesh.template[:, 1].numpy() - body.heads[body.joint("eye.L")][1].item()) < 0.03
    assert 0 < (shut < 0.9).sum() < 200 and head[shut < 0.9].all()
    assert opened.min() < 0.5 and (opened[shut < 1] == 1).all()


def test_light_is_as_bright_ahead_whatever_the_lamps():
    draw = np.random.default_rng(0)
    ahead = np.array([[0.0, 0.0, 1.0]])
    for lamps in (Lamps.studio(), *(Lamps.drawn(draw) for _ in range(20))):
        assert lamps.direct(ahead).sum(0) + lamps.around(ahead) == pytest.approx(np.ones((1, 3)), abs=1e-5)


def test_twice_the_tint_is_a_brighter_picture(scene):
    vertices, picture, studio = scene
    dark, share = picture(vertices, Lamps.studio(np.full(3, 0.4)), studio.backdrop)
    light, _ = picture(vertices, Lamps.studio(np.full(3, 0.8)), studio.backdrop)
    ratio = light[share > 0.99].astype(float).mean() / dark[share > 0.99].mean()
    assert ratio == pytest.approx(2 ** (1 / 2.2), rel=0.03)


def test_a_plate_shades_what_lies_behind_it():
    """A square of side 1 before a wall; the lamp is straight ahead: a square of side 1 is dark."""
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2
    wall = np.pad(square * 4, ((0, 0), (0, 1)))
    plate = np.pad(square, ((0, 0), (0, 1)), constant_values=0.5)
    plate[:, 2] = 0.5
    wall[:, 2] = 0.0
    faces = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    lamp = ShadowMap(np.concatenate([wall, plate]).astype(np.float32), faces, np.array([0.0, 0.0, 1.0]))
    places = np.float32([[0, 0, 0], [0.4, 0.4, 0], [0.6, 0.0, 0], [0, -1.2, 0], [0, 0, 0.5]])
    lit = lamp.lit(places, np.tile(np.float32([0, 0, 1]), (5, 1)))
    assert lit == pytest.approx([0, 0, 1, 1, 1])


def test_a_slope_is_open_and_a_trench_is_not():
    row = np.arange(80, dtype=np.float32)
    slope = np.tile(5 + 0.02 * row, (80, 1))
    assert openness(slope, 8, 0.2)[20:60, 20:60].min() > 0.9
    trench = np.full((80, 80), 5.0, np.float32)
    trench[:, 38:42] = 5.3
    found = openness(trench, 8, 0.2)
    assert found[40, 40] < 0.6 < 0.95 < found[40, 10]
