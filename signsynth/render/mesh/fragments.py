"""What a rasteriser found in each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Fragments:
    """The nearest face of every pixel; NumPy arrays, or tensors where the rasteriser was given tensors.

    ``face_index``   int32 ``(h, w)``, -1 where there is none.
    ``barycentric``  float32 ``(h, w, 3)``: shares of the face's corners, in the order of ``faces``; they are
                     affine on the screen, at least 0 and sum to 1; 0 where there is no face.
    ``depth``        float32 ``(h, w)`` in the unit of the vertices, infinite where there is no face.
    """

    face_index: np.ndarray
    barycentric: np.ndarray
    depth: np.ndarray

    @property
    def mask(self) -> np.ndarray:
        """True where a face is seen, ``(h, w)``."""
        return self.face_index >= 0

    def interpolate(self, faces: np.ndarray, values: np.ndarray, background: float = 0.0) -> np.ndarray:
        """Values at the vertices ``(v, channels)`` spread over the picture: float32 ``(h, w, channels)``.

        ``faces (f, 3)`` are those that were rasterised, or others that index the same corners in another
        array (corners of a texture, for example). NumPy only.
        """
        picture = np.full((*self.face_index.shape, values.shape[1]), background, np.float32)
        mask = self.mask
        shares, corners = self.barycentric[mask], faces[self.face_index[mask]]
        values = np.asarray(values, np.float32)
        found = values[corners[:, 0]] * shares[:, :1]
        for corner in (1, 2):
            found += values[corners[:, corner]] * shares[:, corner, None]
        picture[mask] = found
        return picture
