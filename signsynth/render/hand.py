"""Hands: what must be read first."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import unit
from signsynth.render.camera import Camera
from signsynth.render.outline import capsules, ellipses
from signsynth.render.paint import Picture, fixed, opacity
from signsynth.render.theme import RGB, mixed

_FINGERS = np.arange(1, 21).reshape(5, 4)
_PALM = np.array([0, 1, 5, 9, 13, 17])
_PALM_RADII = np.array([0.062, 0.036, 0.036, 0.036, 0.034, 0.031])
_FINGER_RADII = np.array([0.034, 0.031, 0.0285, 0.0245])
_WIDTHS = np.array([1.12, 1.0, 1.03, 0.98, 0.86])[:, None]
"""Thumb to little finger, relative to ``_FINGER_RADII``."""
_LINE, _HALO = 0.0085, 0.030
_TINTS = (0.46, 0.12, 0.30, 0.06, 0.22)
"""Share of white in each finger, thumb first: neighbours differ, so that crossed fingers can be told apart."""
_OVER_PALM = 0.06
"""Depth before the middle of the palm, in shoulder widths, from which a finger is drawn over the palm."""
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


class Hand:
    """Outlines of one hand in a block of frames, ready to be painted."""

    def __init__(
        self,
        points: np.ndarray,
        confidence: np.ndarray,
        side: int,
        camera: Camera,
        size: int,
        colours: tuple[RGB, RGB, RGB],
    ) -> None:
        """``points (frames, 21, 3)``, ``confidence (frames, 21)``, ``side`` 0 for the left hand, 1 for the right."""
        points = points.astype(np.float64)
        scale = camera.scale(size)
        flat = camera(points, size)
        self._colour, self._line_colour, self._halo_colour = colours
        self.opacity = opacity(np.median(confidence, axis=1))
        self._seen = confidence > 0
        line, halo = max(_LINE * scale, 0.7), max(_HALO * scale, 1.6)

        fingers = flat[:, _FINGERS]  # (frames, 5, 4, 2)
        radii = _FINGER_RADII * _WIDTHS * scale
        ends = fingers[:, :, :-1], fingers[:, :, 1:]

        def bones(extra: float) -> np.ndarray:
            return fixed(capsules(*ends, radii[:, :-1] + extra, radii[:, 1:] + extra, 7))

        self._bones, self._bone_lines, self._bone_halos = bones(0), bones(line), bones(halo)

        def palm(extra: float) -> np.ndarray:
            radius = (_PALM_RADII * scale + extra)[:, None]
            rings = ellipses(flat[:, _PALM], radius * [1, 0], radius * [0, 1], 14)
            return fixed(rings.reshape(len(flat), -1, 2))

        self._palm, self._palm_line, self._palm_halo = palm(0), palm(line), palm(halo)

        knuckle = np.full(4, 0.017 * scale)[:, None]
        self._knuckles = fixed(ellipses(flat[:, _PALM[2:]], knuckle * [1, 0], knuckle * [0, 1], 10))
        handed = 1 if side else -1
        across = unit(points[:, 17] - points[:, 5])
        back = handed * unit(np.cross(points[:, 17] - points[:, 0], points[:, 5] - points[:, 0]))
        self._back = back[:, 2]  # 1: the back of the hand faces the viewer, -1: the palm
        self._nails, self._nail_seen = self._fingernails(points, across, back, handed, camera, size)
        middle = points[:, _PALM].mean(1)
        depth = points[:, _FINGERS[:, 1:], 2].mean(2) - middle[:, None, 2]
        self._order = np.argsort(depth, axis=1)
        self._in_front = depth > _OVER_PALM
        self._depth = depth

    def _fingernails(self, points, across, back, handed, camera, size) -> tuple[np.ndarray, np.ndarray]:
        """Nails ``(frames, 5, 12, 2)``, and how much each faces the viewer ``(frames, 5)``."""
        tip, joint = points[:, _FINGERS[:, 3]], points[:, _FINGERS[:, 2]]
        bone = tip - joint
        along = unit(bone)
        # Fingers bend about the knuckle line; the thumb's nail looks away from the palm and the fingers.
        hinge = np.repeat(across[:, None], 5, axis=1)
        up = handed * np.cross(along, hinge)
        up[:, 0] = back - 0.8 * across
        up -= (up * along).sum(-1, keepdims=True) * along
        up = unit(up)
        width = np.cross(along, up)
        radius = _FINGER_RADII[3] * _WIDTHS
        centre = tip - 0.12 * bone + 0.75 * radius * up
        u, v = bone * 0.34, width * radius * 0.72
        flip = np.array([1, -1]) * camera.scale(size)
        return fixed(ellipses(camera(centre, size), u[..., :2] * flip, v[..., :2] * flip, 12)), up[..., 2]

    def paint(self, picture: Picture, frame: int) -> None:
        """Halo, palm and fingers, the farther ones first."""
        picture.fading(self.opacity[frame], lambda: self._paint(picture, frame))

    def _paint(self, picture: Picture, frame: int) -> None:
        seen = self._seen[frame]
        fingers = [
            (finger, [bone for bone in range(3) if seen[_FINGERS[finger, bone : bone + 2]].all()])
            for finger in self._order[frame]
        ]
        palm = seen[_PALM].repeat(14)
        if palm.any():
            picture.hull(self._palm_halo[frame][palm], self._halo_colour)
        for finger, bones in fingers:
            for bone in bones:
                picture.fill(self._bone_halos[frame, finger, bone], self._halo_colour)
        for finger, bones in fingers:
            if not self._in_front[frame, finger]:
                self._paint_finger(picture, frame, finger, bones)
        if palm.any():
            back = (self._back[frame] + 1) / 2
            shade = mixed(mixed(self._colour, _WHITE, 0.30), mixed(self._colour, _BLACK, 0.14), back)
            picture.hull(self._palm_line[frame][palm], self._line_colour)
            picture.hull(self._palm[frame][palm], shade)
            if self._back[frame] > 0.25 and palm.all():
                picture.fill_any(self._knuckles[frame], mixed(shade, _BLACK, 0.10))
        for finger, bones in fingers:
            if self._in_front[frame, finger]:
                self._paint_finger(picture, frame, finger, bones)

    def _paint_finger(self, picture: Picture, frame: int, finger: int, bones: list[int]) -> None:
        colour = mixed(self._colour, _WHITE, _TINTS[finger])
        for bone in bones:
            picture.fill(self._bone_lines[frame, finger, bone], self._line_colour)
        for bone in bones:
            picture.fill(self._bones[frame, finger, bone], colour)
        if bones and bones[-1] == 2 and self._nail_seen[frame, finger] > 0.2:
            picture.fill(self._nails[frame, finger], mixed(colour, _WHITE, 0.6))
