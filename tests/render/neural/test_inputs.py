"""What the network sees is what the passes say, each fact in its channel."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.errors import InputError  # noqa: E402
from signsynth.render.mesh import Lens, MeshRenderer  # noqa: E402
from signsynth.render.neural.inputs import (  # noqa: E402
    CHANNELS,
    DEPTH,
    PARTS,
    SHOULDERS,
    stacked,
    validity_on_screen,
)

SIZE = 128


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def passes(body):
    return next(MeshRenderer(body=body, label="").passes(signing(body, 2), size=SIZE))


@pytest.fixture(scope="module")
def seen(passes):
    return dict(zip(CHANNELS, stacked(passes, np.full((SIZE, SIZE), 0.25, np.float32)), strict=True))


def test_constants_are_those_of_the_mesh(body):
    assert body.part_names == PARTS
    assert Lens().distance == SHOULDERS


def test_every_channel_holds_its_pass(passes, seen):
    rgb = np.stack([seen[name] for name in ("red", "green", "blue")], -1)
    assert np.array_equal((rgb * 255).round().astype(np.uint8), passes.colour)
    assert rgb.min() >= 0 and rgb.max() <= 1
    assert np.array_equal(seen["mask"], passes.mask)
    assert np.array_equal(np.stack([seen[f"normal_{axis}"] for axis in "xyz"], -1), passes.normals)
    inside = passes.mask
    assert np.allclose(seen["depth"][inside], np.clip(11 - passes.depth[inside], *DEPTH), atol=1e-6)
    assert not seen["depth"][~inside].any()
    assert (seen["validity"] == 0.25).all()


def test_regions_follow_the_parts(passes, seen, body):
    names = np.array([*body.part_names, ""])[passes.parts]
    assert np.array_equal(seen["hands"] == 1, np.isin(names, ["hand.L", "hand.R"]))
    assert np.array_equal(seen["hair"] == 1, names == "scalp")
    for region, one in (("face", "lips"), ("face", "eyes"), ("cloth", "torso"), ("cloth", "forearm.L")):
        assert (seen[region][names == one] == 1).all() and (names == one).any()
    together = sum(seen[name] for name in ("hands", "face", "hair", "cloth"))
    assert np.array_equal(together == 0, np.isin(names, ["", "neck"]))
    assert together.max() == 1


def test_depth_grows_towards_the_viewer(passes, seen, body):
    """Hands before the body are nearer than the trunk."""
    names = np.array([*body.part_names, ""])[passes.parts]
    assert seen["depth"][names == "hand.R"].mean() > 0.3 + seen["depth"][names == "torso"].mean()


def test_values_of_a_pixel_lie_side_by_side(passes):
    validity = np.zeros((SIZE, SIZE), np.float32)
    made = stacked(passes, validity)
    assert made.shape == (13, SIZE, SIZE) and made.dtype == np.float32
    assert made.strides == (4, 4 * 13 * SIZE, 4 * 13)
    room = np.full((SIZE, SIZE, 13), 7, np.float32)
    assert np.shares_memory(stacked(passes, validity, out=room), room)
    assert np.array_equal(np.moveaxis(room, -1, 0), made)


def test_validity_is_looked_up_in_the_texture(passes):
    rng = np.random.default_rng(0)
    validity = rng.choice(np.uint8([0, 128, 255]), (256, 256))
    found = validity_on_screen(passes, validity)
    x, y = np.clip(np.rint(passes.uv[passes.mask] * 256 - 0.5).astype(int), 0, 255).T
    # cv2 rounds halves its own way and keeps 5 bits of a fraction: a few pixels lie on a texel's edge.
    assert (found[passes.mask] == validity[y, x] / np.float32(255)).mean() > 0.95
    assert not found[~passes.mask].any()
    assert set(np.unique(np.rint(found * 255))) == {0, 128, 255}


def test_nothing_is_known_of_a_drawn_person(passes):
    assert not validity_on_screen(passes, None).any()
    assert (validity_on_screen(passes, np.full((64, 64), 255, np.uint8)) == passes.mask).all()


def test_shapes_that_do_not_fit(passes):
    with pytest.raises(InputError, match="expected that of the passes"):
        stacked(passes, np.zeros((2, 2), np.float32))
    with pytest.raises(InputError, match="expected float32"):
        stacked(passes, np.zeros((SIZE, SIZE), np.float32), out=np.zeros((SIZE, SIZE, 12), np.float32))
    with pytest.raises(InputError, match="expected uint8"):
        validity_on_screen(passes, np.zeros((4, 4)))
