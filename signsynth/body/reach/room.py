"""What is in the way of a hand: trunk, head, and the other hand."""

from __future__ import annotations

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.rig import Rig
from signsynth.geometry import unit

SLACK_M = 0.004
"""Skin and clothes give way so far: hands that touch stay where they are."""
_DEEP = 0.1
"""Shoulder widths: spheres that are so deep leave mostly to the front."""
_BEFORE = 0.6
"""Nothing of an upright body is so far in front, shoulder widths; the nose is at 0.47."""
_FRONT = (0.0, 0.0, 1.0)
_CROSSED, _SAME_DEPTH = 0.1, 0.05
"""Hands have changed sides when both were so far, shoulder widths; the right one passes in front, unless it is so far
behind."""
_STRAIGHTER = 0.25
_ASIDE = 0.3
"""Share of the shortest way out for hands that pass."""


class Room:
    """The bundled body's room for hands of spheres with given radii, shoulder widths."""

    def __init__(self, body: Body | None, radii: np.ndarray, transforms: np.ndarray | None, used: np.ndarray | None):
        from signsynth.body.fit.fit import bundled

        body = bundled() if body is None else body
        rig = Rig.of(body)
        self.solid, self.radii, self.transforms, self.used = rig.solid, radii, transforms, used
        self.width_m, self.origin_m = rig.width_m, rig.origin_m
        self.slack = SLACK_M / rig.width_m
        self.passing: np.ndarray | None = None

    def watch(self, points: np.ndarray) -> None:
        """See from the goals ``(n, 2, k, 3)`` where hands pass through each other: one then goes before the other.

        ``passing (n,)`` is where the left one goes there: 1 to the front, -1 to the back; 0 elsewhere.
        """
        middle = points[:, 0].mean(1) - points[:, 1].mean(1)
        near = self._near(points)
        self.passing = np.zeros(len(points))
        edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(int)))
        for start, end in edges.reshape(-1, 2):
            way = middle[max(start - 1, 0) : end + 1, :2]
            if (way @ way.T).min() < -(_CROSSED**2):
                self.passing[start:end] = 1.0 if middle[start:end, 2].mean() > _SAME_DEPTH else -1.0

    def _near(self, points: np.ndarray) -> np.ndarray:
        """Frames ``(n,)`` where the boxes around both hands overlap."""
        low, high = (points - self.radii[:, None]).min(2), (points + self.radii[:, None]).max(2)
        return ((low[:, 0] < high[:, 1]) & (low[:, 1] < high[:, 0])).all(-1)

    def push(self, points: np.ndarray, frames: np.ndarray, step: int = 0) -> np.ndarray:
        """One step out ``(n, 2, 3)`` for spheres at ``points (n, 2, k, 3)`` in the frames ``(n,)`` of the motion.

        ``step`` counts them: the later, the straighter hands leave each other.
        """
        out = self._from_body(points, frames) + self._from_each_other(points, frames, step)
        return out if self.used is None else out * self.used[frames][..., None]

    def _from_body(self, points: np.ndarray, frames: np.ndarray) -> np.ndarray:
        if self.transforms is None:
            hand, sphere = np.nonzero((points[..., 2] < _BEFORE).reshape(-1, points.shape[2]))
            at = points.reshape(-1, *points.shape[2:])[hand, sphere]
            depth, outward = self.solid.depth_m(at * self.width_m + self.origin_m)
        else:
            many = points.shape[2]
            at = points.reshape(len(points), 2 * many, 3) * self.width_m + self.origin_m
            depth, outward = (found.reshape(-1, *found.shape[2:]) for found in self._moved(at, frames))
            hand, sphere = np.divmod(np.arange(len(depth)), many)
        over = depth / self.width_m + self.radii[sphere] - self.slack
        inside = over > 0
        hand, over, outward = hand[inside], over[inside], outward[inside]
        # From deep inside the shortest way out may be any: hands come from the front and leave there.
        ways = unit(outward + np.clip(over / _DEEP, 0, 1)[:, None] * 2 * np.array(_FRONT))
        return _out_of(hand, over, ways, 2 * len(points)).reshape(-1, 2, 3)

    def _moved(self, at: np.ndarray, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.solid.depth_m(at, self.transforms[frames])

    def _from_each_other(self, points: np.ndarray, frames: np.ndarray, step: int) -> np.ndarray:
        out = np.zeros((len(points), 2, 3))
        near = self._near(points)
        if self.used is not None:
            near &= self.used[frames].all(-1)
        near = np.flatnonzero(near)
        left, right = points[near, 0], points[near, 1]
        square = (left**2).sum(-1)[:, :, None] + (right**2).sum(-1)[:, None] - 2 * left @ np.swapaxes(right, -1, -2)
        reach = self.radii[:, None] + self.radii - self.slack
        frame, a, b = np.nonzero(square < reach**2)
        apart = left[frame, a] - right[frame, b]
        over = reach[a, b] - np.linalg.norm(apart, axis=-1)
        # Hands that are well inside each other leave on the way from middle to middle, not on that of two spheres;
        # fingers that interlock push each other to and fro, and leave only so.
        middle = unit(left.mean(1) - right.mean(1), fallback=(1.0, 0.0, 0.0))
        ways = unit(unit(apart, fallback=(1.0, 0.0, 0.0)) + (0.5 + _STRAIGHTER * step) * middle[frame])
        if self.passing is not None:
            over_there = self.passing[frames[near]][frame, None]
            ways = np.where(over_there == 0, ways, unit(_ASIDE * ways + over_there * np.array(_FRONT)))
        push = _out_of(frame, over, ways, len(near))
        out[near, 0], out[near, 1] = push / 2, -push / 2
        return out


def _out_of(owner: np.ndarray, over: np.ndarray, ways: np.ndarray, owners: int) -> np.ndarray:
    """One step out ``(owners, 3)``, where spheres of ``owner (m,)`` are ``over (m,)`` too deep.

    ``ways (m, 3)`` lead out. As far as the deepest asks for, on the mean way of all, weighed by how deep they are.
    """
    total = np.stack([np.bincount(owner, over * way, owners) for way in ways.T], -1)
    most = np.zeros(owners)
    np.maximum.at(most, owner, over)
    return most[:, None] * unit(total, fallback=_FRONT)
