"""A written sign to motion: hands that perform it, arms that reach, a face that goes along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.arms import JOINTS as ARM_JOINTS
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import NECK, SIDES, SPINE, TRACKED, Rig
from signsynth.body.fit.turns import to_6d
from signsynth.body.reach import clear, reach
from signsynth.body.rotations import from_axis_angle
from signsynth.body.shown import canonical_pose
from signsynth.motion import GUESSED, Gesture, MeshTrack, Motion, Segment
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND
from signsynth.writing import hand
from signsynth.writing.face import FaceTrack, express
from signsynth.writing.move import perform
from signsynth.writing.notation import Sign
from signsynth.writing.place import Places

FPS = 25.0
"""Frames a second of a written sign, unless the caller chooses another rate."""
_LIFT_RAD, _FORWARD_RAD = 0.3, 0.25
"""How far a collarbone turns for shoulders that are raised, or drawn forward, all the way."""


class Realised(NamedTuple):
    """A sign's motion and what was only approximated."""

    motion: Motion
    warnings: tuple[str, ...]


def realise(sign: Sign, *, fps: float = FPS) -> Realised:
    """All three modalities of a written sign, on the bundled body, right-dominant.

    A hand that does not sign hangs, with confidence 0. Where no face is written its confidence is that of a guess, so
    that the utterance's non-manual rules may move it. Errors: ``InputError`` naming file, gloss and element.
    """
    done = perform(sign, fps=fps, hands=hand, places=Places.of())
    frames, body = len(done), bundled()
    face = express(sign.nonmanual, frames=frames, fps=fps, action_names=body.action_names)
    spheres = [hand.hand_points(done.angles[:, side], side) for side in range(2)]
    points, neck = np.stack([points for points, _ in spheres], 1), _spread(_headed(face), len(NECK))
    wrists = clear(
        done.wrists, done.palms, points, spheres[0][1], fps=fps, used=done.used, transforms=_carried(neck[0], body)
    )
    palms = np.stack([hand.wrist_rotation(done.palms[:, side], side) for side in range(2)], 1)
    shrugs = np.stack([_shrug(face.shoulders[:, side], side) for side in range(2)], 1) if face.shoulders.any() else None
    reached = reach(wrists, palms, done.used, fps=fps, shrugs=shrugs)
    trunk = _spread(face.trunk, len(SPINE))
    # Whole arms go with a trunk that leans: what they touch stays touched.
    turned = _product(trunk)[:, None] @ reached.palms
    fingers = np.stack([hand.finger_rotations(done.angles[:, side], side) for side in range(2)], 1)
    gesture = Gesture(to_6d(fingers).astype(np.float32), to_6d(turned).astype(np.float32), done.used.astype(np.float32))
    parts = dict(zip(SPINE, trunk, strict=True)) | dict(zip(NECK, neck, strict=True))
    for side, suffix in enumerate(SIDES):
        parts |= {f"{name}.{suffix}": reached.local[:, side, k] for k, name in enumerate(ARM_JOINTS)}
    still = np.broadcast_to(np.eye(3), (frames, 3, 3))
    rotations = to_6d(np.stack([parts.get(name, still) for name in TRACKED], 1))
    mesh = MeshTrack(rotations, face.actions, np.zeros((frames, 3)), TRACKED, body.action_names)
    pose = canonical_pose(gesture, mesh)
    confidence = np.ones(pose.shape[:2])
    for side, points in enumerate((LEFT_HAND, RIGHT_HAND)):
        confidence[:, points] = done.used[:, side, None]
    confidence[:, FACE] = 1.0 if face.moves else GUESSED
    segment = Segment(0, frames, "sign", sign.gloss)
    motion = Motion(pose, confidence, fps, segments=(segment,), gesture=gesture, mesh=mesh)
    return Realised(motion, (*sign.warnings, *done.warnings, *face.warnings))


def _headed(face: FaceTrack) -> np.ndarray:
    """A head that is pushed forward tilts the neck: radians ``(frames, 3)``."""
    out = face.head[:, :3].copy()
    out[:, 0] += 0.8 * face.head[:, 3]
    return out


def _carried(neck: np.ndarray, body: Body) -> np.ndarray | None:
    """Trunk and head ``(frames, 2, 3, 4)`` as ``clear`` needs them, of a neck whose joints turn so; None: at rest.

    Arms go with a trunk that leans: to hands it is always upright.
    """
    if not (neck - np.eye(3)).any():
        return None
    rig = Rig.of(body)
    heads = [rig.heads[rig.joint(name)] for name in NECK]
    turn, place = np.eye(3), heads[0]
    for joint, onward in zip(heads, [*heads[1:], rig.solid.heads[1]], strict=True):
        turn = turn @ neck
        place = place + (turn @ (onward - joint)[:, None])[..., 0]
    out = np.tile(np.eye(4)[:3], (len(neck), 2, 1, 1))
    out[:, 0, :, 3], out[:, 1, :, :3], out[:, 1, :, 3] = rig.solid.heads[0], turn, place
    return out


def _spread(turns: np.ndarray, joints: int) -> Sequence[np.ndarray]:
    """Pitch, yaw, roll ``(frames, 3)`` in equal parts on so many joints: rotations ``(frames, 3, 3)`` of each."""
    import torch

    vector = turns * np.array([1.0, 1.0, -1.0]) / joints
    part = from_axis_angle(torch.from_numpy(np.ascontiguousarray(vector))).numpy()
    return [part] * joints


def _product(parts: Sequence[np.ndarray]) -> np.ndarray:
    out = parts[0]
    for part in parts[1:]:
        out = out @ part
    return out


def _shrug(lift: np.ndarray, side: int) -> np.ndarray:
    """Rotations ``(frames, 3, 3)`` of a collarbone."""
    import torch

    sign = 1.0 if side == 0 else -1.0
    vector = np.stack([0 * lift[:, 0], -sign * _FORWARD_RAD * lift[:, 1], sign * _LIFT_RAD * lift[:, 0]], -1)
    return from_axis_angle(torch.from_numpy(np.ascontiguousarray(vector))).numpy()
