"""Hair and clothes: the body's outline moved to that of the person, smoothly, and the face's points onto theirs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.body.baked import Baked
from signsynth.render.mesh.surface import Surface
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight
from signsynth.skeleton import FACE

_STIFFNESS = (400.0, 100.0, 30.0, 12.0, 6.0, 3.0, 1.5, 1.0)
_INWARDS, _OUTWARDS = 0.12, 0.20
"""How far the outline may be from the mesh's, in shoulder widths."""
_STIFF = ("hand.L", "hand.R", "foot.L", "foot.R")
"""Parts that keep their form."""
_LIMBS = tuple(f"{name}.{side}" for name in ("upper_arm", "forearm") for side in "LR")
"""Parts that are themselves what is before the trunk."""
_LIDS, _AROUND_MOUTH = 0.018, 0.03
"""Metres from the middle of an eye, and of the mouth: the face around that they go with."""
_INSIDE = ("eyes", "eye_sockets", "mouth", "tongue")


def outlined(figure: Figure, sight: Sight, avoid: np.ndarray, still: np.ndarray | None = None) -> np.ndarray:
    """Offsets ``(v, 3)`` in metres, in the picture's plane; no outline is looked for where ``avoid (h, w)``.

    Hands, feet and what is ``still (v,)`` keep their form.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    count, scale = len(figure.vertices), figure.stand.scale
    surface = Surface(figure.faces, count)
    start, end = surface.neighbours()
    degree = np.maximum(np.bincount(start, minlength=count), 1)
    links = sparse.csr_matrix((1 / degree[start], (start, end)), (count, count))
    laplacian = sparse.identity(count) - links
    bending = (laplacian.T @ laplacian).tocsc()
    still = figure.on(*_STIFF) | (False if still is None else still)
    may = ~still & ~figure.on(*_INSIDE)
    marks, wanted = _face_points(figure, sight)
    tie = (marks.T @ marks * 0.5).tocsc()
    hold = sparse.diags(0.003 + 0.5 * still).tocsc()
    off = np.zeros((count, 2))
    for stiffness in _STIFFNESS:
        rows, reached = _targets(figure.moved(_flat(off)), sight, avoid, may)
        # The solve is for the whole offset, so targets are where the vertex should come from its first place.
        goal = off[rows] + reached / scale
        pick = sparse.csr_matrix((np.ones(len(rows)), (np.arange(len(rows)), rows)), (len(rows), count))
        left = stiffness * bending + tie + hold + pick.T @ pick
        right = pick.T @ goal + marks.T @ (0.5 * wanted)
        off = splu(left.tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}).solve(
            np.ascontiguousarray(right)
        )
    return _flat(_carried(figure, off))


def _flat(off: np.ndarray) -> np.ndarray:
    return np.pad(off, ((0, 0), (0, 1)))


def _face_points(figure: Figure, sight: Sight) -> tuple:
    """A sparse matrix from vertices to the face's points that were seen, and how far each is to move, metres."""
    from scipy import sparse

    body = figure.body
    seen = np.flatnonzero(sight.confidence[FACE] > 0)
    names = _mark_vertices()[FACE.start + seen]
    weights = body.mark_weights.numpy()[FACE.start + seen]
    rows = np.repeat(np.arange(len(seen)), names.shape[1])
    marks = sparse.csr_matrix((weights.ravel(), (rows, names.ravel())), (len(seen), len(figure.vertices)))
    at = marks @ figure.seen[:, :2].astype(np.float64)
    wanted = (sight.points[FACE][seen] - at) / figure.stand.scale
    wanted[:, 1] *= -1
    return marks, wanted


@lru_cache(maxsize=1)
def _mark_vertices() -> np.ndarray:
    """Vertices ``(178, corners)`` of the whole mesh that each canonical point is the mean of."""
    return Baked.load()["landmark_vertices"].astype(np.int64)


