"""``.bvh``: the skeleton and its rotations as every motion-capture program reads them.

Centimetres, y up. Channels ``Zrotation Xrotation Yrotation`` in degrees, applied as Z, then X, then Y
(matrix ``Rz Rx Ry``); the root has its position in front. BVH has no mesh, no face,
and no room for a remark that the motion is synthetic.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.files.animation import Animation
from signsynth.files.atomic import atomic_path
from signsynth.rotations import from_quaternions

CM = 100.0
_STUB = 0.6
"""Length of a chain's last bone against the one before it, where its end is not known."""


def write_bvh(animation: Animation, path: str | Path) -> None:
    """Write the skeleton of an animation. Errors: ``FileError``."""
    with atomic_path(path) as temporary:
        temporary.write_text(bvh_text(animation), "utf-8")


def bvh_text(animation: Animation) -> str:
    """The whole file."""
    order, lines = [], ["HIERARCHY"]
    _joint(animation, animation.parents.index(-1), 0, order, lines)
    root = (animation.heads[order[0]] + animation.root) * CM
    angles = np.unwrap(zxy_degrees(from_quaternions(animation.rotations)), axis=0, period=360.0)
    rows = np.concatenate([root, angles[:, order].reshape(len(animation), -1)], axis=1)
    lines += ["MOTION", f"Frames: {len(animation)}", f"Frame Time: {1 / animation.fps:.9f}"]
    # Adding 0 turns -0 into 0.
    lines += [" ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in row + 0.0) for row in rows.round(5)]
    return "\n".join(lines) + "\n"


def zxy_degrees(matrices: np.ndarray) -> np.ndarray:
    """Angles ``(..., 3)`` about z, x and y in degrees with ``matrices = Rz Rx Ry``; x in -90..90."""
    m = matrices
    x = np.arcsin(np.clip(m[..., 2, 1], -1, 1))
    locked = np.abs(m[..., 2, 1]) > 1 - 1e-12
    # At x = ±90° z and y turn about one axis: all of it is given to z.
    z = np.where(locked, np.arctan2(m[..., 1, 0], m[..., 0, 0]), np.arctan2(-m[..., 0, 1], m[..., 1, 1]))
    y = np.where(locked, 0.0, np.arctan2(-m[..., 2, 0], m[..., 2, 2]))
    return np.rad2deg(np.stack([z, x, y], -1))


def _joint(animation: Animation, joint: int, depth: int, order: list[int], lines: list[str]) -> None:
    """Lines of a joint and all below it, depth first: also the order of the channels."""
    order.append(joint)
    indent = "\t" * depth
    offset = animation.offsets[joint] if depth else np.zeros(3)  # the root's place is in its channels
    channels = "CHANNELS 3 Zrotation Xrotation Yrotation"
    if depth == 0:
        channels = "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation"
    lines += [f"{indent}{'JOINT' if depth else 'ROOT'} {_word(animation.names[joint])}", indent + "{"]
    lines += [f"{indent}\tOFFSET {_numbers(offset)}", f"{indent}\t{channels}"]
    children = [child for child, parent in enumerate(animation.parents) if parent == joint]
    for child in children:
        _joint(animation, child, depth + 1, order, lines)
    if not children:
        lines += [
            f"{indent}\tEnd Site",
            indent + "\t{",
            f"{indent}\t\tOFFSET {_numbers(_end(animation, joint))}",
            indent + "\t}",
        ]
    lines.append(indent + "}")


def _end(animation: Animation, joint: int) -> np.ndarray:
    if animation.ends is not None and np.isfinite(animation.ends[joint]).all():
        return animation.ends[joint] - animation.heads[joint]
    return animation.offsets[joint] * _STUB


def _numbers(offset: np.ndarray) -> str:
    return " ".join(f"{value:.5f}" for value in offset * CM + 0.0)


def _word(name: str) -> str:
    return "_".join(name.split())
