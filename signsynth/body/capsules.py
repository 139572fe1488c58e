"""Arms and hands as capsules: segments with a radius, each carried by one joint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.body.flesh import far_tip, hand_flesh
from signsynth.geometry import unit

_ARM = (("upperarm01", "lowerarm01"), ("lowerarm01", "wrist"))
_PALM = tuple(f"metacarpal{k}" for k in range(1, 5))
_REACH_M = 0.3
"""A hand is within this of its wrist."""
_WITH = {"upperarm01": ("upperarm01", "upperarm02"), "lowerarm01": ("lowerarm01", "lowerarm02")}
"""Vertices of both halves of a limb say how thick it is."""


@dataclass(frozen=True, eq=False)
class Capsules:
    """Upper arms, forearms, palms (one capsule to each knuckle) and phalanges of both sides, left first."""

    names: tuple[str, ...]
    """Name of each capsule: that of its joint."""
    joints: np.ndarray
    """int ``(n,)``: the joint that carries it."""
    starts: np.ndarray
    """``(n, 3)`` metres: from the joint, at rest."""
    ends: np.ndarray
    """``(n, 3)``."""
    radii: np.ndarray
    """``(n,)`` metres."""

    @staticmethod
    def of(
        vertices: np.ndarray,
        faces: np.ndarray,
        heads: np.ndarray,
        axes: np.ndarray,
        bearer: np.ndarray,
        names: Sequence[str],
    ) -> Capsules:
        """From the skin at rest ``vertices (v, 3)``, ``faces (f, 3)``, joints ``(j, 3)`` and their axes ``(j, 3, 3)``,
        and the joint ``bearer (v,)`` that moves each vertex.

        An arm's radius is the median distance of its skin from its axis; hands are measured across the skin
        (``hand_flesh``), a last phalanx ends where its farthest vertex is.
        """
        names = list(names)
        rows = []
        for side in "LR":

            def joint(name: str, side: str = side) -> int:
                return names.index(f"{name}.{side}")

            for first, then in _ARM:
                own = [joint(name) for name in _WITH[first]]
                start, end = heads[joint(first)], heads[joint(then)]
                radius = np.median(_from_segment(vertices[np.isin(bearer, own)], start, end))
                rows.append((joint(first), np.stack([start, end]), radius))
            bones = np.array([[joint(f"finger{f}-{b}") for b in (1, 2, 3)] for f in range(1, 6)])
            tips = [far_tip(vertices[bearer == last], heads[last]) for last in bones[:, 2]]
            joints = np.concatenate([heads[bones], np.array(tips)[:, None]], 1)
            along = unit(joints[2, 0] - heads[joint("wrist")])
            # Axes are mirrored as turns are: on the left their second column looks to the back of the hand.
            right = 1.0 if side == "R" else -1.0
            palm = right * unit(np.cross(joints[1, 0] - joints[4, 0], along))
            near = np.linalg.norm(vertices - heads[joint("wrist")], axis=-1) < _REACH_M
            own = near[faces].all(1)
            ends, radii = hand_flesh(vertices, faces[own], joints, right * axes[bones], heads[joint("wrist")], palm)
            bearers = [*bones.ravel(), *map(joint, _PALM)]
            order = [*range(15, 19), *range(15)]
            rows += [(bearers[k], ends[k], radii[k]) for k in order]
        joints, ends, radii = (np.array(column) for column in zip(*rows, strict=True))
        own = ends - heads[joints][:, None]
        return Capsules(tuple(names[k] for k in joints), joints, own[:, 0], own[:, 1], radii)

    def place(self, transforms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ends of every capsule ``(..., n, 3)`` in a pose ``(..., joints, 3, 4)``, as ``Body.place`` gives it."""
        own = transforms[..., self.joints, :, :].astype(np.float64)
        return tuple((own[..., :3] @ ends[..., None])[..., 0] + own[..., 3] for ends in (self.starts, self.ends))


def closest(starts: np.ndarray, ends: np.ndarray, others: np.ndarray, other_ends: np.ndarray) -> tuple:
    """Nearest points ``(..., 3)`` of two segments, and where on each they lie, 0 to 1; all broadcast.

    Ericson, Real-Time Collision Detection (2005), 5.1.9.
    """
    d1, d2, r = ends - starts, other_ends - others, starts - others
    a, e, b = (d1 * d1).sum(-1), (d2 * d2).sum(-1), (d1 * d2).sum(-1)
    a, e = np.maximum(a, 1e-30), np.maximum(e, 1e-30)
    c, f = (d1 * r).sum(-1), (d2 * r).sum(-1)
    across = a * e - b * b
    s = np.where(across > 1e-9 * a * e, np.clip((b * f - c * e) / np.maximum(across, 1e-60), 0, 1), 0.0)
    t = np.clip((b * s + f) / e, 0, 1)
    s = np.clip((b * t - c) / a, 0, 1)
    return starts + s[..., None] * d1, others + t[..., None] * d2, s, t


def _from_segment(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    t = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.linalg.norm(points - start - t[:, None] * along, axis=-1)
