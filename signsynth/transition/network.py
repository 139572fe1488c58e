"""The network of learned transitions: a spatial-temporal graph encoder of both sides, a denoiser of waves between.

One text for numpy (use: no torch is loaded) and torch (training): arrays know ``@``, ``+`` and slices, and what they do
not share comes as ``Ops``. Layout: ``(batch, parts, frames, channels)``, in the denoiser without frames. Blocks are
those of ST-GCN (Yan et al. 2018) with a learnable adjacency beside the physical one (Shi et al. 2019), temporal
convolution over the observed frames, and feature-wise scales by time step and gap length (Perez et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from signsynth.transition.gap import CONTEXT, FEATURES
from signsynth.transition.parts import NODES, WIDTH, physical_adjacency

Array = Any
"""A numpy array or a torch tensor."""
Weights = Mapping[str, Array]
STEP_FEATURES = 32


class Ops(NamedTuple):
    """What numpy and torch do not spell alike."""

    concat: Callable[[list[Array], int], Array]
    silu: Callable[[Array], Array]
    exp: Callable[[Array], Array]
    softmax: Callable[[Array], Array]
    """Over the last axis."""
    zeros: Callable[[Array, tuple[int, ...]], Array]
    """Zeros of a shape, of the first array's kind."""


def _silu(x: np.ndarray) -> np.ndarray:
    return x / (1 + np.exp(np.minimum(-x, 80.0)))


