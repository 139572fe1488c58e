"""Recording to canonical motion: camera, aspect and the signer's proportions are forgotten.

Scale is the clip's median shoulder width, the origin its median mid-shoulder. Arms keep their path
in the image plane, scaled by one factor a bone and clip; depth that a single camera cannot see
follows from the known bone length (foreshortening), towards the viewer. Hands keep the directions
of their bones and take the canonical lengths. The face keeps its movement relative to the clip's
own median face, on the canonical head.
"""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import fill_missing, smooth, unit
from signsynth.motion.head import canonical_face
from signsynth.motion.motion import Motion
from signsynth.motion.recording import Recording
from signsynth.motion.rigid import place_hands
from signsynth.motion.sightings import believed, lasting, short_gaps
from signsynth.skeleton import CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

SEEN = 0.3
"""Confidence from which a body point counts as tracked (MediaPipe's own visibility threshold is 0.5)."""
MAX_GAP_S = 0.25
"""Longest gap in a visible hand that is filled."""
FILLED = 0.5
"""Confidence of a point that was filled in or guessed."""
_DEPTH_SIGMA_S = 0.08


def canonicalise(recording: Recording, *, fps: float | None = None, source: str = "recording") -> Motion:
    """The canonical motion of a recording; ``source`` names it in errors.

    Errors: ``InputError`` without frames, without shoulders, or with shoulders that coincide.
    """
    rate = fps or recording.fps or 25.0
    if len(recording) == 0:
        raise InputError(f"{source}: no frames, expected at least one")
    points, confidence = _normalised(recording, source)
    pose = np.empty((len(points), len(CANONICAL), 3))
    out = confidence[:, : len(CANONICAL)].copy()
    _body(points, confidence, pose, out, recording.arm_depth, rate)
    for side, hand in enumerate((LEFT_HAND, RIGHT_HAND)):
        _hand(points, confidence, pose, out, side, hand, recording.hand_depth, rate)
    pose[:, 50:], out[:, 50:] = canonical_face(points, confidence, depth=recording.hand_depth)
    return Motion(pose, out, rate)


def _normalised(recording: Recording, source: str) -> tuple[np.ndarray, np.ndarray]:
    """Points in shoulder widths from the clip's median mid-shoulder."""
    points, confidence = recording.points.astype(np.float64), recording.confidence
    seen = (confidence[:, 0] >= SEEN) & (confidence[:, 1] >= SEEN)
    if not seen.any():
        seen = (confidence[:, 0] > 0) & (confidence[:, 1] > 0)
    if not seen.any():
        raise InputError(f"{source}: shoulders are never seen, expected both in at least one frame")
    axes = slice(0, 3) if recording.arm_depth else slice(0, 2)
    across = points[seen, 0, axes] - points[seen, 1, axes]
    width = np.median(np.linalg.norm(across, axis=-1))
    extent = np.abs(points[confidence > 0][:, :2]).max()
    if width <= 1e-4 * max(extent, 1e-12):
        raise InputError(f"{source}: both shoulders are at one point, expected them apart")
    middle = np.median(points[seen, :2].mean(1), axis=0)
    if not recording.arm_depth:
        middle[2] = 0.0
    return (points - middle) / width, confidence


def _body(points, confidence, pose, out, depth: bool, rate: float) -> None:
    rest = CANONICAL.rest
    longest = _longest_gap(rate)
    for point in (0, 1, 6, 7):  # shoulders and hips move around their rest position as in the clip
        seen = believed(points[:, point, :2], confidence[:, point] >= SEEN)
        pose[:, point] = rest[point]
        if seen.any():
            track = fill_missing(points[:, point], seen)
            if not depth:
                track = track * [1, 1, 0]
            pose[:, point] += np.clip(track - np.median(track[seen], axis=0), -0.3, 0.3)
        out[:, point] = _level(seen, out[:, point], longest)
    for side, hand in enumerate((LEFT_HAND, RIGHT_HAND)):
        wrist = points[:, 4 + side].copy()
        from_hand = confidence[:, hand.start] > 0
        # The hand tracker sees the wrist more sharply than the body tracker.
        wrist[from_hand, :2] = points[from_hand, hand.start, :2]
        seen_wrist = believed(wrist[:, :2], from_hand | (confidence[:, 4 + side] >= SEEN))
        seen_elbow = believed(points[:, 2 + side, :2], confidence[:, 2 + side] >= SEEN)
        chain = (
            (side, 2 + side, points[:, side], points[:, 2 + side], seen_elbow),
            (2 + side, 4 + side, points[:, 2 + side], wrist, seen_wrist),
        )
        for parent, child, start, end, seen in chain:
            bone = _bone(end - start, seen, CANONICAL.lengths[child], rest[child] - rest[parent], depth, rate)
            pose[:, child] = pose[:, parent] + bone
            out[:, child] = _level(seen, np.maximum(out[:, child], FILLED), longest)


