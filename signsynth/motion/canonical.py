"""Recording to canonical motion: camera, aspect and the signer's proportions are forgotten.

Scale is the clip's median shoulder width, the origin its median mid-shoulder. Arms keep their path
in the image plane, scaled by one factor a bone and clip; depth that a single camera cannot see
follows from the known bone length (foreshortening), towards the viewer; where a hand touches the
face or the other hand, it keeps touching. An arm outside the picture hangs at rest. Hands keep the directions
of their bones and take the canonical lengths. The face keeps its movement relative to the clip's
own median face, on the canonical head.
"""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import fill_missing, unit
from signsynth.motion.arms import deep_bone, flat_bone, keep_touches, lifted, rested
from signsynth.motion.head import canonical_face
from signsynth.motion.motion import GUESSED, Motion
from signsynth.motion.recording import Recording
from signsynth.motion.rigid import place_hands
from signsynth.motion.sides import given_to_arms
from signsynth.motion.sightings import around, believed, lasting, short_gaps
from signsynth.skeleton import CANONICAL, FACE, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

SEEN = 0.3
"""Confidence from which a body point counts as tracked (MediaPipe's own visibility threshold is 0.5)."""
MAX_GAP_S = 0.25
"""Longest gap in a visible hand that is filled."""
_HANDS = (LEFT_HAND, RIGHT_HAND)


def canonicalise(recording: Recording, *, fps: float | None = None, source: str = "recording") -> Motion:
    """The canonical motion of a recording; ``source`` names it in errors.

    Errors: ``InputError`` without frames, without shoulders, or with shoulders that coincide.
    """
    rate = fps or recording.fps or 25.0
    if len(recording) == 0:
        raise InputError(f"{source}: no frames, expected at least one")
    points, confidence = given_to_arms(*_normalised(recording, source))
    pose = np.empty((len(points), len(CANONICAL), 3))
    out = confidence[:, : len(CANONICAL)].copy()
    pose[:, FACE], out[:, FACE], head = canonical_face(points, confidence, depth=recording.hand_depth)
    _trunk(points, confidence, pose, out, recording.arm_depth, rate)
    hands = [_hand(points, confidence, out, hand, recording.hand_depth, rate) for hand in _HANDS]
    _arms(points, confidence, pose, out, hands, head, recording.arm_depth, rate)
    for side, hand in enumerate(_HANDS):
        pose[:, hand] = pose[:, 4 + side][:, None] + hands[side][0]
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


def _trunk(points, confidence, pose, out, depth: bool, rate: float) -> None:
    """Shoulders and hips move around their rest position as in the clip."""
    for point in (0, 1, 6, 7):
        seen = believed(points[:, point, :2], confidence[:, point] >= SEEN)
        pose[:, point] = CANONICAL.rest[point]
        if seen.any():
            track = fill_missing(points[:, point], seen)
            if not depth:
                track = track * [1, 1, 0]
            pose[:, point] += np.clip(track - np.median(track[seen], axis=0), -0.3, 0.3)
        out[:, point] = _level(seen, out[:, point], _longest_gap(rate))


def _arms(points, confidence, pose, out, hands, head, depth: bool, rate: float) -> None:
    bones: list[list[np.ndarray]] = [[], []]
    for side, hand in enumerate(_HANDS):
        wrist, from_hand = points[:, 4 + side].copy(), confidence[:, hand.start] > 0
        # The hand tracker sees the wrist more sharply than the body tracker.
        wrist[from_hand, :2] = points[from_hand, hand.start, :2]
        elbow = points[:, 2 + side]
        seen_wrist = believed(wrist[:, :2], from_hand | (confidence[:, 4 + side] >= SEEN))
        # An elbow outside the picture is a guess, but a better one than none.
        seen_elbow = believed(elbow[:, :2], confidence[:, 2 + side] > 0)
        sure_elbow = seen_elbow & (confidence[:, 2 + side] >= SEEN)
        # Of an arm outside the picture the tracker's guess says more of the signer and camera than of the sign.
        shown = around(sure_elbow | seen_wrist, rate)
        bone = deep_bone if depth else flat_bone
        vectors = ((elbow - points[:, side], seen_elbow), (wrist - elbow, seen_elbow & seen_wrist))
        for child, (vector, seen) in zip((2 + side, 4 + side), vectors, strict=True):
            bones[side].append(rested(bone(vector, seen, child), shown, child))
        longest = _longest_gap(rate)
        for child, seen in ((2 + side, sure_elbow), (4 + side, seen_wrist)):
            out[:, child] = _level(seen, np.maximum(out[:, child], GUESSED), longest)
    if not depth:
        raw = np.stack([points[:, hand, :2] for hand in _HANDS])
        offsets = np.stack([offset[..., :2] for offset, _ in hands])
        visible = np.stack([seen for _, seen in hands])
        shoulders = np.stack([pose[:, side, :2] for side in range(2)])
        bones = keep_touches(bones, shoulders, raw, offsets, visible, head, rate)
    for side in range(2):
        for parent, child, bone in zip((side, 2 + side), (2 + side, 4 + side), bones[side], strict=True):
            pose[:, child] = pose[:, parent] + (bone if depth else lifted(bone, child, rate))


def _hand(points, confidence, out, hand: slice, depth: bool, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Canonical hand relative to its wrist ``(frames, 21, 3)``, and where it was seen ``(frames,)``."""
    raw = points[:, hand]
    seen = (confidence[:, hand] > 0).sum(1) >= 15
    seen &= np.linalg.norm(raw[:, 9] - raw[:, 0], axis=-1) > 1e-3
    longest = _longest_gap(rate)
    seen = lasting(believed(raw[:, 0, :2], seen), rate, longest)
    parents = np.array(HAND_PARENTS[1:])
    bones = raw[:, 1:] - raw[:, parents]
    if not depth:
        bones = _lifted_hand(bones, seen)
    directions = unit(bones)
    if seen.any():
        # Beyond the first and last sighting the nearest shape is carried along, with confidence 0.
        directions = unit(fill_missing(directions, seen))
    else:
        rest = CANONICAL.rest[hand]
        directions = np.broadcast_to(unit(rest[1:] - rest[parents]), directions.shape)
    own = np.where(confidence[:, hand] > 0, confidence[:, hand], GUESSED)
    out[:, hand] = _level(seen[:, None], own, longest)
    return place_hands(np.zeros((len(raw), 1, 3)), directions[:, None]), seen


def _level(seen: np.ndarray, own: np.ndarray, longest: int) -> np.ndarray:
    """Confidence: a sighting's own, ``GUESSED`` in short gaps between sightings, else 0."""
    filled = short_gaps(seen.reshape(len(seen)), longest).reshape(seen.shape)
    return np.where(seen, own, np.where(filled, GUESSED, 0.0))


def _longest_gap(rate: float) -> int:
    return max(1, round(MAX_GAP_S * rate))


def _lifted_hand(bones: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Depth for flat hands ``(frames, 20, 3)`` from foreshortening, fingers towards the viewer."""
    flat = bones[..., :2]
    lengths = hand_lengths_sw()[1:]
    if seen.any():
        own = np.percentile(np.linalg.norm(flat[seen], axis=-1) / lengths, 90)
        flat = flat / max(own, 1e-6)
    z = np.sqrt(np.maximum(lengths**2 - (flat**2).sum(-1), 0.0))
    return np.concatenate([flat, z[..., None]], -1)
