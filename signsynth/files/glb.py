"""Animated ``.glb``: binary glTF 2.0 with a skinned mesh, morph targets and one animation.

Written by hand: a header, JSON and one buffer. Two meshes share the skeleton: ``face`` has the morph
targets, ``body`` has none, so that players keep 52 targets for the few thousand vertices that need them.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from signsynth import __version__
from signsynth.files.animation import GENERATOR, NOTICE, Animation, Material, Skin
from signsynth.files.atomic import atomic_path
from signsynth.files.glb_buffer import GlbBuffer
from signsynth.geometry import unit
from signsynth.rotations import continuous

Json = dict[str, Any]


def write_glb(animation: Animation, path: str | Path) -> None:
    """Write an animation with its skin, or only its skeleton where it has none. Errors: ``FileError``."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(glb_bytes(animation))


def glb_bytes(animation: Animation) -> bytes:
    """The whole file; the same animation gives the same bytes."""
    buffer = GlbBuffer()
    nodes = [
        {"name": name, "translation": _floats(offset)}
        for name, offset in zip(animation.names, animation.offsets, strict=True)
    ]
    for joint, parent in enumerate(animation.parents):
        if parent >= 0:
            nodes[parent].setdefault("children", []).append(joint)
    document: Json = {
        "asset": {
            "version": "2.0",
            "generator": f"{GENERATOR} {__version__}",
            "extras": {"synthetic": True, "notice": NOTICE},
        },
        "scene": 0,
        "scenes": [{"nodes": [animation.parents.index(-1)]}],
        "nodes": nodes,
    }  # fmt: skip
    morphed = None
    if animation.skin is not None:
        morphed = _add_skin(animation, document, buffer)
    document["animations"] = [_animation(animation, buffer, morphed)]
    document |= {
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": len(buffer.data)}],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    data = bytes(buffer.data) + b"\0" * (-len(buffer.data) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _add_skin(animation: Animation, document: Json, buffer: GlbBuffer) -> int | None:
    """Add meshes, skin and materials; the node that has morph targets, None where none has."""
    skin, nodes = animation.skin, document["nodes"]
    inverse = np.tile(np.eye(4, dtype=np.float32), (len(animation.heads), 1, 1))
    inverse[:, 3, :3] = -animation.heads  # column-major: the translation is the last row in memory
    root = animation.parents.index(-1)
    joints = list(range(len(animation.names)))
    document["skins"] = [{"inverseBindMatrices": buffer.add(inverse, "MAT4"), "joints": joints, "skeleton": root}]
    document["materials"] = [_material(material) for material in skin.materials]
    document["meshes"] = []
    moving = np.zeros(len(skin.vertices), bool)
    for vertices, _ in skin.morphs:
        moving[vertices] = True
    # Every face that touches a moving vertex is in `face`: no seam between the two meshes can open.
    in_face = moving[skin.faces].any(1)
    normals, morphed = _normals(skin), None
    for name, chosen in (("body", ~in_face), ("face", in_face)):
        if not chosen.any():
            continue
        used = np.unique(skin.face_material[chosen])
        picked = [np.flatnonzero(chosen & (skin.face_material == material)) for material in used]
        mesh: Json = {"name": name}
        mesh["primitives"] = [_primitive(skin, faces, normals, name == "face", buffer) for faces in picked]
        if name == "face":
            morphed = len(nodes)
            mesh["weights"] = [0] * len(skin.morphs)
            mesh["extras"] = {"targetNames": list(skin.morph_names)}
        document["scenes"][0]["nodes"].append(len(nodes))
        nodes.append({"name": name, "mesh": len(document["meshes"]), "skin": 0})
        document["meshes"].append(mesh)
    return morphed


def _primitive(skin: Skin, faces: np.ndarray, normals: np.ndarray, morphed: bool, buffer: GlbBuffer) -> Json:
    """Triangles of one material. A vertex that has several texels becomes several: glTF has one index for both."""
    corners = np.stack([skin.faces[faces], skin.faces_uv[faces]], -1).reshape(-1, 2)
    pairs, indices = np.unique(corners, axis=0, return_inverse=True)
    vertex = pairs[:, 0]
    uv = skin.uv[pairs[:, 1]] * [1, -1] + [0, 1]  # glTF counts v from the top
    attributes = {
        "POSITION": buffer.add(skin.vertices[vertex].astype(np.float32), "VEC3", bounds=True, target=34962),
        "NORMAL": buffer.add(normals[vertex].astype(np.float32), "VEC3", target=34962),
        "TEXCOORD_0": buffer.add(_fractions(np.clip(uv, 0, 1)), "VEC2", normalized=True, target=34962),
    }
    for k, (bones, shares) in enumerate(_influences(skin.bones[vertex], skin.weights[vertex])):
        attributes[f"JOINTS_{k}"] = buffer.add(bones, "VEC4", target=34962)
        attributes[f"WEIGHTS_{k}"] = buffer.add(shares, "VEC4", normalized=True, target=34962)
    index = indices.reshape(-1).astype(np.uint16 if len(pairs) < 65535 else np.uint32)
    primitive: Json = {
        "attributes": attributes,
        "indices": buffer.add(index, "SCALAR", target=34963),
        "material": int(skin.face_material[faces[0]]),
    }
    if morphed:
        primitive["targets"] = [{"POSITION": _morph(skin, k, vertex, buffer)} for k in range(len(skin.morphs))]
    return primitive


def _morph(skin: Skin, morph: int, vertex: np.ndarray, buffer: GlbBuffer) -> int:
    vertices, offsets = skin.morphs[morph]
    order = np.argsort(vertices)
    at = np.minimum(np.searchsorted(vertices[order], vertex), max(len(vertices) - 1, 0))
    moved = np.flatnonzero(vertices[order][at] == vertex) if len(vertices) else np.empty(0, int)
    return buffer.add_sparse(len(vertex), moved, offsets[order][at[moved]].astype(np.float32))


def _influences(bones: np.ndarray, weights: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sets of four, the strongest first (many players read only the first set); weights sum to 65535 exactly."""
    order = np.argsort(-weights, axis=1, kind="stable")
    weights = np.take_along_axis(weights, order, 1)
    whole = np.round(weights / weights.sum(1, keepdims=True) * 65535).astype(np.int64)
    whole[:, 0] += 65535 - whole.sum(1)
    bones = np.where(whole > 0, np.take_along_axis(bones, order, 1), 0)
    used = max(1, int((whole > 0).sum(1).max()))
    width = -(-used // 4) * 4
    grow = ((0, 0), (0, max(0, width - whole.shape[1])))
    whole, bones = np.pad(whole, grow)[:, :width], np.pad(bones, grow)[:, :width]
    kind = np.uint8 if bones.max() < 256 else np.uint16
    return [(bones[:, k : k + 4].astype(kind), whole[:, k : k + 4].astype(np.uint16)) for k in range(0, width, 4)]


def _animation(animation: Animation, buffer: GlbBuffer, morphed: int | None) -> Json:
    """Channels for what moves; what only differs from the rest pose has one key."""
    times = (np.arange(len(animation)) / animation.fps).astype(np.float32)
    every, once = buffer.add(times, "SCALAR", bounds=True), None
    samplers: list[Json] = []
    channels: list[Json] = []

    def channel(node: int, path: str, values: np.ndarray, kind: str, still: np.ndarray) -> None:
        nonlocal once
        values = values.astype(np.float32)
        source = every
        if len(values) > 1 and (values == values[:1]).all():
            if np.allclose(values[0], still, atol=1e-7):
                return
            once = buffer.add(times[:1], "SCALAR", bounds=True) if once is None else once
            values, source = values[:1], once
        output = buffer.add(values.reshape(-1) if kind == "SCALAR" else values, kind)
        samplers.append({"input": source, "output": output, "interpolation": "LINEAR"})
        channels.append({"sampler": len(samplers) - 1, "target": {"node": node, "path": path}})

    root = animation.parents.index(-1)
    # Always there: an animation needs at least one channel, and its length.
    shift = animation.heads[root] + animation.root
    samplers.append({"input": every, "output": buffer.add(shift.astype(np.float32), "VEC3"), "interpolation": "LINEAR"})
    channels.append({"sampler": 0, "target": {"node": root, "path": "translation"}})
    turned = continuous(animation.rotations)
    for joint in range(len(animation.names)):
        channel(joint, "rotation", turned[:, joint], "VEC4", np.array([0, 0, 0, 1]))
    if morphed is not None:
        weights = animation.morph_weights
        channel(morphed, "weights", weights, "SCALAR", np.zeros(weights.shape[1]))
    return {"name": animation.title, "samplers": samplers, "channels": channels}


def _normals(skin: Skin) -> np.ndarray:
    """Normals of the vertices ``(vertices, 3)``: the mean over their faces, by area."""
    a, b, c = (skin.vertices[skin.faces[:, k]] for k in range(3))
    across = np.cross(b - a, c - a)
    total = np.zeros(skin.vertices.shape)
    for k in range(3):
        np.add.at(total, skin.faces[:, k], across)
    # Faces of square millimetres: lengths of 1e-9 are ordinary here, `unit` would take them for none.
    return unit(total / max(np.abs(total).max(), 1e-30), fallback=(0.0, 0.0, 1.0))


def _material(material: Material) -> Json:
    colour = np.array(material.colour)
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    surface = {
        "baseColorFactor": [*_floats(linear.round(4)), 1.0],
        "metallicFactor": 0,
        "roughnessFactor": material.roughness,
    }
    return {"name": material.name, "pbrMetallicRoughness": surface}


def _fractions(values: np.ndarray) -> np.ndarray:
    return np.round(values * 65535).astype(np.uint16)


def _floats(values: np.ndarray) -> list[float]:
    return [float(value) for value in values.astype(np.float32)]
