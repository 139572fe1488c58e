"""What 3D formats hold: a skeleton that moves and, where there is one, the skin on it. Plain arrays, no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.rotations import from_quaternions

GENERATOR = "signsynth"
NOTICE = "Synthetic: made by signsynth, not a recording of a person."


@dataclass(frozen=True)
class Material:
    """A surface of one colour, sRGB in 0..1; ``roughness`` 0 is a mirror, 1 is chalk."""

    name: str
    colour: tuple[float, float, float]
    roughness: float = 0.8


@dataclass(frozen=True, eq=False)
class Skin:
    """A mesh at rest, what moves it, and what it is made of."""

    vertices: np.ndarray
    """``(vertices, 3)`` metres."""
    faces: np.ndarray
    """int ``(faces, 3)``, counter-clockwise seen from outside."""
    bones: np.ndarray
    """int ``(vertices, influences)``: joints that move each vertex."""
    weights: np.ndarray
    """``(vertices, influences)``: by how much, rows sum to 1."""
    uv: np.ndarray
    """``(texels, 2)`` in 0..1, v upwards."""
    faces_uv: np.ndarray
    """int ``(faces, 3)``: texels of each triangle's corners."""
    materials: tuple[Material, ...]
    face_material: np.ndarray
    """int ``(faces,)``."""
    morph_names: tuple[str, ...] = ()
    morphs: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
    """For each morph the vertices ``(n,)`` that it moves and by how much ``(n, 3)`` metres."""


@dataclass(frozen=True, eq=False)
class Animation:
    """A skeleton in motion: metres, +x to the body's left, +y up, +z to where it looks. Joint 0 is the root.

    At rest every joint has the axes of the body, so that identity rotations are the rest pose.
    Errors: ``InputError`` where shapes do not fit or values are not finite.
    """

    names: tuple[str, ...]
    parents: tuple[int, ...]
    """-1 for the root; parents before their children."""
    heads: np.ndarray
    """``(joints, 3)``: joints at rest."""
    rotations: np.ndarray
    """``(frames, joints, 4)``: each joint against its parent, unit quaternions x, y, z, w."""
    root: np.ndarray
    """``(frames, 3)``: shift of the whole body."""
    fps: float
    ends: np.ndarray | None = None
    """``(joints, 3)``: where the last bone of a chain ends at rest; NaN where that is not known."""
    skin: Skin | None = None
    morph_weights: np.ndarray | None = None
    """``(frames, morphs)``."""
    title: str = "motion"

    def __post_init__(self) -> None:
        joints, frames = len(self.names), len(self.rotations)
        shapes = {"parents": (joints,), "heads": (joints, 3), "rotations": (frames, joints, 4), "root": (frames, 3)}
        if self.skin is not None:
            shapes["morph_weights"] = (frames, len(self.skin.morphs))
        for name, shape in shapes.items():
            found = np.asarray(getattr(self, name), np.float64)
            if found.shape != shape:
                raise InputError(f"animation: {name} of shape {found.shape}, expected {shape}")
            if not np.isfinite(found).all():
                raise InputError(f"animation: {name} has NaN or infinite values, expected finite ones")
        if frames == 0:
            raise InputError("animation: no frames, expected at least one")
        if not (np.isfinite(self.fps) and self.fps > 0):
            raise InputError(f"animation: {self.fps} frames a second, expected a positive number")
        if np.abs(np.linalg.norm(self.rotations, axis=-1) - 1).max() > 1e-4:
            raise InputError("animation: rotations are not unit quaternions")
        if list(self.parents).count(-1) != 1 or any(not -1 <= p < k for k, p in enumerate(self.parents)):
            raise InputError("animation: parents, expected one root and parents before their children")

    def __len__(self) -> int:
        return len(self.rotations)

    @property
    def offsets(self) -> np.ndarray:
        """``(joints, 3)``: each joint at rest from its parent; the root from the origin."""
        parents = np.asarray(self.parents)
        return self.heads - np.where(parents[:, None] >= 0, self.heads[parents], 0.0)

    def placed(self) -> tuple[np.ndarray, np.ndarray]:
        """Turn ``(frames, joints, 3, 3)`` and position ``(frames, joints, 3)`` of every joint in the world."""
        turns, places = from_quaternions(self.rotations), np.empty((len(self), len(self.names), 3))
        for joint, (parent, offset) in enumerate(zip(self.parents, self.offsets, strict=True)):
            if parent < 0:
                places[:, joint] = offset + self.root
            else:
                places[:, joint] = places[:, parent] + turns[:, parent] @ offset
                turns[:, joint] = turns[:, parent] @ turns[:, joint]
        return turns, places
