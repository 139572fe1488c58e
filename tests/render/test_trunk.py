"""A person keeps both arms, whatever the camera lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.render import SkeletonRenderer
from tests.render.motions import waving


def test_an_arm_that_was_not_seen_is_drawn_where_it_is_guessed():
    motion = waving(1)
    confidence = motion.confidence.copy()
    confidence[:, [2, 4]] = 0
    lost = replace(motion, confidence=confidence)
    pictures = [next(iter(SkeletonRenderer()(m, None, size=128))) for m in (motion, lost)]
    np.testing.assert_array_equal(*pictures)
