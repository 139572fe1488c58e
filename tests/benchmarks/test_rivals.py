"""The rivals do what is said of them: each defect of the released ancestor is there, and the corrected one lacks it."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import numpy as np
import pytest
import torch

from benchmarks.transitions.rivals import VERSION, budgets, rivals
from benchmarks.transitions.rivals.batch import Batch
from benchmarks.transitions.rivals.filler import Filler
from benchmarks.transitions.rivals.kinds import KINDS
from benchmarks.transitions.rivals.mict import MicTConfig, MicTNetwork
from benchmarks.transitions.rivals.points import VALUES, Gap
from benchmarks.transitions.rivals.saved import load_network, metadata, save_network
from benchmarks.transitions.rivals.sign_d2c import (
    CORRECTED,
    RELEASED,
    SignD2CConfig,
    SignD2CNetwork,
    full_size,
)
from benchmarks.transitions.rivals.train import Plan, train_sign_d2c, train_transformer
from benchmarks.transitions.rivals.transformer import Transformer, TransformerConfig, TransformerNetwork
from signsynth.errors import FileError
from signsynth.motion.motion import concatenate
from signsynth.transition.duration import Duration
from signsynth.transition.gaussian_process import GaussianProcess
from tests.transition.made import hand_stretch, moved, signing

pytest.importorskip("diffusers", exc_type=ImportError)
from benchmarks.transitions.rivals.sampling import ddim, ddim_as_released, kept, noised

SMALL = {"width": 16, "feedforward": 16, "heads": 2, "layers": 1}
DEFECTS = [f.name for f in fields(SignD2CConfig) if f.type == "bool"]
FRAMES = 6


def sides(seed: int = 0):
    return signing(seed), signing(seed + 1)


def gap(seed: int = 0) -> Gap:
    return Gap.of(*sides(seed), FRAMES, Duration())


def sign_d2c(config: SignD2CConfig, seed: int = 0, samples: int = 1) -> Filler:
    torch.manual_seed(seed)
    return Filler(SignD2CNetwork(replace(config, **SMALL)).eval(), samples)


def mict(seed: int = 0) -> Filler:
    torch.manual_seed(seed)
    return Filler(MicTNetwork(MicTConfig(**SMALL)).eval())


def transformer(seed: int = 0, strength: float = 0.02) -> Transformer:
    torch.manual_seed(seed)
    network = TransformerNetwork(TransformerConfig(**SMALL)).eval()
    torch.nn.init.normal_(network.out.weight, std=strength)
    return Transformer(network)


METHODS = {"released": lambda: sign_d2c(RELEASED), "corrected": lambda: sign_d2c(CORRECTED), "mict": mict}
METHODS["transformer"] = transformer


def windows(seed: int = 0, size: int = 3, frames: int = FRAMES) -> Batch:
    made = [signing(seed + k, 16 + frames) for k in range(size)]
    pose = np.stack([m.pose[:, :50] for m in made])
    return Batch.of(pose, pose, np.stack([m.confidence[:, :50] for m in made]))


def test_released_has_every_defect_and_corrected_none():
    assert set(DEFECTS) >= {"causal", "condition_overwritten", "leaking_latents", "padding", "observed_put_back"}
    right = {"padding", "observed_put_back"}
    for name in DEFECTS:
        assert getattr(CORRECTED, name) is (name in right)
        assert getattr(RELEASED, name) is (name not in right)
    same = set(asdict(CORRECTED)) - set(DEFECTS)
    assert all(getattr(CORRECTED, name) == getattr(RELEASED, name) for name in same)


# Defect 1: the condition overwritten


def conditions(config: SignD2CConfig) -> list[tuple[int, ...]]:
    method, shapes = sign_d2c(config), []
    method.network.denoiser.register_forward_pre_hook(lambda _, given: shapes.append(tuple(given[2].shape)))
    method.sequence(gap())
    return shapes


def test_after_the_first_step_the_released_condition_is_a_scalar():
    whole = (1, 16 + FRAMES, SMALL["width"])
    assert conditions(RELEASED) == [whole, (), (), (), ()]
    assert conditions(CORRECTED) == [whole] * 5
    assert conditions(replace(RELEASED, condition_overwritten=False)) == [whole] * 5


def test_the_scalar_is_the_coefficient_of_the_step():
    seen = []
    noise, random = torch.randn(1, 3, 4), torch.Generator().manual_seed(0)

    def predict(x, time, condition):
        seen.append((int(time[0]), condition))
        return torch.zeros_like(x)

    ddim_as_released(predict, torch.ones(1, 3, 4), noise, random, steps=5)
    assert [time for time, _ in seen] == [999, 799, 599, 399, 199]
    for (before, _), (time, scalar) in zip(seen, seen[1:], strict=False):
        share, wider = kept()[before], kept()[time]
        # With eta 1 the coefficient is that of the posterior mean, sqrt(alpha) (1 - wider) / (1 - share), times noise.
        mean = ((share / wider) ** 0.5) * (1 - wider) / (1 - share) ** 0.5
        assert float(scalar) == pytest.approx(float(mean), rel=1e-3, abs=1e-6)


def test_both_samplers_agree_without_the_defect():
    weights = torch.randn(4, 4, generator=torch.Generator().manual_seed(3)) / 2
    noise, condition = torch.randn(2, 5, 4), torch.randn(2, 5, 4)

    def predict(x, time, given):
        return torch.tanh(x @ weights + given + time[:, None, None] / 1000)

    ours = ddim_as_released(predict, condition, noise, torch.Generator().manual_seed(1), steps=5, overwritten=False)
    theirs = ddim(predict, condition, noise, torch.Generator().manual_seed(1), steps=5, padded=None)
    assert torch.allclose(ours, theirs, atol=1e-5)


# Defect 2: causal attention


@pytest.mark.parametrize("config", [RELEASED, replace(CORRECTED, causal=True, padding=False)], ids=["all", "alone"])
def test_causal_gap_does_not_know_where_it_must_arrive(config):
    before, after = sides()
    method = sign_d2c(config)
    one = method.sequence(Gap.of(before, after, FRAMES, Duration()))
    other = method.sequence(Gap.of(before, signing(9), FRAMES, Duration()))
    until = 8 + FRAMES
    assert np.array_equal(one[:until], other[:until])
    assert not np.allclose(one[until:], other[until:])


@pytest.mark.parametrize("make", [lambda: sign_d2c(CORRECTED), mict, transformer], ids=["corrected", "mict", "plain"])
def test_the_others_know_both_sides(make):
    before, after = sides()
    method = make()
    # Far into the after side: straight lines and confidences do not look there.
    late = after.pose.copy()
    late[5:8, 5] += 0.3
    other = replace(after, pose=late)
    assert not np.array_equal(method(before, after, FRAMES).pose, method(before, other, FRAMES).pose)


# Defect 3: no padding


def test_only_padding_starts_from_straight_lines():
    known = gap()
    middle = slice(8, 8 + FRAMES)
    assert not known.sequence(padding=False)[middle].any()
    steps = np.diff(known.sequence(padding=True)[7 : 8 + FRAMES + 1].astype(float), axis=0)
    assert np.allclose(steps, steps[0], atol=1e-6)
    guess = torch.full((1, 4, 3), 2.0)
    starts = []

    def predict(x, time, condition):
        starts.append(x)
        return torch.zeros_like(x)

    noise = torch.randn(1, 4, 3)
    for padded in (None, guess):
        ddim(predict, torch.zeros(()), noise, torch.Generator().manual_seed(0), steps=5, padded=padded)
    assert torch.equal(starts[0], noise)
    assert torch.allclose(starts[5], noised(guess, noise, torch.tensor([800])))
    assert float(kept()[800]) > 0.05 > float(kept()[999])


# Defect 4: observed frames not put back


def test_observed_frames_come_back_bit_for_bit_only_when_corrected():
    known = gap()
    given = known.sequence(True)[known.observed]
    for method in (sign_d2c(CORRECTED), mict()):
        assert np.array_equal(method.sequence(known)[known.observed], given)
        assert np.abs(method.sequence(known, put_back=False)[known.observed] - given).max() > 0.01
    released = sign_d2c(RELEASED)
    assert np.abs(released.sequence(known)[known.observed] - given).max() > 0.01
    assert np.array_equal(released.sequence(known, put_back=True)[known.observed], given)


# Defect 5: leaking latents


@pytest.mark.parametrize("config, leaks", [(RELEASED, True), (CORRECTED, False)], ids=["released", "corrected"])
def test_training_shows_hidden_frames_only_when_released(config, leaks):
    """Two windows that differ in hidden frames alone: does the condition tell them apart?"""
    config = replace(config, scattered_masks=False, causal=False)
    network, seen = sign_d2c(config).network, []
    network.denoiser.register_forward_pre_hook(lambda _, given: seen.append(given[2]))
    one = windows()
    other = Batch(one.points.clone(), one.confidence, one.observed)
    other.points[:, 8 : 8 + FRAMES] += 0.5
    for batch in (one, other):
        random = torch.Generator().manual_seed(0)
        network.denoising_loss(batch.flat, batch.padded(config.padding), batch.observed, random)
    assert torch.equal(*seen) is not leaks
    assert not seen[0][:, 8 : 8 + FRAMES].any()


def test_scattered_masks_hide_three_in_ten():
    network, seen = sign_d2c(RELEASED).network, []
    network.denoiser.register_forward_pre_hook(lambda _, given: seen.append(given[2]))
    batch = windows(size=40)
    network.denoising_loss(batch.flat, batch.padded(False), batch.observed, torch.Generator().manual_seed(0))
    kept_share = float((seen[0].abs().sum(-1) > 0).float().mean())
    assert 0.65 < kept_share < 0.75
    assert (seen[0][:, 8 : 8 + FRAMES].abs().sum(-1) > 0).any()


# Laws of every rival


@pytest.mark.parametrize("name", METHODS)
def test_frames_confidence_and_joining(name):
    before, after = sides()
    made = METHODS[name]()(before, after, FRAMES)
    assert len(made) == FRAMES and made.fps == before.fps
    assert [s.kind for s in made.segments] == ["transition"]
    assert len(concatenate([before, made, after])) == len(before) + FRAMES + len(after)
    assert len(METHODS[name]()(before, after, 0)) == 0
    assert len(METHODS[name]()(before[-1:], after[:1], 3)) == 3


@pytest.mark.parametrize("name", METHODS)
def test_same_seed_same_motion(name):
    before, after = sides()
    first, again, other = (METHODS[name]()(before, after, FRAMES, seed) for seed in (5, 5, 6))
    assert first.equals(again)
    assert first.equals(other) is (name == "transformer")


@pytest.mark.parametrize("name", METHODS)
def test_where_the_signer_stands_does_not_matter(name):
    before, after = sides()
    shift = np.array([0.25, -0.125, 0.5])
    here = METHODS[name]()(before, after, FRAMES)
    there = METHODS[name]()(moved(before, shift), moved(after, shift), FRAMES)
    assert np.allclose(there.pose[:, :50], here.pose[:, :50] + shift, atol=2e-4)


def test_untrained_transformer_is_the_gaussian_process():
    before, after = sides()
    made = Transformer(TransformerNetwork(TransformerConfig(**SMALL)).eval())(before, after, FRAMES)
    assert np.allclose(made.pose, GaussianProcess()(before, after, FRAMES).pose, atol=1e-5)


def test_transformer_keeps_hands_rigid():
    made = transformer(strength=0.2)(*sides(), FRAMES)
    assert hand_stretch(made) < 1e-4
    assert np.abs(made.pose - GaussianProcess()(*sides(), FRAMES).pose).max() > 0.05


def test_processed_batches_are_what_the_process_fills():
    batch = windows(4)
    whole = signing(4, 16 + FRAMES)
    made = GaussianProcess()(whole[:8], whole[-8:], FRAMES)
    middle = whole.pose[:, 0:2].mean(1, keepdims=True)[8:-8]
    assert np.allclose(batch.processed()[0, 8:-8], made.pose[:, :50] - middle, atol=1e-5)


def test_mean_of_samples_varies_less():
    before, after = sides()
    spread = []
    for samples in (1, 16):
        method = sign_d2c(CORRECTED, samples=samples)
        spread.append(np.std([method(before, after, FRAMES, seed).pose[:, :50] for seed in range(6)], axis=0).mean())
    assert spread[1] < 0.5 * spread[0]


# Training and files


def draw(rng: np.random.Generator, size: int, frames: int) -> Batch:
    return windows(int(rng.integers(1000)), size, frames)


def test_training_is_repeatable_and_freezes_stage_one():
    made = []
    for _ in range(2):
        torch.manual_seed(0)
        network = SignD2CNetwork(replace(CORRECTED, **SMALL))
        trained = train_sign_d2c(network, draw, Plan(steps=5, size=2))
        made.append(network.state_dict())
    assert all(torch.equal(value, made[1][name]) for name, value in made[0].items())
    assert not any(p.requires_grad for p in network.vae.parameters())
    assert trained["stage one"]["steps"] + trained["stage two"]["steps"] == 5


def test_training_the_transformer_lowers_its_loss():
    torch.manual_seed(0)
    network = TransformerNetwork(TransformerConfig(**SMALL))
    batch = windows(0, 4)
    begin = network.loss(batch.processed(), batch.points, batch.confidence, batch.observed)
    train_transformer(network, lambda rng, size, frames: batch, Plan(steps=30, size=4))
    assert network.loss(batch.processed(), batch.points, batch.confidence, batch.observed) < 0.95 * begin


@pytest.mark.parametrize("name", METHODS)
def test_weights_come_back_exact(name, tmp_path):
    method, path = METHODS[name](), tmp_path / "rival.safetensors"
    save_network(path, method.network, asdict(method.network.config), {"seed": 3, "steps": 7})
    before, after = sides()
    kind = type(method.network)
    assert replace(method, network=load_network(path, kind))(before, after, FRAMES, 1).equals(
        method(before, after, FRAMES, 1)
    )
    assert '"steps": 7' in metadata(path)["trained"]


def test_other_weights_are_named_in_the_error(tmp_path):
    path = tmp_path / "rival.safetensors"
    save_network(path, mict().network, asdict(mict().network.config), {})
    with pytest.raises(FileError, match=r"weights of 'MicTNetwork', expected 'SignD2CNetwork'"):
        Filler.load(path, SignD2CNetwork)
    path.write_bytes(b"not weights")
    with pytest.raises(FileError, match="not a readable safetensors file"):
        load_network(path, MicTNetwork)


def test_rivals_come_from_the_cache_by_name(tmp_path):
    assert rivals(tmp_path, train=False) == {}
    folder = tmp_path / f"rivals-{VERSION}"
    folder.mkdir()
    kind = KINDS["mict"]
    save_network(folder / "mict.safetensors", kind.network(kind.config), asdict(kind.config), {})
    found = rivals(tmp_path, train=False)
    assert list(found) == ["mict"]
    assert isinstance(found["mict"].network, MicTNetwork) and found["mict"].network.config == kind.config


def test_budgets_are_read_from_what_was_trained(tmp_path):
    assert budgets(tmp_path) == {}
    folder = tmp_path / f"rivals-{VERSION}"
    folder.mkdir()
    stages = {"stage one": {"steps": 1500, "size": 32}, "stage two": {"steps": 700, "size": 32}}
    for name, trained in {"mict": {"seed": 1, "steps": 3000, "size": 16}, "sign-d2c-released": stages}.items():
        save_network(folder / f"{name}.safetensors", torch.nn.Linear(1, 1), {}, trained)
    said = budgets(tmp_path)
    assert said == {"sign-d2c-released": "1,500 + 700 steps of 32 gaps", "mict": "3,000 steps of 16 gaps"}


def test_sizes_are_as_reported():
    """About half a million numbers each; stage two alone for the ancestor."""
    for kind in KINDS.values():
        network = kind.network(kind.config)
        part = getattr(network, "denoiser", network) if isinstance(network, SignD2CNetwork) else network
        assert 0.3e6 < sum(p.numel() for p in part.parameters()) < 0.7e6
    with torch.device("meta"):
        full = SignD2CNetwork(full_size(RELEASED))
    assert (full.vae.into.in_features, full.vae.into.out_features) == (VALUES, 512)
    millions = [sum(p.numel() for p in part.parameters()) / 1e6 for part in (full.vae, full.denoiser)]
    assert [round(m) for m in millions] == [15, 9]
