"""Arms of canonical length along the path that the camera saw."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import fill_missing, smooth
from signsynth.motion.contact import Head, corrections
from signsynth.skeleton import CANONICAL

_DEPTH_SIGMA_S = 0.08
_TALL = 95
"""Percentile of the flat length of a bone that counts as its own length."""


def deep_bone(vector: np.ndarray, seen: np.ndarray, child: int) -> np.ndarray:
    """Bone to ``child`` ``(frames, 3)`` where depth is true: one factor brings it to canonical length."""
    if not seen.any():
        return np.broadcast_to(_rest(child), vector.shape)
    own = np.median(np.linalg.norm(vector[seen], axis=-1))
    return fill_missing(vector, seen) * (CANONICAL.lengths[child] / max(own, 1e-6))


def flat_bone(vector: np.ndarray, seen: np.ndarray, child: int) -> np.ndarray:
    """Bone to ``child`` in the picture's plane ``(frames, 2)``, scaled by one factor to canonical length.

    The signer's own length is what is seen when the bone lies in the plane; a bone that never does
    cannot be told from a short one, so shorter than 0.9 canonical is not believed.
    """
    if not seen.any():
        return np.broadcast_to(_rest(child)[:2], (len(vector), 2))
    length = CANONICAL.lengths[child]
    own = np.percentile(np.linalg.norm(vector[seen, :2], axis=-1), _TALL)
    return _within(fill_missing(vector[:, :2], seen) * (length / np.clip(own, 0.9 * length, 1.6 * length)), length)


def rested(bone: np.ndarray, shown: np.ndarray, child: int) -> np.ndarray:
    """Bone to ``child`` ``(frames, 2 or 3)``, at rest as far as ``shown (frames,)`` is below 1."""
    rest = _rest(child)[: bone.shape[1]]
    return rest + shown[:, None] * (bone - rest)


def keep_touches(
    bones: list[list[np.ndarray]],
    shoulders: np.ndarray,
    seen_hands: np.ndarray,
    offsets: np.ndarray,
    visible: np.ndarray,
    head: Head | None,
    rate: float,
) -> list[list[np.ndarray]]:
    """Flat upper arm and forearm of both sides, moved so that hands touch what they touched.

    ``bones[side]``: upper arm and forearm ``(frames, 2)``; ``shoulders (2, frames, 2)``; ``seen_hands``
    ``(2, frames, 21, 2)`` as recorded; ``offsets`` the canonical hands from their wrists; ``visible (2, frames)``.
    """
    wrists = np.stack([shoulders[side] + bones[side][0] + bones[side][1] for side in range(2)])
    shift = corrections(seen_hands, wrists[:, :, None] + offsets, visible, head, rate)
    moved = []
    for side in range(2):
        upper, fore = CANONICAL.lengths[2 + side], CANONICAL.lengths[4 + side]
        share = upper / (upper + fore)
        elbow = _within(bones[side][0] + share * shift[side], upper)
        wrist = bones[side][0] + bones[side][1] + shift[side]
        moved.append([elbow, _within(wrist - elbow, fore)])
    return moved


def lifted(flat: np.ndarray, child: int, rate: float) -> np.ndarray:
    """Depth from foreshortening: the bone ``(frames, 3)`` has canonical length and leads towards the viewer."""
    z = np.sqrt(np.maximum(CANONICAL.lengths[child] ** 2 - (flat**2).sum(-1), 0.0))
    return np.column_stack([flat, smooth(z, _DEPTH_SIGMA_S * rate)])


def _within(flat: np.ndarray, length: float) -> np.ndarray:
    reach = np.linalg.norm(flat, axis=-1, keepdims=True)
    return flat * np.minimum(1.0, length / np.maximum(reach, 1e-9))


def _rest(child: int) -> np.ndarray:
    return CANONICAL.rest[child] - CANONICAL.rest[CANONICAL.parents[child]]
