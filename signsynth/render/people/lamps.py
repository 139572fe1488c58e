"""Light from several sides, as directions and linear colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_KEY, _FILL = (-0.42, 0.62, 0.66), (0.75, 0.05, 0.66)


@dataclass(frozen=True, eq=False)
class Lamps:
    """``directions (n, 3)`` unit vectors to the lamps, +z to the viewer; ``colours (n, 3)`` linear; ``softness (n,)``
    how far they reach beyond the edge of the lit side, 0 to 1. The first casts a shadow. ``sky`` and ``ground (3,)``
    light from above and below, everywhere.

    Everything is scaled so that what looks ahead, unhidden, shows ``tint`` times its own colour.
    """

    directions: np.ndarray
    colours: np.ndarray
    softness: np.ndarray
    sky: np.ndarray
    ground: np.ndarray
    tint: np.ndarray

    @classmethod
    def studio(cls, tint: np.ndarray | None = None) -> Lamps:
        """The mesh renderer's lamps: soft key from above left, weak fill from the right, sky and ground."""
        return cls._even(
            np.array([_KEY, _FILL]), np.array([[0.66] * 3, [0.17] * 3]), np.array([0.30, 0.4]),
            np.array([0.34, 0.34, 0.35]), np.array([0.17, 0.165, 0.16]), np.ones(3) if tint is None else tint,
        )  # fmt: skip

    @classmethod
    def drawn(cls, draw: np.random.Generator) -> Lamps:
        """Of a photo: a key from anywhere before the person, up to two others, more or less light from around."""
        count = int(draw.integers(2, 4))
        directions = np.column_stack(
            [draw.uniform(-0.9, 0.9, count), draw.uniform(-0.1, 0.9, count), draw.uniform(0.35, 1.0, count)]
        )
        strength = np.array([draw.uniform(0.2, 0.75), *draw.uniform(0.05, 0.3, count - 1)])
        colours = strength[:, None] * np.exp(draw.normal(0, 0.05, (count, 3)))
        around = draw.uniform(0.35, 0.75)
        sky = around * np.exp(draw.normal(0, 0.04, 3))
        tint = draw.uniform(0.78, 1.08) * np.exp(draw.normal(0, 0.03, 3))
        return cls._even(directions, colours, draw.uniform(0.15, 0.6, count), sky, sky * draw.uniform(0.4, 0.9), tint)

    @classmethod
    def _even(cls, directions, colours, softness, sky, ground, tint) -> Lamps:
        directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
        plain = cls(directions, colours, softness, sky, ground, tint)
        ahead = plain.direct(np.array([[0.0, 0.0, 1.0]])).sum(0)[0] + 0.5 * (sky + ground)
        return cls(directions, colours / ahead, softness, sky / ahead, ground / ahead, np.asarray(tint, float))

    def direct(self, normals: np.ndarray) -> np.ndarray:
        """Linear light ``(lamps, n, 3)`` on unit normals ``(n, 3)``, shadows left out."""
        facing = normals @ self.directions.T.astype(normals.dtype)
        soft = self.softness.astype(normals.dtype)
        wrapped = np.clip((facing + soft) / (1 + soft), 0, None) ** (1 + soft)
        return wrapped.T[:, :, None] * self.colours[:, None].astype(normals.dtype)

    def around(self, normals: np.ndarray) -> np.ndarray:
        """Linear light ``(n, 3)`` from all around."""
        up = (0.5 + 0.5 * normals[:, 1])[:, None].astype(np.float32)
        return self.ground.astype(np.float32) * (1 - up) + self.sky.astype(np.float32) * up
