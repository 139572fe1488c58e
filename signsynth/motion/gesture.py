"""The second modality: what the hands do, as joint rotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.motion.sixd import checked, mirrored, resampled, sliced


@dataclass(frozen=True, eq=False)
class Gesture:
    """Hands over time; read-only float32 arrays, left hand first.

    ``fingers``     ``(frames, 2, 15, 6)``: 6D rotations (first two columns) of each finger's three joints
                    against the joint before, thumb to little finger, base to tip; identity is the body's rest.
    ``wrists``      ``(frames, 2, 6)``: orientation of the hands in signing space, against rest. Which
                    way the palm faces does not depend on the arm that carries it.
    ``confidence``  ``(frames, 2)`` in 0..1; 0 where a hand was not seen: it is then shown relaxed.
    """

    fingers: np.ndarray
    wrists: np.ndarray
    confidence: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingers", checked("gesture fingers", self.fingers, ("frames", 2, 15, 6)))
        frames = len(self.fingers)
        object.__setattr__(self, "wrists", checked("gesture wrists", self.wrists, (frames, 2, 6)))
        object.__setattr__(self, "confidence", checked("gesture confidence", self.confidence, (frames, 2)))

    def __len__(self) -> int:
        return len(self.fingers)

    def __getitem__(self, frames: slice) -> Gesture:
        """Frames ``gesture[a:b]``. Errors: ``InputError`` for anything but a slice of step 1."""
        return self._at(sliced("gesture", frames))

    def taken(self, frames: np.ndarray) -> Gesture:
        """The given ``frames``, a mask ``(frames,)`` or indices ``(n,)`` in any order."""
        return self._at(np.asarray(frames))

    def resampled(self, at: np.ndarray) -> Gesture:
        """At fractional frames ``at (n,)``, bit for bit at whole ones; confidence is the lower of both neighbours'."""
        seen = np.minimum(self.confidence[np.floor(at).astype(int)], self.confidence[np.ceil(at).astype(int)])
        return Gesture(resampled(self.fingers, at), resampled(self.wrists, at), seen)

    def _at(self, frames: slice | np.ndarray) -> Gesture:
        return Gesture(self.fingers[frames], self.wrists[frames], self.confidence[frames])

    def mirrored(self) -> Gesture:
        """Left and right exchanged; twice is the identity."""
        return Gesture(mirrored(self.fingers[:, ::-1]), mirrored(self.wrists[:, ::-1]), self.confidence[:, ::-1])

    def equals(self, other: Gesture) -> bool:
        """Bit for bit the same."""
        names = ("fingers", "wrists", "confidence")
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in names)

    @staticmethod
    def concatenate(gestures: Sequence[Gesture]) -> Gesture:
        """One after the other. Errors: ``InputError`` where none is given."""
        if not gestures:
            raise InputError("concatenate: no gesture given, expected at least one")
        names = ("fingers", "wrists", "confidence")
        return Gesture(*(np.concatenate([getattr(part, name) for part in gestures]) for name in names))
