"""Where hair and clothes lie on the body at rest, and how thick they are. All in metres at rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.render.mesh.surface import Surface

_HAIRLINE = (
    (-0.05, 0.756), (0.00, 0.762), (0.03, 0.782), (0.055, 0.800), (0.068, 0.806), (0.076, 0.822),
    (0.086, 0.852), (0.104, 0.878), (0.125, 0.887), (0.20, 0.890),
)  # fmt: skip
"""Depth z of the head and the height y above which hair grows there."""
_HAIR, _CROWN, _CLOTH = 0.013, 0.012, 0.006
CUFF = 0.55
"""Where the sleeve ends unless said otherwise, from elbow (0) to wrist (1); from shoulder (-1) where it is below 0."""


def step(low: float, high: float, values: np.ndarray) -> np.ndarray:
    """Smooth step from 0 at ``low`` to 1 at ``high``."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


@dataclass(frozen=True, eq=False)
class Wardrobe:
    """The body's arrays at rest that tell where something lies."""

    points: dict[str, np.ndarray]
    """Joints by name, ``(3,)``."""
    parts: tuple[str, ...]
    cuff: float = CUFF

    @classmethod
    def of(cls, body: Any, cuff: float = CUFF) -> Wardrobe:
        """``body`` is a ``signsynth.body.Body``."""
        return cls(dict(zip(body.joint_names, body.heads.cpu().numpy(), strict=True)), body.part_names, cuff)

    def on(self, part: np.ndarray, *names: str) -> np.ndarray:
        """Bool ``(n,)``: which of the parts (indices) have one of the names."""
        wanted = np.zeros(len(self.parts), bool)
        wanted[[self.parts.index(name) for name in names]] = True
        return wanted[part]

    def hair(self, places: np.ndarray, part: np.ndarray) -> np.ndarray:
        """Height in metres of places ``(n, 3)`` above the hairline; below 0 there is no hair."""
        z, height = np.array(_HAIRLINE).T
        above = np.full(len(places), -1.0, np.float32)
        beside = abs(places[:, 0]) < 0.0735 + np.clip(1.2 * (places[:, 1] - 0.828), 0, 0.02)  # where ears begin
        head = self.on(part, "scalp", "face", "neck") | (self.on(part, "ears") & beside)
        above[head] = places[head, 1] - np.interp(places[head, 2], z, height)
        above[self.on(part, "neck")] -= 0.012
        return above

    def sleeve(self, places: np.ndarray, side: str) -> np.ndarray:
        """Metres from places ``(n, 3)`` of an arm to the cuff; above 0 they are under the sleeve."""
        bone = ("upperarm01", "lowerarm01") if self.cuff < 0 else ("lowerarm01", "wrist")
        start, end = (self.points[f"{joint}.{side}"] for joint in bone)
        length = np.linalg.norm(end - start)
        return (self.cuff % 1.0 if self.cuff < 1 else 1.0) * length - (places - start) @ ((end - start) / length)

    def neckline(self, places: np.ndarray) -> np.ndarray:
        """Metres from places ``(n, 3)`` up to the neckline; above 0 they are under the top."""
        x, y, z = places.T
        return 0.642 + 0.8 * np.clip(0.06 - z, 0, 0.1) + 4.5 * np.clip(abs(x), 0, 0.12) ** 2 - y

    def cloth(self, places: np.ndarray, part: np.ndarray) -> np.ndarray:
        """Metres inside the top's edge, of places ``(n, 3)`` on parts (indices) ``(n,)``; below 0 there is skin."""
        inside = np.full(len(places), -1.0, np.float32)
        trunk = self.on(part, "torso", "neck", "leg.L", "leg.R", "foot.L", "foot.R", "upper_arm.L", "upper_arm.R")
        inside[trunk] = self.neckline(places[trunk])
        for side in "LR":
            arm = self.on(part, f"forearm.{side}", f"hand.{side}")
            inside[arm] = self.sleeve(places[arm], side)
            if self.cuff < 0:
                above = self.on(part, f"upper_arm.{side}")
                inside[above] = np.minimum(inside[above], self.sleeve(places[above], side))
        return inside


