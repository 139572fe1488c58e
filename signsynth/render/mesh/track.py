"""From a motion's body track to vertices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from signsynth.motion import Motion
from signsynth.signer import Signer

_BLOCK = 16
"""Frames that are skinned at once: about 5 MB."""


def track_vertices(body: Any, motion: Motion, signer: Signer | None = None) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths, from ``motion.gesture`` and ``motion.mesh``.

    The origin is mid-shoulder of the person at rest. A signer may have a ``shape``, the coefficients that ``body``
    takes. Errors: ``InputError`` for a motion that is not fitted, or fitted to another body.
    """
    from signsynth.body.fit.pose import body_pose

    shape = getattr(signer, "shape", None)
    origin, width = body_frame(body, shape)
    for start in range(0, len(motion), _BLOCK):
        with _one_thread():
            pose = body_pose(motion[start : start + _BLOCK], body, _tensor(body, shape))
            posed = _posed(body, *pose, origin, width, shape)
        yield from posed


def posed_vertices(
    body: Any, rotations: np.ndarray, *, actions: np.ndarray | None = None, shape: np.ndarray | None = None
) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths; arguments as for ``BodyModel``, frames first."""
    origin, width = body_frame(body, shape)
    for start in range(0, len(rotations), _BLOCK):
        here = slice(start, start + _BLOCK)
        moved = None if actions is None else _tensor(body, actions[here])
        with _one_thread():
            posed = _posed(body, _tensor(body, rotations[here]), None, moved, origin, width, shape)
        yield from posed


@contextmanager
def _one_thread() -> Iterator[None]:
    """torch on one thread meanwhile, then on as many as before.

    Posing shares the processor with frames being drawn. Threads that wait for each other after each of its small
    products then cost ten times what they save: 7.3 ms of processor time a frame instead of 0.7 on two cores.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _tensor(body: Any, values: Any) -> Any:
    import torch

    return None if values is None else torch.tensor(values).to(body.heads)


def body_frame(body: Any, shape: np.ndarray | None) -> tuple[np.ndarray, float]:
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
