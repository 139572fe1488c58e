"""The arms as the picture has them: turned until what they cover is the person, and the person is covered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from signsynth.render.mesh.raster import rasterise
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import Stand

ARMS = tuple(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand") for side in "LR")
_JOINTS = {"clavicle": 30.0, "upperarm01": 2.0, "lowerarm01": 2.0}
"""Joints that turn, and what a square radian from where they were costs against a square centimetre."""
_POINTS = {2: "lowerarm01.L", 3: "lowerarm01.R", 4: "wrist.L", 5: "wrist.R"}
_SEEN, _GUESSED = 0.7, 0.12
"""What a square centimetre costs at a point that was seen, and at one that was only guessed."""
_COARSE = 80.0
"""Pixels of a shoulder width that are enough here."""
_FAR_CM, _UNSEEN = 12.0, 0.1
_SLEEVE_M, _LIMB_M, _CROSSED = 0.045, 0.075, 0.4
"""How far the middle of an arm is before the trunk's surface and before another arm's; and within how many shoulder
widths of each other an elbow and the other side's wrist are arms that cross."""
_ALONG = (0.0, 0.35, 0.7, 1.0)
"""Shares of the forearm that are kept before the trunk."""


def with_arms(stand: Stand, sight: Sight, body: Any, worn: Any, part: np.ndarray, rounds: int = 60) -> Stand:
    """``stand`` with shoulders and elbows turned to the person mask; ``worn`` is ``body`` in clothes.

    Three things are made small, in centimetres: how far arms reach out of the mask, how far what of the mask the
    trunk leaves bare is from an arm, and how far elbows and wrists are from where they were seen.
    """
    from scipy.optimize import minimize

    figure = Figure.of(body, worn, stand, part)
    shrink = _COARSE / sight.shoulder_width
    outside, bare, front = _surroundings(figure, sight, shrink)
    rows = np.concatenate(
        [np.flatnonzero(figure.on(name))[:: 40 if name[:4] == "hand" else 5] for name in ARMS]
    )  # a hand has more vertices than an arm, and matters less here
    rows.sort()
    few = replace(worn, mesh=worn.mesh.subset(torch.tensor(rows)))
    shape, start = torch.tensor(stand.shape), torch.tensor(stand.rotations)
    names = [f"{name}.{side}" for name in _JOINTS for side in "LR"]
    turning = torch.tensor([body.joint(name) for name in names])
    dear = torch.tensor([_JOINTS[name[:-2]] for name in names])[:, None]
    cm = 0.01 * stand.scale * shrink
    points = {k: body.joint(name) for k, name in _POINTS.items() if sight.confidence[k] >= _UNSEEN}
    target = torch.tensor(sight.points * shrink, dtype=torch.float32)
    wrists = {4: body.joint("upperarm01.L"), 5: body.joint("upperarm01.R")}
    flip, shift = torch.tensor([1.0, -1.0]), torch.tensor(stand.shift * shrink, dtype=torch.float32)
    field = torch.tensor(outside)[None, None]
    size = torch.tensor([outside.shape[1], outside.shape[0]], dtype=torch.float32)
    bare_t = torch.tensor(bare, dtype=torch.float32)
    crossed = _crossed(sight)

    def near(apart: torch.Tensor) -> torch.Tensor:
        """Squares in square centimetres that far away count no more."""
        return apart / (1 + apart / _FAR_CM**2)

    def priced(values: np.ndarray) -> tuple[float, np.ndarray]:
        turns = torch.tensor(values, dtype=torch.float32).view(-1, 3).requires_grad_(True)
        posed = few(start.index_add(0, turning, turns), shape=shape)
        place = posed.vertices[:, :2] * flip * (stand.scale * shrink) + shift
        grid = ((place + 0.5) / size * 2 - 1)[None, None]
        out = torch.nn.functional.grid_sample(field, grid, padding_mode="zeros", align_corners=False)
        total = near((out / cm) ** 2).mean() + (dear * turns**2).sum()
        if len(bare):
            total = total + near(((bare_t[:, None] - place) ** 2).sum(-1).min(1).values / cm**2).mean()
        for k, joint in points.items():
            head = posed.transforms[joint, :, 3]
            seen = head[:2] * flip * (stand.scale * shrink) + shift
            apart = ((seen - target[k]) ** 2).sum() / cm**2
            total = total + (_SEEN * apart if sight.seen(k) else _GUESSED * float(sight.confidence[k]) * near(apart))
            if k in wrists and not sight.seen(k):  # nor is what is not seen before anything
                behind = head[2] - posed.transforms[wrists[k], :, 3][2]
                total = total + 0.1 * (behind.clamp(min=0) * 100) ** 2
        heads = posed.transforms[..., 3]
        for (elbow, wrist, share), least in front.items():  # what is seen before the trunk is not inside it
            depth = heads[points[elbow], 2] * (1 - share) + heads[points[wrist], 2] * share
            total = total + 0.3 * ((least - depth).clamp(min=0) * 100) ** 2
        for near_, far_ in crossed:
            gap = heads[points[near_], 2] - heads[points[far_], 2]
            total = total + 0.3 * ((_LIMB_M - gap).clamp(min=0) * 100) ** 2
        (slope,) = torch.autograd.grad(total, turns)
        return total.item(), slope.double().numpy().ravel()

    best = minimize(priced, np.zeros(3 * len(names)), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    rotations = stand.rotations.copy()
    rotations[turning.numpy()] += best.x.reshape(-1, 3).astype(np.float32)
    return replace(stand, rotations=rotations)


def faint(figure: Figure, sight: Sight) -> np.ndarray:
    """Bool ``(v,)``: limbs that the picture does not surely show where the figure has them.

    One is shown where most of what is drawn of it lies on the person; a forearm before the trunk only if it was seen.
    """
    size = sight.mask.shape
    part = figure.body.face_part.cpu().numpy()
    index = figure.drawn(size).face_index
    trunk = figure.drawn(size, ~figure.on(*ARMS)).mask
    found = np.zeros(len(figure.vertices), bool)
    for name, ends in (("upper_arm", (2, 3)), ("forearm", (4, 5)), ("leg", (6, 7))):
        for side, end in zip("LR", ends, strict=True):
            drawn = (index >= 0) & (part[index] == figure.body.part_names.index(f"{name}.{side}"))
            good = (sight.matte > 0.5) & (~trunk | sight.seen(end) | (name != "forearm"))
            if drawn.sum() < 30 or good[drawn].mean() < 0.6:
                found |= figure.on(f"{name}.{side}")
    return found


def _surroundings(
    figure: Figure, sight: Sight, shrink: float
) -> tuple[np.ndarray, np.ndarray, dict[tuple[int, int, float], float]]:
    """In a picture ``shrink`` times as large: pixels from each place to the person ``(h, w)``; places ``(n, 2)`` of
    the person that no trunk covers; for (elbow, wrist, share between them) seen before the trunk the least z there,
    metres."""
    import cv2

    height, width = (max(1, round(side * shrink)) for side in sight.mask.shape)
    mask = cv2.resize(sight.matte, (width, height), interpolation=cv2.INTER_AREA) > 0.5
    outside = cv2.distanceTransform(np.uint8(~mask), cv2.DIST_L2, 5) if mask.any() else np.zeros(mask.shape, np.float32)
    faces = figure.faces[(~figure.on(*ARMS))[figure.faces].all(1)]
    trunk = rasterise(figure.seen * np.float32(shrink), faces, (height, width))
    covered = cv2.dilate(np.uint8(trunk.mask), np.ones((5, 5), np.uint8)) > 0
    chin = sight.points[:2, 1].min() * shrink  # hair beside the neck is no arm
    left = mask & ~covered & (np.arange(height)[:, None] > chin)
    bare = np.column_stack(np.nonzero(left)[::-1])
    bare = bare[:: max(1, len(bare) // 400)]
    front = {}
    for elbow, wrist in ((2, 4), (3, 5)):
        for share in _ALONG if sight.seen(elbow) and sight.seen(wrist) else ():
            x, y = np.rint((sight.points[elbow] * (1 - share) + sight.points[wrist] * share) * shrink).astype(int)
            if 0 <= x < width and 0 <= y < height and trunk.mask[y, x]:
                least = float(-trunk.depth[y, x] / (figure.stand.scale * shrink)) + _SLEEVE_M
                front[elbow, wrist, share] = least
    return outside, bare, front


def _crossed(sight: Sight) -> list[tuple[int, int]]:
    """Pairs (nearer, farther) of an elbow and the other side's wrist where the arms cross, as the tracker guesses."""
    pairs = []
    for elbow, wrist in ((2, 5), (3, 4)):
        if sight.nearer is None or not (sight.seen(elbow) and sight.seen(wrist)):
            continue
        if np.linalg.norm(sight.points[elbow] - sight.points[wrist]) < _CROSSED * sight.shoulder_width:
            first = sight.nearer[elbow] >= sight.nearer[wrist]
            pairs.append((elbow, wrist) if first else (wrist, elbow))
    return pairs
