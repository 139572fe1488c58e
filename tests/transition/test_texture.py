"""The tremor of recordings: measured as it is, not mistaken for movement, and made without slow waves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.transition.directions import values_of
from signsynth.transition.parts import LEADING, USED
from signsynth.transition.texture import texture, tremor
from signsynth.transition.waves import sine_waves
from tests.transition.made import signing

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**16)


def noise(seed: int, frames: int, size: float | np.ndarray = 1.0) -> np.ndarray:
    return size * np.random.default_rng(seed).standard_normal((frames, LEADING))


@few
@given(seed=seeds, size=st.floats(1e-4, 1))
def test_white_noise_is_measured_as_large_as_it_is(seed, size) -> None:
    found = tremor(noise(seed, 400, size), noise(seed + 1, 400, size))
    assert np.median(found[USED]) == pytest.approx(size, rel=0.05)
    np.testing.assert_allclose(found[USED], size, rtol=0.35)
    assert not found[~USED].any()


@few
@given(seed=seeds)
def test_eight_frames_a_side_tell_it_about_right(seed) -> None:
    found = tremor(noise(seed, 8), noise(seed + 1, 8))[USED]
    assert 0.75 < np.median(found) < 1.25


@few
@given(seed=seeds, size=st.floats(0.001, 0.1))
def test_movement_beneath_it_changes_it_little(seed, size) -> None:
    smooth = values_of(signing(seed, 200).pose[:, :50])
    plain, moving = noise(seed, 200, size), noise(seed, 200, size) + smooth
    found = [tremor(values[:100], values[100:])[USED] for values in (plain, moving)]
    assert np.median(np.abs(found[1] - found[0])) < 0.05 * size + 2e-3


@few
@given(seed=seeds)
def test_smooth_movement_has_almost_none(seed) -> None:
    values = values_of(signing(seed, 40).pose[:, :50])
    steps = np.abs(np.diff(values[:, :24], axis=0)).max()
    assert tremor(values[:20], values[20:])[:8].max() < 0.05 * steps


@few
@given(seed=seeds)
def test_parabolas_have_none_at_all(seed) -> None:
    time = np.arange(12.0)[:, None]
    path = noise(seed, 1) + noise(seed + 1, 1) * time + noise(seed + 2, 1) * time**2
    np.testing.assert_allclose(tremor(path, path), 0, atol=1e-10)


@few
@given(seed=seeds, frames=st.integers(1, 60), waves=st.integers(1, 12))
def test_it_holds_none_of_the_slow_waves(seed, frames, waves) -> None:
    before, after = noise(seed, 8), noise(seed + 1, 8)
    made = texture(before, after, frames, waves, np.random.default_rng(seed))
    assert made.shape == (frames, 18, 12)
    np.testing.assert_allclose(np.einsum("wn,npc->wpc", sine_waves(frames, waves), made), 0, atol=1e-9)
    assert made.any() == (frames > waves)


@few
@given(seed=seeds, frames=st.integers(16, 60), scale=st.floats(0.1, 10))
def test_it_is_as_large_as_the_tremor_of_both_sides(seed, frames, scale) -> None:
    before, after = noise(seed, 40), noise(seed + 1, 40)
    made = texture(before, after, frames, 8, np.random.default_rng(seed))
    energy = (made**2).sum(0)[USED] / tremor(before, after)[USED] ** 2
    # What is white has as much in each wave; the first eight are left out.
    assert np.mean(energy) == pytest.approx(frames - 8, rel=0.2)
    larger = texture(scale * before, scale * after, frames, 8, np.random.default_rng(seed))
    np.testing.assert_allclose(larger, scale * made, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("frames", [1, 3])
def test_sides_too_short_to_tell_have_none(frames) -> None:
    side = noise(0, frames)
    assert not tremor(side, side).any()
    assert not texture(side, side, 20, 8, np.random.default_rng(0)).any()