def _bone(vector, seen, length: float, rest, depth: bool, rate: float) -> np.ndarray:
    """Bone vectors ``(frames, 3)`` in canonical length from what the camera saw of them."""
    if not seen.any():
        return np.broadcast_to(rest, vector.shape)
    vector = fill_missing(vector, seen)
    if depth:
        return vector * (length / max(np.median(np.linalg.norm(vector[seen], axis=-1)), 1e-6))
    flat = vector[:, :2]
    # The signer's own length is what is seen when the bone lies in the image plane; a bone that never
    # does cannot be told from a short one, so shorter than 0.9 canonical is not believed.
    own = np.clip(np.percentile(np.linalg.norm(flat[seen], axis=-1), 95), 0.9 * length, 1.6 * length)
    flat = flat * (length / own)
    reach = np.linalg.norm(flat, axis=-1, keepdims=True)
    flat = flat * np.minimum(1.0, length / np.maximum(reach, 1e-9))
    z = np.sqrt(np.maximum(length**2 - (flat**2).sum(-1), 0.0))
    return np.column_stack([flat, smooth(z, _DEPTH_SIGMA_S * rate)])


def _hand(points, confidence, pose, out, side: int, hand: slice, depth: bool, rate: float) -> None:
    raw = points[:, hand]
    seen = (confidence[:, hand] > 0).sum(1) >= 15
    size = np.linalg.norm(raw[:, 9] - raw[:, 0], axis=-1)
    seen &= size > 1e-3
    longest = _longest_gap(rate)
    seen = lasting(believed(raw[:, 0, :2], seen), rate, longest)
    parents = np.array(HAND_PARENTS[1:])
    bones = raw[:, 1:] - raw[:, parents]
    if not depth:
        bones = _lifted(bones, seen)
    directions = unit(bones)
    rest = unit(CANONICAL.rest[hand][1:] - CANONICAL.rest[hand][parents])
    if seen.any():
        # Beyond the first and last sighting the nearest shape is carried along, with confidence 0.
        directions = unit(fill_missing(directions, seen))
    else:
        directions = np.broadcast_to(rest, directions.shape)
    wrists = pose[:, 4 + side][:, None]
    pose[:, hand] = place_hands(wrists, directions[:, None])[:, :21]
    own = np.where(confidence[:, hand] > 0, confidence[:, hand], FILLED)
    out[:, hand] = _level(seen[:, None], own, longest)


def _level(seen: np.ndarray, own: np.ndarray, longest: int) -> np.ndarray:
    """Confidence: a sighting's own, ``FILLED`` in short gaps between sightings, else 0."""
    filled = short_gaps(seen.reshape(len(seen)), longest).reshape(seen.shape)
    return np.where(seen, own, np.where(filled, FILLED, 0.0))


def _longest_gap(rate: float) -> int:
    return max(1, round(MAX_GAP_S * rate))


def _lifted(bones: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Depth for flat hands ``(frames, 20, 3)`` from foreshortening, fingers towards the viewer."""
    flat = bones[..., :2]
    lengths = hand_lengths_sw()[1:]
    if seen.any():
        own = np.percentile(np.linalg.norm(flat[seen], axis=-1) / lengths, 90)
        flat = flat / max(own, 1e-6)
    z = np.sqrt(np.maximum(lengths**2 - (flat**2).sum(-1), 0.0))
    return np.concatenate([flat, z[..., None]], -1)
