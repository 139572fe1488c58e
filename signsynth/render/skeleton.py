"""The drawn signer: a flat figure whose hands are read first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.render.camera import Camera
from signsynth.render.hand import Hand
from signsynth.render.head import Head
from signsynth.render.label import Label
from signsynth.render.paint import Picture
from signsynth.render.theme import Theme
from signsynth.render.trunk import Trunk
from signsynth.signer import Signer
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_BLOCK = 64
"""Frames whose outlines are computed at once."""
_BEHIND = -0.12
"""Depth of a wrist in shoulder widths from which the arm passes behind the body."""
_STEADY_S = 0.06
"""Smoothing of the depth that decides which arm lies in front."""
SMALLEST, LARGEST = 16, 8192


@dataclass(frozen=True)
class SkeletonRenderer:
    """Draws motions as one neutral person; meets ``stages.Renderer``.

    ``label`` is written into a corner of every frame ("" for none). Points of confidence 0 are not drawn.
    """

    theme: Theme = field(default_factory=Theme)
    camera: Camera = field(default_factory=Camera)
    label: str = "synthetic"

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, or ``(size, size, 4)`` where the theme has no background.

        A left-handed signer mirrors the motion. ``fps`` resamples it. ``seed`` changes nothing here.
        Errors: ``InputError`` for a size outside 16 to 8192.
        """
        if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
            raise InputError(f"size {size!r}, expected a whole number of pixels from {SMALLEST} to {LARGEST}")
        left_handed = signer is not None and signer.dominant_hand == "left"
        motion = motion if fps is None else motion.resample(fps)
        return self._frames(motion.mirrored() if left_handed else motion, size, left_handed)

    def _frames(self, motion: Motion, size: int, left_handed: bool) -> Iterator[np.ndarray]:
        theme = self.theme
        background = np.zeros((size, size, 3 if theme.background else 4), np.uint8)
        background[:] = theme.background or 0
        label = Label(self.label, theme.label, size) if self.label else None
        depth = smooth(motion.pose[:, 4:6, 2].astype(np.float64), _STEADY_S * motion.fps)
        for start in range(0, len(motion), _BLOCK):
            figure = _Figure(motion[start : start + _BLOCK], self.camera, size, theme, left_handed)
            for frame in range(min(_BLOCK, len(motion) - start)):
                picture = Picture(background)
                figure.paint(picture, frame, depth[start + frame])
                pixels = picture.finished()
                yield label.onto(pixels) if label else pixels


class _Figure:
    """All parts of the signer in a block of frames."""

    def __init__(self, motion: Motion, camera: Camera, size: int, theme: Theme, left_handed: bool) -> None:
        pose, confidence = motion.pose, motion.confidence
        self._head = Head(pose, confidence, camera, size, theme)
        self._trunk = Trunk(pose, confidence, camera, size, theme)
        dominant = (theme.dominant, theme.dominant_line, theme.halo)
        other = (theme.other, theme.other_line, theme.halo)
        left, right = (dominant, other) if left_handed else (other, dominant)
        self._hands = [
            Hand(pose[:, hand], confidence[:, hand], side, camera, size, colours)
            for side, (hand, colours) in enumerate(((LEFT_HAND, left), (RIGHT_HAND, right)))
        ]

    def paint(self, picture: Picture, frame: int, depth: np.ndarray) -> None:
        """Back to front; ``depth (2,)`` is the left and right wrist's distance towards the viewer."""
        order = np.argsort(depth, kind="stable")
        behind = [side for side in order if depth[side] < _BEHIND]
        before = [side for side in order if depth[side] >= _BEHIND]
        self._arms(picture, frame, behind)
        self._head.paint_behind(picture, frame)
        self._trunk.paint_torso(picture, frame)
        self._head.paint(picture, frame)
        self._arms(picture, frame, before)

    def _arms(self, picture: Picture, frame: int, sides: list[int]) -> None:
        for side in sides:
            self._trunk.paint_limb(picture, frame, side, 0)
        for side in sides:
            self._trunk.paint_limb(picture, frame, side, 1)
            self._hands[side].paint(picture, frame)
