"""The hands as the picture has them: wrists and fingers turned, within their limits, onto the tracker's points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

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
_HUE, _LIGHTNESS = 0.05, 0.9
"""How far a colour may be from the hand's own and still be skin: in shares of red, green, blue; in logarithm."""


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


def skin_of_hands(sight: Sight, sides: tuple[str, ...]) -> np.ndarray:
    """float32 ``(h, w)``: 1 well inside the skin of hands that were seen; what they hold is left out."""
    import cv2

    sure = np.zeros(sight.mask.shape, np.float32)
    width = sight.shoulder_width
    height, across = sight.mask.shape
    for side in sides:
        points = sight.points[HANDS[side]]
        x, y = np.clip(np.rint(points).astype(int), 0, [across - 1, height - 1]).T
        usual = np.median(sight.pixels[y, x].astype(float), axis=0)
        near = np.zeros(sight.mask.shape, np.uint8)
        cv2.fillConvexPoly(near, cv2.convexHull(np.rint(points).astype(np.int32)), 1)
        near = cv2.dilate(near, np.ones((2 * max(1, round(0.06 * width)) + 1,) * 2, np.uint8)) > 0
        colour = cv2.GaussianBlur(sight.pixels, (0, 0), max(0.5, 0.003 * width)).astype(np.float32) + 1
        hue = colour / colour.sum(-1, keepdims=True) - np.float32(usual / max(usual.sum(), 1))
        alike = (np.linalg.norm(hue, axis=-1) < _HUE) & (
            abs(np.log(colour.mean(-1) / max(usual.mean(), 1))) < _LIGHTNESS
        )
        found = np.uint8(alike & near & (sight.matte > 0.5))
        few = max(1, round(0.008 * width))
        found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((2 * few + 1,) * 2, np.uint8))
        inside = cv2.distanceTransform(np.pad(found, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
        sure = np.maximum(sure, np.clip(inside / (0.012 * width), 0, 1))
    return sure
