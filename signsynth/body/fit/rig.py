"""What the fit needs of a body: joints, limits and points as numpy float64, and chains cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from signsynth.body.body import Body
from signsynth.body.fit.chain import Chain
from signsynth.body.fit.front import Front
from signsynth.body.solid import Solid
from signsynth.errors import InputError
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

SIDES = ("L", "R")
FINGERS = tuple(tuple(f"finger{finger}-{bone}" for bone in (1, 2, 3)) for finger in range(1, 6))
"""Bones of a hand, thumb first: the order of ``Gesture.fingers``."""
SPINE = tuple(f"spine0{k}" for k in (5, 4, 3, 2, 1))
NECK = ("neck01", "neck02", "neck03", "head")
COLLAR = ("clavicle", "shoulder01")
ARM = ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02")
PALM = tuple(f"metacarpal{k}" for k in (1, 2, 3, 4))
TRACKED = ("root", *SPINE, *NECK, *(f"{name}.{side}" for side in SIDES for name in (*COLLAR, *ARM, *PALM)))
"""Joints of a ``MeshTrack``; those not named stay at rest, fingers and wrists are the gesture's."""


@dataclass(frozen=True, eq=False)
class Rig:
    """The mean person in metres. ``points (178, 3)`` at rest; ``actions (52, 128, 3)`` moves the face points."""

    names: tuple[str, ...]
    parents: np.ndarray
    heads: np.ndarray
    axes: np.ndarray
    limits: np.ndarray
    points: np.ndarray
    actions: np.ndarray
    action_names: tuple[str, ...]
    front: Front
    """Front of trunk and head."""
    solid: Solid
    """The room that trunk, head and limbs take up."""
    wrist_marks: tuple[dict[str, float], ...]
    """The joints that each wrist point is the mean of, by name without side, and their weights; left, right."""

    @staticmethod
    @lru_cache(maxsize=2)
    def of(body: Body) -> Rig:
        """Errors: ``InputError`` for a body that says nothing of its axes and limits."""
        if not isinstance(body, Body):
            raise InputError(f"fit: a {type(body).__name__}, expected signsynth.body.Body, which has axes and limits")
        body = body.to("cpu").to(torch.float64)
        count = len(body.action_names)
        still = torch.zeros(body.joints, 3, dtype=torch.float64)
        with torch.no_grad():
            rest = body.landmarks(still).numpy()
            moved = body.landmarks(still, actions=torch.eye(count, dtype=torch.float64)).numpy()
        arrays = [getattr(body, name).numpy() for name in ("parents", "heads", "axes", "limits")]
        actions = (moved - rest)[:, FACE]
        wrists = tuple(_mean_of(body, hand.start) for hand in (LEFT_HAND, RIGHT_HAND))
        return Rig(body.joint_names, *arrays, rest, actions, body.action_names, Front.of(body), Solid.of(body), wrists)

    @property
    def origin_m(self) -> np.ndarray:
        """Middle of the shoulders at rest ``(3,)``."""
        return self.points[:2].mean(0)

    @property
    def width_m(self) -> float:
        """Distance of the shoulders at rest: one shoulder width."""
        return float(np.linalg.norm(self.points[0] - self.points[1]))

    def to_metres(self, points: np.ndarray) -> np.ndarray:
        """Canonical points ``(..., 3)`` to metres."""
        return points * self.width_m + self.origin_m

    def joint(self, name: str) -> int:
        """Index of a joint."""
        return self.names.index(name)

    def chain(self, joints: Sequence[str], points: Sequence[tuple[str, np.ndarray]], base: str | None) -> Chain:
        """The chain of some ``joints``, parents first, that hangs on joint ``base`` (None: on the world).

        ``points`` are joints of the chain and places at rest ``(3,)``. Bones that are left out between two
        joints stay at rest.
        """
        own = [self.joint(name) for name in joints]
        parents = []
        for joint in own:
            above = int(self.parents[joint])
            while above >= 0 and above not in own:
                above = int(self.parents[above])
            parents.append(own.index(above) if above >= 0 else -1)
        origin = np.zeros(3) if base is None else self.heads[self.joint(base)]
        starts = np.array([origin if parent < 0 else self.heads[own[parent]] for parent in parents])
        limits = self.limits[own]
        free = limits[..., 1] > limits[..., 0]
        on = tuple(list(joints).index(name) for name, _ in points)
        offsets = np.array([place for _, place in points]) - self.heads[[own[k] for k in on]]
        return Chain(tuple(parents), self.heads[own] - starts, self.axes[own], free, limits[free], on, offsets)


def _mean_of(body: Body, point: int) -> dict[str, float]:
    """Joints and weights of a canonical point that is a mean of joints."""
    shares = zip(body.mark_joints[point].tolist(), body.mark_joint_weights[point].tolist(), strict=True)
    return {body.joint_names[joint].partition(".")[0]: share for joint, share in shares if share}


def stacked(chains: Sequence[Chain]) -> Chain:
    """Chains of one build as one, with a new first dimension; an angle that any of them has free is free."""
    first = chains[0]
    free = np.any([chain.free for chain in chains], axis=0)
    limits = np.zeros((len(chains), int(free.sum()), 2))
    for into, chain in zip(limits, chains, strict=True):
        into[chain.free[free]] = chain.limits
    arrays = [np.stack([getattr(chain, name) for chain in chains]) for name in ("offsets", "axes", "point_offsets")]
    return Chain(first.parents, arrays[0], arrays[1], free, limits, first.point_joint, arrays[2])
