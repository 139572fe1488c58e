"""Our 178 points on the body: joints for body and fingers, skin for fingertips and face."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib import resources

import numpy as np

from signsynth.skeleton import BODY, CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

BODY_JOINTS = {
    "SHOULDER": (("upperarm01", 0.65), ("shoulder01", 0.35)),
    "ELBOW": (("lowerarm01", 1.0), ("lowerarm01", 0.0)),
    "WRIST": (("wrist", 0.85), ("finger5-1", 0.15)),
    "HIP": (("upperleg01", 0.83), ("pelvis", 0.17)),
}
"""Where MediaPipe's body and hand models, run on renders of this body, see its joints: shoulders 5 % of the
shoulder width further in, hips too, the wrist 15 % of the palm towards the little finger's knuckle. Mixes stay on
stiff parts, so that bones keep their lengths inside the hand."""
_FINGERS = ("THUMB", "INDEX", "MIDDLE", "RING", "PINKY")
CORNERS = 4
"""Most vertices that one point is a mean of."""
TIP_DEPTH = 0.8
"""How far along the last phalanx a tracker sees the fingertip: in the pad, not at its end."""


def fingertips(
    bones: Sequence[str], heads: np.ndarray, vertices: np.ndarray, skin: np.ndarray
) -> dict[str, np.ndarray]:
    """Four vertices around each fingertip, keyed by the last bone of the finger.

    ``skin (vertices, bones)`` are dense skinning weights. Only vertices that move rigidly with the bone count.
    """
    found = {}
    for finger in range(1, 6):
        name = f"finger{finger}-3.L"
        bone, before = bones.index(name), bones.index(f"finger{finger}-2.L")
        own = np.flatnonzero(skin[:, bone] > 0.99)
        local = vertices[own] - heads[bone]
        along = heads[bone] - heads[before]
        along = _unit(local[np.argsort(local @ _unit(along))[-12:]].mean(0))
        depth, reach = local @ along, (local @ along).max()
        across = local - depth[:, None] * along
        side = _unit(across[np.abs(depth / reach - TIP_DEPTH) < 0.1].mean(0) + np.cross(along, [0.3, 0.5, 0.8]))
        side = _unit(side - along * (side @ along))
        other = np.cross(along, side)
        ring = [
            own[np.argmin(np.abs(depth / reach - TIP_DEPTH) * 3 - (across @ way) / np.linalg.norm(across, axis=1))]
            for way in (side, other, -side, -other)
        ]
        found[name] = np.array(ring)
    return found


def landmarks(bones: Sequence[str], tips: dict[str, np.ndarray], mirror: np.ndarray) -> dict[str, np.ndarray]:
    """Each point as a mean of heads of bones (``landmark_joints (178, 2)``) and of vertices, with weights."""
    joint = np.zeros((len(CANONICAL), 2), np.uint8)
    share = np.zeros((len(CANONICAL), 2), np.float32)
    vertex = np.zeros((len(CANONICAL), CORNERS), np.uint16)
    weight = np.zeros((len(CANONICAL), CORNERS), np.float32)
    names = CANONICAL.points
    for point in range(BODY.start, BODY.stop):
        side, part = names[point].split("_")
        joint[point] = [bones.index(f"{stem}.{side[0]}") for stem, _ in BODY_JOINTS[part]]
        share[point] = [weight for _, weight in BODY_JOINTS[part]]
    for side, where in (("L", LEFT_HAND), ("R", RIGHT_HAND)):
        wrist = names.index({"L": "LEFT_WRIST", "R": "RIGHT_WRIST"}[side])
        joint[where.start], share[where.start] = joint[wrist], share[wrist]
        for k in range(20):
            finger, segment = divmod(k, 4)
            point = where.start + 1 + k
            assert names[point].startswith(_FINGERS[finger])
            if segment < 3:
                joint[point], share[point, 0] = bones.index(f"finger{finger + 1}-{segment + 1}.{side}"), 1
            else:
                left = tips[f"finger{finger + 1}-3.L"]
                vertex[point], weight[point] = left if side == "L" else mirror[left], 0.25
    for name, (corners, shares) in face_table().items():
        point = FACE.start + names[FACE].index(name)
        vertex[point, :3], weight[point, :3] = corners, shares
    return {
        "landmark_joints": joint,
        "landmark_joint_weights": share,
        "landmark_vertices": vertex,
        "landmark_weights": weight,
    }


def face_table() -> dict[str, tuple[list[int], list[float]]]:
    """Triangle corners and their shares for each of the 128 face points; see ``bake/face.py`` for their origin."""
    text = resources.files("signsynth.body.bake").joinpath("face.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: ([int(row[k]) for k in "abc"], [float(row[f"share_{k}"]) for k in "abc"]) for row in rows}


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)
