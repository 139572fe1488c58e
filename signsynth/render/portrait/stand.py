"""How the person in a picture stands: shape, pose, face and camera that put the body's points where they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy.optimize import minimize
from torch import Tensor

from signsynth.render.portrait.sight import Sight
from signsynth.skeleton import FACE

_JOINTS = {"root": 2.0, "spine01": 8.0, "neck01": 8.0, "head": 8.0, "clavicle.L": 38.0, "clavicle.R": 38.0,
           "upperarm01.L": 2.0, "upperarm01.R": 2.0, "lowerarm01.L": 2.0, "lowerarm01.R": 2.0}  # fmt: skip
"""Joints that may turn, and what a square radian costs against a square centimetre of the face's points."""
_HANGING = {"upperarm01.L": (0.0, 0.0, -0.7), "upperarm01.R": (0.0, 0.0, 0.7)}
"""Arms of which nothing is seen: down from where the body at rest has them."""
_TRUNK = {0: 0.15, 1: 0.15, 6: 0.045, 7: 0.045, 2: 0.05, 3: 0.05, 4: 0.05, 5: 0.05}
_ARM, _GUESSED = (2, 3, 4, 5), 0.1
"""Elbows and wrists that are hidden or outside are still guessed rather well: better than nothing."""
_SHOULDERS_M = 0.31
_DEPTH = 0.5
"""What a square centimetre of depth of the face's points costs against one in the picture: trackers guess it, but by
the picture alone a nod is hardly told from a longer or shorter face."""
_ACTION, _FEW = 0.3, 0.3
"""What a square of an action costs against a square centimetre of the face's points, and what an action itself does:
what little moves them, or two actions that undo each other (a jaw that opens behind shut lips), is the person's form
and stays when the face is at rest, but a mouth that is open shuts wholly."""
_SLIGHT = 0.05


@dataclass(frozen=True, eq=False)
class Stand:
    """``shape (16,)``, ``rotations (joints, 3)`` axis-angles, ``actions (52,)``; weak perspective:
    ``x = scale X + shift[0]``, ``y = shift[1] - scale Y`` in pixels for metres. ``face_error_px``: its points' mean."""

    shape: np.ndarray
    rotations: np.ndarray
    actions: np.ndarray
    scale: float
    shift: np.ndarray
    face_error_px: float

    def project(self, places: np.ndarray) -> np.ndarray:
        """float32 ``(n, 3)``: x, y and depth (farther is larger) in pixels of places ``(n, 3)`` in metres."""
        seen = places * np.float32([self.scale, -self.scale, -self.scale])
        seen[:, :2] += self.shift
        return seen.astype(np.float32)


def stand(sight: Sight, body: Any, rounds: int = 200, shape: np.ndarray | None = None) -> Stand:
    """Fit a ``signsynth.body.Body`` to a sight: least squares in centimetres with priors, by ``rounds`` of L-BFGS.

    ``shape (16,)`` where it is known already: of the same person in another picture.
    """
    rest = torch.zeros(body.joints, 3)
    for name, angles in _HANGING.items():
        rest[body.joint(name)] = torch.tensor(angles)
    turning = [body.joint(name) for name in _JOINTS]
    dear = torch.tensor(list(_JOINTS.values()))[:, None]
    scale = sight.shoulder_width / _SHOULDERS_M
    face = torch.tensor(sight.confidence[FACE] > 0)
    target = torch.tensor(sight.points, dtype=torch.float32)
    depth = None if sight.nearer is None else torch.tensor(sight.nearer[FACE], dtype=torch.float32)[face]
    points = [k for k in _TRUNK if k < 2 or sight.seen(k) or (k in _ARM and sight.confidence[k] > _GUESSED)]
    weights = torch.tensor([_TRUNK[k] * (float(sight.confidence[k]) if k in _ARM else 1) for k in points])
    with torch.no_grad():
        start = body.landmarks(rest)
    middle = (target[:2].mean(0) - scale * start[:2, :2].mean(0) * torch.tensor([1.0, -1.0])).clone()
    # Unknowns of about the same size: shifts in decimetres, scale as a logarithm.
    sizes = {"shape": body.shapes, "actions": len(body.action_names), "turns": 3 * len(turning), "shift": 2, "zoom": 1}
    free: dict[str, Tensor] = {}

    known = torch.zeros(body.shapes) if shape is None else torch.tensor(shape)
    firm = 0.25 if shape is None else 100.0

    def put(values: np.ndarray | Tensor) -> Tensor:
        """Names for the parts of one vector."""
        vector = torch.as_tensor(values, dtype=torch.float32).requires_grad_(True)
        free.update(zip(sizes, vector.split(list(sizes.values())), strict=True))
        free["turns"] = free["turns"].view(-1, 3)
        return vector

    def seen() -> Tensor:
        """In pixels: right, down, and towards the camera."""
        rotations = rest.index_add(0, torch.tensor(turning), free["turns"])
        places = body.landmarks(rotations, shape=free["shape"], actions=free["actions"])
        places = places * torch.tensor([1.0, -1.0, 1.0]) * (scale * torch.exp(free["zoom"]))
        return places + torch.nn.functional.pad(middle + free["shift"] * (0.1 * scale), (0, 1))

    def cost() -> Tensor:
        places = seen()
        off = (places[:, :2] - target[: len(places)]) / (0.01 * scale)
        total = 4 * (off[FACE][face] ** 2).sum(-1).mean()
        if depth is not None:  # where the whole face is, trackers do not say
            total = total + 4 * _DEPTH * ((places[FACE, 2][face] - depth) / (0.01 * scale)).var(correction=0)
        total = total + (weights * (off[points] ** 2).sum(-1)).sum()
        total = total + firm * ((free["shape"] - known) ** 2).sum() + _ACTION * (free["actions"] ** 2).sum()
        total = total + _FEW * (torch.sqrt(free["actions"] ** 2 + _SLIGHT**2) - _SLIGHT).sum()
        total = total + 3 * (free["actions"].clamp(max=0) ** 2).sum() + (dear * free["turns"] ** 2).sum()
        return total + 30 * ((free["actions"] - 1).clamp(min=0) ** 2).sum()

    def priced(values: np.ndarray) -> tuple[float, np.ndarray]:
        vector = put(values)
        value = cost()
        (slope,) = torch.autograd.grad(value, vector)
        return value.item(), slope.double().numpy()

    # SciPy's solver: importing those of torch takes longer than the fit.
    best = minimize(priced, np.zeros(sum(sizes.values())), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    put(best.x)
    with torch.no_grad():
        error = (seen()[FACE, :2][face] - target[FACE][face]).norm(dim=-1).mean()
        rotations = rest.index_add(0, torch.tensor(turning), free["turns"])
        shift = middle + free["shift"] * (0.1 * scale)
        zoom = float(scale * torch.exp(free["zoom"]))
    arrays = (free["shape"].detach().numpy(), rotations.numpy(), free["actions"].detach().clamp(0, 1).numpy())
    return Stand(*arrays, zoom, shift.numpy(), float(error))
