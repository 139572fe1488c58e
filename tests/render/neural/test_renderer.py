"""Laws of the neural renderer: never worse than the mesh, bounded, near the body only, steady, streamed, the same."""

from __future__ import annotations

import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors import safe_open  # noqa: E402

from benchmarks.mesh_speed import signing  # noqa: E402
from benchmarks.neural import flicker  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.errors import FileError, InputError  # noqa: E402
from signsynth.files.weights import bundled_weights  # noqa: E402
from signsynth.render import RENDERERS  # noqa: E402
from signsynth.render.mesh import MeshRenderer  # noqa: E402
from signsynth.render.mesh.track import posed_vertices  # noqa: E402
from signsynth.render.neural import LARGE, SMALL, NeuralRenderer, read_network  # noqa: E402
from signsynth.render.neural.network import Residual  # noqa: E402
from signsynth.render.neural.renderer import _Work  # noqa: E402
from signsynth.render.neural.steady import Steady  # noqa: E402
from signsynth.signer import Appearance, Provenance, Signer  # noqa: E402
from signsynth.stages import Renderer  # noqa: E402
from tests.render.neural.made import TINY, random  # noqa: E402

SIZE = 128


@pytest.fixture(scope="module")
def mesh() -> MeshRenderer:
    return MeshRenderer(body=Body.load(), label="")


@pytest.fixture(scope="module")
def motion(mesh):
    return signing(mesh.known_body, 6)


@pytest.fixture(scope="module")
def passes(mesh, motion):
    return list(mesh.passes(motion, size=SIZE))


@pytest.fixture(scope="module")
def draw(mesh) -> NeuralRenderer:
    return NeuralRenderer(random(), mesh=mesh, label="", trust=1.0)


@pytest.fixture(scope="module")
def film(draw, motion):
    return list(draw(motion, size=SIZE))


def same(one, other) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_it_is_a_renderer(draw, film, motion):
    renderer: Renderer = draw
    assert callable(renderer) and len(film) == len(motion)
    assert all(frame.shape == (SIZE, SIZE, 3) and frame.dtype == np.uint8 for frame in film)


@pytest.mark.parametrize("steady", [True, False])
def test_without_trust_it_is_the_mesh_bit_for_bit(draw, passes, motion, steady):
    assert same(replace(draw, trust=0.0, steady=steady)(motion, size=SIZE), (now.colour for now in passes))


@pytest.mark.parametrize("trust", [None, 1.0])
def test_an_untrained_network_is_the_mesh_bit_for_bit(draw, passes, motion, trust):
    nothing = replace(draw, network=Residual(TINY).eval(), trust=trust)
    assert same(nothing(motion, size=SIZE), (now.colour for now in passes))


def test_changes_are_bounded_and_near_the_body(draw, passes, motion):
    """A network at its worst: every colour at the bound, everywhere."""
    wild = replace(draw, network=random(spread=100.0), steady=False)
    reach = np.ones((2 * 6 + 1,) * 2, np.uint8)  # pixels beside the body, at this size
    for frame, now in zip(wild(motion, size=SIZE), passes, strict=True):
        change = np.abs(frame.astype(int) - now.colour)
        assert 20 < change.max() <= 255 * TINY.bound + 1
        assert not change[cv2.dilate(now.mask.astype(np.uint8), reach) == 0].any()


def test_no_numbers_leave_the_mesh(draw, passes, motion):
    """Weights so large that sums overflow change nothing where they give no number, and nothing beyond the bound."""
    broken = random()
    torch.nn.init.constant_(broken.stem.weight, 3e38)
    for frame, now in zip(replace(draw, network=broken)(motion[:2], size=SIZE), passes, strict=False):
        assert np.abs(frame.astype(int) - now.colour).max() <= 255 * TINY.bound + 1


def test_trust_by_default_keeps_the_person(draw, passes, motion):
    """A network that would paint everybody another colour is believed a little, one that is nonsense hardly."""
    painter = random(spread=0.0)
    painter.head.bias.data[:12] = -5.0
    painter.head.bias.data[12:] = 5.0
    blind, careful = (replace(draw, network=painter, trust=trust, steady=False) for trust in (1.0, None))
    shift = [
        [np.abs(frame.astype(float) - now.colour)[now.mask].mean() for frame, now in zip(film, passes, strict=True)]
        for film in (blind(motion, size=SIZE), careful(motion, size=SIZE))
    ]
    assert min(shift[0]) > 30
    assert max(shift[1]) < 26


@pytest.mark.parametrize("seed", [1])
def test_a_network_that_flickers_is_held(draw, mesh, seed):
    """One that was never taught anything; what comes into view anew is not held."""
    motion = signing(mesh.known_body, 10)
    passes = list(mesh.passes(motion, size=SIZE))
    base = flicker((now.colour for now in passes), passes)
    shaky = replace(draw, network=random(seed=seed, spread=1.0))
    held, free = (flicker(replace(shaky, steady=steady)(motion, size=SIZE), passes) for steady in (True, False))
    assert free > 1.02 * base, "nothing to hold"
    assert held < free
    assert held - base < 0.7 * (free - base)


def test_a_still_body_gives_a_still_film(draw, mesh, motion):
    rest = next(posed_vertices(mesh.known_body, np.zeros((1, mesh.known_body.joints, 3), np.float32)))
    still = replace(mesh, vertices=lambda *_: iter([rest] * 4))
    frames = list(replace(draw, mesh=still)(motion[:4], size=SIZE))
    assert all(np.array_equal(a, b) for a, b in itertools.pairwise(frames))


