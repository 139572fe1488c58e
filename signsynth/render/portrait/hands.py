"""The hands as the picture has them: wrists and fingers turned, within their limits, onto the tracker's points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from signsynth.render.mesh.surface import Surface
from signsynth.render.portrait.beside import common, in_steps
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import Stand
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

HANDS = {"L": LEFT_HAND, "R": RIGHT_HAND}
GOOD_CM = 0.9
"""Mean distance of a hand's points from those of the fitted one, up to which its colours are lifted."""
_FINGERS = tuple(f"finger{finger}-{bone}" for finger in range(1, 6) for bone in (1, 2, 3))
_BENT = (*_FINGERS, "wrist", "lowerarm02")
_MOVED = {"upperarm01": 6.0, "lowerarm01": 6.0}
"""Joints that the arms' fit placed, and what a square radian from there costs against a square centimetre."""
_POINTS, _NEARER, _CALM = 6.0, 0.25, 0.15
"""What a square centimetre costs in the picture, and in depth, which is only guessed; a square radian of bending."""
_TWIST = np.deg2rad(100.0)
"""The forearm's own turn stands for all of it that the arms' fit, which sees no palm, leaves."""
_STARTS = (0.0, 1.3, -1.3)
_NEAR_M = 0.012
_ASIDE, _ALIKE_M = 0.035, 0.006
"""How far, in shoulder widths, skin may end beside a hand's outline, and over how many metres this is the same."""
_BESIDE = 0.1
"""Shoulder widths around a hand's points in which its skin may be."""
_EDGE, _MUCH, _DEEP_M = 0.01, 0.1, 0.3
"""Shoulder widths by which skin may end later; share of a hand that must be hidden to believe it; metres that it is put
away."""
_HUE, _PALER, _LIGHTNESS = 0.05, 0.5, 0.9
"""How far a colour may be from the hand's own and still be skin: in shares of red, green, blue, and twice as far where
it is stronger, as in the shade; of the way to grey; in logarithm."""


def with_hands(stand: Stand, sight: Sight, body: Any, rounds: int = 90) -> tuple[Stand, dict[str, float]]:
    """``stand`` with the hands that were seen; and by side the mean distance of their points in centimetres."""
    errors: dict[str, float] = {}
    for side, rows in HANDS.items():
        if (sight.confidence[rows] > 0).mean() > 0.9:
            stand, errors[side] = _with_hand(stand, sight, body, side, rounds)
    return stand, errors


