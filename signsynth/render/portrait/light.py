"""Light apart from colour, roughly: what the studio will add is taken out, and light from one side evened."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.costume import soft_light
from signsynth.render.mesh.light import NOTHING, Shade
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight

_DARKEST, _BRIGHTEST, _DARKEST_SHADE = 0.6, 1.15, 0.8
_MOST_UNEVEN = 0.6


def unlit(figure: Figure, sight: Sight) -> np.ndarray:
    """The picture without its light, float32 ``(h, w, 3)``, 0 to 255 and above.

    The studio's own light on the figure as it stands is divided out, so that drawn in the pose of the picture the
    person looks as in the picture; and so is the factor between left and right half of the face.
    """
    import cv2

    size = sight.mask.shape
    drawn = figure.drawn(size)
    values = np.column_stack([soft_light(figure.normals), figure.normals[:, 0]])
    found = drawn.interpolate(figure.faces, values.astype(np.float32))
    factor = np.where(drawn.mask, found[..., 0], 1)
    depth = np.where(drawn.mask, drawn.depth / sight.shoulder_width, np.float32(NOTHING))
    even = max(size) + max(size) % 2
    wide = np.full((even, even), NOTHING, np.float32)
    wide[: size[0], : size[1]] = depth
    shade = Shade(even, sight.shoulder_width)(wide)[: size[0], : size[1]]
    # Where exactly a shadow ends is never known: only its broad part is taken out.
    shade = np.clip(cv2.GaussianBlur(shade, (0, 0), 0.05 * sight.shoulder_width), _DARKEST_SHADE, 1)
    light = np.clip(factor * shade, _DARKEST, _BRIGHTEST)
    light = light * np.exp(unevenness(figure, sight) * found[..., 1])
    return sight.pixels / light[..., None].astype(np.float32)


def unevenness(figure: Figure, sight: Sight) -> float:
    """By which factor, as a logarithm, the face is brighter where it looks to the person's left: per unit of normal."""
    rows = np.flatnonzero(figure.on("face"))
    place, normals = figure.seen, figure.normals
    other = figure.body.mirror_vertices.numpy()[rows]
    keep = (
        (normals[rows, 2] > 0.45) & (normals[other, 2] > 0.45) & (figure.vertices[rows, 0] > figure.vertices[other, 0])
    )
    rows, other = rows[keep], other[keep]
    height, width = sight.mask.shape

    def lightness(which: np.ndarray) -> np.ndarray:
        x = np.clip(np.rint(place[which, 0]).astype(int), 0, width - 1)
        y = np.clip(np.rint(place[which, 1]).astype(int), 0, height - 1)
        return np.log(sight.pixels[y, x].astype(float).mean(1) + 8)

    across = normals[rows, 0] - normals[other, 0]
    apart = lightness(rows) - lightness(other)
    rows = across > 0.2
    if rows.sum() < 20:
        return 0.0
    return float(np.clip(np.median(apart[rows] / across[rows]), -_MOST_UNEVEN, _MOST_UNEVEN))
