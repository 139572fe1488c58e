"""Where the points of a body should be so that it does what a motion does.

A motion has canonical proportions (or those of the body itself: then nothing is changed). Kept are the
place of the wrists in signing space, the directions of finger bones, the turn of the head and the
expression; lengths are the body's. Near the face hands follow the body's own face, so that a touch
stays a touch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body.fit.face import Face, read_face
from signsynth.body.fit.rig import Rig
from signsynth.geometry import smooth, unit
from signsynth.motion import Motion
from signsynth.motion.contact import FACE_RADIUS_SW
from signsynth.skeleton import CANONICAL, FACE, HAND_PARENTS, LEFT_HAND, RIGHT_HAND

HANDS = (LEFT_HAND, RIGHT_HAND)
NEAR_SW, FAR_SW = 0.08, 0.4
"""Distance of a hand from the face up to which it follows the body's own face, and beyond which not at all."""
BENT = 0.8
"""Up to this share of its length an arm counts as bent."""
_FADE_S = 0.15
"""Standard deviation of the fade from a tracked hand to a relaxed one."""
_UNSEEN = 0.15
"""Weight of a point that was not seen: its place is a guess, but a smooth one."""


@dataclass(frozen=True, eq=False)
class Targets:
    """Metres in the body's frame; everything per frame."""

    own: bool
    """Whether the motion has the body's proportions."""
    trunk: np.ndarray
    """``(frames, 4, 3)``: shoulders and hips."""
    trunk_weight: np.ndarray
    """``(frames, 4)``."""
    face: Face
    """Turn and place of the head, and face actions."""
    elbows: np.ndarray
    """``(frames, 2, 3)``: says on which side of the line from shoulder to wrist the elbow is."""
    wrists: np.ndarray
    """``(frames, 2, 3)``."""
    bones: np.ndarray
    """``(frames, 2, 20, 3)``: hand bones of the body's lengths; bone k leads to hand point k + 1."""
    hands: np.ndarray
    """``(frames, 2, 21, 3)``: the motion's own hands, for what touches what."""
    seen: np.ndarray
    """``(frames, 2)`` in 0..1: confidence of the hands."""

    @staticmethod
    def of(motion: Motion, rig: Rig) -> Targets:
        """Targets of every frame."""
        pose = motion.pose.astype(np.float64)
        own = _is_own(pose, rig)
        face = read_face(pose[:, FACE], motion.confidence[:, FACE], rig, own)
        order = [0, 1, 6, 7]
        trunk = rig.to_metres(pose[:, order])
        if not own:
            trunk += rig.points[order] - rig.to_metres(CANONICAL.rest[order])
        hands = np.stack([pose[:, hand] for hand in HANDS], 1)
        bones = (hands[:, :, 1:] - hands[:, :, np.array(HAND_PARENTS[1:])]) * rig.width_m
        wrists, elbows = rig.to_metres(pose[:, 4:6]), rig.to_metres(pose[:, 2:4])
        if not own:
            rest = np.stack([rig.points[hand] for hand in HANDS])
            lengths = np.linalg.norm(rest[:, 1:] - rest[:, np.array(HAND_PARENTS[1:])], axis=-1)
            bones = unit(bones) * lengths[..., None]
            wrists += _centred(hands * rig.width_m, bones)
            wrists = _reached(wrists, trunk[:, :2], rig)
            wrists += _near_face(hands, pose[:, FACE], face, rig)
            upper, fore = (np.linalg.norm(rig.points[k] - rig.points[k - 2]) for k in (2, 4))
            elbows = trunk[:, :2] + upper * unit(pose[:, 2:4] - pose[:, 0:2])
            # An arm without a hand has no place to keep: its directions are steadier.
            loose = elbows + fore * unit(pose[:, 4:6] - pose[:, 2:4])
            wrists = loose + shown_hands(_seen(motion), motion.fps)[..., None] * (wrists - loose)
            wrists[..., 2] += _outside(wrists, bones, rig, motion.fps)
        weight = np.maximum(motion.confidence[:, order].astype(np.float64), _UNSEEN)
        return Targets(own, trunk, weight, face, elbows, wrists, bones, hands * rig.width_m, _seen(motion))


