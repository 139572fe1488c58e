"""What one step of training looks at: a batch of gaps and what truly was in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.motion.rigid import hand_directions
from signsynth.rotations import continuous, quaternion_vectors, relative, to_quaternions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.gap import CONTEXT, Gap
from signsynth.transition.gaussian_process import fill_gaussian_processes
from signsynth.transition.parts import LEADING, LEFT_NODES, NODES, RIGHT_NODES, to_parts
from signsynth.transition.tracks import LEFT_COLUMNS, RIGHT_COLUMNS, local_directions, palms
from signsynth.transition.training.windows import Window

_GROUPS = (slice(0, 28), LEFT_COLUMNS, RIGHT_COLUMNS)
_WILDEST = 40.0
"""Corrections beyond this, in units of activity, are torn tracking."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A batch of gaps of one length with the truth.

    ``missed (batch, 20, frames, 12)``: truth minus the process's guess in units of ``gap.activity``.
    ``known (batch, 20)``: 1 where the part's truth is known, less for wrists of unseen hands, 0 for unseen hands.
    """

    gap: Gap
    missed: np.ndarray
    known: np.ndarray

    @classmethod
    def of(cls, window: Window, law: np.ndarray) -> Lesson:
        """From poses as a tracker sees them."""
        frames = window.pose.shape[1] - 2 * CONTEXT
        shown = np.stack([window.confidence[..., hand].max(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 2)
        seen = np.stack([shown[:, CONTEXT - 1], shown[:, CONTEXT + frames]], 1)
        values = window_tracks(window.pose, seen, frames)
        inside = slice(CONTEXT, CONTEXT + frames)
        truth = to_parts(values[:, inside]).swapaxes(1, 2)
        sides = np.concatenate([values[:, :CONTEXT], values[:, inside.stop :]], 1)
        values[:, inside] = fill_gaussian_processes(sides, frames, _GROUPS)
        gap = Gap(values, seen, law)
        missed = np.clip((truth - gap.parts[:, :, inside]) / gap.activity, -_WILDEST, _WILDEST)
        known = np.ones((len(values), NODES))
        for hand, (wrist, nodes) in enumerate(((4, LEFT_NODES), (5, RIGHT_NODES))):
            there = shown[:, inside, hand].all(1) & seen[:, :, hand].any(1)
            known[:, nodes] = there[:, None]
            known[:, wrist] = np.where(there, 1.0, 0.2)
        return cls(gap, missed, known)


def window_tracks(pose: np.ndarray, seen: np.ndarray, frames: int) -> np.ndarray:
    """Tracks ``(batch, 16 + frames, 154)`` of poses ``(batch, 16 + frames, 50, 3)``: ``Tracks`` for a batch.

    Turns are counted from half-way between both ends of the gap; inside it they follow on from the frame before.
    A hand that is not known on one of the sides, ``seen (batch, 2, 2)``, has the other side's shape there.
    """
    batch, total = pose.shape[:2]
    flat = pose.reshape(batch * total, -1, 3).astype(np.float64)
    directions = hand_directions(flat)[1].reshape(batch, total, 2, 20, 3)
    after = CONTEXT + frames
    for hand in range(2):
        lost = seen[:, 0, hand] & ~seen[:, 1, hand]
        directions[lost, after:, hand] = directions[lost, CONTEXT - 1 : CONTEXT, hand]
        lost = seen[:, 1, hand] & ~seen[:, 0, hand]
        directions[lost, :CONTEXT, hand] = directions[lost, after : after + 1, hand]
    directions = directions.reshape(batch * total, 2, 20, 3)
    turned = palms(directions)
    out = np.empty((batch, total, LEADING))
    out[..., :24] = flat[:, :8].reshape(batch, total, 24)
    out[..., 24:28] = np.linalg.norm(flat[:, 2:6] - flat[:, 0:4], axis=-1).reshape(batch, total, 4)
    local = local_directions(directions, turned).reshape(batch, total, 2, 60)
    vectors = _turns(to_quaternions(turned).reshape(batch, total, 2, 4).swapaxes(0, 1), frames)
    for hand, columns in enumerate((LEFT_COLUMNS, RIGHT_COLUMNS)):
        out[..., columns.start : columns.start + 3] = vectors[:, :, hand]
        out[..., columns.start + 3 : columns.stop] = local[:, :, hand]
    return out


def _turns(quaternions: np.ndarray, frames: int) -> np.ndarray:
    """Rotation vectors ``(batch, total, 2, 3)`` of ``(total, batch, 2, 4)`` from half-way between the gap's ends."""
    after = CONTEXT + frames
    sides = continuous(np.concatenate([quaternions[:CONTEXT], quaternions[after:]]))
    middle = sides[CONTEXT - 1] + sides[CONTEXT]
    middle = middle / np.linalg.norm(middle, axis=-1, keepdims=True)
    # The sign of the frame before the gap is that of the sides; frames in the gap follow from it.
    inside = continuous(np.concatenate([sides[CONTEXT - 1 : CONTEXT], quaternions[CONTEXT:after]]))[1:]
    ordered = np.concatenate([sides[:CONTEXT], inside, sides[CONTEXT:]])
    return quaternion_vectors(relative(middle, ordered)).swapaxes(0, 1)
