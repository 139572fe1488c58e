"""Anatomical axes and limits of every bone.

Axes are columns (flex, side, twist) of a rotation in the rest pose. Twist runs along the bone on the
signer's left and in the middle, against it on the right, so that equal angles on both sides are mirror
images. Flex: fingers curl, elbow and knee bend, arm and leg go forward, trunk and head bow, eyes look
down. Side: fingers towards the little finger, arm and collarbone downwards, trunk leans to the left,
eyes outwards.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib import resources

import numpy as np

LEFT, UP, VIEWER = np.eye(3)
MIRROR = np.array([-1.0, 1.0, 1.0])
ALONG = {"root": "spine04", "spine01": "neck01", "wrist": "finger3-1", "foot": "toe3-1"}
"""Where a bone with several children points to."""


def bone_tips(bones: Sequence[str], parents: np.ndarray, heads: np.ndarray, ends: dict[str, np.ndarray]) -> np.ndarray:
    """End point of each bone ``(bones, 3)``: its child's head, ``ends`` of fingertips, else its parent's direction."""
    tips = np.empty_like(heads)
    for bone, name in enumerate(bones):
        stem, side = name.partition(".")[::2]
        suffix = f".{side}" if side else ""
        children = [k for k in range(len(bones)) if parents[k] == bone]
        if name in ends:
            tips[bone] = ends[name]
        elif stem == "head":
            tips[bone] = heads[bone] + UP * 0.1
        elif stem == "eye":
            tips[bone] = heads[bone] + VIEWER * 0.012
        elif stem in ALONG:
            tips[bone] = heads[list(bones).index(ALONG[stem] + suffix)]
        elif children:
            tips[bone] = heads[children[0]]
        else:
            tips[bone] = heads[bone] + (heads[bone] - heads[parents[bone]]) * 0.6
    return tips


def anatomical_axes(bones: Sequence[str], heads: np.ndarray, tips: np.ndarray) -> np.ndarray:
    """Rotations ``(bones, 3, 3)`` with columns flex, side, twist; the right side mirrors the left."""
    index = {name: k for k, name in enumerate(bones)}
    axes = np.empty((len(bones), 3, 3))
    for bone, name in enumerate(bones):
        if not name.endswith(".R"):
            along = tips[bone] - heads[bone]
            twist = _unit(along if "." in name else along * [0, 1, 1])  # the middle stays in the middle
            flex = _flex_axis(name, index, heads, tips)
            flex = _unit(flex - twist * (flex @ twist))
            axes[bone] = np.stack([flex, np.cross(twist, flex), twist], axis=1)
    for name, bone in index.items():
        if name.endswith(".R"):
            axes[bone] = -MIRROR[:, None] * axes[index[name[:-1] + "L"]]
    return axes


def limits_deg(
    bones: Sequence[str], parents: np.ndarray, heads: np.ndarray, tips: np.ndarray, axes: np.ndarray
) -> np.ndarray:
    """Least and greatest angle ``(bones, 3, 2)`` about each axis, measured from the rest pose.

    The table gives hinges from the straight limb (``zero = straight``); the rest pose's own bend is taken off.
    """
    table = {row["bone"]: row for row in csv.DictReader(_table().splitlines())}
    limits = np.empty((len(bones), 3, 2))
    for bone, name in enumerate(bones):
        row = table[_row_of(name, table)]
        limits[bone] = [[float(row[f"{axis}_{end}"]) for end in ("min", "max")] for axis in ("flex", "side", "twist")]
        if row["zero"] == "straight":
            flex = axes[bone][:, 0]
            before = _unit(heads[bone] - heads[parents[bone]])
            along = _unit(tips[bone] - heads[bone])
            before = _unit(before - flex * (before @ flex))
            limits[bone, 0] -= np.rad2deg(np.arctan2(np.cross(before, along) @ flex, before @ along))
    return limits


def _row_of(name: str, table: dict) -> str:
    stem = name.partition(".")[0]
    return stem if stem in table else next(row for row in table if stem.startswith(row) and row != "root")


def _flex_axis(name: str, index: dict[str, int], heads: np.ndarray, tips: np.ndarray) -> np.ndarray:
    """An axis about which a positive turn flexes a bone of the left side or the middle; not yet square to it."""
    stem = name.partition(".")[0]
    if stem.startswith("finger1"):  # the plane in which the thumb is bent at rest
        first, last = index["finger1-1.L"], index["finger1-3.L"]
        return np.cross(tips[first] - heads[first], tips[last] - heads[last])
    if stem.startswith(("finger", "metacarpal", "wrist")):  # along the knuckles
        return heads[index["finger5-1.L"]] - heads[index["finger2-1.L"]]
    if stem.startswith("lowerarm"):
        upper = heads[index["lowerarm01.L"]] - heads[index["upperarm01.L"]]
        return np.cross(upper, heads[index["wrist.L"]] - heads[index["lowerarm01.L"]])
    if stem.startswith(("clavicle", "shoulder")):
        return -UP
    if stem.startswith(("upperarm", "upperleg", "pelvis")):
        return -LEFT
    return LEFT


def _table() -> str:
    return resources.files("signsynth.body").joinpath("limits.csv").read_text("utf-8")


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)
