"""Light apart from colour, roughly: what the studio will add is taken out, and the light from one side."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.costume import SHADE, photo_light
from signsynth.render.mesh.light import NOTHING, Shade
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.matte import foreground
from signsynth.render.portrait.sight import Sight

_DARKEST, _BRIGHTEST, _DARKEST_SHADE = 0.55, 1.6, 0.7
_MOST_UNEVEN = 0.6
_THROUGH = 0.06
"""How far from the edge, in shoulder widths, the person's own colours are looked for."""


def unlit(figure: Figure, sight: Sight) -> np.ndarray:
    """The person's colours without light, float32 ``(h, w, 3)``, 0 to 255 and above.

    The studio's own light on the figure as it stands, and the light from one side, are divided out: drawn in the
    pose of the picture with ``Appearance.side_light`` of ``unevenness``, the person looks as in the picture.
    """
    import cv2

    size, shoulders = sight.mask.shape, sight.shoulder_width
    drawn = figure.drawn(size)
    lit = photo_light(figure.body, unevenness(figure, sight))(figure.normals)
    inside = drawn.mask.astype(np.float32)
    factor = drawn.interpolate(figure.faces, lit[:, None].astype(np.float32))[..., 0]
    # The light goes on beyond the figure's edge, so that no seam is divided out.
    around = cv2.GaussianBlur(inside, (0, 0), 0.01 * shoulders)
    beyond = cv2.GaussianBlur(factor * inside, (0, 0), 0.01 * shoulders) / np.maximum(around, 1e-6)
    factor = np.where(drawn.mask, factor, np.where(around > 1e-3, beyond, 1))
    depth = np.where(drawn.mask, drawn.depth / shoulders, np.float32(NOTHING))
    even = max(size) + max(size) % 2
    wide = np.full((even, even), NOTHING, np.float32)
    wide[: size[0], : size[1]] = depth
    shade = Shade(even, shoulders, SHADE)(wide)[: size[0], : size[1]]
    # Where exactly a shadow ends is never known: sharp edges are left in.
    shade = np.clip(cv2.GaussianBlur(shade, (0, 0), 0.02 * shoulders), _DARKEST_SHADE, 1)
    light = np.clip(factor * shade, _DARKEST, _BRIGHTEST)
    own = foreground(sight.pixels, sight.matte, _THROUGH * shoulders) / light[..., None].astype(np.float32)
    # Lit again it must not be brighter than white, before the shade comes: channels cut one by one would change hue.
    most = own.max(-1, keepdims=True) * np.clip(factor, _DARKEST, _BRIGHTEST)[..., None].astype(np.float32)
    return own / np.maximum(most / 255, 1)


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