def dressed(body: Any, cuff: float = CUFF) -> Any:
    """The same body whose mesh at rest wears hair and a top: kinematics and skinning carry them along."""
    import torch

    rest = body.mesh.template.double().cpu().numpy()
    faces = body.faces.cpu().numpy()
    surface = Surface(faces, len(rest))
    part = vertex_parts(body)
    wardrobe = Wardrobe.of(body, cuff)
    inside = wardrobe.cloth(rest, part)
    trunk = wardrobe.on(part, "torso", "leg.L", "leg.R")
    covered = step(0.0, 0.03, inside)[:, None]
    # Cloth hangs over what lies beneath: smooth the trunk widely, limbs only a little.
    cloth = rest
    for _ in range(3):
        cloth = _levelled(cloth, surface, trunk, step(0.0, 0.05, inside))
        cloth = surface.smoothed(cloth, 12, covered * np.where(trunk, 1.0, 0.1)[:, None])
    # Where vertices crowd, little bumps would survive that.
    start, end = surface.neighbours()
    spacing = np.bincount(start, np.linalg.norm(rest[start] - rest[end], axis=1), len(rest))
    spacing /= np.maximum(np.bincount(start, minlength=len(rest)), 1)
    crowd = np.clip((0.011 / np.maximum(spacing, 1e-4)) ** 2, 0, 1)
    cloth = surface.smoothed(cloth, 150, covered * (trunk * np.where(crowd > 0.4, crowd, 0))[:, None])
    x, y, _ = cloth.T
    # A hem closes the gap between the legs.
    cloth[:, 1] -= 0.12 * step(0.09, 0.0, y) * step(0.13, 0.02, abs(x)) * trunk
    normals = surface.normals(cloth)
    cloth = cloth + _CLOTH * step(-0.004, 0.006, inside)[:, None] * normals
    above = wardrobe.hair(rest, part)
    depth = _HAIR * step(0, 0.022, above) + _CROWN * step(0.05, 0.13, above)
    worn = cloth + surface.smoothed(depth[:, None], 3) * normals * (above > -0.01)[:, None]
    worn = worn + (surface.smoothed(worn, 6) - worn) * step(0.012, 0.03, above)[:, None]
    template = torch.as_tensor(worn, dtype=body.mesh.template.dtype, device=body.mesh.template.device)
    return replace(body, mesh=replace(body.mesh, template=template))


def _levelled(places: np.ndarray, surface: Surface, trunk: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The trunk's relief levelled over some centimetres, as cloth does."""
    rows = np.flatnonzero(trunk & (places[:, 1] > -0.2))
    near, normals = places[rows], surface.normals(surface.smoothed(places, 40))[rows]
    edges = [places[surface.faces[:, k]] - places[surface.faces[:, 0]] for k in (1, 2)]
    area = np.zeros(len(places))
    np.add.at(area, surface.faces, np.linalg.norm(np.cross(*edges), axis=1)[:, None])
    apart = ((near[:, None] - near) ** 2).sum(-1)
    weight = np.exp(-apart / (2 * 0.030**2)) * np.clip(normals @ normals.T, 0, 1) ** 2 * area[rows]
    level = (weight / weight.sum(1, keepdims=True)) @ near - near
    # Only along the normal; what the mean loses of the trunk's own roundness is given back evenly.
    depth = (level * normals).sum(1)
    wide = np.exp(-apart / (2 * 0.06**2)) * np.clip(normals @ normals.T, 0, 1) * area[rows]
    depth = depth - (wide / wide.sum(1, keepdims=True)) @ depth
    placed = places.copy()
    placed[rows] += (share[rows] * depth)[:, None] * normals
    return placed


def vertex_parts(body: Any) -> np.ndarray:
    """Index of the part that each vertex belongs to, that of its last face."""
    found = np.zeros(len(body.mesh.template), np.int64)
    found[body.faces.cpu().numpy()] = body.face_part.cpu().numpy()[:, None]
    return found
