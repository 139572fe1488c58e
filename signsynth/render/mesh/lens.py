"""From shoulder widths to pixels and depth, with perspective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.render.camera import Camera


@dataclass(frozen=True)
class Lens:
    """A camera straight ahead of the signer: at mid-shoulder it frames like ``Camera``, nearer things grow.

    ``camera``    by default as sign-language broadcasters frame: room above the head for hands, both elbows of
                  spread arms and the hips inside.
    ``distance``  from the viewer to mid-shoulder in shoulder widths; 11 is about 4 metres.
    """

    camera: Camera = Camera(shoulder_width=0.325, middle=(0.5, 0.46))
    distance: float = 11.0

    def __call__(self, points: np.ndarray, size: int) -> np.ndarray:
        """float32 ``(..., 3)`` of points ``(..., 3)``: x right and y down in pixels, and distance from the viewer.

        (0, 0) is the first pixel's centre. What comes nearer than a quarter of ``distance`` is held there.
        """
        x, y = self.camera.middle
        scale = self.camera.scale(size)
        depth = np.maximum(self.distance - points[..., 2], self.distance / 4)
        zoom = scale * self.distance / depth
        seen = np.empty(points.shape, np.float32)
        seen[..., 0] = x * size - 0.5 + zoom * points[..., 0]
        seen[..., 1] = y * size - 0.5 - zoom * points[..., 1]
        seen[..., 2] = depth
        return seen
