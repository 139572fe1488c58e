"""Joints of a captured skeleton over time, as motion-capture files give them once their hierarchy is evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from signsynth.errors import InputError


@dataclass(frozen=True, eq=False)
class JointClip:
    """World positions and axes of every joint; any unit, any direction faced."""

    names: tuple[str, ...]
    places: np.ndarray
    """``(frames, joints, 3)``."""
    axes: np.ndarray
    """``(frames, joints, 3, 3)``: columns are the joint's axes in the world, times its scale."""
    rest_places: np.ndarray
    """``(joints, 3)``: the pose that the file was built in."""
    rest_axes: np.ndarray
    """``(joints, 3, 3)``."""
    fps: float
    ends: dict[int, np.ndarray] = field(default_factory=dict)
    """Ends of chains, ``(frames, 3)`` by joint, where the file states them."""
    roles: dict[str, int] = field(default_factory=dict)
    """Joints by what they are, where the file says so (VRM)."""

    def __len__(self) -> int:
        return len(self.places)


MAX_JOINTS = 4096
"""Joints of a file; people have about a hundred."""
MAX_VALUES = 5_000_000
"""Joints times frames: an hour of 55 joints, about 1 GB while it is read."""


def in_order(parents: Sequence[int]) -> list[int]:
    """Joints with parents before their children. Errors: ``InputError`` for a cycle."""
    children: dict[int, list[int]] = {}
    for joint, parent in enumerate(parents):
        children.setdefault(parent, []).append(joint)
    order = list(children.get(-1, ()))
    for joint in order:  # grows while it is read
        order += children.get(joint, ())
    if len(order) != len(parents):
        raise InputError("the joints form a cycle, expected a tree")
    return order


def placed(parents: Sequence[int], local_axes: np.ndarray, local_places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """World axes ``(frames, joints, 3, 3)`` and places ``(frames, joints, 3)`` from those against the parents."""
    axes, places = local_axes.copy(), local_places.copy()
    for joint in in_order(parents):
        parent = parents[joint]
        if parent >= 0:
            places[:, joint] = places[:, parent] + (axes[:, parent] @ local_places[:, joint, :, None])[..., 0]
            axes[:, joint] = axes[:, parent] @ local_axes[:, joint]
    return axes, places
