"""The network: two array libraries agree, and ablations do what their names say."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped

from signsynth.transition.gap import CONTEXT, Gap
from signsynth.transition.network import condition, decode, denoise, encode, step_features
from signsynth.transition.parts import NODES, USED, physical_adjacency, put_parts, to_parts
from signsynth.transition.waves import from_waves, sine_waves, spreads, to_waves
from tests.transition.learned import LAW, tiny

FRAMES = 11


def gap(seed: int = 0, batch: int = 3, frames: int = FRAMES) -> Gap:
    rng = np.random.default_rng(seed)
    values = 0.1 * rng.standard_normal((batch, 2 * CONTEXT + frames, 148)).cumsum(1)
    return Gap(values, np.ones((batch, 2, 2), bool), LAW)


@jaxtyped(typechecker=beartype)
def told(model, at: Gap) -> Float[np.ndarray, "batch 18 channels"]:
    return model.told(at)


def test_numpy_and_torch_say_the_same() -> None:
    from signsynth.transition.training.loss import TORCH

    model, at = tiny(), gap()
    features, guess = at.features(), at.guess(8)
    noisy = np.random.default_rng(1).standard_normal(guess.shape).astype(np.float32)
    step = step_features(np.array([0.1, 0.5, 1.0]), FRAMES)
    ours = denoise(
        model.weights,
        model.config,
        condition(model.weights, encode(model.weights, model.config, features), guess),
        noisy,
        step,
    )
    tensors = {name: torch.from_numpy(array) for name, array in model.weights.items()}
    code = encode(tensors, model.config, torch.from_numpy(features), TORCH)
    theirs = denoise(
        tensors,
        model.config,
        condition(tensors, code, torch.from_numpy(guess)),
        torch.from_numpy(noisy),
        torch.from_numpy(step),
        TORCH,
    )
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-3, atol=1e-4)
    assert decode(model.weights, encode(model.weights, model.config, features)).shape == (3, NODES, 16, 12)


@pytest.mark.parametrize("graph", ["learned", "physical", "none"])
def test_parts_hear_of_their_neighbours_and_of_the_other_hand_by_what_is_learned(graph) -> None:
    model, one = tiny(graph=graph), gap(batch=1)
    changed = Gap(one.values.copy(), one.seen, LAW)
    changed.values[:, :CONTEXT, 28:88] += 0.3 * np.sin(np.arange(CONTEXT))[:, None]
    waves = [model.mean(at) for at in (one, changed)]
    moved = np.abs(waves[0] - waves[1]).max((0, 2)) > 1e-6
    assert moved[8:13].all()
    assert moved[4] == (graph != "none")
    # Along bones it is seven steps to the other hand: more than these four blocks go.
    assert moved[13:].any() == (graph == "learned")


def test_one_sided_models_are_not_shown_what_comes() -> None:
    one = gap(batch=1)
    changed = Gap(one.values.copy(), one.seen, LAW)
    changed.values[:, CONTEXT + FRAMES :] *= 1.5
    shown = [at.features(before_only=True) for at in (one, changed)]
    assert not shown[0][:, :, CONTEXT:].any()
    place = slice(12, 24)
    np.testing.assert_array_equal(shown[0][..., place], shown[1][..., place])
    assert (one.features()[:, :, CONTEXT:, place] != changed.features()[:, :, CONTEXT:, place]).any()


def test_physical_adjacency_is_a_tree_from_trunk_to_fingers() -> None:
    inward, outward = physical_adjacency()
    assert (inward > 0).sum() == NODES - 1 and np.array_equal(inward > 0, (outward > 0).T)
    reached = np.linalg.matrix_power((inward > 0) + np.eye(NODES), NODES)[:, 0] > 0
    assert reached.all()


def test_parts_hold_all_numbers_once() -> None:
    values = np.random.default_rng(0).standard_normal((5, 160))
    parts = to_parts(values)
    assert USED.sum() == 24 + 2 * 60
    back = put_parts(values, parts)
    np.testing.assert_array_equal(back, values)
    zero = put_parts(values, np.zeros_like(parts))
    assert (zero[:, 24:28] == values[:, 24:28]).all() and not zero[:, :24].any() and not zero[:, 28:148].any()
    assert (zero[:, 148:] == values[:, 148:]).all()


@pytest.mark.parametrize("frames", [1, 3, 8, 20])
def test_waves_are_orthonormal_and_come_back(frames) -> None:
    waves = sine_waves(frames, 8)
    count = min(frames, 8)
    np.testing.assert_allclose(waves[:count] @ waves[:count].T, np.eye(count), atol=1e-12)
    rng = np.random.default_rng(frames)
    given = rng.standard_normal((2, NODES, 8, 12)) * (spreads(frames, 8) > 0)[..., None]
    given = given.reshape(2, NODES, 96)
    np.testing.assert_allclose(to_waves(from_waves(given, frames, 8), 8), given, atol=1e-9)


def test_waves_drawn_at_another_rate_are_the_same_curve() -> None:
    given = np.random.default_rng(0).standard_normal((1, NODES, 96))
    coarse, fine = from_waves(given, 9, 8), from_waves(given, 9, 8, drawn=19)
    np.testing.assert_allclose(fine[:, :, 1::2], coarse, atol=1e-9)
