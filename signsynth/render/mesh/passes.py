"""What is where in a frame: depth, normals, texture coordinates, parts and how the surface moves on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.surface import Surface


@dataclass(frozen=True, eq=False)
class Passes:
    """One frame, everything of the same height and width; where ``mask`` is False the values are those named."""

    colour: np.ndarray
    """uint8 ``(h, w, 3)`` RGB, antialiased, without label."""
    mask: np.ndarray
    """bool ``(h, w)``: a body covers the pixel's centre."""
    depth: np.ndarray
    """float32 ``(h, w)``: distance from the viewer in shoulder widths; infinite outside."""
    normals: np.ndarray
    """float32 ``(h, w, 3)``: unit vectors, +x to the right of the picture, +y up, +z to the viewer; 0 outside."""
    uv: np.ndarray
    """float32 ``(h, w, 2)``: the body's own texture coordinates, 0 to 1; -1 outside."""
    parts: np.ndarray
    """int16 ``(h, w)``: index into ``body.part_names``; -1 outside."""
    flow: np.ndarray
    """float32 ``(h, w, 2)``: where the pixel's piece of skin or cloth lies in the next frame, less where it lies
    now: x right, y down, pixels, whether it is hidden there or not. 0 outside and in the last frame."""

    def mirrored(self, part_names: tuple[str, ...]) -> Passes:
        """Left and right exchanged, parts too; ``uv`` still tells the texels that were drawn."""
        swap = {".L": ".R", ".R": ".L"}
        other = [
            part_names.index(name[:-2] + swap[name[-2:]]) if name[-2:] in swap else k
            for k, name in enumerate(part_names)
        ]
        flipped = {name: np.ascontiguousarray(getattr(self, name)[:, ::-1]) for name in self.__dataclass_fields__}
        flipped["normals"] *= np.float32([-1, 1, 1])
        flipped["flow"] *= np.float32([-1, 1])
        flipped["parts"] = np.array([*other, -1], np.int16)[flipped["parts"]]
        return replace(self, **flipped)


class PassMaker:
    """Makes passes of one body at one size; by ``rasterise``, so that coverage is exact."""

    def __init__(self, body: Any, lens: Lens, size: int, seen: np.ndarray) -> None:
        """``seen (f,)``: faces of the body that may be visible."""
        self._lens, self._size = lens, size
        self._faces, self._texels = body.faces.cpu().numpy()[seen], body.faces_uv.cpu().numpy()[seen]
        self._part = np.append(body.face_part.cpu().numpy()[seen], -1).astype(np.int16)
        self._uv = body.uv.cpu().numpy()
        self._surface = Surface(self._faces, len(body.mesh.template))

    def __call__(self, colour: np.ndarray, now: np.ndarray, after: np.ndarray) -> Passes:
        """Passes of vertices ``now (v, 3)`` that will be at ``after`` in the next frame, in shoulder widths."""
        place, next_place = self._lens(now, self._size), self._lens(after, self._size)
        found = rasterise(place, self._faces, self._size)
        move = next_place[:, :2] - place[:, :2]
        values = np.concatenate([self._surface.normals(now), move], 1)
        spread = found.interpolate(self._faces, values)
        normals, flow = np.ascontiguousarray(spread[..., :3]), np.ascontiguousarray(spread[..., 3:])
        length = np.sqrt(normals[..., 0] ** 2 + normals[..., 1] ** 2 + normals[..., 2] ** 2)
        normals /= np.maximum(length, 1e-12)[..., None]
        return Passes(
            colour=colour,
            mask=found.mask,
            depth=found.depth,
            normals=normals,
            uv=found.interpolate(self._texels, self._uv, -1.0),
            parts=self._part[found.face_index],
            flow=flow,
        )
