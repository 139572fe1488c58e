"""Means and variances, and what they are moved to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.render.photoreal.tone import Tone, toned

RNG = np.random.default_rng(3)
PERSON = np.full((40, 40), -1)
PERSON[8:32, 8:32] = 0
PERSON[8:16, 8:32] = 5


def light(picture: np.ndarray) -> np.ndarray:
    value = picture / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def picture(low=40, high=200, seed=0) -> np.ndarray:
    return np.random.default_rng(seed).integers(low, high, (40, 40, 3)).astype(np.uint8)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.6, 1.5), st.floats(-0.02, 0.05), st.integers(0, 99))
def test_a_change_of_gain_and_shift_is_undone(gain, shift, seed):
    wanted = picture(60, 160, seed)
    changed = np.clip(light(wanted) * gain + shift, 0, 1)
    off = np.where(changed <= 0.0031308, 12.92 * changed, 1.055 * changed ** (1 / 2.4) - 0.055)
    off = np.rint(off * 255).astype(np.uint8)
    table = Tone.of([off], [PERSON]).towards(Tone.of([wanted], [PERSON]))
    again = toned(off, table)[PERSON >= 0].astype(float)
    there = wanted[PERSON >= 0].astype(float)
    assert np.abs(again.mean(0) - there.mean(0)).max() < 1.5
    assert np.abs(again.std(0) / there.std(0) - 1).max() < 0.05


def test_the_same_tone_changes_nothing_by_more_than_rounding():
    tone = Tone.of([picture()], [PERSON])
    table = tone.towards(tone).astype(int)
    assert np.abs(table - np.arange(256)[:, None]).max() <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99), st.integers(0, 60), st.integers(110, 255))
def test_the_mean_is_the_wanted_one_even_where_values_are_cut_off_at_black(seed, low, high):
    """Light that is wanted far more uneven than it is: a third of it ends below black."""
    rng = np.random.default_rng(seed)
    wanted = np.where(rng.random((40, 40, 1)) < 0.8, low, high).astype(np.uint8).repeat(3, -1)
    flat = rng.integers(60, 130, (40, 40, 3)).astype(np.uint8)
    table = Tone.of([flat], [PERSON]).towards(Tone.of([wanted], [PERSON]))
    means = [light(one)[PERSON >= 0].mean(0) for one in (toned(flat, table), wanted)]
    assert np.abs(means[0] - means[1]).max() < 0.002


def test_by_hand():
    # Two pixels of light 0 and 1, one of them in each of two channels.
    seen = np.zeros((1, 2, 3), np.uint8)
    seen[0, 1] = (255, 255, 0)
    tone = Tone.of([seen], [np.zeros((1, 2), int)])
    assert tone.count[0] == 2
    mixed = tone.mixed(np.array([0]), np.ones(1))
    assert mixed.shape == (256, 3) and list(mixed[0]) == [0.5, 0.5, 1] and list(mixed[255]) == [0.5, 0.5, 0]
    assert list(mixed.T @ light(np.arange(256))) == [0.5, 0.5, 0]


def test_the_background_has_no_say():
    a, b = picture(), picture()
    b[PERSON < 0] = 255
    assert np.array_equal(Tone.of([a], [PERSON]).levels, Tone.of([b], [PERSON]).levels)


def test_how_much_of_a_part_is_seen_does_not_change_its_colour():
    """A bright hand before dark cloth: more of it in view is not a brighter person."""
    few, many = PERSON.copy(), PERSON.copy()
    many[16:28, 8:32] = 5
    pictures = []
    for labels in (few, many):
        drawn = picture(30, 60, 1)
        drawn[labels == 5] = picture(180, 220, 2)[labels == 5]
        pictures.append(drawn)
    table = Tone.of([pictures[1]], [many]).towards(Tone.of([pictures[0]], [few])).astype(int)
    assert np.abs(table - np.arange(256)[:, None])[30:220].max() <= 6
    # Without parts the same pictures ask for a large change.
    whole = [np.where(labels >= 0, 0, -1) for labels in (few, many)]
    naive = Tone.of([pictures[1]], [whole[1]]).towards(Tone.of([pictures[0]], [whole[0]])).astype(int)
    assert np.abs(naive - np.arange(256)[:, None])[30:220].max() > 20


def test_nobody_in_the_picture_changes_nothing():
    nobody = Tone.of([picture()], [np.full((40, 40), -1)])
    somebody = Tone.of([picture()], [PERSON])
    for a, b in ((nobody, somebody), (somebody, nobody), (nobody, nobody)):
        assert np.array_equal(a.towards(b), np.repeat(np.arange(256)[:, None], 3, 1))


@pytest.mark.parametrize("labels", [PERSON >= 0, np.where(PERSON >= 0, 0, -1)[::2, ::2]])
def test_masks_and_labels_of_another_size_are_taken(labels):
    assert Tone.of([picture()], [labels]).count.sum() == (PERSON >= 0).sum()