def holding(mesh: MeshRenderer) -> tuple[NeuralRenderer, list[np.ndarray]]:
    """A signer who moves, holds for three frames, moves on and holds again; and the vertices."""
    moving = list(mesh.prepared(signing(mesh.known_body, 4), None, SIZE, None)[1])
    frames = [moving[k].copy() for k in (0, 1, 1, 1, 2, 3, 3)]
    return replace(mesh, vertices=lambda *_: iter(frames)), frames


def test_held_frames_are_those_that_work_anew_gives(draw, mesh, motion):
    """Reuse against no reuse: every frame drawn, seen and corrected by itself, with nothing that moves in the held."""
    holds, frames = holding(mesh)
    film = list(replace(draw, mesh=holds)(motion, size=SIZE))
    studio = mesh.studio(SIZE)
    work = _Work(replace(draw, mesh=holds), holds, studio, draw.known_network, None)
    steady, before = Steady(SIZE), frames[0]
    for frame, now, (_, _, box) in zip(film, frames, work.steps(iter(frames)), strict=True):
        picture, (_, passes, shown) = work((before, now, box))
        picture[box[0] : box[1], box[2] : box[3]] = steady(box, passes, shown)
        assert np.array_equal(frame, picture)
        before = now
    assert all((a != b).any() for a, b in ((film[0], film[1]), (film[3], film[4])))


def test_of_a_held_frame_everybody_gets_their_own(draw, mesh, motion):
    holds, _ = holding(mesh)
    for renderer in (replace(draw, mesh=holds), replace(draw, mesh=holds, trust=0.0), holds):
        expected = [frame.copy() for frame in renderer(motion, size=SIZE)]
        for frame, untouched in zip(renderer(motion, size=SIZE), expected, strict=True):
            assert np.array_equal(frame, untouched)
            frame[:] = 0


def test_same_input_same_bytes(draw, film, motion):
    assert same(draw(motion, size=SIZE, seed=3), film)
    again = replace(draw, network=random())
    assert same(again(motion, size=SIZE), film)


def test_threads_of_torch_are_given_back(draw, film, motion):
    before = torch.get_num_threads()
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            assert same(draw(motion, size=SIZE), film)
            assert torch.get_num_threads() == threads
            stopped = draw(motion, size=SIZE)
            next(stopped)
            stopped.close()
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


def test_frames_are_streamed(draw, mesh, motion):
    rest = next(posed_vertices(mesh.known_body, np.zeros((1, mesh.known_body.joints, 3), np.float32)))
    taken = []

    def endless(body, motion, signer):
        for number in itertools.count():
            taken.append(number)
            yield rest

    stream = replace(draw, mesh=replace(mesh, vertices=endless))(motion, size=64)
    for _ in range(3):
        next(stream)
    assert len(taken) < 10
    stream.close()


@pytest.mark.parametrize("size", [64, 101, 333])
def test_sizes(draw, motion, size):
    assert next(draw(motion[:1], size=size)).shape == (size, size, 3)


def test_a_left_handed_signer_is_the_mirror_image(draw, motion):
    right, left = (list(draw(motion[:2], Signer(dominant_hand=hand), size=96)) for hand in ("right", "left"))
    assert same((frame[:, ::-1] for frame in right), left)


def test_another_rate_and_no_frames(draw, motion):
    assert sum(1 for _ in draw(motion, size=64, fps=motion.fps / 2)) == 3
    assert list(draw(motion[:0], size=64)) == []


def test_a_body_out_of_view_leaves_the_mesh(draw, mesh, motion):
    rest = next(posed_vertices(mesh.known_body, np.zeros((1, mesh.known_body.joints, 3), np.float32)))
    away = replace(mesh, vertices=lambda *_: iter([rest + np.float32([9, 0, 0]), rest]))
    frames = list(replace(draw, mesh=away)(motion[:2], size=64))
    expected = list(away(motion[:2], size=64))
    assert np.array_equal(frames[0], expected[0])
    assert not np.array_equal(frames[1], expected[1])


def test_label_and_consent_are_those_of_the_mesh(draw, film, motion):
    labelled = next(replace(draw, label="synthetic")(motion[:1], size=SIZE))
    differs = (labelled != film[0]).any(-1)
    assert differs.any() and not differs[:100].any()
    likeness = Signer("me", provenance=Provenance(), appearance=Appearance())
    with pytest.raises(InputError, match="no consent"):
        draw(motion[:1], likeness, size=64)
    assert len(list(replace(draw, without_consent=True)(motion[:1], likeness, size=64))) == 1


def test_what_cannot_be_drawn_is_refused_at_once(draw, motion, tmp_path):
    with pytest.raises(InputError, match="from 64 to 2048"):
        draw(motion, size=63)
    with pytest.raises(InputError, match="trust"):
        replace(draw, trust=1.5)
    with pytest.raises(FileError, match="no such file"):
        replace(draw, network=tmp_path / "none.safetensors")(motion, size=64)


def test_the_command_line_knows_it():
    assert RENDERERS["neural"]().network == "neural-small"
    assert RENDERERS["neural"]() is RENDERERS["neural"]()
    assert RENDERERS["neural-large"]().network == "neural-large"


@pytest.mark.parametrize("preset", [SMALL, LARGE])
def test_weights_that_ship_are_those_of_their_preset(preset):
    """And say where they come from."""
    path = bundled_weights(f"{preset.name}.safetensors", "")
    assert read_network(preset.name).preset == preset
    with safe_open(path, "pt") as file:
        assert {"licence", "seed", "data", "training"} <= set(file.metadata())
    assert path.stat().st_size < 8 << 20
