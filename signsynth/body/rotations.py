"""Rotations as matrices, axis-angles and 6D, any batch shape, differentiable everywhere."""

from __future__ import annotations

import torch
from torch import Tensor

from signsynth.errors import InputError


def skew(vectors: Tensor) -> Tensor:
    """Cross-product matrices ``(..., 3, 3)`` of ``(..., 3)``."""
    x, y, z = vectors.unbind(-1)
    zero = torch.zeros_like(x)
    return torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).unflatten(-1, (3, 3))


def from_axis_angle(vectors: Tensor) -> Tensor:
    """Axis times angle in radians ``(..., 3)`` to matrices ``(..., 3, 3)``; Rodrigues' formula.

    Smooth at zero: sin(t)/t and (1 - cos t)/t² come from sinc, whose derivative is known there.
    """
    # A floor under the root keeps its derivative finite at zero; its effect is below rounding.
    angle = (vectors * vectors).sum(-1, keepdim=True).clamp_min(torch.finfo(vectors.dtype).tiny ** 0.5).sqrt()
    first = torch.sinc(angle / torch.pi)[..., None]
    second = 0.5 * torch.sinc(angle / (2 * torch.pi))[..., None] ** 2
    cross = skew(vectors)
    eye = torch.eye(3, dtype=vectors.dtype, device=vectors.device)
    return eye + first * cross + second * (cross @ cross)


def to_axis_angle(matrices: Tensor) -> Tensor:
    """Matrices ``(..., 3, 3)`` to axis times angle ``(..., 3)``, angle in [0, pi]."""
    w, xyz = _quaternion(matrices)
    length = xyz.norm(dim=-1, keepdim=True)
    angle = 2 * torch.atan2(length, w)
    tiny = length < 1e-7 if matrices.dtype == torch.float64 else length < 1e-4
    return xyz * torch.where(tiny, 2 / w.clamp_min(1e-6), angle / length.clamp_min(1e-12))


def from_6d(columns: Tensor) -> Tensor:
    """First two columns one after the other ``(..., 6)`` to matrices, by Gram-Schmidt (Zhou et al. 2019, eq. 5)."""
    first, second = columns[..., :3], columns[..., 3:]
    a = torch.nn.functional.normalize(first, dim=-1)
    b = torch.nn.functional.normalize(second - (a * second).sum(-1, keepdim=True) * a, dim=-1)
    return torch.stack([a, b, torch.linalg.cross(a, b)], dim=-1)


def to_6d(matrices: Tensor) -> Tensor:
    """Matrices ``(..., 3, 3)`` to their first two columns ``(..., 6)``."""
    return matrices[..., :2].transpose(-1, -2).flatten(-2)


def as_matrices(rotations: Tensor, joints: int) -> Tensor:
    """Rotations of ``joints`` joints in any of the three forms to ``(..., joints, 3, 3)``. Errors: ``InputError``."""
    shape = tuple(rotations.shape)
    if shape[-3:] == (joints, 3, 3):
        return rotations
    if shape[-2:] == (joints, 3):
        return from_axis_angle(rotations)
    if shape[-2:] == (joints, 6):
        return from_6d(rotations)
    raise InputError(
        f"rotations: shape {shape}, expected (..., {joints}, 3, 3), (..., {joints}, 3) or (..., {joints}, 6)"
    )


def _quaternion(m: Tensor) -> tuple[Tensor, Tensor]:
    """Real part ``(..., 1)``, not negative, and vector ``(..., 3)``: the best conditioned of four forms."""
    trace = m.diagonal(dim1=-2, dim2=-1).sum(-1)
    xx, yy, zz = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    wx, wy, wz = m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]
    xy, xz, yz = m[..., 0, 1] + m[..., 1, 0], m[..., 0, 2] + m[..., 2, 0], m[..., 1, 2] + m[..., 2, 1]
    forms = torch.stack(
        [
            torch.stack([1 + trace, wx, wy, wz], -1),
            torch.stack([wx, 1 + 2 * xx - trace, xy, xz], -1),
            torch.stack([wy, xy, 1 + 2 * yy - trace, yz], -1),
            torch.stack([wz, xz, yz, 1 + 2 * zz - trace], -1),
        ],
        dim=-2,
    )
    best = forms.diagonal(dim1=-2, dim2=-1).argmax(-1)
    chosen = torch.take_along_dim(forms, best[..., None, None], dim=-2).squeeze(-2)
    unit = torch.nn.functional.normalize(chosen, dim=-1)
    unit = torch.where(unit[..., :1] < 0, -unit, unit)
    return unit[..., :1], unit[..., 1:]
