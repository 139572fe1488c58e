"""Torso and arms."""

from __future__ import annotations

import numpy as np

from signsynth.render.camera import Camera
from signsynth.render.outline import capsules, rounding
from signsynth.render.paint import Picture, fixed, opacity
from signsynth.render.theme import Theme, mixed

# Half of the torso's outline: share of the half width from the middle line, share of the way to the hips.
_OUTLINE = (
    (0.22, -0.115),
    (0.36, -0.085),
    (0.72, -0.055),
    (1.02, -0.035),
    (1.16, 0.045),
    (1.10, 0.20),
    (1.03, 0.42),
    (1.02, 0.66),
    (1.12, 0.88),
    (1.26, 1.08),
    (1.28, 1.40),
)
_COLLAR = ((0.22, -0.115), (0.12, -0.03), (0.0, 0.0))
_SHOULDER, _ELBOW, _WRIST = 0.120, 0.094, 0.066
"""Radii of the sleeves in shoulder widths."""
_EDGE = 0.010


class Trunk:
    """Outlines of torso and sleeves in a block of frames, ready to be painted."""

    def __init__(self, pose: np.ndarray, confidence: np.ndarray, camera: Camera, size: int, theme: Theme) -> None:
        body = pose[:, :8].astype(np.float64)
        scale = camera.scale(size)
        self._theme = theme
        self._torso_opacity = opacity(confidence[:, :2].min(1))
        self._torso = fixed(camera(rounding(2 * len(_OUTLINE) + 2 * len(_COLLAR) - 3, 4) @ _torso(body), size))
        flat = camera(body, size)
        ends = np.stack([flat[:, (0, 2)], flat[:, (1, 3)]], 1), np.stack([flat[:, (2, 4)], flat[:, (3, 5)]], 1)
        radii = np.array([_SHOULDER, _ELBOW]) * scale, np.array([_ELBOW, _WRIST]) * scale
        edge = max(_EDGE * scale, 0.8)
        self._limbs = fixed(capsules(*ends, *radii, 14))  # (frames, side, upper or lower, points, 2)
        self._edges = fixed(capsules(*ends, radii[0] + edge, radii[1] + edge, 14))
        seen = np.stack([confidence[:, (0, 2, 4)], confidence[:, (1, 3, 5)]], 1)
        self._limb_opacity = opacity(np.minimum(seen[..., :2], seen[..., 1:]))

    def paint_torso(self, picture: Picture, frame: int) -> None:
        """The torso with its collar."""
        picture.fading(self._torso_opacity[frame], lambda: picture.fill_any([self._torso[frame]], self._theme.clothes))

    def paint_limb(self, picture: Picture, frame: int, side: int, part: int) -> None:
        """Upper arm (``part`` 0) or forearm (1) of the left (``side`` 0) or right (1) arm."""
        theme = self._theme
        colour = theme.sleeve if part == 0 else mixed(theme.sleeve, (255, 255, 255), 0.07)

        def paint() -> None:
            picture.fill(self._edges[frame, side, part], theme.sleeve_line)
            picture.fill(self._limbs[frame, side, part], colour)

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
    hips_wide = hips.mean(2, keepdims=True) + (hips - hips.mean(2, keepdims=True)) * 1.22
    return across(shoulders) * (1 - v) + across(hips_wide) * v