def _softmax(x: np.ndarray) -> np.ndarray:
    raised = np.exp(x - x.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def _zeros(like: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.zeros(shape, like.dtype)


NUMPY = Ops(lambda parts, axis: np.concatenate(parts, axis), _silu, np.exp, _softmax, _zeros)


@dataclass(frozen=True)
class NetworkConfig:
    """Size and ablations.

    ``graph``: ``learned`` adjacency beside the ``physical`` one, the physical alone, or ``none``.
    ``sides``: whether the encoder sees ``both`` sides of the gap or only the frames ``before``.
    ``skip``: what is denoised goes past the network, too, by what is signal in it (Karras et al. 2022, table 1).
    """

    context: int = CONTEXT
    """Frames of each side that are looked at."""
    features: int = FEATURES
    """Numbers a part and observed frame."""
    waves: int = 8
    """Sine waves over the gap that are denoised, slowest first; 12 numbers each."""
    frame_channels: int = 24
    channels: int = 96
    encoder_dilations: tuple[int, ...] = (1, 2, 4)
    denoiser_blocks: int = 4
    graph: Literal["learned", "physical", "none"] = "learned"
    sides: Literal["both", "before"] = "both"
    skip: bool = True

    @property
    def partitions(self) -> int:
        """Adjacencies that a block mixes, the part itself included."""
        return {"learned": 4, "physical": 3, "none": 1}[self.graph]


def initial_weights(config: NetworkConfig, seed: int) -> dict[str, np.ndarray]:
    """Random float32 weights: the network starts by correcting nothing."""
    rng = np.random.default_rng(seed)
    inner, c, wide = config.frame_channels, config.channels, config.waves * WIDTH
    out: dict[str, np.ndarray] = {}

    def linear(name: str, *shape: int, gain: float = 1.0) -> None:
        out[f"{name}.w"] = (rng.standard_normal(shape) * gain / np.sqrt(shape[-2])).astype(np.float32)
        out[f"{name}.b"] = np.zeros((*shape[:-2], *([1] * (len(shape) - 2)), shape[-1]), np.float32)

    def graph(name: str, width: int) -> None:
        linear(f"{name}.mix", config.partitions * width, width)
        out[f"{name}.norm"] = np.ones(width, np.float32)
        if config.graph == "learned":
            out[f"{name}.adjacency"] = (0.05 * rng.standard_normal((NODES, NODES))).astype(np.float32)

    linear("encoder.in", NODES, config.features, inner)
    for block, _ in enumerate(config.encoder_dilations):
        graph(f"encoder.{block}", inner)
        linear(f"encoder.{block}.time", 3 * inner, inner, gain=0.3)
    linear("decoder.out", NODES, inner, WIDTH, gain=0.0)
    linear("code", NODES, 2 * config.context * inner, c)
    linear("guess.in", NODES, wide, c)
    linear("noisy.in", NODES, wide, c)
    linear("step", STEP_FEATURES, c)
    for block in range(config.denoiser_blocks):
        graph(f"denoiser.{block}", c)
        linear(f"denoiser.{block}.step", c, 2 * c, gain=0.0)
        linear(f"denoiser.{block}.out", c, c, gain=0.3)
    linear("denoiser.out", NODES, c, wide, gain=0.0)
    return out


def encode(weights: Weights, config: NetworkConfig, features: Array, ops: Ops = NUMPY) -> Array:
    """Code ``(batch, parts, frames, channels)`` of both sides' ``features (batch, parts, frames, config.features)``.

    Frames are those before the gap and those after, one after the other.
    """
    batch, nodes, frames, numbers = features.shape
    x = features.reshape(batch, nodes, frames, numbers) @ weights["encoder.in.w"] + weights["encoder.in.b"]
    for block, dilation in enumerate(config.encoder_dilations):
        key = f"encoder.{block}"
        h = _mixed(weights, key, x, None, ops)
        still = ops.zeros(h, (batch, nodes, dilation, h.shape[-1]))
        past = ops.concat([still, h[:, :, :-dilation]], 2)
        coming = ops.concat([h[:, :, dilation:], still], 2)
        x = x + ops.concat([past, h, coming], -1) @ weights[f"{key}.time.w"] + weights[f"{key}.time.b"]
    return x


def decode(weights: Weights, code: Array) -> Array:
    """What the encoder is pre-trained to give back: the numbers ``(batch, parts, frames, 12)`` of every frame."""
    return code @ weights["decoder.out.w"] + weights["decoder.out.b"]


def condition(weights: Weights, code: Array, guess: Array) -> Array:
    """What the denoiser is told: ``(batch, parts, channels)`` of both sides' code and the waves of the first guess."""
    batch, nodes = code.shape[:2]
    flat = code.reshape(batch, nodes, -1)
    return _each(flat, weights, "code") + _each(guess, weights, "guess.in")


def denoise(weights: Weights, config: NetworkConfig, told: Array, noisy: Array, step: Array, ops: Ops = NUMPY) -> Array:
    """The clean waves ``(batch, parts, waves * 12)`` in ``noisy``.

    ``told`` comes from ``condition``; ``step (batch, 32)`` from ``step_features``.
    """
    x = told + _each(noisy, weights, "noisy.in")
    embedded = ops.silu(step @ weights["step.w"] + weights["step.b"])
    for block in range(config.denoiser_blocks):
        key = f"denoiser.{block}"
        h = _mixed(weights, key, x, embedded, ops)
        x = x + h @ weights[f"{key}.out.w"] + weights[f"{key}.out.b"]
    return _each(_normed(x), weights, "denoiser.out")


def step_features(noise_share: np.ndarray, frames: int) -> np.ndarray:
    """Features ``(batch, 32)`` of the share of noise ``(batch,)``, 0 to 1, and of the gap's length."""
    half = STEP_FEATURES // 4
    noise = np.asarray(noise_share, np.float32)[:, None] * (np.pi * 2.0 ** np.arange(-1, half - 1))
    length = np.full((len(noise), 1), frames / 32) * (np.pi * 2.0 ** np.arange(-1, half - 1))
    waves = [np.sin(noise), np.cos(noise), np.sin(length), np.cos(length)]
    return np.concatenate(waves, axis=1).astype(np.float32)


def physical_weights(config: NetworkConfig) -> dict[str, np.ndarray]:
    """The fixed adjacency, where the configuration has one: it is part of the weights and is not trained."""
    return {} if config.graph == "none" else {"physical": physical_adjacency().astype(np.float32)}


def _each(x: Array, weights: Weights, key: str) -> Array:
    """A linear map of its own for each part: ``(batch, parts, in)`` to ``(batch, parts, out)``."""
    return (x.swapaxes(0, 1) @ weights[f"{key}.w"] + weights[f"{key}.b"]).swapaxes(0, 1)


def _normed(x: Array) -> Array:
    """Root-mean-square normalisation over the channels (Zhang and Sennrich 2019)."""
    return x * ((x * x).mean(-1)[..., None] + 1e-6) ** -0.5


def _mixed(weights: Weights, key: str, x: Array, step: Array | None, ops: Ops) -> Array:
    """Every part with its neighbours in each adjacency; ``x (batch, parts, ..., channels)``."""
    h = _normed(x) * weights[f"{key}.norm"]
    if step is not None:
        film = (step @ weights[f"{key}.step.w"] + weights[f"{key}.step.b"])[:, None]
        half = h.shape[-1]
        h = h * (1 + film[..., :half]) + film[..., half:]
    adjacencies = [weights["physical"][0], weights["physical"][1]] if "physical" in weights else []
    adjacencies += [weights[f"{key}.adjacency"]] if f"{key}.adjacency" in weights else []
    flat = h.reshape(h.shape[0], NODES, -1)
    around = [(adjacency @ flat).reshape(h.shape) for adjacency in adjacencies]
    return ops.silu(ops.concat([h, *around], -1) @ weights[f"{key}.mix.w"] + weights[f"{key}.mix.b"])
