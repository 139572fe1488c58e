"""Law: an articulation says what was bent and spread, and nothing of the swing that all fingers share."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.body import Body
from signsynth.body.articulation import BENDS, GAPS, PALM, articulation
from signsynth.body.fit.rig import FINGERS, SIDES
from signsynth.body.fit.turns import to_6d
from signsynth.motion import Gesture

NAMES = [[f"{bone}.{side}" for finger in FINGERS for bone in finger] for side in SIDES]


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


def gesture(body: Body, angles: np.ndarray) -> Gesture:
    """Joints turned by rotation vectors ``(frames, 2, 15, 3)`` about the body's axes; palms at rest."""
    every = torch.zeros(len(angles), body.joints, 3, dtype=torch.float64)
    joints = [[body.joint(name) for name in names] for names in NAMES]
    every[:, joints] = torch.as_tensor(angles)
    turns = to_6d(body.to(torch.float64).from_angles(every).numpy())
    count = len(angles)
    return Gesture(turns[:, joints], np.tile([1, 0, 0, 0, 1, 0], (count, 2, 1)), np.ones((count, 2)))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_bends_and_gaps_are_those_that_were_made(body, seed):
    rng = np.random.default_rng(seed)
    angles = rng.uniform(-1, 1, (3, 2, 15, 3))
    told = articulation(gesture(body, angles))
    assert told.shape == (3, 2, 24)
    assert np.abs(told[..., BENDS] - angles[..., 0]).max() < 1e-5
    sideways = angles[:, :, [3, 6, 9, 12], 1]
    assert np.abs(told[..., GAPS] - (sideways[..., :-1] - sideways[..., 1:])).max() < 1e-5


def test_a_swing_that_all_fingers_share_and_twists_are_not_told(body):
    angles = np.random.default_rng(0).uniform(-0.8, 0.8, (4, 2, 15, 3))
    swung = angles.copy()
    swung[:, :, 3::3, 1] += 0.3
    swung[..., 2] *= -1
    assert np.abs(articulation(gesture(body, swung)) - articulation(gesture(body, angles))).max() < 1e-5


def test_the_mirror_exchanges_hands_and_keeps_bends_and_gaps(body):
    made = gesture(body, np.random.default_rng(1).uniform(-0.8, 0.8, (4, 2, 15, 3)))
    told, seen = articulation(made), articulation(made.mirrored())
    assert np.abs(seen[:, ::-1, BENDS] - told[..., BENDS]).max() < 1e-3
    assert np.abs(np.abs(seen[:, ::-1, GAPS]) - np.abs(told[..., GAPS])).max() < 1e-3
    assert np.array_equal(seen[..., PALM], made.mirrored().wrists.astype(np.float64))
