"""Which part of the person each face of the mesh shows: what a renderer paints in one material."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signsynth.body.bake.source import SEGMENTS

PARTS = ("torso", "neck", "face", "scalp", "lips", "ears", "eyes", "eye_sockets", "mouth", "tongue")
PARTS += tuple(f"{limb}.{side}" for limb in ("upper_arm", "forearm", "hand", "leg", "foot") for side in "LR")
_SEGMENT_PART = {"tongue": "tongue", "mouth_cavity": "mouth", "hand.L": "hand.L", "hand.R": "hand.R"}
_SEGMENT_PART |= {"foot.L": "foot.L", "foot.R": "foot.R", "eye_cavity.L": "eye_sockets", "eye_cavity.R": "eye_sockets"}
_SEGMENT_PART |= {f"eye_{end}.{side}": "eyes" for end in ("front", "back") for side in "LR"}
_BONE_PART = {"clavicle": "torso", "shoulder01": "torso", "upperarm": "upper_arm", "lowerarm": "forearm"}
_BONE_PART |= {"wrist": "forearm", "metacarpal": "forearm", "finger": "forearm", "neck": "neck", "head": "neck"}
_BONE_PART |= {"upperleg": "leg", "lowerleg": "leg", "foot": "leg", "toe": "leg"}
LIPS_OUTER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377)
OVAL += (152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)


def face_parts(
    faces: np.ndarray,
    segment: np.ndarray,
    vertices: np.ndarray,
    skin: np.ndarray,
    bones: Sequence[str],
    face_points: dict,
) -> np.ndarray:
    """Index into ``PARTS`` of each face, uint8. ``face_points``: position ``(3,)`` of each face-mesh point's name.

    Body and limbs by the bone that moves them most, the head by the tracker's own contours.
    """
    part = np.full(len(faces), PARTS.index("torso"), np.uint8)
    strongest = skin[faces].sum(1).argmax(1)
    for face in np.flatnonzero(segment == SEGMENTS.index("body")):
        name = bones[strongest[face]]
        stem = next((part for start, part in _BONE_PART.items() if name.startswith(start)), "torso")
        part[face] = PARTS.index(f"{stem}.{name[-1]}" if f"{stem}.L" in PARTS else stem)
    for name, label in _SEGMENT_PART.items():
        part[segment == SEGMENTS.index(name)] = PARTS.index(label)

    head = segment == SEGMENTS.index("head")
    centre = vertices[faces].mean(1)
    part[head] = PARTS.index("scalp")
    if face_points:
        outline = np.array([face_points[str(k)] for k in OVAL])
        lips = np.array([face_points[str(k)] for k in LIPS_OUTER])
        chin, brow = outline[:, 1].min(), outline[:, 1].max()
        below = head & (centre[:, 1] < chin + 0.01) & (centre[:, 2] < lips[:, 2].max() - 0.015)
        front = head & _inside(centre, outline) & (centre[:, 2] > np.median(outline[:, 2]) - 0.035)
        # Ears stand out sideways from where the oval is widest.
        wide = np.abs(outline[:, 0]).max()
        ear = head & ~front & (np.abs(centre[:, 0]) > wide * 0.985) & (centre[:, 1] < brow - 0.035)
        nape = head & ~front & ~ear & (centre[:, 1] < lips[:, 1].mean() + 0.022)
        for where, label in ((nape | below, "neck"), (front, "face"), (ear, "ears")):
            part[where] = PARTS.index(label)
        part[head & _inside(centre, lips) & (centre[:, 2] > lips[:, 2].min() - 0.004)] = PARTS.index("lips")
    return part


def _inside(points: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    """Whether points ``(n, 3)`` lie inside a closed outline ``(k, 3)`` seen from the front."""
    x, y = points[:, :1], points[:, 1:2]
    x0, y0 = polygon[:, 0], polygon[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return (np.sum(crosses & (x < at), axis=1) % 2).astype(bool)
