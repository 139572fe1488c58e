"""Learns how the mixture mixes and bends: which ways to carry on suit what both sides do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.gap import CONTEXT
from signsynth.transition.mixture import (
    GROUPS,
    SIDE,
    bends,
    features,
    gates,
    initial_mixture,
    leads,
    misfits,
    waves,
    ways,
)
from signsynth.transition.parts import BODY_COLUMNS, LEADING, LEFT_NODES, NODES, RIGHT_NODES, USED, to_parts
from signsynth.transition.training.distance import axes, chains, distance
from signsynth.transition.training.lesson import window_values
from signsynth.transition.training.loss import TORCH
from signsynth.transition.training.windows import Window, Windows
from signsynth.transition.waves import LONGEST

_ROUNDS, _RATE, _DECAY, _DROPPED, _LIMIT = 8, 0.01, 0.01, 0.05, 1.0
_SOFT = 0.01
"""Shoulder widths: windows count by the inverse of what the likeliest ways miss plus this."""
_LOOKS = 5
"""Frames of each gap that are looked at."""


class Example(NamedTuple):
    """A batch of gaps of one length as tensors: what the network is told, with groups first, and the truth."""

    told: torch.Tensor
    misfit: torch.Tensor
    every: torch.Tensor
    """Weights ``(182, looks, 16)`` of all ways in the frames that are looked at."""
    curves: torch.Tensor
    """Waves ``(looks, 4)``."""
    leads: torch.Tensor
    sides: torch.Tensor
    truth: torch.Tensor
    known: torch.Tensor
    """Which parts are known ``(batch, 18)``."""


def fitted_mixture(
    windows: Windows, rng: np.random.Generator, seed: int, *, batches: int = 500, size: int = 128
) -> dict[str, np.ndarray]:
    """Weights ``mixture.*`` that make mean distances of hand points small, for gaps of 1 to 30 frames.

    AdamW with a cosine of rates; hidden units are dropped now and then (Srivastava et al. 2014).
    """
    lengths = rng.integers(1, LONGEST + 1, batches)
    examples = [_example(windows.batch(rng, size, int(frames))) for frames in lengths]
    weights = {name: torch.from_numpy(array).requires_grad_() for name, array in initial_mixture(seed).items()}
    optimiser = torch.optim.AdamW(list(weights.values()), weight_decay=_DECAY)
    with torch.no_grad():
        usual = [_off(weights, example) for example in examples]
    order = np.concatenate([rng.permutation(batches) for _ in range(_ROUNDS)])
    for step, number in enumerate(order):
        lengths_off = _off(weights, examples[number], _DROPPED)
        loss = (lengths_off / (usual[number] + _SOFT)).mean()
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 + np.cos(np.pi * step / len(order))) / 2
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(weights.values()), _LIMIT)
        optimiser.step()
    return {name: tensor.detach().numpy() for name, tensor in weights.items()}


def _example(window: Window) -> Example:
    frames = window.pose.shape[1] - 2 * CONTEXT
    inside = slice(CONTEXT, CONTEXT + frames)
    shown = np.stack([window.confidence[..., hand].max(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 2)
    seen = np.stack([shown[:, CONTEXT - 1], shown[:, inside.stop]], 1)
    values = window_values(window.pose, seen, frames)
    sides = np.concatenate([values[:, :CONTEXT], values[:, inside.stop :]], 1)
    looks = np.unique(np.linspace(-1, frames, _LOOKS + 2)[1:-1].round().astype(int).clip(0, frames - 1))
    truth = window_values(window.clean, seen, frames)[:, inside][:, looks]
    known = np.ones((len(values), NODES))
    for hand, nodes in enumerate((LEFT_NODES, RIGHT_NODES)):
        known[:, nodes] = (shown[:, inside, hand].all(1) & seen[:, :, hand].any(1))[:, None]
    told, misfit = features(sides, frames).swapaxes(0, 1), misfits(sides, frames).swapaxes(0, 1)
    arrays = (told, misfit, ways(frames)[:, looks], waves(frames)[looks], leads(frames), sides, truth, known)
    return Example(*(torch.from_numpy(np.array(array, np.float32)) for array in arrays))


def _off(weights: dict[str, torch.Tensor], example: Example, dropped: float = 0.0) -> torch.Tensor:
    """Distance of each window's guess from the truth: ``mixed_ways`` in the frames that are looked at."""
    told, misfit, every, curves, lead, sides, truth, known = example
    ops = TORCH._replace(silu=lambda x: torch.dropout(torch.nn.functional.silu(x), dropped, dropped > 0))
    shares = gates(weights, told, misfit, ops) @ every.reshape(len(every), -1)
    ways_there = shares.reshape(*told.shape[:2], -1, 2 * SIDE) + curves @ (bends(weights, told, ops) @ lead)
    made = torch.cat([way @ sides[:, :, group] for group, way in zip(GROUPS, ways_there, strict=True)], 2)[..., _ORDER]
    body, bones = made[..., : BODY_COLUMNS.stop], made[..., BODY_COLUMNS.stop :].unflatten(-1, (-1, 3))
    made = torch.cat([body, torch.nn.functional.normalize(bones, dim=-1).flatten(-2)], -1)
    off = torch.where(_USED, (made - truth)[..., _PLACES], 0.0).swapaxes(1, 2)
    return distance(off, known, torch.from_numpy(chains()), torch.from_numpy(axes()))


_ORDER = torch.from_numpy(np.argsort(np.concatenate(GROUPS)))
_PLACES = torch.from_numpy(to_parts(np.arange(LEADING)[None].astype(float))[0].astype(np.int64))
_USED = torch.from_numpy(USED)