def _seen(motion: Motion) -> np.ndarray:
    """Confidence of the hands ``(frames, 2)``."""
    return np.stack([motion.confidence[:, hand].mean(1) for hand in HANDS], 1)


def _is_own(pose: np.ndarray, rig: Rig) -> bool:
    """Whether the bones of the hands have the body's lengths rather than the canonical ones."""
    hands = np.stack([pose[:, hand] for hand in HANDS], 1)
    parents = np.array(HAND_PARENTS[1:])
    lengths = np.median(np.linalg.norm(hands[:, :, 1:] - hands[:, :, parents], axis=-1), axis=(0, 1))
    rest = rig.points[LEFT_HAND] / rig.width_m
    body = np.linalg.norm(rest[1:] - rest[parents], axis=-1)
    # The palm of a posed body arches, so only fingers are compared.
    fingers = [k for k in range(20) if k % 4]
    return bool(np.abs(lengths - body)[fingers].max() < np.abs(lengths - CANONICAL.lengths[9:29])[fingers].max())


def _hands_at(wrists: np.ndarray, bones: np.ndarray) -> np.ndarray:
    """Hand points ``(frames, 2, 21, 3)``."""
    points = np.empty((*wrists.shape[:2], 21, 3))
    points[:, :, 0] = wrists
    for point, parent in enumerate(HAND_PARENTS[1:], 1):
        points[:, :, point] = points[:, :, parent] + bones[:, :, point - 1]
    return points


def _centred(hands: np.ndarray, bones: np.ndarray) -> np.ndarray:
    """Shift of the wrists ``(frames, 2, 3)`` that brings the middle of a hand of other bone lengths to its place."""
    return (hands - _hands_at(hands[:, :, 0], bones)).mean(2)


def _outside(wrists: np.ndarray, bones: np.ndarray, rig: Rig, fps: float) -> np.ndarray:
    """How far hands must come towards the viewer ``(frames, 2)`` in metres so that they are not in the body.

    Where a single camera guesses depth, hands before the chest are often put inside it.
    """
    return rig.front.push(_hands_at(wrists, bones), fps)


def _reached(wrists: np.ndarray, shoulders: np.ndarray, rig: Rig) -> np.ndarray:
    """Places of the wrists: kept where the arm is bent, in its direction where it is stretched or hangs."""
    arm = sum(np.linalg.norm(rig.points[a] - rig.points[b]) for a, b in ((2, 0), (4, 2)))
    own = CANONICAL.lengths[[2, 4]].sum() * rig.width_m
    reach = wrists - shoulders
    t = np.clip((np.linalg.norm(reach, axis=-1, keepdims=True) / own - BENT) / (1 - BENT), 0, 1)
    return shoulders + reach * (1 + (arm / own - 1) * t * t * (3 - 2 * t))


def _near_face(hands: np.ndarray, shown: np.ndarray, face: Face, rig: Rig) -> np.ndarray:
    """Shift of the wrists ``(frames, 2, 3)`` in metres from the canonical face to the body's."""
    shift = face.centre - rig.to_metres(shown.mean(1))
    middle = shown.mean(1)[:, None, None, :2]
    apart = np.linalg.norm(hands[..., :2] - middle, axis=-1).min(-1) - FACE_RADIUS_SW
    t = np.clip((FAR_SW - apart) / (FAR_SW - NEAR_SW), 0, 1)
    return (t * t * (3 - 2 * t))[..., None] * shift[:, None]


def shown_hands(seen: np.ndarray, fps: float) -> np.ndarray:
    """How much of the tracked shape to show ``(frames, 2)``: 1 where seen, fading to 0 outside."""
    known = (seen > 0).astype(np.float64)
    faded = smooth(np.minimum(known, 1.0), _FADE_S * fps)
    return np.where(known > 0, 1.0, np.clip(2 * faded, 0, 1))
