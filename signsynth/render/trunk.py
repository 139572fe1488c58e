"""Torso and arms."""

from __future__ import annotations

import numpy as np

from signsynth.render.camera import Camera
from signsynth.render.outline import capsules, rounding
from signsynth.render.paint import Picture, fixed, opacity
from signsynth.render.theme import Theme

# Half of the torso's outline: share of the half width from the middle line, share of the way to the hips.
_OUTLINE = (
    (0.25, -0.155),
    (0.38, -0.122),
    (0.70, -0.100),
    (0.98, -0.080),
    (1.14, -0.010),
    (1.08, 0.18),
    (0.98, 0.40),
    (0.94, 0.62),
    (0.97, 0.84),
    (1.06, 1.04),
    (1.10, 1.40),
)
# The collar is a quarter of an ellipse from the outline's first corner down to the middle line.
_COLLAR = tuple((0.25 * np.cos(turn), 0.15 * np.sin(turn) - 0.155) for turn in np.linspace(0, np.pi / 2, 6))
_RADII = (0.122, 0.094, 0.066)
"""Of the sleeve at shoulder, elbow and wrist, in shoulder widths."""
_EDGE = 0.010


class Trunk:
    """Outlines of torso and sleeves in a block of frames, ready to be painted."""

    def __init__(self, pose: np.ndarray, confidence: np.ndarray, camera: Camera, size: int, theme: Theme) -> None:
        body = pose[:, :8].astype(np.float64)
        scale = camera.scale(size)
        self._theme = theme
        self._torso_opacity = opacity(confidence[:, :2].min(1))
        self._torso = fixed(camera(rounding(2 * len(_OUTLINE) + 2 * len(_COLLAR) - 3, 4) @ _torso(body), size))
        flat = camera(body, size).reshape(-1, 4, 2, 2)[:, :3].swapaxes(1, 2)  # (frames, side, joint, 2)
        radii, edge = np.array(_RADII) * scale, max(_EDGE * scale, 0.8)
        start, end = flat[:, :, :-1], flat[:, :, 1:]
        self._limbs = fixed(capsules(start, end, radii[:-1], radii[1:], 14))  # (frames, side, part, points, 2)
        self._edges = fixed(capsules(start, end, radii[:-1] + edge, radii[1:] + edge, 14))
        # Seams: what hides the edge of a limb where it grows out of the torso or out of the limb before.
        inward = flat[:, :, 0] + 0.2 * (flat[:, ::-1, 0] - flat[:, :, 0]) + [0, 0.05 * scale]
        shoulder = capsules(inward, flat[:, :, 0], radii[0], radii[0] + edge, 14)
        above = flat[:, :, 1] + 0.08 * (flat[:, :, 0] - flat[:, :, 1])
        elbow = capsules(above, flat[:, :, 1], radii[1], radii[1], 14)
        self._seams = fixed(np.stack([shoulder, elbow], 2))
        # Whoever has a shoulder has an arm: one that the camera lost is drawn where it is guessed.
        self._limb_opacity = opacity(np.repeat(confidence[:, :2, None], 2, axis=2))

    def paint_torso(self, picture: Picture, frame: int) -> None:
        """The torso with its collar."""
        picture.fading(self._torso_opacity[frame], lambda: picture.fill_any([self._torso[frame]], self._theme.clothes))

    def paint_limb(self, picture: Picture, frame: int, side: int, part: int) -> None:
        """Upper arm (``part`` 0) or forearm (1) of the left (``side`` 0) or right (1) arm."""
        theme = self._theme

        def paint() -> None:
            picture.fill(self._edges[frame, side, part], theme.clothes_line)
            picture.fill(self._limbs[frame, side, part], theme.clothes)
            picture.fill(self._seams[frame, side, part], theme.clothes)

        picture.fading(self._limb_opacity[frame, side, part], paint)


def _torso(body: np.ndarray) -> np.ndarray:
    """Corners ``(frames, n, 2)`` of the torso, spanned between shoulders and hips, in shoulder widths."""
    half = np.array(_OUTLINE)
    collar = np.array(_COLLAR)
    left = np.concatenate([collar[::-1], half[1:]])  # from the middle of the collar down the left side
    right = (left * [-1, 1])[:0:-1]
    u, v = np.concatenate([left, right]).T[:, :, None]
    shoulders, hips = body[:, None, (0, 1), :2], body[:, None, (6, 7), :2]

    def across(pair: np.ndarray) -> np.ndarray:
        return pair.mean(2) + u * (pair[:, :, 0] - pair[:, :, 1]) / 2

    # The waist follows the shoulders' width, so that narrow tracked hips do not make a wedge.
    hips_wide = hips.mean(2, keepdims=True) + (hips - hips.mean(2, keepdims=True)) * 1.42
    return across(shoulders) * (1 - v) + across(hips_wide) * v
