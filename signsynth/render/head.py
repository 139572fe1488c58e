"""Head and face."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.render.camera import Camera
from signsynth.render.outline import capsules, ellipses, ellipsoids, rounding
from signsynth.render.paint import Picture, fixed, opacity
from signsynth.render.theme import Theme, mixed
from signsynth.skeleton import CANONICAL, FACE

# Names of face-mesh points along each contour, on the right side; the left follows from the skeleton's mirror.
_OVAL = "10 109 67 103 54 21 162 127 234 93 132 58 172 136 150 149 176 148 152"
_BROW = "46 53 52 65 55 107 66 105 63 70"
_LID = "33 246 161 160 159 158 157 173 133"
_LOWER_LID = "133 155 154 153 145 144 163 7 33"
_SKIN = ("oval", "right brow", "left brow", "right eye", "left eye", "lips")
_LIPS = ("61 185 40 39 37 0", "61 146 91 181 84 17")
_MOUTH = ("78 191 80 81 82 13", "78 95 88 178 87 14")

# Of an average head, in shoulder widths like the rest positions: centre and half axes, and the nose's ridge.
_SKULL = (0.0, 0.685, -0.075), (0.236, 0.300, 0.250)
_EARS = (0.222, 0.590, -0.03), (0.030, 0.066, 0.045)
_NOSE = ((0.010, 0.655, 0.245), (0.013, 0.600, 0.315), (0.030, 0.556, 0.300), (-0.006, 0.545, 0.312))
_NECK = (0.0, 0.36, 0.02), (0.0, 0.0, -0.03), 0.132
_IRIS = 0.027
_EYES, _OPENING = 1.2, 1.4
"""Eyes are drawn wider and more open than life, so that they can be read in a small picture."""


class Head:
    """Outlines of the head in a block of frames, ready to be painted."""

    def __init__(self, pose: np.ndarray, confidence: np.ndarray, camera: Camera, size: int, theme: Theme) -> None:
        face, seen = pose[:, FACE].astype(np.float64), confidence[:, FACE]
        self._theme = theme
        self._line = camera.scale(size) * 0.011
        body = confidence[:, :2].min(1)
        # Without a face there is still a head, blank and at rest, so that the signer stays a person.
        self._blank = np.mean(seen > 0, axis=1) < 0.5
        self._opacity = np.where(self._blank, opacity(body), opacity(np.median(seen, axis=1)))
        self._body_opacity = opacity(body)
        middle = pose[:, :2].mean(1)
        face = np.where(self._blank[:, None, None], CANONICAL.rest[FACE] + middle[:, None], face)
        turn = _head_fit() @ face  # (frames, 4, 3): where the template's axes and origin went

        def at(points: tuple[tuple[float, ...], ...]) -> np.ndarray:
            return np.column_stack([np.array(points), np.ones(len(points))]) @ turn

        def pixels(points: np.ndarray) -> np.ndarray:
            return camera(points, size)

        scale = camera.scale(size) * np.array([1, -1])
        skull_axes = np.array(_SKULL[1])[:, None] * turn[:, :3, :2] * scale
        self._skull = fixed(ellipsoids(pixels(at((_SKULL[0],))[:, 0]), skull_axes))
        (ear_x, ear_y, ear_z), ear_radii = _EARS
        ears = at(((ear_x, ear_y, ear_z), (-ear_x, ear_y, ear_z)))
        ear_axes = np.array(ear_radii)[:, None] * turn[:, None, :3, :2] * scale
        self._ears = fixed(ellipsoids(pixels(ears), np.broadcast_to(ear_axes, (len(face), 2, 3, 2)), 24))
        chin = at((_NECK[0],))[:, 0]
        base = middle + np.array(_NECK[1])
        radius = np.full(len(face), _NECK[2] * camera.scale(size))
        self._neck = fixed(capsules(pixels(chin), pixels(base), radius * 0.92, radius, 12))
        curves = {name: pixels(matrix @ face) for name, matrix in _curves().items()}
        self._curves = {name: fixed(curve) for name, curve in curves.items()}
        # The brows and eyes keep the far side of a turned face whole.
        self._skin = fixed(np.concatenate([curves[name] for name in _SKIN], 1))
        self._curves["nose"] = fixed(rounding(4, 4, closed=False) @ pixels(at(_NOSE)))
        self._irises = [fixed(_iris(curves, side, turn, scale)) for side in ("right", "left")]

    def paint_behind(self, picture: Picture, frame: int) -> None:
        """Hair and neck: what the body's clothes may cover."""
        theme = self._theme
        picture.fading(self._opacity[frame], lambda: picture.fill(self._skull[frame], theme.hair))
        picture.fading(self._body_opacity[frame], lambda: picture.fill(self._neck[frame], theme.skin_shade))

    def paint(self, picture: Picture, frame: int) -> None:
        """Ears and face."""
        picture.fading(self._opacity[frame], lambda: self._face(picture, frame))

    def _face(self, picture: Picture, frame: int) -> None:
        theme, at = self._theme, {name: curve[frame] for name, curve in self._curves.items()}
        for ear in self._ears[frame]:
            picture.fill(ear, theme.skin_shade)
        picture.hull(self._skin[frame], theme.skin)
        if self._blank[frame]:
            return
        width = round(self._line)
        picture.stroke([at["nose"]], mixed(theme.skin_shade, theme.line, 0.22), width)
        picture.fill_any([at["right eye"], at["left eye"]], theme.eye)
        picture.fill_any([iris[frame] for iris in self._irises], theme.line)
        picture.stroke([at["right lid"], at["left lid"]], theme.line, width)
        picture.fill_any([at["right brow"], at["left brow"]], theme.hair)
        picture.fill_any([at["lips"]], theme.lips)
        picture.fill_any([at["mouth"]], theme.mouth)


