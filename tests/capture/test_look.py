"""What a video's pictures are like: known answers from made pictures."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.capture.look import Look
from signsynth.capture.tracker import SEEN, Frame, Sighting, nobody
from signsynth.motion.recording import RECORDED_POINTS
from signsynth.skeleton import RIGHT_HAND


def sighting(x: float = 100.0, y: float = 80.0, span: float = 40.0) -> Sighting:
    """A right hand in a box."""
    points, confidence = np.zeros((RECORDED_POINTS, 3)), np.zeros(RECORDED_POINTS)
    along = np.linspace(0, span, 21)
    points[RIGHT_HAND, 0], points[RIGHT_HAND, 1] = x + along, -(y + along)
    confidence[RIGHT_HAND] = SEEN
    return Sighting(points, confidence)


def looked(pictures: list[np.ndarray], sightings: list[Sighting]):
    look = Look()
    for _, one in zip(look.noted(Frame(p, k / 25) for k, p in enumerate(pictures)), sightings, strict=False):
        look.seen(one)
    return look.footage(25.0)


def pictures(count: int, level: int, grain: float) -> list[np.ndarray]:
    draw = np.random.default_rng(0)
    return [np.clip(level + draw.normal(0, grain, (200, 300, 3)), 0, 255).astype(np.uint8) for _ in range(count)]


def test_brightness_is_that_of_the_signer():
    assert looked(pictures(8, 40, 2), [sighting()] * 8).brightness == pytest.approx(40, abs=2)
    assert looked(pictures(8, 180, 2), [sighting()] * 8).brightness == pytest.approx(180, abs=2)


def test_fine_grain_is_sharper_than_none():
    sharp = looked(pictures(8, 120, 30), [sighting(span=128)] * 8).sharpness
    flat = looked(pictures(8, 120, 0), [sighting(span=128)] * 8).sharpness
    assert flat == 0 and sharp > 500


def test_a_hand_at_the_edge_is_cut_off():
    half = [sighting()] * 4 + [sighting(x=270)] * 4
    assert looked(pictures(8, 120, 5), half).outside == 0.5


def test_repeated_frames_are_counted():
    first = pictures(5, 120, 20)
    doubled = [picture for picture in first for _ in range(2)]
    assert looked(doubled, [sighting()] * 10).doubled == 0.5
    assert looked(first, [sighting()] * 5).doubled == 0


def test_nobody_and_nothing_are_unknown_and_no_fault():
    footage = looked(pictures(4, 120, 5), [nobody()] * 4)
    assert footage.brightness is None and footage.sharpness is None and footage.outside == 0
    assert Look().footage(25.0).doubled == 0
