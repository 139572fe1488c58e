"""``.bvh`` files from outside: any order of rotations, with or without positions at every joint."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.joint_clip import MAX_JOINTS, MAX_VALUES, JointClip, placed
from signsynth.files.limits import check_frames, read_bytes

_CHANNELS = tuple(f"{axis}{kind}" for kind in ("position", "rotation") for axis in "XYZ")


@dataclass
class _Hierarchy:
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    offsets: list[list[float]] = field(default_factory=list)
    channels: list[list[str]] = field(default_factory=list)
    ends: dict[int, list[float]] = field(default_factory=dict)


def read_bvh(path: str | Path) -> JointClip:
    """World positions and axes of all joints in every frame. Errors: ``FileError`` naming what is wrong."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: not a BVH file, expected text") from error
    head, found, tail = text.partition("MOTION")
    if not found or not head.lstrip().startswith("HIERARCHY"):
        raise FileError(f"{path}: not a BVH file, expected HIERARCHY and MOTION")
    tree = _hierarchy(path, head.replace("{", " { ").replace("}", " } ").split()[1:])
    joints, columns = len(tree.names), sum(map(len, tree.channels))
    fps, values = _motion(path, tail, columns)
    if len(values) * joints > MAX_VALUES:
        raise FileError(f"{path}: {joints} joints in {len(values)} frames are more than can be held in memory")
    offsets = np.array(tree.offsets)
    shifts = np.repeat(offsets[None], len(values), 0)
    turns = np.broadcast_to(np.eye(3), (len(values), joints, 3, 3)).copy()
    column = 0
    for joint, channels in enumerate(tree.channels):
        if any(name.endswith("position") for name in channels):
            shifts[:, joint] = 0.0
        for name in channels:
            axis, track = "XYZ".index(name[0]), values[:, column]
            column += 1
            if name.endswith("position"):
                shifts[:, joint, axis] = track
            else:
                turns[:, joint] = turns[:, joint] @ _about(axis, np.deg2rad(track))
    axes, places = placed(tree.parents, turns, shifts)
    if not np.isfinite(places).all():
        raise FileError(f"{path}: joints at infinity, expected a body")
    rest_axes, rest = placed(tree.parents, np.broadcast_to(np.eye(3), (1, joints, 3, 3)), offsets[None])
    ends = {k: places[:, k] + axes[:, k] @ np.array(end) for k, end in tree.ends.items()}
    return JointClip(tuple(tree.names), places, axes, rest[0], rest_axes[0], fps, ends)


def _hierarchy(path: str | Path, words: list[str]) -> _Hierarchy:
    tree, open_joints, at = _Hierarchy(), [], 0

    def taken(count: int) -> list[str]:
        nonlocal at
        if at + count > len(words):
            raise FileError(f"{path}: the hierarchy stops early; cut short?")
        at += count
        return words[at - count : at]

    while at < len(words):
        (word,) = taken(1)
        if word in ("ROOT", "JOINT", "End"):
            inside = bool(open_joints)
            if word != "ROOT" and not inside:
                raise FileError(f"{path}: {word} outside of a joint")
            name: list[str] = []
            while (part := taken(1)[0]) != "{":  # names may hold spaces
                name.append(part)
            if word == "End":
                open_joints.append(-1)
                continue
            if len(tree.names) >= MAX_JOINTS:
                raise FileError(f"{path}: more than {MAX_JOINTS} joints")
            tree.names.append(" ".join(name))
            tree.parents.append(open_joints[-1] if inside else -1)
            tree.offsets.append([0.0, 0.0, 0.0])
            tree.channels.append([])
            open_joints.append(len(tree.names) - 1)
        elif word == "}" and open_joints:
            open_joints.pop()
        elif word == "OFFSET" and open_joints:
            offset = _floats(path, taken(3))
            if open_joints[-1] >= 0:
                tree.offsets[open_joints[-1]] = offset
            elif len(open_joints) > 1:
                tree.ends[open_joints[-2]] = offset
        elif word == "CHANNELS" and open_joints and open_joints[-1] >= 0:
            (count,) = taken(1)
            names = [_channel(path, name) for name in taken(int(count) if count in tuple("0123456") else 7)]
            tree.channels[open_joints[-1]] = names
        else:
            raise FileError(f"{path}: {word[:40]!r} in the hierarchy, expected JOINT, OFFSET, CHANNELS or a brace")
    if open_joints or not tree.names:
        raise FileError(f"{path}: the hierarchy is not closed; cut short?")
    return tree


def _motion(path: str | Path, text: str, columns: int) -> tuple[float, np.ndarray]:
    """Frames a second and values ``(frames, columns)``."""
    words = text.split()
    if words[:1] != ["Frames:"] or words[2:4] != ["Frame", "Time:"] or not words[1].isdecimal():
        raise FileError(f"{path}: expected 'Frames: <n>' and 'Frame Time: <seconds>' after MOTION")
    frames = int(words[1]) if len(words[1]) < 10 else 10**9
    check_frames(path, frames)
    (step,) = _floats(path, words[4:5] or [""])
    if not 1e-4 <= step <= 100:
        raise FileError(f"{path}: frame time {step:g} s, expected 0.0001 to 100")
    if columns == 0 or len(words) - 5 != frames * columns:
        raise FileError(f"{path}: {len(words) - 5} values, expected {frames} frames of {columns}; cut short?")
    return round(1 / step, 3), np.array(_floats(path, words[5:])).reshape(frames, columns)


def _floats(path: str | Path, words: list[str]) -> list[float]:
    try:
        values = [float(word) for word in words]
    except ValueError as error:
        raise FileError(f"{path}: {error}") from error
    if not np.isfinite(values).all() or (values and np.abs(values).max() > 1e9):
        raise FileError(f"{path}: NaN, infinite or absurd values, expected finite ones")
    return values


def _channel(path: str | Path, name: str) -> str:
    if name not in _CHANNELS:
        raise FileError(f"{path}: channel {name[:40]!r}, expected one of {', '.join(_CHANNELS)}")
    return name


def _about(axis: int, angles: np.ndarray) -> np.ndarray:
    """Matrices ``(n, 3, 3)`` that turn about x, y or z by ``angles (n,)`` in radians."""
    out = np.zeros((len(angles), 3, 3))
    j, k = (axis + 1) % 3, (axis + 2) % 3
    out[:, axis, axis] = 1
    out[:, j, j] = out[:, k, k] = np.cos(angles)
    out[:, k, j] = np.sin(angles)
    out[:, j, k] = -out[:, k, j]
    return out
