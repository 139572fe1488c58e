"""Pairs of pictures, what is learned from them, and that training goes on where it stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors import safe_open  # noqa: E402
from safetensors.torch import load_file  # noqa: E402

from signsynth.body import Body  # noqa: E402
from signsynth.errors import FileError, InputError  # noqa: E402
from signsynth.render.camera import Camera  # noqa: E402
from signsynth.render.mesh.lens import Lens  # noqa: E402
from signsynth.render.mesh.track import posed_vertices  # noqa: E402
from signsynth.render.neural.inputs import CHANNELS  # noqa: E402
from signsynth.render.neural.network import Residual, composed  # noqa: E402
from signsynth.render.neural.preset import SMALL, Preset  # noqa: E402
from signsynth.render.neural.retouch import AS_DRAWN  # noqa: E402
from signsynth.render.neural.training import loop  # noqa: E402
from signsynth.render.neural.training.judging import gains  # noqa: E402
from signsynth.render.neural.training.loop import TrainConfig, train  # noqa: E402
from signsynth.render.neural.training.loss import LossConfig, farther, renderer_loss, similarity  # noqa: E402
from signsynth.render.neural.training.poses import Poses  # noqa: E402
from signsynth.render.neural.training.scene import Cast  # noqa: E402
from signsynth.render.neural.training.shards import CROP, Recipe, Shard, packed, unpacked  # noqa: E402
from signsynth.render.neural.training.state import State  # noqa: E402
from signsynth.render.neural.training.supply import HELD_OUT, People  # noqa: E402
from signsynth.render.neural.training.tints import Tints  # noqa: E402

TINY = Preset("tiny", (16, 16, 16, 16), (0, 0, 0, 0), rise=(16, 16), last=())


RECIPE = Recipe(shots=2, cameras=1, sizes=(256,))


@pytest.fixture(scope="module")
def poses() -> Poses:
    return Poses.of([Path(__file__).resolve().parents[4] / "lexicon" / "ase" / "friend.pose"], Body.load())


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast.of(1, Body.load())


@pytest.fixture(scope="module")
def shard(cast, poses) -> Shard:
    return Shard.of(cast, poses, RECIPE, np.random.default_rng([1, 2]))


@pytest.fixture
def people(tmp_path, shard) -> People:
    """Whose pictures are there already."""
    found = People(tmp_path / "scratch", (tmp_path,), train=3, judge=1)
    found.folder.mkdir()
    for path, _, _ in found.wanted():
        shard.save(path)
    return found


def made_inputs(seed: int = 0) -> torch.Tensor:
    draw = np.random.default_rng(seed)
    x = draw.random((2, len(CHANNELS), 32, 32)).astype(np.float32)
    x[:, 3] = x[:, 3] > 0.5
    x[:, 4:7] = (2 * x[:, 4:7] - 1) * x[:, 3:4]
    x[:, 7] *= x[:, 3]
    return torch.from_numpy(x)


def test_bytes_and_back():
    x = made_inputs().numpy()
    back = unpacked(np.stack([packed(each) for each in x]))
    step = np.array([1 / 255] * 4 + [1 / 127] * 3 + [2.5 / 255] + [1 / 255] * 5)[None, :, None, None]
    assert (abs(back - x) <= 0.51 * step + 1e-6).all()
    assert (back[:, 4:8][np.broadcast_to(x[:, 3:4] == 0, x[:, 4:8].shape)] == 0).all()


def test_a_shard_shows_hands_face_and_outline(shard):
    assert shard.inputs.shape == (8, 13, CROP, CROP) and shard.targets.shape == (8, 3, CROP, CROP)
    x = unpacked(shard.inputs)
    assert (x[0::4, CHANNELS.index("hands")].mean((1, 2)) > 0).all()
    assert (x[1::4, CHANNELS.index("face")].mean((1, 2)) > 0).all()
    outline = x[2::4, CHANNELS.index("mask")].mean((1, 2))
    assert ((outline > 0.02) & (outline < 0.98)).all()
    background = x[:, 3] == 0
    far = np.sqrt(((x[:, :3] - shard.targets / np.float32(255)) ** 2).mean(1))
    assert far[background].mean() < 0.02 < 0.03 < far[~background].mean() < 0.2


def test_what_the_renderer_leaves_as_drawn_is_in_both_pictures(cast):
    actions = np.zeros((1, len(cast.body.action_names)), np.float32)
    actions[0, cast.body.action_names.index("jawOpen")] = 0.7
    still = np.zeros((1, cast.worn.joints, 3), np.float32)
    lens = replace(Lens(), camera=Camera(1.2, (0.5, 0.9)))
    shot = cast.stage(lens, 256).shot(next(posed_vertices(cast.worn, still, actions=actions)))
    inside = np.isin(shot.passes.parts, [cast.body.part_names.index(name) for name in AS_DRAWN])
    assert inside.sum() > 50
    assert np.array_equal(shot.target[inside], shot.passes.colour[inside])
    other = shot.passes.mask & ~inside
    assert (shot.target[other] != shot.passes.colour[other]).any(1).mean() > 0.8


@pytest.mark.slow
def test_one_seed_is_one_shard(shard, poses):
    again = Shard.made(1, Body.load(), poses, RECIPE)
    assert np.array_equal(shard.inputs, again.inputs) and np.array_equal(shard.targets, again.targets)


def test_what_is_lifted_keeps_form_and_tells_what_it_saw(cast):
    own, lifted = cast.person.signer.appearance, cast.lifted.appearance
    assert np.array_equal(own.offsets, lifted.offsets) and own.sleeve == lifted.sleeve
    assert {0, 128, 255} == set(np.unique(lifted.validity))
    assert np.linalg.norm(np.subtract(lifted.colours["skin"], cast.person.traits.skin)) < 70


def test_loss_is_least_at_the_truth():
    x = made_inputs()
    target = (x[:, :3] + 0.1).clamp(0, 1)
    nothing = torch.zeros(2, 4, 32, 32)
    right = nothing.clone()
    right[:, :3], right[:, 3] = target - x[:, :3], 20
    config = LossConfig(keep=0)
    assert torch.allclose(composed(x[:, :3], right), target, atol=1e-5)
    assert renderer_loss(x, right, target, config) < 1e-3 < renderer_loss(x, nothing, target, config)


def test_leaving_the_mesh_where_it_was_right_costs():
    x = made_inputs()
    x[:, CHANNELS.index("validity")] = 1
    out = torch.zeros(2, 4, 32, 32)
    out[:, :3] = 0.1
    plain, kept = (renderer_loss(x, out, x[:, :3].clone(), LossConfig(keep=keep)) for keep in (0.0, 1.0))
    assert kept > plain + 0.01
    x[:, CHANNELS.index("validity")] = 0
    assert torch.equal(*(renderer_loss(x, out, x[:, :3].clone(), LossConfig(keep=keep)) for keep in (0.0, 1.0)))


def test_what_is_worse_than_the_mesh_counts_twice():
    mesh, target = torch.full((1, 3, 32, 32), 0.5), torch.full((1, 3, 32, 32), 0.6)
    area = torch.ones(1, 1, 32, 32)

    def cost(value: float) -> float:
        return float(farther(torch.full_like(mesh, value), mesh, target, area))

    least, was = (3 / 255) ** 2, 0.1**2
    assert cost(0.5) == pytest.approx(0, abs=1e-4)
    assert cost(0.6) == pytest.approx(np.log(least / (was + least)), rel=0.01)
    assert cost(0.4) == pytest.approx(2 * np.log((4 * was + least) / (was + least)), rel=0.01)
    assert float(farther(target, mesh, target, torch.zeros_like(area))) == 0, "what is not in view counts nothing"


def test_similarity_at_every_second_pixel_is_that_at_every_pixel():
    a, b = torch.rand((2, 1, 1, 33, 48), generator=torch.Generator().manual_seed(0))
    assert torch.allclose(similarity(a, b, step=2), similarity(a, b)[..., ::2, ::2], atol=1e-5)


def test_tints_colour_both_pictures_alike_and_cloth_alone_is_dyed(shard):
    """The mesh's picture as its own truth stays that; without dye the rest of the body is as before."""
    x = torch.from_numpy(unpacked(shard.inputs))
    before = x.clone()
    shown, truth = Tints()(x, x[:, :3].clone(), np.random.default_rng(0))
    assert torch.equal(shown[:, :3], truth) and torch.equal(shown[:, 3:], before[:, 3:])
    assert 0 <= float(truth.min()) and float(truth.max()) <= 1
    dyed, truth = Tints(whole=0, sides=0, dyed=1)(before.clone(), before[:, :3].clone(), np.random.default_rng(0))
    cloth = torch.nn.functional.max_pool2d(before[:, 11:12], 3, 1, 1) > 0
    changed = (truth - before[:, :3]).abs().amax(1, True)
    assert float(changed[~cloth].max()) < 1e-6 and float(changed[cloth].mean()) > 0.01


