"""How well a body in its fitted pose agrees with the keypoints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from signsynth.body.body import Body
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.pose import body_pose
from signsynth.body.fit.rig import Rig
from signsynth.motion import Motion
from signsynth.skeleton import BODY, FACE, LEFT_HAND, RIGHT_HAND

GOOD_SW, POOR_SW = 0.04, 0.25
"""Mean distance of a hand's points from the pose at which a frame counts fully, and from which not at all."""
_CHUNK = 512


@dataclass(frozen=True, eq=False)
class FitReport:
    """Mean distance of the posed body's points from the motion's in the picture's plane; NaN where nothing was seen.

    In shoulder widths. Depth is left out: one camera does not see it, and the body's head is deeper than the
    canonical one, whose touches hands keep.

    ``body (frames,)``    shoulders, elbows, wrists, hips.
    ``hands (frames, 2)`` left and right.
    ``face (frames,)``    includes the shape of the face, which is the body's own.
    ``quality (frames,)`` 1 good, 0 wrong or nothing seen: from the hands, or from the arms where none is seen.
    """

    body: np.ndarray
    hands: np.ndarray
    face: np.ndarray
    quality: np.ndarray

    def __str__(self) -> str:
        hands = self.hands[np.isfinite(self.hands)]
        median = f"{100 * np.median(hands):.1f} % of a shoulder width" if len(hands) else "never seen"
        return f"body off the pose: hands {median} (median), quality {self.quality.mean():.2f}"


def measure(motion: Motion, body: Body | None = None) -> FitReport:
    """The report of a fitted motion. Errors: ``InputError`` without gesture or mesh."""
    points = body_points(motion, body)
    apart = np.linalg.norm((points - motion.pose)[..., :2], axis=-1)
    seen = motion.confidence > 0
    body_error, face = _mean(apart, seen, BODY), _mean(apart, seen, FACE)
    hands = np.stack([_mean(apart, seen, hand) for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    worst = np.where(np.isfinite(hands), hands, -1.0).max(1)
    worst = np.where(worst >= 0, worst, body_error)
    quality = np.clip((POOR_SW - worst) / (POOR_SW - GOOD_SW), 0, 1)
    return FitReport(body_error, hands, face, np.where(np.isfinite(quality), quality, 0.0))


def body_points(motion: Motion, body: Body | None = None) -> np.ndarray:
    """The 178 points of the posed body in shoulder widths, float64 ``(frames, 178, 3)``."""
    body = bundled() if body is None else body
    rig, body = Rig.of(body), body.to("cpu").to(torch.float64)
    parts = []
    for start in range(0, len(motion), _CHUNK):
        pose = body_pose(motion[start : start + _CHUNK], body)
        with torch.no_grad():
            parts.append(body.landmarks(pose.rotations, root=pose.root, actions=pose.actions).numpy())
    return (np.concatenate(parts) - rig.origin_m) / rig.width_m


def _mean(apart: np.ndarray, seen: np.ndarray, part: slice) -> np.ndarray:
    """Mean over the seen points of a part ``(frames,)``, NaN without any."""
    count = seen[:, part].sum(1)
    total = np.where(seen[:, part], apart[:, part], 0.0).sum(1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