@lru_cache(maxsize=1)
def _head_fit() -> np.ndarray:
    """Matrix ``(4, 128)`` from face points to the affine map of the head, least squares over the still points."""
    names = CANONICAL.points[FACE]
    still = [names.index(name) for name in _both(_OVAL.split()[:10])] + [
        names.index(name) for name in ("33", "133", "263", "362")
    ]
    rest = np.column_stack([CANONICAL.rest[FACE], np.ones(128)])
    fit = np.zeros((4, 128))
    fit[:, still] = np.linalg.pinv(rest[still])
    return fit


@lru_cache(maxsize=1)
def _curves() -> dict[str, np.ndarray]:
    """Matrices ``(curve, 128)`` from face points to smooth contours."""
    right, left = _side, lambda text: _mirrored(_side(text))
    ring = {"oval": _both(_OVAL.split())}
    for name, (upper, lower) in (("lips", _LIPS), ("mouth", _MOUTH)):
        top = right(upper) + left(upper)[-2::-1]
        bottom = right(lower) + left(lower)[-2::-1]
        ring[name] = top + bottom[-2:0:-1]
    for name, side in (("right", right), ("left", left)):
        ring[f"{name} brow"] = side(_BROW)
    curves = {name: rounding(len(points), 3) @ _chosen(points) for name, points in ring.items()}
    for name, side in (("right", right), ("left", left)):
        opened = _opened(side(_LID) + side(_LOWER_LID)[1:-1])
        curves[f"{name} eye"] = rounding(len(opened), 3) @ opened
        curves[f"{name} lid"] = rounding(9, 3, closed=False) @ opened[:9]
    return curves


def _opened(names: list[str]) -> np.ndarray:
    """Matrix ``(n, 128)`` of an eye's contour, farther from the line through its corners; a closed eye stays closed."""
    points = _chosen(names)
    corners = points[[0, 8]]
    x = points @ CANONICAL.rest[FACE][:, 0]
    share = ((x - x[0]) / (x[8] - x[0]))[:, None]
    line = corners[0] * (1 - share) + corners[1] * share
    opened = line + _OPENING * (points - line)
    middle = corners.mean(0)
    return middle + _EYES * (opened - middle)


def _side(text: str) -> list[str]:
    return text.split()


def _mirrored(names: list[str]) -> list[str]:
    points = CANONICAL.points
    face = points[FACE]
    return [points[CANONICAL.mirror[FACE.start + face.index(name)]] for name in names]


def _both(names: list[str]) -> list[str]:
    """A contour down the right side, then up the left, without the middle points twice."""
    return names + [name for name in _mirrored(names)[::-1] if name not in names]


def _chosen(names: list[str]) -> np.ndarray:
    face = CANONICAL.points[FACE]
    matrix = np.zeros((len(names), 128))
    matrix[np.arange(len(names)), [face.index(name) for name in names]] = 1
    return matrix


def _iris(curves: dict[str, np.ndarray], side: str, turn: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Iris ``(frames, 20, 2)`` in the middle of an eye, cut by its lids. Gaze is not tracked."""
    eye = curves[f"{side} eye"]
    half = len(eye[0]) // 2
    corner_a, corner_b = eye[:, 0], eye[:, half]
    across = corner_b - corner_a
    along = across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-6)
    up = np.stack([-along[:, 1], along[:, 0]], -1)
    middle = (corner_a + corner_b) / 2
    lid_a = ((eye[:, half // 2 - 1 : half // 2 + 2].mean(1) - middle) * up).sum(-1)
    lid_b = ((eye[:, half + half // 2 - 1 : half + half // 2 + 2].mean(1) - middle) * up).sum(-1)
    low, high = np.minimum(lid_a, lid_b)[:, None], np.maximum(lid_a, lid_b)[:, None]
    centre = middle + up * ((low + high) / 2)
    radius = _IRIS * np.linalg.norm(turn[:, 1, :2] * scale, axis=-1)[:, None]
    ring = ellipses(centre, along * radius * 0.97, up * radius, 20) - middle[:, None]
    u = (ring * along[:, None]).sum(-1)
    v = np.clip((ring * up[:, None]).sum(-1), low, high)
    return middle[:, None] + u[..., None] * along[:, None] + v[..., None] * up[:, None]
