"""From a motion's body track to vertices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from signsynth.motion import Motion
from signsynth.signer import Signer

_BLOCK = 32
"""Frames that are skinned at once: about 10 MB."""


def track_vertices(body: Any, motion: Motion, signer: Signer | None = None) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths, from ``motion.gesture`` and ``motion.mesh``.

    The origin is mid-shoulder of the person at rest. A signer may have a ``shape``, the coefficients that ``body``
    takes. Errors: ``InputError`` for a motion that is not fitted, or fitted to another body.
    """
    from signsynth.body.fit.pose import body_pose

    shape = getattr(signer, "shape", None)
    origin, width = _frame(body, shape)
    for start in range(0, len(motion), _BLOCK):
        pose = body_pose(motion[start : start + _BLOCK], body, _tensor(body, shape))
        yield from _posed(body, *pose, origin, width, shape)


def posed_vertices(
    body: Any, rotations: np.ndarray, *, actions: np.ndarray | None = None, shape: np.ndarray | None = None
) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths; arguments as for ``BodyModel``, frames first."""
    origin, width = _frame(body, shape)
    for start in range(0, len(rotations), _BLOCK):
        here = slice(start, start + _BLOCK)
        moved = None if actions is None else _tensor(body, actions[here])
        yield from _posed(body, _tensor(body, rotations[here]), None, moved, origin, width, shape)


def _tensor(body: Any, values: Any) -> Any:
    import torch

    return None if values is None else torch.tensor(values).to(body.heads)


def _frame(body: Any, shape: np.ndarray | None) -> tuple[np.ndarray, float]:
    """Mid-shoulder of the person at rest ``(3,)`` and one shoulder width, in metres."""
    import torch

    with torch.no_grad():
        points = body.landmarks(_tensor(body, np.zeros((body.joints, 3))), shape=_tensor(body, shape)).cpu().numpy()
    return points[:2].mean(0).astype(np.float32), float(np.linalg.norm(points[0] - points[1]))


def _posed(
    body: Any, rotations: Any, root: Any, actions: Any, origin: np.ndarray, width: float, shape: np.ndarray | None
) -> np.ndarray:
    import torch

    with torch.no_grad():
        vertices = body(rotations, root=root, shape=_tensor(body, shape), actions=actions).vertices
    return (vertices.float().cpu().numpy() - origin) * np.float32(1 / width)


def resampled(frames: Iterable[np.ndarray], count: int, wanted: int) -> Iterator[np.ndarray]:
    """``count`` streamed arrays as ``wanted`` ones over the same time, each mixed from its two neighbours."""
    if count == wanted or count < 2:
        yield from frames
        return
    stream = iter(frames)
    low, first, second = 0, next(stream), next(stream)
    for at in np.clip((np.arange(wanted) + 0.5) * count / wanted - 0.5, 0, count - 1):
        while at > low + 1:
            low, first, second = low + 1, second, next(stream)
        share = np.float32(at - low)
        yield first + share * (second - first)
