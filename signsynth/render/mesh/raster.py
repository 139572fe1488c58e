"""Triangles to pixels, one rule for every backend.

Pixel centres lie on whole numbers. Corners are rounded to 1/256 pixel; from there coverage is decided in whole
numbers, so that it is exact: a centre on an edge belongs to the face of which the edge is a top or left one
(the rule of Direct3D and OpenGL), and every centre on a shared edge to one of the two faces. The nearest face
wins, of equally near ones (as float32) the first.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.render.mesh.fragments import Fragments

BACKENDS = ("opencv", "torch")


def rasterise(
    vertices: Any, faces: Any, size: int | tuple[int, int], backend: str = "opencv", *, cull: bool = True
) -> Fragments:
    """The nearest face of each pixel, its barycentric coordinates and depth.

    ``vertices``  float ``(v, 3)``: x right, y down, in pixels, (0, 0) the first pixel's centre; z is the depth,
                  larger is farther.
    ``faces``     int ``(f, 3)``. Faces whose corners run clockwise on the screen look away and are left out,
                  unless ``cull`` is False.
    ``size``      of the picture: pixels, or ``(height, width)``.
    ``backend``   "opencv" (fastest on a CPU) or "torch" (any device: that of the tensors given). Both find the
                  same coverage, pixel for pixel. OpenCV compares depths to about 1e-5 of the depth that all
                  faces span, torch to float32: only surfaces that lie as close as that can swap.

    NumPy arrays in, NumPy arrays out; tensors (torch only) in, tensors on their device out.
    Errors: ``InputError`` for an unknown backend, shapes that do not fit, or faces that name no vertex.
    """
    height, width = (size, size) if isinstance(size, int) else size
    shapes = tuple(vertices.shape), tuple(faces.shape)
    if len(shapes[0]) != 2 or shapes[0][1] != 3 or len(shapes[1]) != 2 or shapes[1][1] != 3:
        raise InputError(f"rasterise: vertices {shapes[0]}, faces {shapes[1]}, expected (v, 3) and (f, 3)")
    if height < 1 or width < 1:
        raise InputError(f"rasterise: a picture of {width}x{height} pixels, expected at least one")
    if shapes[1][0] and not (faces.min() >= 0 and faces.max() < shapes[0][0]):
        raise InputError(
            f"rasterise: faces name vertices {faces.min()} to {faces.max()}, expected 0 to {shapes[0][0] - 1}"
        )
    if backend == "opencv":
        from signsynth.render.mesh.raster_opencv import rasterise_opencv

        return rasterise_opencv(np.asarray(vertices), np.asarray(faces), (height, width), cull)
    if backend == "torch":
        from signsynth.render.mesh.raster_torch import rasterise_torch

        return rasterise_torch(vertices, faces, (height, width), cull)
    raise InputError(f"rasterise: backend {backend!r}; {nearest(backend, BACKENDS)}")
