"""What face, head and body do over time."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

HEAD = ("pitch", "yaw", "roll", "forward")
"""Radians: forward (+), to the signer's left (+), tilted to the left (+); then pushed forward, shoulder widths."""
TRUNK = ("pitch", "yaw", "roll")
"""Radians, with the same signs."""


@dataclass(frozen=True, eq=False)
class FaceTrack:
    """Float64 arrays over the frames of a sign.

    ``actions``    ``(frames, 52)`` in the order of the body's face actions, 0 to 1
    ``head``       ``(frames, 4)``: ``HEAD``
    ``trunk``      ``(frames, 3)``: ``TRUNK``
    ``shoulders``  ``(frames, 2, 2)``: left and right; how far raised and drawn forward, 0 to 1
    ``gaze``       ``(frames, 2)`` radians: eyes to the left (+), down (+)
    ``warnings``   what is only approximated, or could not be shown
    """

    actions: np.ndarray
    head: np.ndarray
    trunk: np.ndarray
    shoulders: np.ndarray
    gaze: np.ndarray
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.actions)

    @property
    def moves(self) -> bool:
        """Whether anything is shown at all."""
        return any(np.any(getattr(self, field.name)) for field in fields(self) if field.name != "warnings")
