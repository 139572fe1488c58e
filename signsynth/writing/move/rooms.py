"""What moving needs to know of hands and of the body: the rooms beside this one, as Protocols."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from signsynth.writing.notation import BodySite, Direction, HandSite, Shape

SHOULDER, UPPER, FORE = np.array([-0.58, -0.05, 0.0]), 0.87, 0.78
"""The right shoulder joint and the lengths of the bundled body's arm, for where its elbow is."""


class Angles(Protocol):
    """A hand shape."""

    @property
    def angles(self) -> np.ndarray:
        """Joint angles ``(21,)`` in degrees."""


class Hands(Protocol):
    """Shapes, orientations and sites of hands (``signsynth.writing.hand``)."""

    def handshape_of(self, shape: Shape) -> Angles:
        """Joint angles of a written shape."""

    def palm_rotation(
        self, fingers: Direction, palm: Direction, *, absolute: bool = False, side: int = 1
    ) -> np.ndarray:
        """Rotation ``(3, 3)`` of a hand's own frame."""

    def site_points(self, site: HandSite | None, angles: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Skin points ``(..., 3)`` in shoulder widths from the wrist joint and outward normals, in the own frame."""


class Spot(Protocol):
    """A place in the signing space."""

    @property
    def point(self) -> np.ndarray:
        """Where the hand's site goes ``(3,)``, contact distance included."""

    @property
    def normal(self) -> np.ndarray:
        """Outward normal ``(3,)`` of the body there."""

    @property
    def touch(self) -> bool:
        """On the skin."""


class Places(Protocol):
    """Places on and before the body (``signsynth.writing.place``)."""

    def spot(self, site: BodySite, side: int) -> Spot:
        """Where the site of hand ``side`` goes."""

    def middle(self, site: BodySite) -> Spot:
        """Where the site of both hands together goes."""

    def neutral(self, side: int) -> Spot:
        """Where a hand signs when no place is written."""

    def on_arm(
        self, site: BodySite, side: int, elbow: np.ndarray, wrist: np.ndarray, shoulder: np.ndarray, palm: np.ndarray
    ) -> Spot:
        """As ``spot``, for a site on the arm ``side``; ``palm (3,)`` is where the back of its hand looks."""


@dataclass(frozen=True)
class Studio:
    """Hands, places and frame rate of one performance, and what was approximated in it."""

    hands: Hands
    places: Places
    fps: float
    warnings: list[str] = field(default_factory=list)
    touches: list[tuple[int, HandSite | None, BodySite | HandSite, np.ndarray | None]] = field(default_factory=list)
    """Hand, its site, what it touches and where that is (None: on the other hand)."""

    known: dict[tuple, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict, repr=False)
    """Sites found already."""

    def site(self, site: HandSite | None, angles: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
        """As ``Hands.site_points``, but equal shapes are looked at once, and a site on the hand's own arm is found
        straight behind the wrist."""
        if site is not None and site.name == "elbowinside":
            self.warn("a hand led by its own elbow: the forearm is taken as straight behind it")
            ones = np.ones((*angles.shape[:-1], 1))
            return ones * np.array([0.0, -FORE, 0.0]), ones * np.array([0.0, 0.0, 1.0])
        if angles.ndim > 1 and len(angles) and not np.ptp(angles, axis=0).any():
            point, normal = self.site(site, angles[0], side)
            return np.broadcast_to(point, (len(angles), 3)), np.broadcast_to(normal, (len(angles), 3))
        key = (site, side, angles.tobytes())
        if key not in self.known:
            self.known[key] = self.hands.site_points(site, angles, side)
        return self.known[key]

    def whole(self, seconds: float) -> float:
        """The nearest duration of whole frames, two at least."""
        return max(2, round(seconds * self.fps)) / self.fps

    def warn(self, text: str) -> None:
        """Note an approximation, once."""
        if text not in self.warnings:
            self.warnings.append(text)
