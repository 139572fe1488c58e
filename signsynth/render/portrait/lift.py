"""The picture's colours on the unfolded body: seen, mirrored from the other side, or grown from what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.costume import HEADROOM
from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import step
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.tones import not_lips

HANDS = ("hand.L", "hand.R")
PAINTED = ("eye_sockets", "mouth", "tongue", "foot.L", "foot.R")
_REACH, _REACH_FAR = 0.0005, 0.02
"""How quickly grown colours turn to the base: within 1 / sqrt of this many edges."""
_DOUBTFUL = 0.02
"""Shoulder widths of detail that is not taken from what may be an arm or the trunk."""
_ARMS = tuple(f"{name}.{side}" for name in ("upper_arm", "forearm") for side in "LR")
_FAR = ("scalp", "neck") + tuple(f"{name}.{side}" for name in ("upper_arm", "forearm", "leg") for side in "LR")


@dataclass(frozen=True, eq=False)
class Lift:
    """``texture`` uint8 ``(n, n, 3)``, ``validity`` uint8 ``(n, n)`` as of ``Appearance``; of what the picture could
    show of face and trunk, ``share`` was seen."""

    texture: np.ndarray
    validity: np.ndarray
    share: float
    sure: np.ndarray
    """float32 ``(n, n)``: how squarely the picture showed each texel; 0 where it did not."""


def reliable(figure: Figure, sight: Sight, avoid: np.ndarray) -> np.ndarray:
    """float32 ``(h, w)``: how far a pixel is surely the person's, and nothing that is held before them."""
    import cv2

    edge = max(1.0, 0.004 * sight.shoulder_width)
    sure = np.float32((sight.matte > 0.6) & ~avoid)
    inside = cv2.distanceTransform(np.pad(sure, 1, mode="edge").astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    height, width = sure.shape
    across, down = np.arange(width), np.arange(height)
    border = np.minimum(
        np.minimum(across, width - 1 - across), np.minimum(down, height - 1 - down)[:, None]
    )  # what the frame cuts off fades into what is guessed
    return np.float32(step(edge * 0.5, edge * 1.5, inside) * step(-1, max(2.0, 0.008 * sight.shoulder_width), border))


class Views:
    """Where the picture shows places of the body, and how surely."""

    def __init__(
        self, figure: Figure, sight: Sight, colours: np.ndarray, sure: np.ndarray, sure_arms: np.ndarray | None = None
    ) -> None:
        """``colours`` float32 ``(h, w, 3)``, ``sure`` float32 ``(h, w)`` of the picture; another one for the arms."""
        self._colours, self._sure = colours, sure
        self._sure_arms = sure if sure_arms is None else sure_arms
        self._depth = figure.drawn(sight.mask.shape).depth
        self._slack = 0.012 * figure.stand.scale

    def __call__(
        self, seen: np.ndarray, facing: np.ndarray, slack: np.ndarray | float = 1.0, arm: np.ndarray | bool = False
    ) -> tuple[np.ndarray, np.ndarray]:
        """Colours ``(n, 3)`` and how sure ``(n,)`` of places ``seen (n, 3)`` whose normals look ``facing (n,)``.

        ``slack``: share of the usual depth by which a place may lie behind what is drawn; ``arm (n,)``: it is on one.
        """
        import cv2

        (height, width), (x, y, z) = self._sure.shape, seen.T
        x, y = np.float32(x), np.float32(y)
        colour = _sampled(self._colours, x, y)
        sure = np.where(arm, _sampled(self._sure_arms, x, y), _sampled(self._sure, x, y))
        xi, yi = np.clip(np.rint(x), 0, width - 1).astype(int), np.clip(np.rint(y), 0, height - 1).astype(int)
        front = cv2.erode(np.where(np.isfinite(self._depth), self._depth, np.float32(1e9)), np.ones((3, 3), np.uint8))
        shown = z <= front[yi, xi] + self._slack * slack
        inside = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
        return colour, sure * inside * shown * step(0.08, 0.3, facing)


def _sampled(picture: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Mixed neighbours at ``x, y (n,)``; rows of at most 8192, as OpenCV needs them."""
    import cv2

    found = [
        cv2.remap(
            picture, x[None, k : k + 8192], y[None, k : k + 8192], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )[0]
        for k in range(0, len(x), 8192)
    ]
    return np.concatenate(found)


def grown(figure: Figure, colour: np.ndarray, sure: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Colours ``(v, 3)`` everywhere: as given where sure, between them smooth over the surface, far away ``base``."""
    from scipy import sparse
    from scipy.sparse.linalg import splu

    count = len(colour)
    start, end = Surface(figure.faces, count).neighbours()
    degree = np.bincount(start, minlength=count)
    links = sparse.csr_matrix((np.ones(len(start)), (start, end)), (count, count))
    hold = np.where(sure > 0.5, 4.0, 0.0)
    pull = np.where(figure.on(*_FAR), _REACH_FAR, _REACH)
    left = sparse.diags(degree + hold + pull) - links
    return splu(left.tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}).solve(
        hold[:, None] * colour + pull[:, None] * base
    )


def lifted(
    figure: Figure,
    sight: Sight,
    colours: np.ndarray,
    avoid: np.ndarray,
    base: np.ndarray,
    bare: np.ndarray,
    faint: np.ndarray,
    size: int,
    hands: np.ndarray | None = None,
    painted: np.ndarray | None = None,
    avoid_arms: np.ndarray | None = None,
    doubtful: np.ndarray | None = None,
) -> Lift:
    """``colours (h, w, 3)`` without light; ``avoid (h, w)`` what is not the person's trunk, neck or head;
    ``base (v, 3)`` where nothing is known; ``bare (v,)`` vertices that stay painted (bool, or above 0, and the edge
    runs where it is 0), ``faint (v,)`` those that the picture does not show where the figure has them; ``size`` of
    the texture. ``hands (h, w)`` is where the skin of hands is that are lifted, too, over ``painted (size, size, 3)``;
    without them hands stay painted by the renderer. ``avoid_arms (h, w)`` is not the person's arms; ``doubtful (h, w)``
    may be an arm or the trunk: of it no detail is taken, nor a mirror image."""
    import cv2

    nothing = np.zeros_like(avoid)
    sure = reliable(figure, sight, avoid)
    sure_arms = reliable(figure, sight, nothing if avoid_arms is None else avoid_arms)
    doubtful = nothing if doubtful is None else doubtful
    if doubtful.any():
        colours = _without_detail(colours, sure, doubtful, _DOUBTFUL * sight.shoulder_width)
    once = sure * ~cv2.dilate(doubtful.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    views, views_across = (Views(figure, sight, colours, each, sure_arms) for each in (sure, once))
    arm, hand = figure.on(*_ARMS), figure.on(*HANDS)
    whole_parts = PAINTED if hands is not None else PAINTED + HANDS
    seen, normals = figure.seen, figure.normals
    mirror = figure.body.mirror_vertices.numpy()
    # Vertices: from a picture without its detail, so that what grows from them has no stripes.
    soft_px = max(1.0, 0.02 * sight.shoulder_width)
    colour, known = np.zeros((len(seen), 3), np.float32), np.zeros(len(seen))
    other, other_known = colour.copy(), known.copy()
    for which, good, good_across in ((~arm, sure, once), (arm, sure_arms, sure_arms)):
        soft = _blurred(colours, good, soft_px)
        across = mirror[which]
        colour[which], known[which] = Views(figure, sight, soft, good)(seen[which], normals[which, 2])
        other[which], other_known[which] = Views(figure, sight, soft, good_across)(seen[across], normals[across, 2])
    lips = np.flatnonzero(figure.on("lips"))
    known[lips[not_lips(colour[lips], known[lips])]] = 0
    faint = Surface(figure.faces, len(seen)).smoothed(faint[:, None].astype(float), 12)[:, 0]
    known *= 1 - faint
    other_known *= 1 - faint[mirror]
    use = (known <= 0.5) & (other_known > 0.5)
    colour[use], known[use] = other[use], 1.0
    level = np.where(bare, 1.0, -1.0) if bare.dtype == bool else bare
    level = np.where(figure.on(*whole_parts), 1.0, level).astype(np.float32)
    known[figure.on("eyes") | (level > 0)] = 0
    everywhere = grown(figure, colour, known, base)
    wrist = arm & (known <= 0.5) & (base == base[hand].mean(0)).all(1)
    everywhere[wrist] = base[wrist]  # skin beyond the cuff takes nothing from the sleeve

    face, shares, covered = _texels(figure.body, size)
    corners = figure.faces[face]

    def at(values: np.ndarray, which: np.ndarray = corners) -> np.ndarray:
        return sum(values[which[:, k]] * shares[:, k, None] for k in range(3))

    packed = np.column_stack([seen, normals[:, 2], faint]).astype(np.float32)
    eyes = figure.on("eyes")[corners].any(1)
    own = at(packed)
    facing = own[:, 3]
    front = facing > 0.3
    limb = arm[corners].all(1)
    first, first_sure = views(own[:, :3], own[:, 3], np.where(eyes, 0.1, 1.0), limb)
    first_sure *= 1 - own[:, 4]
    mouth = np.flatnonzero(figure.on("lips")[corners].all(1))
    toothy = mouth[not_lips(first[mouth], first_sure[mouth])]
    own = at(packed, mirror[corners])
    second, second_sure = views_across(own[:, :3], own[:, 3], arm=limb)
    second_sure *= np.where(eyes, 0, 1 - own[:, 4])
    first_sure[toothy] = second_sure[toothy] = 0
    third = at(everywhere.astype(np.float32))
    if hands is not None:
        flesh = hand[corners].all(1)
        by_hand = Views(figure, sight, colours, hands)
        faced = step(0.15, 0.6, facing) * flesh, step(0.15, 0.6, own[:, 3]) * flesh
        for sure_, place, good in ((first_sure, at(packed), faced[0]), (second_sure, own, faced[1])):
            sure_[flesh] = (by_hand(place[:, :3], place[:, 3], 0.5)[1] * good)[flesh]
        third[flesh] = _toned(painted[covered][flesh], base[hand].mean(0), first[flesh], first_sure[flesh])
        for seen_, sure_ in ((first, first_sure), (second, second_sure)):
            seen_[flesh] = _settled(seen_, third, sure_ * flesh, covered, size)[flesh]
    flesh = hand[corners].all(1)
    first_sure, second_sure = (
        np.where(flesh, _feathered(sure_, covered, size, 4), _feathered(sure_, covered, size))
        for sure_ in (first_sure, second_sure)
    )
    mixed = third + (second - third) * second_sure[:, None]
    mixed += (first - mixed) * first_sure[:, None]
    names = figure.body.part_names
    whole = np.isin(figure.body.face_part.cpu().numpy()[face], [names.index(name) for name in whole_parts])
    shown = (at(level[:, None])[:, 0] < 0) & ~whole & ~(eyes & (first_sure < 0.3))
    texture, validity = np.zeros((size, size, 3), np.uint8), np.zeros((size, size), np.uint8)
    mixed /= np.maximum(1, mixed.max(1, keepdims=True) / (255 * HEADROOM))  # keeps the hue
    texture[covered] = np.clip(mixed / HEADROOM + 0.5, 0, 255)
    validity[covered] = np.where(shown, np.where(first_sure > 0.5, 255, 128), 0)
    texture[validity == 0] = 0
    square = np.zeros((size, size), np.float32)
    square[covered] = first_sure * np.clip(facing, 0, 1) * shown
    trunk = front & figure.on("face", "neck", "torso", "scalp")[corners].all(1)
    return Lift(*_spread(texture, validity), float((first_sure[trunk] > 0.5).mean()) if trunk.any() else 0.0, square)


def _blurred(colours: np.ndarray, good: np.ndarray, reach_px: float) -> np.ndarray:
    """``colours (h, w, 3)`` mixed with what is near, as far as that is ``good (h, w)``."""
    import cv2

    weight = np.maximum(cv2.GaussianBlur(good, (0, 0), reach_px), 1e-3)[..., None]
    return cv2.GaussianBlur(colours * good[..., None], (0, 0), reach_px) / weight


def _without_detail(colours: np.ndarray, sure: np.ndarray, where: np.ndarray, reach_px: float) -> np.ndarray:
    """``colours (h, w, 3)`` that keep only slow changes ``where (h, w)``."""
    import cv2

    share = cv2.GaussianBlur(where.astype(np.float32), (0, 0), reach_px / 4)[..., None]
    soft = _blurred(colours, np.where(where, sure, 0).astype(np.float32), reach_px)
    return np.where(where[..., None], colours + share * (soft - colours), colours).astype(np.float32)


def _toned(painted: np.ndarray, skin: np.ndarray, colour: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Hands ``painted (n, 3)`` of ``skin (3,)``, half-way to the tone of ``colour (n, 3)`` where that is ``sure``."""
    known = sure > 0.5
    if known.sum() < 50:
        return painted.astype(np.float32)
    gain = np.sqrt(np.median(colour[known], axis=0) / np.maximum(skin, 1))
    return painted * np.clip(gain, 0.75, 1.3).astype(np.float32)


def _texels(body: Any, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Face ``(n,)`` and corners' shares ``(n, 3)`` of each texel, and which there are ``(size, size)``."""
    flat = np.pad(atlas(body) * size - 0.5, ((0, 0), (0, 1)))
    found = rasterise(flat, body.faces_uv.cpu().numpy(), size, cull=False)
    return found.face_index[found.mask], found.barycentric[found.mask], found.mask


def _settled(seen: np.ndarray, painted: np.ndarray, sure: np.ndarray, covered: np.ndarray, size: int) -> np.ndarray:
    """Colours ``seen (n, 3)`` whose slow changes, light mostly, go half-way to those of ``painted (n, 3)``."""
    import cv2

    def wide(values: np.ndarray) -> np.ndarray:
        picture = np.zeros((size, size, values.shape[1]), np.float32)
        picture[covered] = values
        few = cv2.resize(picture, (size // 4, size // 4), interpolation=cv2.INTER_AREA)  # slow changes need no more
        soft = cv2.resize(cv2.GaussianBlur(few, (0, 0), size / 320), (size, size), interpolation=cv2.INTER_LINEAR)
        return soft.reshape(size, size, -1)[covered]

    share = np.maximum(wide(sure[:, None]), 1e-3)
    ratio = wide(painted * sure[:, None]) / np.maximum(wide(seen * sure[:, None]), share)
    return seen * np.sqrt(np.clip(ratio, 0.5, 2.0))


def _feathered(sure: np.ndarray, covered: np.ndarray, size: int, wide: float = 1.0) -> np.ndarray:
    """Seams made soft, inwards only: nothing is taken from where nothing is sure."""
    import cv2

    picture = np.zeros((size, size), np.float32)
    picture[covered] = sure
    soft = cv2.GaussianBlur(picture, (0, 0), wide * size / 400)[covered]
    return np.minimum(sure, step(0.0, 0.8, soft)).astype(np.float32)


def _spread(texture: np.ndarray, validity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both continued for some texels beyond the seams."""
    import cv2

    near, known = np.ones((3, 3), np.uint8), np.uint8(validity > 0)
    for _ in range(4):
        empty = cv2.bitwise_not(known * 255) // 255
        cv2.copyTo(cv2.dilate(texture, near), empty, texture)
        cv2.copyTo(cv2.dilate(validity, near), empty, validity)
        known = np.uint8(validity > 0)
    return texture, validity
