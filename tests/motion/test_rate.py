"""Frame rates found from the speed of signing."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.files import read_recording
from signsynth.motion.rate import COMMON_RATES, SIGNING_SPEED_SW_S, estimate_fps
from signsynth.motion.recording import Recording
from tests.motion.filmed import hidden, mirrored, person


def circling(fps: float, *, speed: float = SIGNING_SPEED_SW_S, hold_s: float = 0.0) -> Recording:
    """The right hand on a large circle at one speed in shoulder widths a second, held still before and after."""
    seconds = np.clip(np.arange(0, 3 + 2 * hold_s, 1 / fps) - hold_s, 0, 3)
    points = np.repeat(person(1).points, len(seconds), 0)
    angle = seconds * speed / 0.5
    points[:, 29:50] += 0.5 * np.stack([np.cos(angle), np.sin(angle), 0 * angle], -1)[:, None]
    return hidden(Recording(points, np.ones(points.shape[:2])), range(len(points)), range(8, 29))


@pytest.mark.parametrize("fps", COMMON_RATES)
def test_signing_at_the_usual_speed_tells_its_rate(fps):
    assert estimate_fps([circling(fps)]) == fps


@pytest.mark.parametrize("fps", [15.0, 25.0, 50.0])
def test_holds_scale_and_side_do_not_matter(fps):
    clip = circling(fps, hold_s=2.0)
    assert estimate_fps([clip]) == fps
    assert estimate_fps([Recording(clip.points * 77 + 5, clip.confidence)]) == fps
    assert estimate_fps([mirrored(clip)]) == fps


def test_the_typical_clip_of_a_set_decides():
    assert estimate_fps([circling(25)] * 3 + [circling(25, speed=9.0), circling(25, speed=0.2)]) == 25


def test_the_rate_stays_within_common_ones_and_is_25_where_nothing_moves():
    assert estimate_fps([circling(10, speed=30.0)]) == min(COMMON_RATES)
    assert estimate_fps([circling(60, speed=0.3)]) == max(COMMON_RATES)
    still = person(1)
    assert estimate_fps([Recording(still.points.repeat(30, 0), still.confidence.repeat(30, 0))]) == 25
    assert estimate_fps([]) == 25
    assert estimate_fps([Recording(np.zeros((30, 189, 3)), np.zeros((30, 189)))]) == 25


def test_a_real_set_of_known_rate_is_found_within_a_quarter(shared_data):
    """asl100 is 29.97 frames a second; each half of the set tells it too."""
    clips = [read_recording(path) for path in sorted((shared_data / "asl100/signs").glob("*.json"))]
    for part in (clips, clips[::2], clips[1::2]):
        assert abs(estimate_fps(part) / 29.97 - 1) <= 0.25


def test_sets_of_other_signers_are_found_within_a_factor_of_two(shared_data):
    """Not used for the calibration."""
    sentences = [read_recording(path) for path in sorted((shared_data / "dgs_sentences/train").glob("*_original.pose"))]
    signs = [read_recording(path) for path in sorted((shared_data / "peer_lexicon/dummy_lexicon/sgg").glob("*.pose"))]
    for clips, fps in ((sentences, 25.0), (signs, 24.0)):
        assert 0.5 < estimate_fps(clips) / fps < 2
