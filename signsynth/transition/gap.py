"""Gaps as the network sees them: both sides and the process's guess in numbers that other signers and cameras share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from signsynth.transition.parts import LEADING, LEFT_NODES, NODES, RIGHT_NODES, to_parts
from signsynth.transition.waves import to_waves

CONTEXT = 8
"""Frames of each side."""
FEATURES = 42
"""Numbers a part and observed frame."""
LAW_TERMS = 6
_LIVELY = (slice(2, 6), LEFT_NODES, RIGHT_NODES)
_FLOOR = 1e-3


@dataclass(frozen=True, eq=False)
class Gap:
    """A batch of gaps of one length.

    ``values (batch, 16 + frames, 148 or more)``: numbers of 8 frames before, the process's guess, 8 frames after.
    ``seen (batch, 2 sides, 2 hands)``: which hands are known where.
    ``law (3, 6)``: of activity, see there.
    """

    values: np.ndarray
    seen: np.ndarray
    law: np.ndarray

    @property
    def frames(self) -> int:
        """In the gap."""
        return self.values.shape[1] - 2 * CONTEXT

    @property
    def inside(self) -> slice:
        """The gap's frames."""
        return slice(CONTEXT, CONTEXT + self.frames)

    @cached_property
    def parts(self) -> np.ndarray:
        """All frames ``(batch, 18, 16 + frames, 12)``."""
        return np.ascontiguousarray(to_parts(self.values[..., :LEADING]).swapaxes(1, 2))

    @cached_property
    def activity(self) -> np.ndarray:
        """How far off the process's guess is expected to be ``(batch, 18, 1, 1)``: the unit of all corrections.

        A power law of way, speed, roughness and length, for body and hands, fitted to training windows. In this unit
        slow and fast, smooth and noisy motion look alike.
        """
        groups = np.exp((self.law_terms() * self.law).sum(-1))
        return groups[:, [0] * 8 + [1] * 5 + [2] * 5, None, None]

    @cached_property
    def chord(self) -> np.ndarray:
        """Straight lines over the gap, ``(batch, 18, frames, 12)``."""
        first, last = self._ends
        share = np.arange(1, self.frames + 1)[:, None] / (self.frames + 1)
        return (1 - share) * first + share * last

    def guess(self, waves: int) -> np.ndarray:
        """The process's guess off the chord, as ``waves``: float32 ``(batch, 18, waves * 12)``, bounded."""
        off = (self.parts[:, :, self.inside] - self.chord) / self.activity
        return (_bounded(to_waves(off, waves)) / 3).astype(np.float32)

    def features(self, *, before_only: bool = False) -> np.ndarray:
        """What is observed: float32 ``(batch, 18, 16, 42)``; zeros after the gap where ``before_only``.

        Place against the frame beside the gap and velocity in units of activity, place itself, and what both sides
        have in common.
        """
        first, last = self._ends
        sides = [self.parts[:, :, :CONTEXT], self.parts[:, :, CONTEXT + self.frames :]]
        near = np.concatenate([sides[0] - first, sides[1] - last], 2)
        steps = [np.diff(side, axis=2) for side in sides]
        # The frames beside the gap take the step before them, so that none looks into it.
        speed = np.concatenate([steps[0], steps[0][:, :, -1:], steps[1], steps[1][:, :, -1:]], 2)
        out = np.zeros((len(self.values), NODES, 2 * CONTEXT, FEATURES), np.float32)
        out[..., :12] = _bounded(near / self.activity) / 2
        out[..., 12:24] = np.concatenate(sides, 2)
        out[..., 24:36] = _bounded(speed * np.sqrt(self.frames) / self.activity) / 2
        out[..., 36] = np.log(self.activity[..., 0]) / 2 + 2
        seen = np.ones((len(self.values), NODES, 2))
        for hand, nodes in enumerate((LEFT_NODES, RIGHT_NODES)):
            seen[:, nodes] = self.seen[:, None, :, hand]
        out[..., 37:39] = seen[:, :, None]
        out[..., 39] = np.log(self.frames) / 3
        way = np.linalg.norm(last - first, axis=-1) / self.activity[..., 0]
        out[..., 40] = np.log(way + 0.05)
        out[..., 41] = np.repeat([0.0, 1.0], CONTEXT)
        if before_only:
            out[:, :, CONTEXT:] = 0.0
            out[..., 40] = 0.0
        return out

    @property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        after = CONTEXT + self.frames
        return self.parts[:, :, CONTEXT - 1 : CONTEXT], self.parts[:, :, after : after + 1]

    def law_terms(self) -> np.ndarray:
        """Logarithms ``(batch, 3 groups, 6)`` of what activity depends on; the last is 1."""
        first, last = self._ends
        speeds = [np.diff(self.parts[:, :, part], axis=2) for part in (slice(0, CONTEXT), slice(-CONTEXT, None))]
        near = np.concatenate([speeds[0][:, :, -4:], speeds[1][:, :, :4]], 2)
        bends = np.concatenate([np.diff(speed, axis=2) for speed in speeds], 2)
        drift = (speeds[0][:, :, -3:].mean(2, keepdims=True) + speeds[1][:, :, :3].mean(2, keepdims=True)) / 2
        lead = last - first - drift * (self.frames + 1)
        rows = []
        for group in _LIVELY:
            sizes = [_size(x[:, group]) for x in (last - first, near * self.frames, bends, lead)]
            terms = [np.log(size + _FLOOR) for size in sizes]
            length = np.full_like(terms[0], np.log(self.frames))
            rows.append(np.stack([*terms, length, np.ones_like(length)], 1))
        return np.stack(rows, 1)


def _size(x: np.ndarray) -> np.ndarray:
    return np.sqrt((x**2).mean((1, 2, 3)) + 1e-12)


def _bounded(x: np.ndarray) -> np.ndarray:
    """About ``x``, never beyond 8: one wild frame is no reason for a wild movement."""
    return np.tanh(x / 8) * 8
