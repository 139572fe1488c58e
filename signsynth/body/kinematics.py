"""Forward kinematics and linear blend skinning (Loper et al., SMPL, 2015, eq. 2 to 4), any batch shape."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def ancestor_steps(parents: Sequence[int]) -> Tensor:
    """For pointer jumping: ``(steps, joints)``, the ancestor 1, 2, 4, ... bones up; ``joints`` where there is none."""
    joints = len(parents)
    up = [parent if parent >= 0 else joints for parent in parents] + [joints]
    steps = []
    while any(k != joints for k in up):
        steps.append(up[:joints])
        up = [up[up[k]] for k in range(joints + 1)]
    return torch.tensor(steps).reshape(-1, joints)


def place_joints(rotations: Tensor, heads: Tensor, root: Tensor | None, parents: Tensor, steps: Tensor) -> Tensor:
    """Where each joint is and how it is turned: ``(..., joints, 3, 4)``, rotation beside position.

    ``rotations (..., joints, 3, 3)`` turn a joint against its parent, about its own head and in the axes of
    the body; ``heads (..., joints, 3)`` at rest in metres; ``root (..., 3)`` shifts the whole body. Chains are
    multiplied by pointer jumping: log2(depth) products instead of one per bone.
    """
    joints = rotations.shape[-3]
    offset = heads - torch.where((parents >= 0)[:, None], heads[..., parents.clamp_min(0), :], 0.0)
    if root is not None:
        shift = torch.zeros(joints, 1, dtype=heads.dtype, device=heads.device)
        shift[parents < 0] = 1
        offset = offset + shift * root[..., None, :]
    batch = torch.broadcast_shapes(rotations.shape[:-3], offset.shape[:-2])
    turn = rotations.expand(*batch, joints, 3, 3)
    place = offset.expand(*batch, joints, 3)
    eye = torch.eye(3, dtype=turn.dtype, device=turn.device).expand(*batch, 1, 3, 3)
    rest = place.new_zeros(*batch, 1, 3)
    for up in steps:
        above = torch.cat([turn, eye], -3).index_select(-3, up)
        base = torch.cat([place, rest], -2).index_select(-2, up)
        place = base + _turned(above, place)
        turn = _product(above, turn)
    return torch.cat([turn, place[..., None]], -1)


CHUNK = 16
"""Poses skinned at once: the blended matrices of more do not stay in the processor's cache."""


def skin(vertices: Tensor, heads: Tensor, transforms: Tensor, bones: Tensor, shares: Tensor) -> Tensor:
    """Posed vertices ``(..., vertices, 3)``: each is moved by the weighted mean of its bones' motions.

    ``vertices`` and ``heads (..., joints, 3)`` at rest, ``transforms`` from ``place_joints``; ``bones`` int64
    and ``shares`` ``(vertices, influences)``: which bones move a vertex and by how much, summing to 1.
    """
    turn = transforms[..., :3]
    motion = torch.cat([turn, (transforms[..., 3] - _turned(turn, heads))[..., None]], -1)
    batch = torch.broadcast_shapes(motion.shape[:-3], vertices.shape[:-2])
    motion = motion.expand(*batch, -1, -1, -1).reshape(-1, *motion.shape[-3:])
    rest = vertices.reshape(-1, *vertices.shape[-2:])
    if len(rest) not in (1, len(motion)):
        rest = vertices.expand(*batch, -1, -1).reshape(-1, *vertices.shape[-2:])
    each = [rest] * (len(motion) // CHUNK + 1) if len(rest) == 1 else rest.split(CHUNK)
    posed = [_skin(*some, bones, shares) for some in zip(each, motion.split(CHUNK), strict=False)]
    return (torch.cat(posed) if len(posed) > 1 else posed[0]).reshape(*batch, *vertices.shape[-2:])


def _skin(rest: Tensor, motion: Tensor, bones: Tensor, shares: Tensor) -> Tensor:
    """``rest (n or 1, vertices, 3)`` moved by ``motion (n, joints, 3, 4)``."""
    poses, joints = motion.shape[:2]
    table = motion.permute(1, 0, 3, 2).reshape(joints, poses * 12)
    blended = torch.nn.functional.embedding_bag(bones, table, per_sample_weights=shares, mode="sum")
    columns = blended.view(-1, poses, 4, 3).unbind(2)
    along = rest.transpose(0, 1)
    out = columns[3]
    for k in range(3):
        out = torch.addcmul(out, columns[k], along[..., k : k + 1])
    return out.transpose(0, 1).contiguous()


def _turned(matrices: Tensor, vectors: Tensor) -> Tensor:
    """Matrix times vector, column by column: faster than batched products of 3 x 3 on a CPU."""
    x, y, z = matrices.unbind(-1)
    return x * vectors[..., :1] + y * vectors[..., 1:2] + z * vectors[..., 2:]


def _product(a: Tensor, b: Tensor) -> Tensor:
    return sum(a[..., :, k, None] * b[..., None, k, :] for k in range(3))
