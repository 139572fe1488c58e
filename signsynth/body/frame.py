"""Metres to shoulder widths and back: the canonical frame of a posed body."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor


class CanonicalFrame(NamedTuple):
    """Origin between the shoulders, unit one shoulder width; axes are those of the body already.

    >>> frame = CanonicalFrame.of(body.landmarks(rest))
    >>> frame.to_canonical(points_m)
    """

    origin_m: Tensor
    """``(..., 1, 3)``: middle of the shoulders."""

    width_m: Tensor
    """``(..., 1, 1)``: distance of the shoulders in metres per shoulder width."""

    @staticmethod
    def of(landmarks_m: Tensor) -> CanonicalFrame:
        """The frame of canonical points ``(..., 178, 3)`` in metres: points 0 and 1 are the shoulders."""
        left, right = landmarks_m[..., 0:1, :], landmarks_m[..., 1:2, :]
        return CanonicalFrame((left + right) / 2, (left - right).norm(dim=-1, keepdim=True))

    def to_canonical(self, points_m: Tensor) -> Tensor:
        """Points ``(..., n, 3)`` in metres to shoulder widths."""
        return (points_m - self.origin_m) / self.width_m

    def to_metres(self, points: Tensor) -> Tensor:
        """Points ``(..., n, 3)`` in shoulder widths to metres."""
        return points * self.width_m + self.origin_m
