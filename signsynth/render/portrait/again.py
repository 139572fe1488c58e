"""The signer back in the pose and view of the picture: what of it was kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.camera import Camera
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.track import body_frame
from signsynth.render.portrait.portrait import Portrait
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import Stand

_DRAWN = 1024


@dataclass(frozen=True)
class OwnLens:
    """The view of the picture as a renderer's lens: vertices in metres, ``size`` pixels for ``side_px`` of it."""

    stand: Stand
    side_px: int
    shoulder_px: float

    @property
    def camera(self) -> Camera:
        """Only its scale is asked for."""
        return Camera(shoulder_width=self.shoulder_px / self.side_px)

    def __call__(self, points: np.ndarray, size: int) -> np.ndarray:
        """float32 ``(n, 3)``: x right and y down in pixels of a picture ``size`` wide, depth in shoulder widths."""
        grow = size / self.side_px
        seen = self.stand.project(points)
        seen[:, :2] = (seen[:, :2] + 0.5) * grow - 0.5
        seen[:, 2] = seen[:, 2] / self.shoulder_px + 20
        return seen


def drawn_again(
    portrait: Portrait, sight: Sight, network: Any = None, trust: Mapping[str, float] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The person as in the picture, by the mesh renderer: uint8 ``(h, w, 3)``, and where they are, ``(h, w)``.

    ``network``, a ``Residual`` of ``render.neural``, corrects it as far as it is trusted.
    """
    import cv2

    figure, (height, width) = portrait.figure, sight.mask.shape
    side = max(height, width) + -max(height, width) % 4
    grow = max(1, round(_DRAWN / side))  # of small pictures a small studio would take only a small texture
    lens = OwnLens(figure.stand, side, sight.shoulder_width)
    studio = Studio(figure.body, Look(), lens, grow * side, portrait.appearance)
    picture = studio.frame(figure.vertices)
    if network is not None:
        from signsynth.render.neural.own_picture import OwnPicture

        names, (origin, _) = figure.body.part_names, body_frame(figure.body, portrait.shape)
        far = float(lens(origin[None], side)[0, 2])
        look, vertices = portrait.appearance, figure.vertices
        picture = OwnPicture.drawn(studio, picture, vertices, look, network, far, names).shown(trust)
    if grow > 1:
        picture = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return picture[:height, :width], figure.drawn((height, width)).mask


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two masks."""
    return float((a & b).sum() / max((a | b).sum(), 1))


def psnr(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> float:
    """Peak signal to noise in decibels of uint8 pictures, inside ``where (h, w)``."""
    apart = a[where].astype(np.float64) - b[where]
    return float(10 * np.log10(255**2 / max((apart**2).mean(), 1e-9)))
