"""The right arm at rest, as inverse kinematics needs it; the left one is its mirror image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.rig import ARM, COLLAR, Rig
from signsynth.body.fit.turns import frame_of
from signsynth.geometry import unit

CHAIN = (*COLLAR, *ARM, "wrist")


@dataclass(frozen=True, eq=False)
class Limb:
    """Joints, axes and limits of the right arm; shoulder widths, origin mid-shoulder, radians."""

    origin_m: np.ndarray
    """``(3,)``: mid-shoulder in the body's frame."""
    width_m: float
    """One shoulder width."""
    chest: np.ndarray
    """``(3,)``: the joint ``spine01``, which carries the arm."""
    heads: np.ndarray
    """``(7, 3)``: the joints ``CHAIN``."""
    clavicle_axes: np.ndarray
    """``(3, 3)``: columns flex, side, twist."""
    collar_axes: np.ndarray
    wrist_axes: np.ndarray
    wrist_limits: np.ndarray
    """``(3, 2)``: flex, side, twist."""
    upper: float
    """Length from shoulder to elbow."""
    fore: float
    """Length from elbow to wrist."""
    upper_along: np.ndarray
    """Unit vector from shoulder to elbow at rest."""
    upper_half: np.ndarray
    """Unit vector from ``upperarm02`` to the elbow: a twist about it leaves the elbow in its place."""
    fore_along: np.ndarray
    fore_half: np.ndarray
    """Unit vector from ``lowerarm02`` to the wrist."""
    hinge: np.ndarray
    """Unit axis of the elbow at rest: a positive turn bends it."""
    bend: float
    """How far the elbow is bent at rest."""
    bend_limits: tuple[float, float]
    """Least and greatest bend, 0 is straight."""
    frame: np.ndarray
    """``(3, 3)``: columns along the upper arm, along the hinge, and across both, at rest."""

    @staticmethod
    @lru_cache(maxsize=2)
    def of(body: Body) -> Limb:
        """From a body; its right side stands for both."""
        rig = Rig.of(body)

        def at(name: str) -> np.ndarray:
            return (rig.heads[rig.joint(name)] - rig.origin_m) / rig.width_m

        def axes(name: str) -> np.ndarray:
            return rig.axes[rig.joint(f"{name}.R")]

        shoulder, half, elbow, far_half, wrist = (
            at(f"{name}.R") for name in ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist")
        )
        upper, fore = elbow - shoulder, wrist - elbow
        # The body's own hinge is square to its arm but for rounding; the frames here must be exactly so.
        hinge = unit(np.cross(upper, fore))
        bend = float(np.arctan2(np.linalg.norm(np.cross(upper, fore)), upper @ fore))
        flex = rig.limits[rig.joint("lowerarm01.R"), 0]
        return Limb(
            origin_m=rig.origin_m,
            width_m=rig.width_m,
            chest=at("spine01"),
            heads=np.array([at(f"{name}.R") for name in CHAIN]),
            clavicle_axes=axes("clavicle"),
            collar_axes=axes("shoulder01"),
            wrist_axes=axes("wrist"),
            wrist_limits=rig.limits[rig.joint("wrist.R")],
            upper=float(np.linalg.norm(upper)),
            fore=float(np.linalg.norm(fore)),
            upper_along=unit(upper),
            upper_half=unit(elbow - half),
            fore_along=unit(fore),
            fore_half=unit(wrist - far_half),
            hinge=hinge,
            bend=bend,
            bend_limits=(float(max(flex[0] + bend, 0.0)), float(flex[1] + bend)),
            frame=frame_of(upper, hinge),
        )

    @property
    def shoulder(self) -> np.ndarray:
        """The joint ``upperarm01`` at rest ``(3,)``."""
        return self.heads[2]

    def place(self, local: np.ndarray) -> np.ndarray:
        """The joints ``(..., 7, 3)`` on a chest at rest; ``local (..., 7, 3, 3)`` turn each against the last."""
        turn, places = np.eye(3), [np.broadcast_to(self.heads[0], (*local.shape[:-3], 3))]
        for k in range(1, len(CHAIN)):
            turn = turn @ local[..., k - 1, :, :]
            places.append(places[-1] + (turn @ (self.heads[k] - self.heads[k - 1])[:, None])[..., 0])
        return np.stack(places, -2)

    @property
    def length(self) -> float:
        """Of the straight arm."""
        return self.upper + self.fore
