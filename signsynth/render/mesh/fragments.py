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
        picture = np.full((self.face_index.size, values.shape[1]), background, np.float32)
        pixel = np.flatnonzero(self.mask)
        shares = np.take(self.barycentric.reshape(-1, 3), pixel, axis=0)
        corners = np.take(faces, np.take(self.face_index.reshape(-1), pixel), axis=0)
        values = np.ascontiguousarray(values, np.float32)
        found = np.take(values, corners[:, 0], axis=0) * shares[:, :1]
        for corner in (1, 2):
            found += np.take(values, corners[:, corner], axis=0) * shares[:, corner, None]
        picture[pixel] = found
        return picture.reshape(*self.face_index.shape, -1)
