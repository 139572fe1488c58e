"""The animated skeleton of a glTF file: nodes and the first animation, at one rate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.files.gltf_document import GltfDocument
from signsynth.files.joint_clip import MAX_JOINTS, MAX_VALUES, JointClip, placed
from signsynth.files.limits import check_frames
from signsynth.rotations import from_quaternions, slerp

_PATHS = {"rotation": ("VEC4", 4), "translation": ("VEC3", 3), "scale": ("VEC3", 3)}


def read_gltf(path: str | Path) -> JointClip:
    """World positions and axes of all nodes in every frame of the first animation.

    The rate is that of the channel with the most keys; rotations turn along great arcs, as glTF says.
    Errors: ``FileError`` for damaged files, cycles, values that are not finite, files without animation.
    """
    document = GltfDocument.load(path)
    nodes = document.items("nodes")
    if not 0 < len(nodes) <= MAX_JOINTS:
        raise document.fail(f"has {len(nodes)} nodes, expected 1 to {MAX_JOINTS}")
    parents = _parents(document, nodes)
    still = _still(document, nodes)
    times, fps, moving = _moving(document, len(nodes), path)
    if len(times) * len(nodes) > MAX_VALUES:
        raise document.fail(f"{len(nodes)} nodes in {len(times)} frames are more than can be held in memory")
    turns = np.repeat(still[None, :, :, :3], len(times), 0)
    shifts = np.repeat(still[None, :, :, 3], len(times), 0)
    for node, tracks in moving.items():
        if "matrix" in nodes[node]:
            raise document.fail(f"node {node} has a matrix and is animated, expected translation, rotation and scale")
        scale = tracks.get("scale", document.numbers(nodes[node], "scale", [1, 1, 1]))
        turn = from_quaternions(tracks["rotation"]) if "rotation" in tracks else _turn(document, nodes[node])
        turns[:, node] = turn * scale[..., None, :]
        shifts[:, node] = tracks.get("translation", shifts[:, node])
    try:
        axes, places = placed(parents, turns, shifts)
        rest_axes, rest_places = placed(parents, still[None, :, :, :3], still[None, :, :, 3])
    except InputError as error:
        raise document.fail(str(error)) from error
    if not (np.isfinite(places).all() and np.isfinite(axes).all()):
        raise document.fail("joints at infinity, expected a body")
    names = tuple(str(node.get("name", f"node{k}")) for k, node in enumerate(nodes))
    return JointClip(names, places, axes, rest_places[0], rest_axes[0], fps, roles=_roles(document, len(nodes)))


def _parents(document: GltfDocument, nodes: list[dict[str, Any]]) -> list[int]:
    parents = [-1] * len(nodes)
    for k, node in enumerate(nodes):
        children = node.get("children", [])
        if not isinstance(children, list):
            raise document.fail(f"children of node {k} are not a list")
        for child in children:
            document.item("nodes", child)
            if parents[child] >= 0:
                raise document.fail(f"node {child} has two parents, expected a tree")
            parents[child] = k
    return parents


def _still(document: GltfDocument, nodes: list[dict[str, Any]]) -> np.ndarray:
    """Each node against its parent without animation, ``(nodes, 3, 4)``."""
    out = np.empty((len(nodes), 3, 4))
    for k, node in enumerate(nodes):
        if "matrix" in node:
            out[k] = document.numbers(node, "matrix", [0.0] * 16).reshape(4, 4).T[:3]
        else:
            out[k, :, :3] = _turn(document, node) * document.numbers(node, "scale", [1, 1, 1])
            out[k, :, 3] = document.numbers(node, "translation", [0, 0, 0])
    return out


def _turn(document: GltfDocument, node: dict[str, Any]) -> np.ndarray:
    return from_quaternions(_unit(document, document.numbers(node, "rotation", [0, 0, 0, 1])))


def _unit(document: GltfDocument, quaternions: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(quaternions, axis=-1, keepdims=True)
    if (length < 1e-3).any():
        raise document.fail("a rotation of length 0, expected unit quaternions")
    return quaternions / length


def _moving(
    document: GltfDocument, nodes: int, path: str | Path
) -> tuple[np.ndarray, float, dict[int, dict[str, np.ndarray]]]:
    """Frame times, frames a second, and the tracks of every animated node, one value a frame."""
    animations = document.items("animations")
    if not animations:
        raise document.fail("holds no animation, expected at least one")
    tracks = []
    for channel in _objects(document, animations[0], "channels"):
        target = channel.get("target")
        target = target if isinstance(target, dict) else {}
        node, kind = target.get("node"), target.get("path")
        if node is None or not isinstance(kind, str) or kind not in _PATHS:  # morph weights move no joint
            continue
        document.item("nodes", node)
        samplers = _objects(document, animations[0], "samplers")
        sampler = channel.get("sampler")
        if type(sampler) is not int or not 0 <= sampler < len(samplers):
            raise document.fail(f"channel of node {node} has sampler {sampler!r}, there are {len(samplers)}")
        tracks.append((node, kind, *_keys(document, samplers[sampler], kind)))
    if not tracks:
        raise document.fail("its animation moves no joint")
    densest = max((keys for _, _, keys, _, _ in tracks), key=len)
    first, last = (f(keys[end] for _, _, keys, _, _ in tracks) for f, end in ((min, 0), (max, -1)))
    fps = round(1 / float(np.median(np.diff(densest))), 3) if len(densest) > 1 else 25.0
    if not 0.01 <= fps <= 10_000:
        raise document.fail(f"{fps:g} keys a second, expected 0.01 to 10000")
    frames = round((last - first) * fps) + 1
    check_frames(path, frames)
    if frames * nodes > MAX_VALUES:
        raise document.fail(f"{nodes} nodes in {frames} frames are more than can be held in memory")
    times = first + np.arange(frames) / fps
    moving: dict[int, dict[str, np.ndarray]] = {}
    for node, kind, keys, values, way in tracks:
        sampled = _sampled(keys, values, way, times, kind == "rotation")
        moving.setdefault(node, {})[kind] = _unit(document, sampled) if kind == "rotation" else sampled
    return times, fps, moving


def _keys(document: GltfDocument, sampler: dict[str, Any], kind: str) -> tuple[np.ndarray, np.ndarray, str]:
    """Times ``(keys,)`` and values ``(keys, width)``, for CUBICSPLINE ``(keys, 3, width)``."""
    way = sampler.get("interpolation", "LINEAR")
    if way not in ("LINEAR", "STEP", "CUBICSPLINE"):
        raise document.fail(f"interpolation {way!r}, expected LINEAR, STEP or CUBICSPLINE")
    keys = document.array(sampler.get("input"), "SCALAR")[:, 0]
    values = document.array(sampler.get("output"), _PATHS[kind][0])
    each = 3 if way == "CUBICSPLINE" else 1
    if len(values) != each * len(keys):
        raise document.fail(f"{len(values)} values for {len(keys)} keys of an animation")
    if (np.diff(keys) <= 0).any() or abs(keys).max() > 1e7:
        raise document.fail("times of an animation do not rise")
    if each == 3:
        return keys, values.reshape(len(keys), 3, -1), way
    return keys, _unit(document, values) if kind == "rotation" else values, way


def _sampled(keys: np.ndarray, values: np.ndarray, way: str, times: np.ndarray, turning: bool) -> np.ndarray:
    """Values ``(frames, width)`` at ``times``; constant beyond the first and last key (glTF 2.0, appendix C)."""
    cubic = way == "CUBICSPLINE"
    if len(keys) == 1:
        return np.repeat(values[:, 1] if cubic else values, len(times), 0)
    # Keys are float32: a frame that lies a rounding before its key must not take the one before.
    after = np.clip(np.searchsorted(keys, times), 1, len(keys) - 1)
    near = np.where(keys[after] - times < times - keys[after - 1], keys[after], keys[after - 1])
    times = np.where(np.abs(times - near) < 1e-3 * np.median(np.diff(keys)), near, times)
    before = np.clip(np.searchsorted(keys, times, side="right") - 1, 0, len(keys) - 2)
    span = keys[before + 1] - keys[before]
    t = np.clip((times - keys[before]) / span, 0, 1)
    if way == "STEP":
        return values[np.where(t >= 1, before + 1, before)]
    if not cubic:
        if turning:
            return slerp(values[before], values[before + 1], t)
        return values[before] * (1 - t[:, None]) + values[before + 1] * t[:, None]
    t, span = t[:, None], span[:, None]
    return (
        (2 * t**3 - 3 * t**2 + 1) * values[before, 1] + span * (t**3 - 2 * t**2 + t) * values[before, 2]
        + (3 * t**2 - 2 * t**3) * values[before + 1, 1] + span * (t**3 - t**2) * values[before + 1, 0]
    )  # fmt: skip


def _roles(document: GltfDocument, nodes: int) -> dict[str, int]:
    """What VRM says each bone is: version 1 and its animations by name, version 0 in a list."""
    extensions = document.json.get("extensions")
    extensions = extensions if isinstance(extensions, dict) else {}
    found: dict[str, Any] = {}
    for name in ("VRMC_vrm_animation", "VRMC_vrm", "VRM"):
        about = extensions.get(name)
        human = about.get("humanoid") if isinstance(about, dict) else None
        bones = human.get("humanBones") if isinstance(human, dict) else None
        if isinstance(bones, dict):
            found |= {str(bone): at.get("node") for bone, at in bones.items() if isinstance(at, dict)}
        elif isinstance(bones, list):
            found |= {str(at.get("bone")): at.get("node") for at in bones if isinstance(at, dict)}
    for bone, node in found.items():
        if type(node) is not int or not 0 <= node < nodes:
            raise document.fail(f"bone {bone} is node {node!r}, there are {nodes}")
    return found


def _objects(document: GltfDocument, holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = holder.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise document.fail(f"{key} of an animation are not a list of objects")
    return found
