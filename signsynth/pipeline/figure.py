"""A body and its rotations as the plain arrays that 3D files are written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signsynth.errors import InputError
from signsynth.files.animation import Animation, Material, Skin
from signsynth.rotations import from_6d, to_quaternions
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

if TYPE_CHECKING:
    from signsynth.body import Body

MATERIALS = {
    "skin": Material("skin", (0.80, 0.61, 0.50), 0.6),
    "lips": Material("lips", (0.70, 0.40, 0.38), 0.5),
    "hair": Material("hair", (0.20, 0.14, 0.11), 0.7),
    "eyes": Material("eyes", (0.95, 0.94, 0.92), 0.2),
    "iris": Material("iris", (0.16, 0.11, 0.08), 0.2),
    "mouth": Material("mouth", (0.55, 0.24, 0.24), 0.6),
    "top": Material("top", (0.16, 0.20, 0.30), 0.9),
    "trousers": Material("trousers", (0.14, 0.14, 0.16), 0.9),
    "shoes": Material("shoes", (0.08, 0.08, 0.08), 0.6),
}
_MADE_OF = {"torso": "top", "upper_arm": "top", "scalp": "hair", "lips": "lips", "eyes": "eyes", "mouth": "mouth"}
_MADE_OF |= {"tongue": "mouth", "leg": "trousers", "foot": "shoes"}
"""Material of each part of the body; skin for the others. Sides count as one."""
_IRIS_COS = 0.90
"""Faces of an eyeball within 26° of straight ahead are iris: 6 mm on a ball of 12."""
_BROWS = (("70", "63", "105", "66", "107"), ("336", "296", "334", "293", "300"))
"""Face points along each brow: questions are asked with them, so they must be seen."""
_BROW_M = 0.003
"""Half the width of a brow."""
_TIPS = (4, 8, 12, 16, 20)


def animation_of(
    body: Body,
    rotations: np.ndarray,
    root: np.ndarray,
    actions: np.ndarray,
    fps: float,
    *,
    shape: np.ndarray | None = None,
    title: str = "motion",
    skinned: bool = True,
) -> Animation:
    """An animation of ``body``.

    ``rotations (frames, joints, 6)`` or ``(frames, joints, 3, 3)`` of each joint against its parent,
    ``root (frames, 3)`` in metres, face ``actions (frames, 52)``; ``shape (shapes,)`` in standard
    deviations, the mean person where it is left out. Without ``skinned`` only the skeleton.
    Errors: ``InputError`` where shapes do not fit or values are not finite.
    """
    given = np.asarray(rotations, np.float64)
    joints = len(body.joint_names)
    if given.ndim not in (3, 4) or given.shape[1:] not in ((joints, 6), (joints, 3, 3)):
        raise InputError(f"export: rotations of shape {given.shape}, expected (frames, {joints}, 6)")
    if not np.isfinite(given).all():
        raise InputError("export: rotations have NaN or infinite values, expected finite ones")
    matrices = from_6d(given) if given.ndim == 3 else given
    heads = body.heads.numpy().astype(np.float64)
    if shape is not None:
        heads = heads + np.tensordot(np.asarray(shape, np.float64), body.head_shapes.numpy(), 1)
    return Animation(
        names=tuple(body.joint_names),
        parents=tuple(body.parents.tolist()),
        heads=heads,
        rotations=to_quaternions(matrices),
        root=np.asarray(root, np.float64),
        fps=fps,
        ends=_ends(body, shape),
        skin=skin_of(body, shape) if skinned else None,
        morph_weights=np.asarray(actions, np.float64) if skinned else None,
        title=title,
    )


def skin_of(body: Body, shape: np.ndarray | None = None) -> Skin:
    """The skin of a body at rest, with materials by part and the face actions as morphs."""
    mesh = body.mesh
    vertices = mesh.template.numpy().astype(np.float64)
    if shape is not None:
        vertices = vertices + np.tensordot(np.asarray(shape, np.float64), mesh.shapes.numpy(), 1)
    moving, morphs = mesh.moving.numpy(), []
    for offsets in mesh.actions.numpy():
        touched = np.flatnonzero((offsets != 0).any(1))
        morphs.append((moving[touched], offsets[touched]))
    faces = body.faces.numpy()
    names = list(MATERIALS)
    made_of = [names.index(_MADE_OF.get(part.split(".")[0], "skin")) for part in body.part_names]
    material = np.array(made_of)[body.face_part.numpy()]
    eyes = material == names.index("eyes")
    material[np.flatnonzero(eyes)[_looks_ahead(vertices[faces[eyes]])]] = names.index("iris")
    material[_near_brows(body, vertices[faces].mean(1), shape) & (material == names.index("skin"))] = names.index(
        "hair"
    )
    return Skin(
        vertices=vertices, faces=faces, bones=mesh.bones.numpy(), weights=mesh.shares.numpy().astype(np.float64),
        uv=body.uv.numpy(), faces_uv=body.faces_uv.numpy(), materials=tuple(MATERIALS.values()),
        face_material=material, morph_names=tuple(body.action_names), morphs=tuple(morphs),
    )  # fmt: skip


def _looks_ahead(corners: np.ndarray) -> np.ndarray:
    """Which triangles ``(faces, 3, 3)`` of the two eyeballs lie around their front."""
    centres = corners.mean(1)
    ahead = np.zeros(len(centres), bool)
    for side in (centres[:, 0] > 0, centres[:, 0] <= 0):
        if side.any():
            ball = centres[side]
            middle = (ball.min(0) + ball.max(0)) / 2
            # Eyeballs are round: their width is the surest measure of the radius, as the back may be cut off.
            outward = ball - [*middle[:2], ball[:, 2].max() - np.ptp(ball[:, 0]) / 2]
            ahead[side] = outward[:, 2] > _IRIS_COS * np.linalg.norm(outward, axis=1)
    return ahead


def _near_brows(body: Body, centres: np.ndarray, shape: np.ndarray | None) -> np.ndarray:
    """Which of the triangles with ``centres (faces, 3)`` lie on a brow."""
    points, found = _marks(body, shape)[FACE], np.zeros(len(centres), bool)
    for names in _BROWS:
        line = points[[CANONICAL.points[FACE].index(name) for name in names]]
        for start, end in zip(line, line[1:], strict=False):
            along = end - start
            share = np.clip((centres - start) @ along / (along @ along), 0, 1)[:, None]
            found |= np.linalg.norm(centres - start - share * along, axis=1) < _BROW_M
    return found


def _marks(body: Body, shape: np.ndarray | None) -> np.ndarray:
    """The canonical points of a person at rest ``(178, 3)`` in metres."""
    given = None if shape is None else body.heads.new_tensor(np.asarray(shape))
    return body.landmarks(body.heads.new_zeros(len(body.joint_names), 3), shape=given).numpy()


def _ends(body: Body, shape: np.ndarray | None) -> np.ndarray:
    """Fingertips at rest as the ends of the last finger bones ``(joints, 3)``, NaN elsewhere."""
    points = _marks(body, shape)
    ends = np.full((len(body.joint_names), 3), np.nan)
    for side, hand in (("L", LEFT_HAND), ("R", RIGHT_HAND)):
        for finger, tip in enumerate(_TIPS, start=1):
            ends[body.joint(f"finger{finger}-3.{side}")] = points[hand.start + tip]
    return ends
