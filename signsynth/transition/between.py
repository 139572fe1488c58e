"""What all in-betweening methods share: checks, confidences, and the way to numbers and back."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion, Segment
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.stages import Timing
from signsynth.transition.tracks import GROUPS, Tracks
from signsynth.transition.turns import Fill, with_tracks


def between(before: Motion, after: Motion, frames: int | None, fill: Fill, duration: Timing, context: int) -> Motion:
    """The frames between two motions, as one segment of kind ``"transition"``.

    ``context`` is the number of frames that ``fill`` looks at on each side. Gesture and mesh are filled
    in the same way where both sides have them.
    Errors: ``InputError`` for an empty side, two frame rates, two skeletons or a negative length.
    """
    count = frames_between(before, after, frames, duration)
    if count == 0:
        return after[:0]
    tracks = Tracks.of(before.pose[-context:], after.pose[:context], hands_seen(before, after))
    return led(before, tracks.poses(fill(tracks.before, tracks.after, count, GROUPS)), after, fill, context)


def frames_between(before: Motion, after: Motion, frames: int | None, duration: Timing) -> int:
    """How many frames to make; ``None`` asks ``duration``. Errors: as ``between``."""
    check_sides(before, after)
    count = duration.frames(before, after) if frames is None else frames
    if count < 0:
        raise InputError(f"transition of {count} frames, expected 0 or more")
    return count


def led(before: Motion, pose: np.ndarray, after: Motion, fill: Fill, context: int) -> Motion:
    """``pose (frames, 178, 3)`` as the transition between two motions.

    Confidence goes in a straight line from side to side, so a hand that one side has not seen fades. Gesture and mesh
    are filled by ``fill`` and follow the pose, where both sides have them.
    """
    count = len(pose)
    ends = np.stack([before.confidence[-1], after.confidence[0]])
    share = np.arange(1, count + 1)[:, None] / (count + 1)
    confidence = np.clip((1 - share) * ends[0] + share * ends[1], 0.0, 1.0)
    made = Motion(pose, confidence, before.fps, before.skeleton, segments=(Segment(0, count, "transition"),))
    return with_tracks(before, made, after, fill, context)


def hands_seen(before: Motion, after: Motion) -> np.ndarray:
    """Which hands were tracked ``(2 sides, 2 hands)`` in the frames beside the gap."""
    ends = np.stack([before.confidence[-1], after.confidence[0]])
    return np.stack([ends[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], axis=1)


def check_sides(before: Motion, after: Motion) -> None:
    """Raise ``InputError`` unless a transition can lead from one motion to the other."""
    for name, motion in (("before", before), ("after", after)):
        if len(motion) == 0:
            raise InputError(f"transition: the motion {name} has no frames, expected at least one")
    if before.fps != after.fps:
        raise InputError(
            f"transition: {before.fps:g} frames a second before, {after.fps:g} after, expected one; call resample()"
        )
    if before.skeleton is not after.skeleton:
        raise InputError(
            f"transition: skeleton {before.skeleton.name!r} before, {after.skeleton.name!r} after, expected one"
        )
