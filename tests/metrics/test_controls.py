"""Controls are what they say, and copies are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.metrics.controls import replay_share, reversed_, shuffled, static
from signsynth.metrics.layout import SLRTP_178
from signsynth.metrics.sequence import Sequence
from tests.metrics.made import moving, sequence


def test_static_is_the_mean_of_what_was_seen():
    points = np.zeros((2, 50, 3))
    points[1] = 2.0
    points[0, 7] = np.nan
    points[:, 9] = np.nan
    frozen = static([Sequence.of_array(points)])[0]
    assert len(frozen) == 2 and (frozen.points[:, 0] == 1).all() and (frozen.points[:, 7] == 2).all()
    assert not frozen.seen[:, 9].any() and frozen.seen[:, 7].all()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 9), st.integers(0, 1000))
def test_shuffling_leaves_nobody_their_own(count, seed):
    real = [moving(3, k) for k in range(count)]
    made = shuffled(real, seed)
    assert sorted(map(id, made)) == sorted(map(id, real))
    assert not any(a is b for a, b in zip(made, real, strict=True))


def test_reversed_twice_is_the_same():
    real = [moving(5, 1)]
    assert (reversed_(reversed_(real))[0].points == real[0].points).all()


def test_copied_frames_are_counted():
    known, own = moving(40, 3), moving(40, 4)
    mixed = Sequence.of_array(np.concatenate([known.points[10:20] + 0.001, own.points[:30]]))
    assert replay_share([mixed], [known]) == 0.25
    assert replay_share([own], [known]) == 0
    assert replay_share([known], [known, own]) == 1


def test_near_is_a_root_mean_square_distance():
    known = sequence([[[0, 0, 0]]])
    assert replay_share([sequence([[[0.00499, 0, 0]], [[0.00501, 0, 0]]])], [known]) == 0.5


def test_nothing_to_compare_with():
    assert np.isnan(replay_share([], [moving(3)]))
    blind = Sequence.of_array(np.full((2, 50, 3), np.nan))
    with pytest.raises(InputError, match="no point"):
        replay_share([blind], [blind])
    with pytest.raises(InputError, match="layouts"):
        replay_share([moving(2)], [moving(2, order=SLRTP_178)])
