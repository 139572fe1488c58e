"""Does a tracker find in the picture what was to be shown in it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.motion.recording import Recording
from signsynth.skeleton import BODY, FACE, LEFT_HAND, RIGHT_HAND

PARTS = {"body": BODY, "left hand": LEFT_HAND, "right hand": RIGHT_HAND, "face": FACE}
_MOST = 0.5
"""A part counts as in view, and as found, where more than this share of its points is."""


@dataclass(frozen=True)
class Again:
    """One part: in how many frames it is ``in_view``, in how many of these it was ``found``, and the ``error``.

    ``share``  found ÷ in view, 0 to 1; more is better; NaN where it is never in view.
    ``error``  median over frames of the mean distance of its points, in shoulder widths; less is better.
    """

    in_view: int
    found: int
    error: float

    @property
    def share(self) -> float:
        """Found ÷ in view."""
        return self.found / self.in_view if self.in_view else float("nan")


def found_again(
    found: np.ndarray,
    confidence: np.ndarray,
    shown: np.ndarray,
    in_view: np.ndarray,
    width: np.ndarray | float,
    parts: Mapping[str, slice] = PARTS,
) -> dict[str, Again]:
    """Points that a tracker ``found (frames, n, 2)`` with ``confidence (frames, n)`` against those that are ``shown``.

    ``in_view`` bool ``(frames, n)``; ``width``: a shoulder width in the points' unit, one or one a frame. Blind to: the
    tracker's own errors, which a sharp wrong picture shares; hands that it never finds in real video either.
    Errors: ``InputError`` for other shapes.
    """
    found, shown = (np.asarray(x, np.float64) for x in (found, shown))
    confidence, in_view = np.asarray(confidence), np.asarray(in_view, bool)
    if found.ndim != 3 or found.shape != shown.shape or {confidence.shape, in_view.shape} != {found.shape[:2]}:
        shapes = ", ".join(str(x.shape) for x in (found, confidence, shown, in_view))
        raise InputError(f"points {shapes}; expected (frames, n, 2), (frames, n), and the same again")
    widths = np.broadcast_to(np.asarray(width, np.float64), len(found))
    away = np.linalg.norm(found - shown, axis=-1) / np.where(widths > 0, widths, np.nan)[:, None]
    rows = {}
    for name, part in parts.items():
        view = in_view[:, part].mean(1) > _MOST
        seen = view & ((confidence[:, part] > 0).mean(1) > _MOST)
        both = seen[:, None] & in_view[:, part] & (confidence[:, part] > 0)
        errors = [float(away[k, part][both[k]].mean()) for k in np.flatnonzero(seen) if both[k].any()]
        errors = [error for error in errors if np.isfinite(error)]
        rows[name] = Again(int(view.sum()), int(seen.sum()), float(np.median(errors)) if errors else float("nan"))
    return rows


def redetection(hypothesis: Recording, reference: Recording) -> dict[str, Again]:
    """What a tracker sees in one film against what it sees in another, or what was to be shown, in the same pixels.

    Errors: ``InputError`` for other lengths.
    """
    if len(hypothesis) != len(reference):
        raise InputError(f"{len(hypothesis)} and {len(reference)} frames, expected one length")
    sides, both = reference.points[:, :2, :2], (reference.confidence[:, :2] > 0).all(1)
    width = np.where(both, np.linalg.norm(sides[:, 0] - sides[:, 1], axis=-1), np.nan)
    return found_again(
        hypothesis.points[..., :2], hypothesis.confidence, reference.points[..., :2], reference.confidence > 0, width
    )
