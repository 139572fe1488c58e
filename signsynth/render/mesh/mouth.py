"""What is seen of a mouth that opens: teeth that ride on head and jaw, and the dark behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.ride import Ride, affine, moves_of, rows_of
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.teeth import Teeth, colours

PATCH = (0.87, 0.88, 0.08)
"""An empty corner of the atlas: left, top, side; the teeth's colours are kept there."""
_RADII = (0.0275, 0.043), (0.0258, 0.0412)
_UPPER, _LOWER = np.array([0.0, -0.0012, -0.0060]), np.array([0.0, -0.0004, -0.0086])
"""The front teeth's edges from the lips' seam, metres: behind the lips, the upper before the lower."""
_JAW = ("jawOpen", "jawForward", "jawLeft", "jawRight")
_SHUT = 0.0003
"""Lips that are apart by this many metres more than at rest show nothing yet."""
_PAIRS = 8
_GUM = (190, 104, 102)


@dataclass(frozen=True, eq=False)
class Opened:
    """A mouth that is open. ``teeth (t, 3)`` places; ``normals (t, 3)``; ``dark``: factor on the light of the mouth's
    own vertices ``Mouth.rows``; ``teeth_dark (t,)``."""

    teeth: np.ndarray
    normals: np.ndarray
    dark: np.ndarray
    teeth_dark: np.ndarray


class Mouth:
    """The inside of the mouth of one body; needs its posed vertices only."""

    def __init__(self, body: Any) -> None:
        """``body`` at rest, with or without clothes."""
        rest = body.mesh.template.double().cpu().numpy()
        self.rows = rows_of(body, "mouth", "tongue")
        """Vertices inside."""
        rim = np.intersect1d(rows_of(body, "lips"), rows_of(body, "mouth"))
        seam = rest[rim][abs(rest[rim, 0]) < 1e-4].mean(0)
        rows, tongue = np.union1d(self.rows, rim), rows_of(body, "tongue")
        upper, lower = (Teeth.upper(seam + _UPPER, _RADII[0]), Teeth.lower(seam + _LOWER, _RADII[1]))
        moves = moves_of(body)
        self._lips = _pairs(rest, rows_of(body, "lips", "mouth"), moves["jawOpen"][:, 1])
        near = np.exp(-(((rest[rows] - seam) / 0.03) ** 2).sum(1))
        self._rides = []
        for jaw, teeth in enumerate((upper, lower)):
            frame = seam + 0.02 * np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, -1.0]])
            asked = []
            for name, move in moves.items():
                if name in body.action_names:
                    goes = bool(jaw) and name in _JAW
                    to = affine(rest[tongue], move[tongue], frame) if goes else np.zeros((4, 3))
                else:  # a shape: teeth go with the lips
                    to = affine(rest[rows], move[rows], frame, near)
                asked.append((move, to))
            ride = Ride.fitted(rest, rows, frame, asked)
            self._rides.append((ride, ride.local(teeth.points)))
        self.faces = np.concatenate([upper.faces, lower.faces + len(upper.points)])
        """int ``(f, 3)``: of the teeth, into ``Opened.teeth``."""
        self.uv = _on_patch(np.concatenate([upper.palette, lower.palette]))
        """float32 ``(t, 2)``: of the teeth, in 0..1 of the atlas."""
        self._upper_count = len(upper.points)
        self._surface = Surface(self.faces, len(self.uv))
        self._rest_gap = self._gap(rest, self._rides[0][0].frame(rest))

    def paint(self, picture: np.ndarray, white: tuple[int, int, int], dim: float, factor: float) -> None:
        """Put the teeth's colours into their corner of a texture uint8 ``(n, n, 3)``, in place.

        ``white`` of the eyes, ``dim`` of the gums, ``factor`` on everything."""
        left, top, side = (round(value * len(picture)) for value in PATCH)
        patch = factor * colours(side, white, tuple(dim * c for c in _GUM))
        picture[top : top + side, left : left + side] = np.clip(patch + 0.5, 0, 255)

    def __call__(self, vertices: np.ndarray) -> Opened | None:
        """What is seen among posed vertices ``(v, 3)`` in any unit; None where the lips are shut."""
        frames = [ride.frame(vertices) for ride, _ in self._rides]
        gap = self._gap(vertices, frames[0]) - self._rest_gap
        if gap < _SHUT:
            return None
        teeth = np.concatenate([local @ frame for (_, local), frame in zip(self._rides, frames, strict=True)])
        back = (frames[0][3] - frames[0][0]) / 0.02
        back /= back @ back  # what it is multiplied with becomes metres behind the lips' seam
        lip = frames[0][0]
        return Opened(
            teeth=teeth,
            normals=self._surface.normals(teeth),
            dark=_dark((vertices[self.rows] - lip) @ back, gap),
            teeth_dark=_dark((teeth - lip) @ back, gap),
        )

    def _gap(self, vertices: np.ndarray, frame: np.ndarray) -> float:
        """How far apart the lips are, metres at rest."""
        up = (frame[2] - frame[0]) / 0.02
        up = up / (up @ up)
        above, below = self._lips
        return float(((vertices[above] - vertices[below]) @ up).mean())


def _dark(behind: np.ndarray, gap: float) -> np.ndarray:
    """Factor float32 on light ``behind`` metres within a mouth open by ``gap`` metres."""
    reach = 0.014 + min(gap, 0.03)
    return np.float32(0.08 + 0.92 * np.exp(-np.clip(behind - 0.008, 0, None) / reach))


def _on_patch(palette: np.ndarray) -> np.ndarray:
    """Atlas coordinates float32 ``(n, 2)``; half a texel inside of the patch, even of a small texture."""
    left, top, side = PATCH
    return np.float32([left, top]) + np.float32(side) * (0.03 + 0.94 * palette.astype(np.float32))


def _pairs(rest: np.ndarray, lips: np.ndarray, falls: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices of the upper lip, and those of the lower one that they rest on; ``falls (v,)``: when the jaw opens."""
    lips = lips[(abs(rest[lips, 0]) < 0.019) & (rest[lips, 2] > rest[lips, 2].max() - 0.022)]
    above, below = lips[falls[lips] > -0.006], lips[falls[lips] < -0.015]
    apart = np.linalg.norm(rest[above][:, None] - rest[below], axis=2)
    nearest = np.argsort(apart.min(1), kind="stable")[:_PAIRS]
    return above[nearest], below[apart.argmin(1)[nearest]]
