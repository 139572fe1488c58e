"""Hands at the sides, as pose and on the body."""

from __future__ import annotations

import numpy as np

from signsynth.motion import Gesture, MeshTrack, Motion, Segment
from signsynth.motion.sixd import IDENTITY, mirrored
from signsynth.skeleton import CANONICAL
from signsynth.transition.arms import SIDES, has_arms
from signsynth.transition.tables import table
from signsynth.transition.turns import has_tracks

_HAND = ("wrist", *(f"finger{finger}-{bone}" for finger in range(1, 6) for bone in (1, 2, 3)))


def resting(like: Motion, duration_s: float) -> Motion:
    """Hands at the sides for a while: a pause, of the points, body and rate of the one frame ``like``.

    Each point is as visible as in ``like``; it has gesture and mesh where ``like`` has, of a body with arms.
    """
    frames = max(2, round(duration_s * like.fps))
    pose = np.broadcast_to(CANONICAL.rest.astype(np.float32), (frames, *CANONICAL.rest.shape))
    seen = np.broadcast_to(like.confidence[0], (frames, like.confidence.shape[1]))
    gesture = mesh = None
    if has_tracks(like) and has_arms(like.mesh.joints):
        gesture, mesh = _body(like.gesture, like.mesh)
        gesture, mesh = (track.taken(np.zeros(frames, int)) for track in (gesture, mesh))
    return Motion(pose, seen, like.fps, like.skeleton, gesture, mesh, (Segment(0, frames, "pause"),))


def _body(gesture: Gesture, mesh: MeshTrack) -> tuple[Gesture, MeshTrack]:
    """Joints that ``rest.csv`` does not name, and the face, are at the body's own rest."""
    turns = {}
    for name, turn in table("rest").items():
        turns |= {f"{name}.L": turn, f"{name}.R": mirrored(turn)}
    rotations = np.stack([turns.get(name, IDENTITY) for name in mesh.joints])[None]
    still = MeshTrack(
        rotations, np.zeros((1, len(mesh.action_names))), np.zeros((1, 3)), mesh.joints, mesh.action_names
    )
    hands = np.stack([np.stack([turns[f"{name}.{side}"] for name in _HAND]) for side in SIDES])[None]
    return Gesture(hands[:, :, 1:], hands[:, :, 0], gesture.confidence[:1]), still
