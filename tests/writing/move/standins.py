"""Tiny hands and places, so that what moves is tested apart from where and with what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.writing.move import perform
from signsynth.writing.move.rooms import Studio
from signsynth.writing.notation import Direction, Phrase, Posture, Shape, Sign

BASES = {"flat": 0.0, "fist": 90.0, "finger2": 60.0, "finger23": 45.0, "finger2345": 5.0, "pinch12": 40.0}
SITES = {"palm": (0.0, 0.3, 0.05), "tip": (0.02, 0.62, 0.0), "handback": (0.0, 0.3, -0.05), "pad": (0.02, 0.6, 0.04)}
NORMALS = {"palm": (0, 0, 1), "tip": (0, 1, 0), "handback": (0, 0, -1), "thumbside": (1, 0, 0), "pinkyside": (-1, 0, 0)}
OUT = Posture(Shape("flat"), Direction("o"), Direction("d"))


@dataclass(frozen=True)
class Angles:
    angles: np.ndarray


class Hands:
    """Shapes bend all fingers alike; a tip comes nearer when they bend."""

    def handshape_of(self, shape: Shape) -> Angles:
        angles = np.zeros(21)
        angles[[0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]] = BASES.get(shape.base, 30.0)
        return Angles(angles)

    def palm_rotation(self, fingers, palm, *, absolute=False, side=1):
        y = fingers.vector
        z = palm.vector - y * (palm.vector @ y)
        if np.linalg.norm(z) < 1e-6:
            z = np.array([0.3, -1.0, 0.2]) * ([1, 1, 1] if side else [-1, 1, 1])
            z = z - y * (z @ y)
        z = z / np.linalg.norm(z)
        return np.stack([np.cross(y, z), y, z], axis=1)

    def site_points(self, site, angles, side):
        name = site.name if site is not None else "palm"
        point = np.broadcast_to(SITES.get(name, (0.05, 0.3, 0.0)), (*angles.shape[:-1], 3)).copy()
        if name in ("tip", "pad"):
            point[..., 1] -= 0.003 * angles[..., :12].mean(-1)
        normal = np.broadcast_to(np.array(NORMALS.get(name, (0, 0, 1)), float), point.shape).copy()
        flip = np.array([1 if side else -1, 1, 1])
        return point * flip, normal * flip


@dataclass(frozen=True)
class Spot:
    point: np.ndarray
    normal: np.ndarray
    touch: bool = False


class Places:
    """A flat wall as the body."""

    heights = {"chin": 0.4, "chest": -0.3, "forehead": 0.9, "neutralspace": -0.5}

    def spot(self, site, side):
        x = {"right_at": -0.2, "left_at": 0.2}.get(site.side, 0.0)
        if site.second is not None:
            x = (x + self.spot(site.second, side).point[0]) / 2
        z = {"touch": 0.2, "close": 0.4}.get(site.contact, 0.6)
        return Spot(np.array([x, self.heights[site.name], z]), np.array([0, 0, 1.0]), site.contact == "touch")

    def middle(self, site):
        right, left = self.spot(site, 1), self.spot(site, 0)
        return Spot((right.point + left.point) / 2, right.normal, right.touch)

    def neutral(self, side):
        return Spot(np.array([-0.3 if side else 0.3, -0.5, 0.6]), np.array([0, 0, 1.0]))

    def on_arm(self, site, side, elbow, wrist, shoulder, palm):
        return Spot((elbow + wrist) / 2, palm, site.contact == "touch")


def studio(fps: float = 25.0) -> Studio:
    return Studio(Hands(), Places(), fps)


def sign(*movements, dominant=OUT, **said) -> Sign:
    return Sign("X", (Phrase(dominant, movements=movements, **said),))


def done(*movements, fps=25.0, **said):
    return perform(sign(*movements, **said), fps=fps, hands=Hands(), places=Places())


def still(*movements, fps=200.0, **said):
    """The right wrist's way within the stroke, and the whole performance."""
    performance = done(*movements, fps=fps, **said)
    first, last = performance.stroke
    return performance.wrists[first : last + 1, 1], performance
