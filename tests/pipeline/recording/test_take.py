"""Takes of one sign in one video."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.capture import Camera
from signsynth.errors import InputError
from signsynth.motion import Motion, concatenate
from signsynth.pipeline.recording.take import function, segment, takes
from signsynth.skeleton import CANONICAL, RIGHT_HAND
from tests.lexicon.making import signing


def rest(frames: int) -> Motion:
    """Both hands hang, unseen."""
    confidence = np.ones((frames, len(CANONICAL)))
    confidence[:, 8:50] = 0
    return Motion(np.repeat(CANONICAL.rest[None], frames, 0), confidence, 25.0)


def up(motion: Motion, frames: int = 8) -> Motion:
    """The way of the right hand from rest to where a motion begins."""
    share = np.linspace(0, 1, frames)[:, None, None]
    pose = (1 - share) * CANONICAL.rest + share * motion.pose[0]
    hand = pose[:, RIGHT_HAND]
    pose[:, RIGHT_HAND] = motion.pose[0, RIGHT_HAND] - motion.pose[0, 5] + pose[:, 5:6]
    assert hand.shape[1] == 21
    return Motion(pose, np.repeat(motion.confidence[:1], frames, 0), motion.fps)


def back(motion: Motion) -> Motion:
    way = up(motion[len(motion) - 1 :])
    return way.taken(np.arange(len(way))[::-1])


def performed(*signs: Motion) -> Motion:
    parts = [part for sign in signs for part in (rest(15), up(sign), sign, back(sign))]
    return concatenate([*parts, rest(15)])


def test_repetitions_with_rest_between_are_takes():
    spans, odd = takes(performed(*[signing(30)] * 3), "x")
    assert len(spans) == 3 and not odd
    assert all(spans[n].end <= spans[n + 1].start for n in range(2))
    assert all(30 <= len(span) <= 70 for span in spans)


def test_movements_that_are_unlike_are_one_sign():
    other = signing(30, height=0.7, reach=-0.7)
    pose = other.pose.copy()
    pose[:, RIGHT_HAND] = 2 * pose[:, 5:6] - pose[:, RIGHT_HAND]  # fingers down
    spans, odd = takes(performed(signing(30), Motion(pose, other.confidence, other.fps)), "x")
    assert len(spans) == 1 and "2 movements" in odd


def test_a_hold_within_a_sign_does_not_part_it():
    """As in a real video of YO: a point, a long hold, a twitch."""
    sign = signing(20)
    held = sign.taken(np.full(40, 19))
    twitch = signing(12, reach=0.08)
    whole = concatenate([rest(15), up(sign), sign, held, twitch, back(twitch), rest(15)])
    spans, odd = takes(whole, "x")
    assert len(spans) == 1 and not odd and len(spans[0]) > 70


def test_nobody_signs():
    with pytest.raises(InputError, match="x: no hand is ever raised"):
        takes(rest(50), "x")


def test_the_segment_leaves_out_the_way_to_the_sign():
    whole = performed(signing(40))
    columns = segment(whole)
    start, end = int(columns["segment_start"]) / 40, int(columns["segment_end"]) / 40
    assert 15 < start < 15 + 14 and 15 + 8 + 40 - 8 < end < len(whole) - 15


def test_functions_are_found_by_name():
    assert function("signsynth.pipeline.recording.take:takes") is takes
    camera = function("signsynth.capture:Camera")  # one for all videos: its tracker loads models
    assert isinstance(camera, Camera) and function("signsynth.capture:Camera") is camera
    for name in ("os:nothing", "nowhere_at_all:x", "os"):
        with pytest.raises(InputError, match="cannot be loaded"):
            function(name)