def _targets(figure: Figure, sight: Sight, avoid: np.ndarray, may: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices on the outline ``(n,)`` and the way from each to the person's edge ``(n, 2)``, pixels, y up."""
    import cv2

    height, width = sight.mask.shape
    shoulders = sight.shoulder_width
    seen, normals = figure.seen, figure.normals
    drawn = figure.drawn((height, width))
    distance = cv2.distanceTransform(drawn.mask.astype(np.uint8), cv2.DIST_L2, 5)
    x, y = np.rint(seen[:, 0]).astype(int), np.rint(seen[:, 1]).astype(int)
    inside = (x >= 2) & (x < width - 2) & (y >= 2) & (y < height - 2)
    xs, ys = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    near = distance[ys, xs] < max(2.5, 0.02 * shoulders)
    limb = figure.on(*_LIMBS)
    edge = may & inside & (abs(normals[:, 2]) < 0.5) & near & (limb | ~avoid[ys, xs])
    rows = np.flatnonzero(edge)
    way = normals[rows, :2] / np.maximum(np.linalg.norm(normals[rows, :2], axis=1, keepdims=True), 1e-6)
    steps = np.linspace(-_INWARDS, _OUTWARDS, 65) * shoulders
    along_x = seen[rows, 0, None] + way[:, :1] * steps
    along_y = seen[rows, 1, None] - way[:, 1:] * steps
    outside = (along_x < 1) | (along_x > width - 2) | (along_y < 1) | (along_y > height - 2)
    matte = cv2.remap(sight.matte, np.float32(along_x), np.float32(along_y), cv2.INTER_LINEAR)
    blocked = avoid[np.clip(along_y, 0, height - 1).astype(int), np.clip(along_x, 0, width - 1).astype(int)]
    matte[outside] = np.nan
    matte[blocked & ~limb[rows, None]] = np.nan
    # From where the vertex is, outwards while inside the person, inwards while outside.
    falls = (matte[:, :-1] >= 0.5) & (matte[:, 1:] < 0.5)
    gap = np.where(falls, abs(steps[:-1]), np.inf)
    best = gap.argmin(1)
    every = np.arange(len(rows))
    reach = np.where(np.isfinite(gap[every, best]), steps[best], np.nan)
    # Between two parts of the body, a sleeve and the trunk say, where the picture shows no gap: each goes half-way.
    beyond = cv2.remap(np.float32(drawn.mask), np.float32(along_x), np.float32(along_y), cv2.INTER_LINEAR) > 0.5
    ahead = (steps > 0.012 * shoulders) & (np.cumsum(~beyond & (steps > 0), axis=1) > 0)
    again = np.argmax(ahead & beyond, axis=1)
    bare = (ahead & beyond).any(1) & ~((matte < 0.5) & (steps > 0) & (steps < steps[again][:, None])).any(1)
    reach = np.where(bare, 0.55 * steps[again], reach)
    found = np.isfinite(reach)
    return rows[found], (way * reach[:, None])[found]


def _carried(figure: Figure, off: np.ndarray) -> np.ndarray:
    """What lies inside the head goes with the face around it, each eye as a whole."""
    face, across = figure.on("face", "lips"), figure.body.mesh.template[:, 0].cpu().numpy()
    for name in _INSIDE:
        for side in (1, -1) if name in ("eyes", "eye_sockets") else (0,):
            own = figure.on(name) & (across * side >= 0)
            if not own.any():
                continue
            middle = figure.vertices[own].mean(0)
            reach = _LIDS if name in ("eyes", "eye_sockets") else _AROUND_MOUTH
            far = np.linalg.norm((figure.vertices - middle)[:, :2], axis=1)
            near = face & (far < reach) & (abs(figure.vertices - middle)[:, 2] < _AROUND_MOUTH)
            if near.any():
                off[own] = off[near].mean(0)
    return off


def even_sleeves(figure: Figure, offsets: np.ndarray) -> np.ndarray:
    """Offsets ``(v, 3)`` at rest with the sleeves of both sides alike: each as wide as the one that stands out less.

    A bent arm's sleeve hangs from it in the picture; turned back to rest that would stay a bulge. Away from the arms
    nothing changes.
    """
    mirrored = offsets[figure.body.mirror_vertices.numpy()] * [-1, 1, 1]
    own, other = (np.linalg.norm(each, axis=1, keepdims=True) for each in (offsets, mirrored))
    less = np.where(own <= other, offsets, mirrored)
    surface = Surface(figure.faces, len(offsets))
    share = surface.smoothed(figure.on(*_LIMBS)[:, None].astype(float), 8)
    less = surface.smoothed(less, 4)
    return offsets + share * (less - offsets)
