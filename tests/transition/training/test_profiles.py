"""Human movements: from rest to rest, one peak, longer ways take longer but less than in proportion."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.geometry import minimum_jerk
from signsynth.transition.training.profiles import Profiles, arcs, durations_s

LAWS = Profiles(np.arange(128)[:, None])
TIME = np.linspace(-0.2, 1.2, 1401, dtype=np.float32)


def test_from_nothing_to_all():
    way = LAWS.at(TIME)
    assert (way[:, TIME <= 0] == 0).all()
    assert np.abs(way[:, TIME >= 1] - 1).max() < 1e-5
    assert (np.diff(way, axis=1) > -1e-6).all()


def test_at_rest_at_both_ends_with_one_peak():
    speed = np.diff(LAWS.at(TIME), axis=1)
    peak = speed.max(1)
    assert (speed[:, 220] < 0.25 * peak).all() and (speed[:, -221] < 0.25 * peak).all()
    smooth = np.stack([np.convolve(row, np.ones(41) / 41, "same") for row in speed])
    turns = [(np.diff(np.sign(np.diff(row[220:-220]))) < 0).sum() for row in smooth]
    assert max(turns) <= 2 and np.median(turns) == 1


def test_peaks_lie_where_people_s_do():
    """Real ones: 0.33 to 0.7 of the time, median 0.5."""
    peaks = TIME[np.diff(LAWS.at(TIME), axis=1).argmax(1)]
    assert peaks.min() > 0.25 and peaks.max() < 0.75
    assert 0.33 < np.median(peaks) < 0.55


def test_minimum_jerk_is_among_them():
    way = LAWS.at(TIME)
    assert np.abs(way - minimum_jerk(TIME)).max(1).min() < 5e-3


def test_laws_are_different():
    way = LAWS.at(np.linspace(0.1, 0.9, 9, dtype=np.float32))
    assert len(np.unique(way.round(4), axis=0)) > 100


def test_taken_are_those():
    laws = Profiles.drawn(np.random.default_rng(0), (3, 1, 4))
    assert np.array_equal(laws.taken(np.array([0, 0, 3])).law, laws.law[..., [0, 0, 3]])


def test_shapes_broadcast():
    laws = Profiles.drawn(np.random.default_rng(0), (5, 1, 3))
    assert laws.at(np.zeros((5, 7, 1), np.float32)).shape == (5, 7, 3)


@pytest.mark.parametrize(("way", "low", "high"), [(0.1, 0.12, 0.25), (0.3, 0.2, 0.4), (1.5, 0.55, 0.95)])
def test_durations(way, low, high):
    seconds = durations_s(np.random.default_rng(0), np.full(2000, way))
    assert low < np.median(seconds) < high
    assert seconds.min() >= 0.1


def test_farther_takes_longer_and_is_faster():
    medians = [np.median(durations_s(np.random.default_rng(0), np.full(2000, way))) for way in (0.1, 0.2, 0.4, 0.8)]
    ratios = np.divide(medians[1:], medians[:-1])
    assert (ratios > 1.1).all() and (ratios < 2).all()


def test_arcs_lie_across():
    rng = np.random.default_rng(0)
    way = rng.normal(size=(5000, 3)).astype(np.float32)
    off = arcs(rng, way)
    flat = (off[:, :2] * way[:, :2]).sum(-1)
    assert np.abs(flat).max() < 1e-5
    share = np.linalg.norm(off[:, :2], axis=-1) / np.linalg.norm(way[:, :2], axis=-1)
    assert 0.05 < np.median(share) < 0.09  # as recorded
