"""A signer judged by their own photo: the renderer is no farther from it than the mesh, whatever the network."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.errors import InputError  # noqa: E402
from signsynth.render.mesh import MeshRenderer  # noqa: E402
from signsynth.render.mesh.own_view import own_view  # noqa: E402
from signsynth.render.neural import NeuralRenderer  # noqa: E402
from signsynth.render.neural.network import Residual  # noqa: E402
from signsynth.render.neural.own_picture import OwnPicture  # noqa: E402
from signsynth.render.neural.trust import FORM, LIGHT, full_trust  # noqa: E402
from signsynth.signer import Provenance, Signer, Witness  # noqa: E402
from tests.render.neural.made import TINY, random  # noqa: E402

NOTHING = dict.fromkeys(full_trust(), 0.0)


@pytest.fixture(scope="module")
def mesh() -> MeshRenderer:
    return MeshRenderer(body=Body.load(), label="")


@pytest.fixture(scope="module")
def signer(mesh) -> Signer:
    """The drawn person, whose photo is the mesh's own picture of them, arms down."""
    body = mesh.known_body
    rotations = np.zeros((body.joints, 3), np.float32)
    for side, sign in (("L", -1), ("R", 1)):
        rotations[body.joint(f"upperarm01.{side}")] = 0, 0, 0.65 * sign
    blank = np.zeros((256, 256), np.uint8)
    actions, shift = np.zeros(len(body.action_names), np.float32), np.float32([127.5, 270])
    witness = Witness(blank[..., None].repeat(3, 2), blank, rotations, actions, 300.0, shift)
    plain = Signer("drawn", provenance=Provenance(synthetic=True), witness=witness)
    own = OwnPicture.of(plain, mesh, Residual(TINY).eval())
    inside = own.passes.mask[::2, ::2] & own.passes.mask[1::2, 1::2]
    mask = np.where(inside, 255, 0).astype(np.uint8)
    return replace(plain, witness=replace(witness, photo=own.shown(NOTHING, 256), mask=mask))


def painter(change: float) -> Residual:
    """A network that makes everybody greener."""
    found = random(spread=0.0)
    found.head.bias.data[:12] = torch.tensor([-change, change, -change]).repeat_interleave(4)
    found.head.bias.data[12:] = 5.0
    return found


NETWORKS = {
    "green": painter(5.0), "a little green": painter(0.05), "noise": random(spread=3.0), "another": random(seed=4)
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_no_farther_from_the_photo_than_the_mesh(mesh, signer, name):
    network = NETWORKS[name]
    draw = NeuralRenderer(network, mesh=mesh, label="")
    trusted, before = draw.trusted(signer), draw.trusted(replace(signer, witness=None))
    assert all(trusted[region] <= before[region] for region in full_trust())
    shown = OwnPicture.of(signer, mesh, network).shown(trusted, 256).astype(float)
    core = signer.witness.mask > 0
    off = np.sqrt(((shown - signer.witness.photo)[core] ** 2).mean())
    assert off <= LIGHT + FORM + 0.5, "the edges of regions and of the body come on top"
    if name in ("green", "noise"):
        assert max(trusted.values()) < 0.15 and max(before.values()) > 2 * max(trusted.values())


def test_a_network_that_says_nothing_is_trusted(mesh, signer):
    assert NeuralRenderer(Residual(TINY).eval(), mesh=mesh).trusted(signer) == full_trust()


def test_trust_that_is_given_is_taken(mesh, signer):
    for given in (0.0, 0.5, 1.0):
        found = NeuralRenderer(NETWORKS["noise"], mesh=mesh, trust=given).trusted(signer)
        assert found == dict.fromkeys(full_trust(), given)


def test_what_the_photo_does_not_bear_out_leaves_the_mesh_bit_for_bit(mesh, signer):
    motion = signing(mesh.known_body, 2)
    wild = NeuralRenderer(random(spread=100.0), mesh=mesh, label="")
    assert set(wild.trusted(signer, size=128).values()) == {0.0}
    pairs = zip(wild(motion, signer, size=128), mesh(motion, signer, size=128), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


def test_the_witness_of_another_body_is_refused(mesh, signer):
    other = replace(signer, witness=replace(signer.witness, rotations=signer.witness.rotations[1:]))
    with pytest.raises(InputError, match="a witness of .* joints and .* actions, expected"):
        NeuralRenderer(NETWORKS["green"], mesh=mesh).trusted(other)
    with pytest.raises(InputError, match="holds no witness"):
        OwnPicture.of(replace(signer, witness=None), mesh, NETWORKS["green"])


def test_the_shade_is_that_of_a_film(mesh, signer):
    """From far away, as from near: what is not there shades nobody."""
    own = own_view(signer, mesh)
    _, far = own.frame(signer, mesh, 256)
    near = replace(own, lens=replace(own.lens, distance=60.0))
    _, close = near.frame(signer, mesh, 256)
    both = (signer.witness.mask == 255) & (cv2.absdiff(far, close).max(-1) < 60)  # beside edges that moved
    assert both.mean() > 0.9 * (signer.witness.mask == 255).mean()
    assert abs(far[both].astype(float).mean() - close[both].mean()) < 1.0
