"""Laws of cutting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.photoreal.shot import reflected, shots
from signsynth.skeleton import CANONICAL
from tests.render.motions import waving


def still(frames: int) -> Motion:
    return Motion(np.repeat(CANONICAL.rest[None], frames, 0), np.ones((frames, len(CANONICAL))), 25.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.sampled_from([(17, 1, 2), (17, 5, 2), (77, 5, 4), (77, 1, 0), (81, 0, 8)]))
def test_every_frame_is_shown_once_in_order(frames, rules):
    window, context, overlap = rules
    cut = list(shots(waving(frames) if frames else still(0), window, context, overlap))
    assert [f for shot in cut for f in range(shot.begin, shot.cut)] == list(range(frames))
    for number, shot in enumerate(cut):
        assert shot.start == (0 if number == 0 else shot.begin - context)
        assert shot.end - shot.start <= window
        assert shot.begin < shot.cut <= shot.end <= frames
        if shot.cut < frames:
            assert shot.end - shot.cut >= overlap and shot.end - shot.start == window


def test_cuts_fall_into_holds():
    # The hand moves all the time but for frames 50 to 59 and 120 to 129.
    moving = np.ones(190, bool)
    moving[50:60] = moving[120:130] = False
    motion = still(190)
    pose = motion.pose.copy()
    pose[:, 4, 1] += 0.05 * np.cumsum(moving) % 3
    pose[:, 8:29] += (pose[:, 4] - motion.pose[:, 4])[:, None]
    found = [shot.cut for shot in shots(Motion(pose, motion.confidence, 25.0), 77, 5, 4)][:-1]
    assert len(found) == 2
    assert 50 <= found[0] < 60 and 120 <= found[1] < 130


def test_a_still_motion_is_cut_as_late_as_it_can_be():
    assert [shot.cut for shot in shots(still(200), 77, 5, 4)] == [73, 141, 200]


@pytest.mark.parametrize("window, context, overlap", [(5, 5, 0), (17, 5, 4), (77, -1, 4), (77, 5, -1)])
def test_windows_that_do_not_get_on_are_refused(window, context, overlap):
    with pytest.raises(InputError, match="expected at least"):
        list(shots(still(100), window, context, overlap))


@given(st.integers(0, 30), st.integers(1, 60), st.integers(1, 40))
def test_reflection_turns_back_at_both_ends(start, window, frames):
    found = reflected(start % frames, window, frames)
    assert len(found) == window and found.min() >= 0 and found.max() < frames
    inside = min(window, frames - start % frames)
    assert list(found[:inside]) == list(range(start % frames, start % frames + inside))
    if frames > 1:
        assert (np.abs(np.diff(found)) == 1).all()


def test_reflection_known_answer():
    assert list(reflected(0, 10, 5)) == [0, 1, 2, 3, 4, 3, 2, 1, 0, 1]
    assert list(reflected(3, 5, 5)) == [3, 4, 3, 2, 1]
    assert list(reflected(0, 17, 1)) == [0] * 17
