"""From a motion's body track to vertices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Gesture, Motion
from signsynth.motion.sixd import IDENTITY
from signsynth.signer import Signer

_BLOCK = 32
"""Frames that are skinned at once: about 10 MB."""


def track_vertices(body: Any, motion: Motion, signer: Signer | None = None) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths, from ``motion.mesh`` and ``motion.gesture``.

    The origin is mid-shoulder of the person at rest. Without a gesture the hands stay at rest. A signer may have
    a ``shape``, the coefficients that ``body`` takes. Errors: ``InputError`` for a motion without a body track, or
    one of joints that the body does not have.
    """
    if motion.mesh is None:
        raise InputError("mesh: the motion has no body track, expected motion.mesh; fit the body to it first")
    track, gesture = motion.mesh, motion.gesture
    joints = [body.joint(name) for name in track.joints]
    known = [name for name in track.action_names if name in body.action_names]
    columns = [body.action_names.index(name) for name in known], [track.action_names.index(name) for name in known]
    shape = getattr(signer, "shape", None)
    origin, width = _frame(body, shape)
    for start in range(0, len(track), _BLOCK):
        here = slice(start, start + _BLOCK)
        part = track[here]
        rotations = np.tile(IDENTITY, (len(part), body.joints, 1))
        rotations[:, joints] = part.rotations
        actions = np.zeros((len(part), len(body.action_names)), np.float32)
        actions[:, columns[0]] = part.actions[:, columns[1]]
        matrices = _tensor(body, rotations) if gesture is None else _handed(body, rotations, gesture[here], shape)
        yield from _posed(
            body, matrices, origin, width, _tensor(body, part.root * width), _tensor(body, actions), shape
        )


def _handed(body: Any, rotations: np.ndarray, gesture: Gesture, shape: np.ndarray | None) -> Any:
    """Matrices ``(frames, joints, 3, 3)`` with the gesture's hands; its wrists say how the hand lies in space."""
    import torch

    from signsynth.body.rotations import as_matrices, from_6d

    for side, letter in enumerate("LR"):
        names = [f"finger{finger}-{bone}.{letter}" for finger in range(1, 6) for bone in (1, 2, 3)]
        rotations[:, [body.joint(name) for name in names]] = gesture.fingers[:, side]
    matrices = as_matrices(_tensor(body, rotations), body.joints).clone()
    with torch.no_grad():
        placed = body.place(matrices, shape=_tensor(body, shape))[..., :3]
        for side, letter in enumerate("LR"):
            wrist = body.joint(f"wrist.{letter}")
            arm = placed[:, int(body.parents[wrist])]
            matrices[:, wrist] = arm.mT @ from_6d(_tensor(body, gesture.wrists[:, side]))
    return matrices


def posed_vertices(
    body: Any, rotations: np.ndarray, *, actions: np.ndarray | None = None, shape: np.ndarray | None = None
) -> Iterator[np.ndarray]:
    """Vertices float32 ``(v, 3)`` of each frame in shoulder widths; arguments as for ``BodyModel``, frames first."""
    origin, width = _frame(body, shape)
    for start in range(0, len(rotations), _BLOCK):
        here = slice(start, start + _BLOCK)
        moved = None if actions is None else _tensor(body, actions[here])
        yield from _posed(body, _tensor(body, rotations[here]), origin, width, None, moved, shape)


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
    body: Any, rotations: Any, origin: np.ndarray, width: float, root: Any, actions: Any, shape: np.ndarray | None
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