def test_similarity_is_one_for_the_same_and_symmetric():
    a, b = torch.rand(2, 3, 20, 20), torch.rand(2, 3, 20, 20)
    assert torch.allclose(similarity(a, a), torch.ones(1), atol=1e-4)
    assert torch.allclose(similarity(a, b), similarity(b, a), atol=1e-5)
    assert similarity(a, b).max() <= 1 + 1e-5


def test_gain_of_nothing_is_nothing(shard):
    assert gains(Residual(TINY), shard.inputs, shard.targets) == pytest.approx((0, 0, 0), abs=1e-6)


def test_training_goes_on_where_it_stopped(people, tmp_path, monkeypatch):
    """The same pictures in the same order: stopped at half the steps, or not, the weights are the same."""
    monkeypatch.setattr(People, "worker", lambda self: _Nobody())
    config = TrainConfig(steps=6, batch=2, every=3, rate=1e-3)
    whole, halves = (tmp_path / f"{name}.safetensors" for name in ("whole", "halves"))
    train(whole, people, config, TINY)
    taught = loop._taught

    def interrupted(state, *others):
        if state.step == 3:
            raise KeyboardInterrupt
        return taught(state, *others)

    monkeypatch.setattr(loop, "_taught", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(halves, people, config, TINY)
    assert halves.with_suffix(".state").exists() and halves.exists()
    monkeypatch.setattr(loop, "_taught", taught)
    train(halves, people, config, TINY)
    with safe_open(whole, "pt") as one, safe_open(halves, "pt") as other:
        assert set(one.keys()) == set(other.keys())
        assert all(torch.equal(one.get_tensor(name), other.get_tensor(name)) for name in one.keys())
        said = one.metadata()
        assert json.loads(said["preset"])["name"] == "tiny" and said["licence"] == "Apache-2.0"
        assert one.get_tensor("head.weight").dtype == torch.float16
        assert one.get_tensor("head.bias").abs().max() > 0
    assert len(whole.with_suffix(".csv").read_text().splitlines()) == 3
    assert not whole.with_suffix(".state").exists()


@pytest.mark.parametrize(("rate", "keep"), [(0.0, 0.0), (0.0, 0.5), (0.01, 1.0), (0.01, 0.5), (0.01, 0.0)])
def test_training_begins_with_weights_that_are_given(people, tmp_path, monkeypatch, rate, keep):
    """At a rate of 0 they come out as they were; else as much of them as is kept."""
    monkeypatch.setattr(People, "worker", lambda self: _Nobody())
    torch.manual_seed(0)
    start = Residual(TINY)
    torch.nn.init.normal_(start.head.weight)
    start = start.half().float()

    def made(keep: float) -> dict[str, torch.Tensor]:
        path = tmp_path / f"{keep}.safetensors"
        train(path, people, TrainConfig(steps=2, batch=2, rate=rate, keep=keep), TINY, start)
        return {name: value.float() for name, value in load_file(path).items()}

    before, anew, found = start.state_dict(), made(0.0), made(keep)
    assert (rate > 0) == any(not torch.equal(anew[name], before[name]) for name in before)
    for name, value in found.items():
        assert torch.allclose(value, keep * before[name] + (1 - keep) * anew[name], atol=2e-3, rtol=2e-3)


def test_weights_of_another_preset_are_no_start():
    with pytest.raises(InputError, match="start has preset 'tiny', expected 'neural-small'"):
        State(SMALL, 0, "cpu", 0.0).begin(Residual(TINY))


class _Nobody:
    """A worker that has made everything already."""

    def is_alive(self) -> bool:
        return False

    def terminate(self) -> None:
        pass


def test_the_average_follows_the_weights(tmp_path):
    state = State(TINY, 0, "cpu", 0.0)
    x = made_inputs()
    for _ in range(4):
        out = state.network(x)
        state.update((out - 1).square().mean(), 1e-2, 1.0)
    now, kept = state.network.head.bias, state.average.head.bias
    assert (now != 0).any() and (kept != 0).any() and kept.norm() < now.norm()
    state.save(tmp_path / "state")
    other = State(TINY, 1, "cpu", 0.0)
    other.load(tmp_path / "state")
    assert other.step == 4 and torch.equal(other.average.head.bias, kept)


def test_rate_rises_and_falls_with_steps_or_time():
    config = TrainConfig(steps=1000, warm_up=10, rate=1.0)
    rates = [config.rate_at(step, 0.0) for step in range(1000)]
    assert np.argmax(rates) == 9 or np.argmax(rates) == 10
    assert rates[-1] < 0.01 and config.rate_at(500, 1.0) < 0.01


def test_held_out_people_are_others(tmp_path):
    wanted = People(tmp_path, (), train=5, judge=3).wanted()
    assert len(wanted) == 8
    assert all((seed < HELD_OUT) == known for _, seed, known in wanted)


def test_no_motions_are_refused(tmp_path):
    with pytest.raises(FileError, match="expected the folder of a lexicon"):
        Poses.read([tmp_path], Body.load())
