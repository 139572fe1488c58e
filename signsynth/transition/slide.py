"""Doubled letters: the hand slides to the side between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.rotations import from_6d, to_6d
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.arms import Reach, aimed_joints, has_arms
from signsynth.transition.tracks import bend_elbows
from signsynth.transition.turns import has_tracks

SLIDE_SW = 0.12
"""Way of one slide in shoulder widths: a little more than the breadth of a hand's knuckles."""
FARTHEST_SW = 0.4
"""However many letters are doubled, the hand stays in front of the signer."""


def slid(motion: Motion, count: int = 1) -> Motion:
    """The motion with its spelling hand ``count`` slides further out, the arm bent to follow.

    The right hand moves to the signer's right; the left one to the left where only it is seen.
    Both shapes stay as they are. ``count`` 0 is the motion itself. Errors: ``InputError`` for less.
    """
    if count < 0:
        raise InputError(f"slide {count} times, expected 0 or more")
    if count == 0 or len(motion) == 0:
        return motion
    left, right = (bool(motion.confidence[:, hand].any()) for hand in (LEFT_HAND, RIGHT_HAND))
    side, hand, outward = (0, LEFT_HAND, 1.0) if left and not right else (1, RIGHT_HAND, -1.0)
    pose = motion.pose.astype(np.float64)
    bones = np.linalg.norm(pose[:, 2:6] - pose[:, 0:4], axis=-1)
    pose[:, 4 + side, 0] += outward * min(count * SLIDE_SW, FARTHEST_SW)
    bent = pose.copy()
    bend_elbows(bent, bones[:, :2], bones[:, 2:])
    arm = [2 + side, 4 + side]
    pose[:, arm] = bent[:, arm]
    pose[:, hand] += (pose[:, 4 + side] - motion.pose[:, 4 + side])[:, None]
    if not (has_tracks(motion) and has_arms(motion.mesh.joints)):
        return replace(motion, pose=pose, gesture=None, mesh=None)
    # The gesture holds the hand's turn against the world, which stays; the arm swings under it.
    mesh = motion.mesh
    reach = Reach.of(from_6d(mesh.rotations), mesh.root, mesh.joints)
    rotations = mesh.rotations.copy()
    rotations[:, aimed_joints(mesh.joints)[side]] = to_6d(reach.aimed(pose, reach.marks(motion.pose))[:, side])
    return replace(motion, pose=pose, mesh=replace(mesh, rotations=rotations))
