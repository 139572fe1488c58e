"""Straying and tremor: as both sides do it, nothing where they are still, as large as the law of recordings says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.transition.parts import LEADING, USED, to_parts
from signsynth.transition.texture import FASTEST_MOVEMENT, GROUPS, STRAYING, movement_waves, sizes, texture
from signsynth.transition.waves import sine_waves

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**16)
lengths = st.integers(1, 60)


def noise(seed: int, frames: int, size: float = 1.0) -> np.ndarray:
    return size * np.random.default_rng(seed).standard_normal((frames, LEADING))


def made(seed: int, frames: int, *, scale: float = 1.0, waves: range | None = None, side: int = 8) -> np.ndarray:
    before, guess, after = (scale * noise(seed + k, n) for k, n in enumerate((side, frames, side)))
    return texture(before, guess, after, range(1, frames + 1) if waves is None else waves, _rng(seed))


@few
@given(seed=seeds, frames=lengths)
def test_it_has_a_number_for_all_that_parts_have_and_for_nothing_else(seed, frames) -> None:
    found = made(seed, frames)
    assert found.shape == (frames, 18, 12)
    assert found[:, USED].all() and not found[:, ~USED].any()


@few
@given(seed=seeds, frames=lengths, scale=st.floats(0.1, 10))
def test_what_is_twice_as_large_strays_twice_as_far(seed, frames, scale) -> None:
    larger, once = made(seed, frames, scale=scale), made(seed, frames)
    np.testing.assert_allclose(larger, scale * once, atol=1e-3 * scale * np.abs(once).max())


@few
@given(seed=seeds, frames=lengths)
def test_nothing_trembles_between_sides_that_stand_still(seed, frames) -> None:
    still = np.repeat(noise(seed, 1), 8, axis=0)
    assert not texture(still, np.repeat(still[:1], frames, 0), still, range(1, frames + 1), _rng(seed)).any()


@few
@given(seed=seeds, frames=st.integers(8, 40))
def test_steady_movement_has_no_quick_waves(seed, frames) -> None:
    way = np.arange(16.0 + frames)[:, None] * noise(seed, 1)
    quick = range(movement_waves(frames) + 1, frames + 1)
    found = texture(way[:8], way[8:-8], way[-8:], quick, _rng(seed))
    assert np.abs(found).max() < 1e-3 * np.abs(np.diff(way, axis=0)).max()


@few
@given(seed=seeds, frames=st.integers(8, 40))
def test_smooth_movement_trembles_far_less_than_rough_one(seed, frames) -> None:
    time = np.arange(16.0 + frames)[:, None]
    smooth = np.sin(0.15 * time + noise(seed, 1)) * noise(seed + 1, 1)
    rough = smooth + noise(seed + 2, len(smooth), 0.02)
    quick = range(movement_waves(frames) + 1, frames + 1)
    found = [np.abs(texture(way[:8], way[8:-8], way[-8:], quick, _rng(seed))).mean() for way in (smooth, rough)]
    assert found[0] < 0.4 * found[1]


@few
@given(seed=seeds, frames=st.integers(1, 40))
def test_a_part_that_is_still_stays_still_beside_others_that_move(seed, frames) -> None:
    values = [noise(seed + k, n) for k, n in enumerate((8, frames, 8))]
    for part in values:
        part[:, 28:88] = 0.5  # the left hand
    found = texture(*values, range(1, frames + 1), _rng(seed))
    assert not found[:, 8:13].any() and found[:, 13:].any()


def test_near_either_side_it_moves_as_that_side_does() -> None:
    # Each side trembles along one direction: how much of either there is in a wrist and a finger near each end.
    rng = _rng(0)
    ways = rng.standard_normal((2, 1, LEADING))
    sides, guess = [way * rng.standard_normal((8, 1)) for way in ways], noise(1, 30)
    energy = np.zeros((30, 2))
    for seed in range(200):
        found = texture(sides[0], guess, sides[1], range(8, 31), _rng(seed))[:, 15]
        both = to_parts(ways[:, 0])[:, 15]
        energy += (found @ np.linalg.pinv(both)) ** 2 * (both**2).sum(1)
    assert energy[0, 1] < 0.05 * energy[0, 0] and energy[-1, 0] < 0.05 * energy[-1, 1]
    assert (np.diff(np.convolve(energy[:, 0] / energy.sum(1), np.ones(5) / 5, "valid")) < 0.02).all()


@given(frames=st.integers(1, 200))
def test_slow_waves_are_those_below_the_limit(frames) -> None:
    cycles = np.arange(1, frames + 1) / (2 * (frames + 1))
    assert movement_waves(frames) == (cycles <= FASTEST_MOVEMENT).sum()


@few
@given(seed=seeds, frames=lengths)
def test_no_waves_are_nothing(seed, frames) -> None:
    assert not made(seed, frames, waves=range(1, 1)).any()


def test_it_is_as_large_as_the_law_says() -> None:
    frames, energy = 24, np.zeros((24, len(GROUPS)))
    before, guess, after = noise(0, 8), noise(1, frames), noise(2, 8)
    for seed in range(300):
        waves = np.einsum(
            "kn,npc->kpc", sine_waves(frames, frames), texture(before, guess, after, range(9, 20), _rng(seed))
        )
        energy += np.stack([sizes(wave[None]) ** 2 for wave in waves]) / 300
    sides = [to_parts(side) for side in (before, after)]
    bends = sizes(np.concatenate([np.diff(side, n=2, axis=0) for side in sides])) / np.sqrt(6)
    steps = sizes(np.concatenate([np.diff(side, axis=0) for side in sides])) / np.sqrt(2)
    inside = sizes(np.diff(np.concatenate([sides[0][-1:], to_parts(guess), sides[1][:1]]), axis=0))
    # Log-normal sizes have a mean square of exp(2 * scatter ** 2); where sides fade, waves mix a little.
    shakes = sizes(np.concatenate([np.diff(side, n=3, axis=0) for side in sides])) / np.sqrt(20)
    expected = STRAYING.law(frames)[8:19] * np.minimum(bends, STRAYING.shaken * shakes) * np.sqrt(inside / steps)
    found = np.sqrt(energy[8:19] / np.exp(2 * STRAYING.scatter**2))
    assert np.abs(np.log(found.mean(0) / expected.mean(0))).max() < 0.25
    assert energy[:5].sum() < 0.05 * energy.sum()


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_sides_too_short_to_tell_have_none(frames) -> None:
    assert not made(0, 20, side=frames).any()


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)
