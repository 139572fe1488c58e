"""Learns how the mixture mixes: which ways to carry on suit what both sides do."""

from __future__ import annotations

import numpy as np
import torch

from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.gap import CONTEXT
from signsynth.transition.mixture import GROUPS, features, gates, initial_mixture, misfits, ways
from signsynth.transition.parts import LEADING, LEFT_NODES, NODES, RIGHT_NODES, USED, to_parts
from signsynth.transition.training.distance import axes, chains, distance
from signsynth.transition.training.lesson import window_values
from signsynth.transition.training.loss import TORCH
from signsynth.transition.training.windows import Window, Windows
from signsynth.transition.waves import LONGEST

_ROUNDS, _RATE, _SLOWING, _DECAY = 14, 0.01, 0.82, 0.01
_SOFT = 0.01
"""Shoulder widths: windows count by the inverse root of their distance plus this."""

Example = tuple[int, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
"""Frames, features and misfits with groups first, sides, truth, and which parts are known."""


def fitted_mixture(
    windows: Windows, rng: np.random.Generator, seed: int, *, batches: int = 300, size: int = 128
) -> dict[str, np.ndarray]:
    """Weights ``mixture.*`` that make mean distances of hand points small, for gaps of 1 to 30 frames (AdamW)."""
    lengths = rng.integers(1, LONGEST + 1, batches)
    examples = [_example(windows.batch(rng, size, int(frames))) for frames in lengths]
    weights = {name: torch.from_numpy(array).requires_grad_() for name, array in initial_mixture(seed).items()}
    optimiser = torch.optim.AdamW(list(weights.values()), lr=_RATE, weight_decay=_DECAY)
    with torch.no_grad():
        usual = [_off(weights, example) for example in examples]
    for _ in range(_ROUNDS):
        for number in rng.permutation(batches):
            lengths_off = _off(weights, examples[number])
            loss = (lengths_off * (usual[number] + _SOFT) ** -0.5).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] *= _SLOWING
    return {name: tensor.detach().numpy() for name, tensor in weights.items()}


def _example(window: Window) -> Example:
    frames = window.pose.shape[1] - 2 * CONTEXT
    inside = slice(CONTEXT, CONTEXT + frames)
    shown = np.stack([window.confidence[..., hand].max(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 2)
    seen = np.stack([shown[:, CONTEXT - 1], shown[:, inside.stop]], 1)
    values = window_values(window.pose, seen, frames)
    sides = np.concatenate([values[:, :CONTEXT], values[:, inside.stop :]], 1)
    truth = window_values(window.clean, seen, frames)[:, inside]
    known = np.ones((len(values), NODES))
    for hand, nodes in enumerate((LEFT_NODES, RIGHT_NODES)):
        known[:, nodes] = (shown[:, inside, hand].all(1) & seen[:, :, hand].any(1))[:, None]
    told, misfit = features(sides, frames).swapaxes(0, 1), misfits(sides, frames).swapaxes(0, 1)
    arrays = (told, misfit, sides, truth, known)
    return frames, *(torch.from_numpy(np.ascontiguousarray(array, np.float32)) for array in arrays)


def _off(weights: dict[str, torch.Tensor], example: Example) -> torch.Tensor:
    """Distance of each window's guess from the truth."""
    frames, told, misfit, sides, truth, known = example
    every = torch.from_numpy(np.array(ways(frames)))
    made = torch.zeros(len(sides), frames, LEADING)
    for group, share in zip(GROUPS, gates(weights, told, misfit, TORCH), strict=True):
        way = (share @ every.reshape(len(every), -1)).reshape(len(sides), frames, -1)
        made[:, :, group] = way @ sides[:, :, group]
    off = torch.where(_USED, (made - truth)[..., _PLACES], 0.0).swapaxes(1, 2)
    return distance(off, known, torch.from_numpy(chains()), torch.from_numpy(axes()))


_PLACES = torch.from_numpy(to_parts(np.arange(LEADING)[None].astype(float))[0].astype(np.int64))
_USED = torch.from_numpy(USED)
