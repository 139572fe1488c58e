"""The mixture of processes: meets both sides whatever it has learned, and knows no place, size or signer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.transition.gaussian_process import fill_gaussian_process
from signsynth.transition.mixture import (
    GROUPS,
    SIDE,
    bends,
    features,
    gates,
    initial_mixture,
    leads,
    misfits,
    mixed_ways,
    waves,
    ways,
)
from tests.transition.learned import tiny

few = settings(max_examples=20, deadline=None)
lengths = st.integers(1, 40)


def sides(seed: int, batch: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 0.05 * rng.standard_normal((batch, 2 * SIDE, 148)).cumsum(1)


def test_groups_hold_every_column_once() -> None:
    np.testing.assert_array_equal(np.sort(np.concatenate(GROUPS)), np.arange(148))


@few
@given(frames=lengths)
def test_every_way_carries_on_what_stands_and_what_goes_straight(frames) -> None:
    every = ways(frames)
    np.testing.assert_allclose(every.sum(-1), 1, atol=1e-3)
    times = np.concatenate([np.arange(SIDE) - (SIDE - 1.0), frames + 1 + np.arange(SIDE)])
    # All but the last, which goes quickly in the middle.
    np.testing.assert_allclose(every[:-1] @ times, np.broadcast_to(np.arange(1, frames + 1), (181, frames)), atol=0.05)


@few
@given(seed=st.integers(0, 999), frames=lengths)
def test_gates_are_shares(seed, frames) -> None:
    at, model = sides(seed), tiny(seed)
    told, misfit = features(at, frames), misfits(at, frames)
    shares = gates(model.weights, told.swapaxes(0, 1), misfit.swapaxes(0, 1))
    assert shares.shape == (5, 2, 182) and (shares >= 0).all() and (misfit >= 0).all()
    np.testing.assert_allclose(shares.sum(-1), 1, rtol=1e-5)


@few
@given(seed=st.integers(0, 999), frames=lengths, shift=st.floats(-2, 2))
def test_the_guess_goes_where_the_sides_go(seed, frames, shift) -> None:
    at, model = sides(seed), tiny(seed)
    moved = at.copy()
    moved[..., :28] += shift
    made = mixed_ways(model.weights, at, frames)
    made[..., :28] += shift
    np.testing.assert_allclose(mixed_ways(model.weights, moved, frames), made, atol=2e-3)


@few
@given(seed=st.integers(0, 999), frames=lengths, angle=st.floats(-3, 3))
def test_bodies_and_hands_that_are_turned_make_guesses_that_are_turned(seed, frames, angle) -> None:
    """What the network is told knows no direction; arm lengths, which are none, stay out of it."""
    at, model = sides(seed), tiny(seed)
    at[..., 24:28] = 0.8
    around_z = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])

    def turned(values):
        out = values.copy()
        for columns in (slice(0, 24), slice(28, 148)):
            shape = out[..., columns].shape
            out[..., columns] = (values[..., columns].reshape(-1, 3) @ around_z.T).reshape(shape)
        return out

    made = mixed_ways(model.weights, turned(at), frames)
    np.testing.assert_allclose(made, turned(mixed_ways(model.weights, at, frames)), atol=2e-3)


@few
@given(frames=lengths)
def test_leads_move_with_everything_and_waves_end_at_the_seams(frames) -> None:
    np.testing.assert_allclose(leads(frames).sum(-1), 0, atol=1e-5)
    np.testing.assert_allclose(leads(frames)[SIDE - 1, SIDE - 1 : SIDE + 1], [-1, 1])
    wave = waves(frames)
    assert wave.shape == (frames, 4) and (np.abs(wave[[0, -1]]) <= np.pi / (frames + 1) + 1e-6).all()


@few
@given(seed=st.integers(0, 999), frames=lengths)
def test_what_bends_add_is_sine_waves_of_what_was_seen(seed, frames) -> None:
    at, model = sides(seed), tiny(seed)
    straight = {name: array for name, array in model.weights.items() if name != "mixture.bend.w"}
    off = mixed_ways(model.weights, at, frames) - mixed_ways(straight, at, frames)
    told = bends(model.weights, features(at, frames).swapaxes(0, 1))
    assert told.shape == (5, 2, 4, 15)
    left = GROUPS[1]
    np.testing.assert_allclose(off[..., left], waves(frames) @ told[1] @ (leads(frames) @ at[..., left]), atol=1e-5)


@pytest.mark.parametrize("frames", [4, 12])
def test_sure_of_one_kernel_it_is_the_gaussian_process(frames) -> None:
    """Trusting likelihood alone, and half of the velocities at the seams, both choose the same candidate."""
    at = sides(3, batch=1)
    weights = initial_mixture(0)
    weights["mixture.trust"] = weights["mixture.trust"] + 12
    weights["mixture.out.b"] = np.full_like(weights["mixture.out.b"], -1e4)
    weights["mixture.out.b"][..., 60:120] = 0
    del weights["mixture.bend.w"]  # bones stay as long as they become
    mine = mixed_ways(weights, at, frames)[0]
    theirs = fill_gaussian_process(at[0, :SIDE], at[0, SIDE:], frames, tuple(GROUPS))
    np.testing.assert_allclose(mine, theirs, atol=2e-3)


def test_size_changes_nothing_but_the_size() -> None:
    at = sides(1) * 40
    told = [features(x, 10) for x in (at, at * 3)]
    speed = 11
    same = [k for k in range(13) if k != speed]
    np.testing.assert_allclose(told[0][..., same], told[1][..., same], atol=0.01)
