"""How long transitions take."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition import Duration
from signsynth.transition.duration import hands_way_sw, tempo_sw_s
from tests.transition.made import moved, signing, still

ways = st.floats(0.0, 1.5)


@settings(deadline=None)
@given(near=ways, far=ways)
def test_a_longer_way_never_takes_less_time(near, far):
    near, far = sorted((near, far))
    pose, duration = still(1), Duration()
    seconds = [duration.seconds(pose, moved(pose, [way, 0, 0])) for way in (near, far)]
    assert seconds[0] <= seconds[1]


@given(offset=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)))
@settings(deadline=None)
def test_a_still_pose_to_its_shifted_self_by_hand(offset):
    pose, duration = still(1), Duration()
    way = float(np.hypot(*offset))
    found = duration.seconds(pose, moved(pose, [*offset, 0]))
    assert found == pytest.approx(min(duration.least_s + way / duration.slowest_sw_s, duration.longest_s), abs=1e-5)


def test_depth_counts_less_than_what_the_camera_sees():
    pose = still(1)
    assert hands_way_sw(pose, moved(pose, [0, 0, 0.5])) == pytest.approx(0.2, abs=1e-6)


def test_a_change_of_handshape_takes_time_unless_one_side_is_unseen():
    flat, bent = still(1), still(2)
    pose = bent.pose.copy()
    pose[:, 8:50] += flat.pose[:, [4, 5]].repeat(21, 1) - bent.pose[:, [4, 5]].repeat(21, 1)
    pose[:, :8] = flat.pose[:, :8]
    there = Motion(pose, bent.confidence, bent.fps)
    assert hands_way_sw(flat, there) > 0.02
    unseen = bent.confidence.copy()
    unseen[:, 8:50] = 0
    assert hands_way_sw(flat, Motion(pose, unseen, bent.fps)) == pytest.approx(0, abs=1e-6)


def test_the_way_is_the_same_back_and_forth_and_on_the_other_side():
    a, b = still(1), still(2)
    assert hands_way_sw(a, b) == pytest.approx(hands_way_sw(b, a))
    assert hands_way_sw(a.mirrored(), b.mirrored()) == pytest.approx(hands_way_sw(a, b), abs=1e-6)


def test_tempo_by_hand():
    pose = still(1, 5)
    moving = moved(pose, np.arange(5)[:, None] * [0.03, 0.04, 0.5])
    assert tempo_sw_s(moving) == pytest.approx(0.05 * 25, rel=1e-4)
    assert tempo_sw_s(pose[:1]) == 0


def test_between_fast_signs_hands_move_faster():
    slow = still(1, 10)
    fast = moved(slow, np.arange(10)[:, None] * [0.04, 0, 0])
    gap = [0.3, 0, 0]
    ends = moved(slow, fast.pose[-1, 4] - slow.pose[-1, 4])
    assert Duration().seconds(fast, moved(ends, gap)) < Duration().seconds(ends, moved(ends, gap))


@settings(deadline=None)
@given(pace=st.floats(0.2, 5), seed=st.integers(0, 100))
def test_pace_divides_the_time_and_a_frame_is_the_least(pace, seed):
    a, b = signing(seed), signing(seed + 1)
    frames, duration = Duration().frames(a, b, pace), Duration().seconds(a, b)
    assert frames == max(1, round(duration / pace * 25))


def test_signing_at_the_distances_of_real_signing_takes_the_times_of_real_signing():
    """Ways 0.12 (median) and 0.35 (nine tenths) at 0.8 shoulder widths a second: 170 and 380 ms, within a third."""
    base = still(1, 12)
    sign = moved(base, np.arange(12)[:, None] * [0.8 / 25, 0, 0])
    end = moved(base, sign.pose[-1, 4] - base.pose[-1, 4])
    after = lambda way: moved(end, [[0, way, 0]] + np.arange(12)[:, None] * [[0.8 / 25, 0, 0]])  # noqa: E731
    found = [Duration().seconds(sign, after(way)) for way in (0.12, 0.35)]
    np.testing.assert_allclose(found, [0.17, 0.38], rtol=0.34)


@pytest.mark.parametrize("bad", [{"least_s": 0}, {"slowest_sw_s": -1}, {"longest_s": 0.01}, {"fastest_sw_s": 0.1}])
def test_impossible_durations_are_refused(bad):
    with pytest.raises(InputError, match="positive"):
        Duration(**bad)


@pytest.mark.parametrize("pace", [0, -1, float("nan")])
def test_impossible_paces_are_refused(pace):
    with pytest.raises(InputError, match="pace"):
        Duration().frames(still(1), still(2), pace)


def test_labelled_real_transitions_lie_in_the_range_that_can_be_made(shared_data):
    """Careful fingerspelling of four signers: nine tenths of its labelled transitions are within the longest."""
    with open(shared_data / "nsl23" / "index.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "transition"]
    seconds = np.array([int(row["frames"]) / float(row["fps"]) for row in rows])
    assert len(seconds) > 200
    low, high = np.percentile(seconds, [5, 95])
    assert Duration().least_s < low and high < Duration().longest_s
