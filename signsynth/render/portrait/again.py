"""The signer back in the pose and view of the picture: what of it was kept?"""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.look import Look
from signsynth.render.portrait.light import unevenness
from signsynth.render.portrait.portrait import Portrait
from signsynth.render.portrait.sight import Sight


def drawn_again(portrait: Portrait, sight: Sight) -> tuple[np.ndarray, np.ndarray]:
    """The person as in the picture, in its light: uint8 ``(h, w, 3)``, and where they are, bool ``(h, w)``."""
    import cv2

    figure, costume = portrait.figure, Costume(Look(), portrait.appearance)
    texture = costume.texture(figure.body, len(portrait.appearance.texture))
    drawn = figure.drawn(sight.mask.shape)
    side = np.exp(unevenness(figure, sight) * figure.normals[:, 0])
    light = drawn.interpolate(
        figure.faces, (costume.light(figure.body)(figure.normals) * side)[:, None].astype(np.float32)
    )
    places = atlas(figure.body) * len(texture) - 0.5
    u, v = cv2.split(drawn.interpolate(figure.body.faces_uv.numpy(), places, background=-64.0))
    colour = cv2.remap(texture, u, v, cv2.INTER_LINEAR).astype(np.float32)
    return np.clip(colour * light + 0.5, 0, 255).astype(np.uint8), drawn.mask


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two masks."""
    return float((a & b).sum() / max((a | b).sum(), 1))


def psnr(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> float:
    """Peak signal to noise in decibels of uint8 pictures, inside ``where (h, w)``."""
    apart = a[where].astype(np.float64) - b[where]
    return float(10 * np.log10(255**2 / max((apart**2).mean(), 1e-9)))