def _with_hand(stand: Stand, sight: Sight, body: Any, side: str, rounds: int) -> tuple[Stand, float]:
    """The same for one hand. Angles are about each joint's own axes, inside the body's limits."""
    from scipy.optimize import minimize

    rows = HANDS[side]
    bent = torch.tensor([body.joint(f"{name}.{side}") for name in _BENT])
    moved = torch.tensor([body.joint(f"{name}.{side}") for name in _MOVED])
    dear = torch.tensor(list(_MOVED.values()))[:, None]
    axes, limits = body.axes[bent], body.limits[bent].numpy().astype(float).copy()
    limits[-1] = [[0, 0], [0, 0], [-_TWIST, _TWIST]]
    calm = torch.full((len(bent), 3), _CALM)
    calm[-1] = 0.02
    shape, start = torch.tensor(stand.shape), torch.tensor(stand.rotations)
    start[bent] = 0
    target = torch.tensor((sight.points[rows] - stand.shift) / stand.scale, dtype=torch.float32)
    target = target * torch.tensor([1.0, -1.0])
    nearer = None
    if sight.nearer is not None:
        nearer = torch.tensor(sight.nearer[rows] / stand.scale, dtype=torch.float32)
        nearer = nearer - nearer[0]
    count = 3 * len(bent)

    def placed(vector: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        angles, turns = vector[:count].view(-1, 3), vector[count:].view(-1, 3)
        local = (axes @ angles[..., None])[..., 0]
        rotations = start.index_add(0, bent, local).index_add(0, moved, turns)
        return rotations, body.landmarks(rotations, shape=shape)[rows], turns

    def priced(values: np.ndarray) -> tuple[float, np.ndarray]:
        vector = torch.tensor(values, dtype=torch.float32, requires_grad=True)
        _, points, turns = placed(vector)
        total = _POINTS * ((points[:, :2] - target) ** 2).sum(-1).mean() * 1e4
        if nearer is not None:
            total = total + _NEARER * (points[:, 2] - points[0, 2] - nearer).square().mean() * 1e4
        total = total + (calm * vector[:count].view(-1, 3) ** 2).sum() + (dear * turns**2).sum()
        (slope,) = torch.autograd.grad(total, vector)
        return total.item(), slope.double().numpy()

    bounds = [*limits.reshape(-1, 2).tolist(), *[[-0.6, 0.6]] * (3 * len(moved))]

    def found(values: np.ndarray, most: int) -> Any:
        return minimize(priced, values, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": most})

    best = None
    for twist in _STARTS:  # palm or back: from afar both look alike
        values = np.clip(np.zeros(len(bounds)), *np.transpose(bounds))
        values[count - 1] = twist
        one = found(values, 25)
        best = one if best is None or one.fun < best.fun else best
    values = torch.tensor(found(best.x, rounds).x, dtype=torch.float32)
    with torch.no_grad():
        rotations, points, _ = placed(values)
        error = float((points[:, :2] - target).norm(dim=-1).mean() * 100)
    return replace(stand, rotations=rotations.numpy()), error


def drawn_on(figure: Figure, sight: Sight, sides: tuple[str, ...]) -> np.ndarray:
    """Offsets ``(v, 3)`` in metres, in the picture's plane, that put the hands' points exactly where they were seen.

    For this picture only: they stand for what bones of other lengths and a near lens would do, not for the person.
    """
    offsets = np.zeros_like(figure.vertices)
    stand = figure.stand
    with torch.no_grad():
        marks = figure.body.landmarks(torch.tensor(stand.rotations), shape=torch.tensor(stand.shape)).numpy()
    for side in sides:
        points = marks[HANDS[side]]
        left = (sight.points[HANDS[side]] - stand.project(points)[:, :2]) / (stand.scale * np.float32([1, -1]))
        rows = np.flatnonzero(figure.on(f"hand.{side}", f"forearm.{side}"))
        apart = ((figure.vertices[rows, None] - points) ** 2).sum(-1)
        weight = np.exp(-apart / (2 * _NEAR_M**2)) + np.exp(-apart / (2 * (2.5 * _NEAR_M) ** 2)) * 0.05
        offsets[rows, :2] = (weight @ left) / (weight.sum(1, keepdims=True) + 0.02)
    return offsets


def _enclosed(found: np.ndarray) -> np.ndarray:
    """Bool ``(h, w)``: holes of a mask uint8 ``(h, w)``."""
    import cv2

    _, names = cv2.connectedComponents(np.pad(1 - found, 1, constant_values=1), connectivity=4)
    return ((names != names[0, 0]) & (names > 0))[1:-1, 1:-1]


def _bones(sight: Sight, side: str) -> np.ndarray:
    """uint8 ``(h, w)``: 1 along the bones from the wrist to each finger's tip."""
    import cv2

    points = np.rint(sight.points[HANDS[side]]).astype(np.int32)
    along = [np.concatenate([points[:1], points[k : k + 4]]) for k in range(1, 21, 4)]
    return cv2.polylines(
        np.zeros(sight.mask.shape, np.uint8), along, False, 1, max(1, round(0.02 * sight.shoulder_width))
    )


def onto_skin(figure: Figure, sight: Sight, skin: np.ndarray, sides: tuple[str, ...]) -> np.ndarray:
    """Offsets ``(v, 3)`` in metres, in the picture's plane: outlines of hands moved to where ``skin (h, w)`` ends.

    For this picture only, as ``drawn_on``: hands are as thick as the person's, and nothing beside them is skin.
    """
    import cv2

    offsets, width = np.zeros_like(figure.vertices), sight.shoulder_width
    seen, normals, depth = figure.seen, figure.normals, figure.drawn(sight.mask.shape).depth
    behind = np.where(np.isfinite(depth), depth, np.float32(1e9))
    steps = np.linspace(-_ASIDE, _ASIDE, 41) * width
    for side in sides:
        own = figure.on(f"hand.{side}")
        rows = np.flatnonzero(own & (abs(normals[:, 2]) < 0.5))
        shown = cv2.remap(behind, *np.float32(seen[rows, :2, None]).transpose(1, 0, 2), cv2.INTER_NEAREST)[:, 0]
        rows = rows[seen[rows, 2] < shown + _NEAR_M * figure.stand.scale]
        way = normals[rows, :2] * [1, -1]
        way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
        x, y = np.float32(seen[rows, :2].T[..., None] + way.T[..., None] * steps)
        flesh = cv2.remap(skin, x, y, cv2.INTER_LINEAR) > 0.1
        ends = np.where(flesh[:, :-1] & ~flesh[:, 1:], abs(steps[:-1]), np.inf)
        found = np.flatnonzero(np.isfinite(ends.min(1)))
        if not len(found):
            continue
        reach = steps[ends.argmin(1)][found, None] * way[found] * [1, -1] / figure.stand.scale
        moved = np.flatnonzero(own | figure.on(f"forearm.{side}"))
        apart = ((figure.vertices[moved, None] - figure.vertices[rows[found]]) ** 2).sum(-1)
        weight = np.exp(-apart / (2 * _ALIKE_M**2))
        offsets[moved, :2] = (weight @ reach) / (weight.sum(1, keepdims=True) + 0.2)
    return offsets


def put_behind(figure: Figure, sight: Sight, skin: np.ndarray, sleeve: np.ndarray) -> np.ndarray:
    """Offsets ``(v, 3)`` in metres, away from the viewer, of hands that a sleeve hides: for this picture only.

    Where the figure draws a hand, but the picture has a ``sleeve (h, w)`` and no ``skin (h, w)``, the other arm is
    before it: who crosses their arms has a hand under an elbow, and no tracker says how deep.
    """
    import cv2

    offsets = np.zeros_like(figure.vertices)
    few = 2 * max(1, round(_EDGE * sight.shoulder_width)) + 1
    flesh = cv2.dilate(np.uint8(skin > 0.5), np.ones((few, few), np.uint8)) > 0
    covered = sleeve & ~flesh & (sight.matte > 0.5)
    (height, width), drawn = covered.shape, figure.drawn(sight.mask.shape)
    part = np.append(figure.body.face_part.cpu().numpy(), -1)[drawn.face_index]
    x, y = np.rint(figure.seen[:, :2]).astype(int).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    surface = Surface(figure.faces, len(offsets))
    for side in HANDS:
        hand = part == figure.body.part_names.index(f"hand.{side}")
        if hand.any() and covered[hand].mean() > _MUCH:
            own = figure.on(f"hand.{side}")
            hidden = own & inside & covered[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
            share, of = surface.smoothed(np.column_stack([hidden, own]).astype(float), 2).T
            away = own & (share > 0.5 * of)
            rim = surface.smoothed(away[:, None].astype(float), 2)[:, 0] > 0  # faces to the forearm show no skin
            offsets[away | (rim & figure.on(f"forearm.{side}")), 2] = -_DEEP_M
    return offsets


def skin_of_hands(sight: Sight, sides: tuple[str, ...]) -> np.ndarray:
    """float32 ``(h, w)``: 1 well inside the skin of hands that were seen; what they hold is left out."""
    import cv2

    sure = np.zeros(sight.mask.shape, np.float32)
    width, place = sight.shoulder_width, in_steps(sight)
    height, across = sight.mask.shape
    for side in sides:
        points = sight.points[HANDS[side]]
        x, y = np.clip(np.rint(points).astype(int), 0, [across - 1, height - 1]).T
        usual = np.median(sight.pixels[y, x].astype(float), axis=0)
        inside = np.zeros(sight.mask.shape, np.uint8)
        cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(points).astype(np.int32)), 1)
        near = cv2.dilate(inside, np.ones((2 * max(1, round(_BESIDE * width)) + 1,) * 2, np.uint8)) > 0
        colour = cv2.GaussianBlur(sight.pixels, (0, 0), max(0.5, 0.003 * width)).astype(np.float32) + 1
        hue = colour / colour.sum(-1, keepdims=True) - np.float32(usual / max(usual.sum(), 1))
        away = np.float32(usual / max(usual.sum(), 1) - 1 / 3)  # from grey
        strong = max(float(np.linalg.norm(away)), 1e-3)
        redder = hue @ away / strong
        beside = np.linalg.norm(hue - redder[..., None] * away / strong, axis=-1)
        alike = (beside < _HUE) & (redder > -min(_HUE, _PALER * strong)) & (redder < 2 * _HUE)
        alike &= abs(np.log(colour.mean(-1) / max(usual.mean(), 1))) < _LIGHTNESS
        own, other = (_bones(sight, side) > 0) & alike, (sight.matte > 0.5) & ~near
        if own.any() and other.any():  # cloth behind is no skin, though in the light of the hand it may be near to it
            mine, others = common(place[own]), common(place[other])
            at = tuple(np.moveaxis(place, -1, 0))
            alike &= mine[at] > np.maximum(others[at], 1e-4)
        found = np.uint8(alike & near & (sight.matte > 0.5))
        few = max(1, round(0.008 * width))
        found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((2 * few + 1,) * 2, np.uint8))
        found |= np.uint8(_enclosed(found) & (colour.mean(-1) > usual.mean()))  # the light on a knuckle
        inside = cv2.distanceTransform(np.pad(found, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
        sure = np.maximum(sure, np.clip(inside / (0.012 * width), 0, 1))
    return sure
