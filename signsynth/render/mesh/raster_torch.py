"""A z-buffer in plain torch: any device, exact."""

from __future__ import annotations

from typing import Any

from signsynth.render.mesh.edges import Edges
from signsynth.render.mesh.fragments import Fragments

_AT_ONCE = 1 << 22
"""Pairs of face and pixel that are tested at a time: about 0.5 GB."""


def rasterise_torch(vertices: Any, faces: Any, size: tuple[int, int], cull: bool) -> Fragments:
    """See ``rasterise``; tensors in, tensors out, NumPy in, NumPy out."""
    import torch

    tensors = isinstance(vertices, torch.Tensor)
    points = torch.as_tensor(vertices).detach().double()
    device = points.device
    corners = torch.as_tensor(faces, device=device).long()
    edges = Edges.of(torch, points, corners, torch.arange(len(corners), device=device), size, cull)
    height, width = size
    depth = torch.full((height * width,), torch.inf, device=device)
    nobody = len(edges.face)
    winner = torch.full((height * width,), nobody, dtype=torch.int64, device=device)

    box = edges.last - edges.first + 1
    ends = (box[:, 0] * box[:, 1]).cumsum(0)
    total = int(ends[-1]) if nobody else 0
    for start in range(0, total, _AT_ONCE):
        pair = torch.arange(start, min(start + _AT_ONCE, total), device=device)
        row = torch.searchsorted(ends, pair, right=True)
        inside = pair - (ends[row] - box[row, 0] * box[row, 1])
        x = edges.first[row, 0] + inside % box[row, 0]
        y = edges.first[row, 1] + inside // box[row, 0]
        covers, value = edges.at(row, x, y)
        row, pixel, value = row[covers], (y * width + x)[covers], value[covers]
        z = edges.shares(row, value)[1].float()
        before = depth.clone()
        depth.scatter_reduce_(0, pixel, z, "amin")
        winner[depth < before] = nobody
        nearest = z == depth[pixel]
        winner.scatter_reduce_(0, pixel[nearest], row[nearest], "amin")

    found = (winner < nobody).nonzero()[:, 0]
    row = winner[found]
    shares = edges.shares(row, edges.at(row, found % width, found // width)[1])[0].float()
    shares = torch.where(edges.flipped[row][:, None], shares[:, [0, 2, 1]], shares)
    index = torch.full((height * width,), -1, dtype=torch.int32, device=device)
    index[found] = edges.face[row].int()
    barycentric = torch.zeros(height * width, 3, device=device)
    barycentric[found] = shares
    pictures = index.view(size), barycentric.view(height, width, 3), depth.view(size)
    return Fragments(*(pictures if tensors else (picture.numpy() for picture in pictures)))
