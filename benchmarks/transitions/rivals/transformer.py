"""A deterministic transformer that sees both sides and corrects the Gaussian process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.attention import Size, stack, waves
from benchmarks.transitions.rivals.points import CONTEXT, POINTS, VALUES, mid_shoulder
from benchmarks.transitions.rivals.saved import load_network
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import BODY, HAND_PARENTS, LEFT_HAND, MANUAL, RIGHT_HAND
from signsynth.transition.gaussian_process import GaussianProcess
from signsynth.transition.tracks import bend_elbows
from signsynth.transition.turns import without_tracks

_WRISTS = (4, 5)
_PARTS = (BODY, LEFT_HAND, RIGHT_HAND)
_QUIET = 0.3
"""How loud the place of a frame is beside what is in it."""
_LEAST = 0.002
"""Change a frame, in shoulder widths, below which a part counts as still."""


@dataclass(frozen=True)
class TransformerConfig(Size):
    """Without a decoder, twice the layers make it as large as the others."""

    layers: int = 4


class TransformerNetwork(nn.Module):
    """Reads a sequence whose gap the process has filled, and says by how much the process errs.

    Every frame is body and both hands, these counted from their wrists: as they are, and counted from half-way between
    both ends of the gap in units of what each of the three changes there, in which the correction is said too; whether
    each hand is seen, and whether the frame is known. Its place is counted from both ends of the gap.
    """

    Config = TransformerConfig

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        self.into = nn.Linear(2 * VALUES + 3, config.width)
        self.layers = stack(config, cross=False)
        self.out = nn.Linear(config.width, VALUES)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, points: Tensor, seen: Tensor, observed: Tensor) -> Tensor:
        """Corrected ``(batch, frames, 50, 3)``: ``seen (batch, frames, 2)``, ``observed`` bool ``(frames,)``.

        The correction grows from nothing at both ends of the gap, and is nothing outside.
        """
        batch, frames = points.shape[:2]
        gap = torch.nonzero(~observed)[:, 0]
        first, last = int(gap[0]) - 1, int(gap[-1]) + 1
        at = torch.arange(frames)
        known = observed[:, None].expand(batch, -1, 1).to(points.dtype)
        local = points - _wrists(points)
        ends = local[:, [first, last]]
        unit = _change(ends, last - first)
        relative = (local - ends.mean(1, keepdims=True)) / unit
        values = torch.cat([local.flatten(2), relative.flatten(2), seen, known], dim=-1)
        width = self.config.width
        hidden = self.into(values) + _QUIET * (waves(at - first, width) + waves(last - at, width))
        moved = unit * self.out(self.layers(hidden)).reshape(batch, frames, POINTS, 3)
        moved = moved + _wrists(moved)
        share = ((at - first) / (last - first)).clamp(0, 1)
        return points + torch.sin(torch.pi * share)[:, None, None] * moved * ~observed[:, None, None]

    def loss(self, points: Tensor, target: Tensor, confidence: Tensor, observed: Tensor) -> Tensor:
        """Mean distance in the gap, in shoulder widths, of points that were seen."""
        seen = hands_seen(confidence)
        made = self(points, seen, observed)[:, ~observed]
        missed = torch.sqrt(((made - target[:, ~observed]) ** 2).sum(-1) + 1e-8)
        weights = (confidence[:, ~observed] > 0).to(missed.dtype)
        return (missed * weights).sum() / weights.sum().clamp(min=1)


@dataclass(frozen=True)
class Transformer:
    """The Gaussian process and a trained network's correction, with rigid hands."""

    network: TransformerNetwork
    process: GaussianProcess = field(default_factory=GaussianProcess)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between, pose only; deterministic, so ``seed`` changes nothing."""
        before, after = without_tracks(before[-CONTEXT:]), without_tracks(after[:CONTEXT])
        start = self.process(before, after, frames, seed)
        if len(start) == 0:
            return start
        whole = (before, start, after)
        points = np.concatenate([motion.pose[:, MANUAL] for motion in whole])
        middle = mid_shoulder(points)
        confidence = torch.from_numpy(np.concatenate([motion.confidence[:, MANUAL] for motion in whole]))[None]
        observed = torch.from_numpy(np.repeat([True, False, True], [len(motion) for motion in whole]))
        with torch.no_grad():
            made = self.network(torch.from_numpy(points - middle)[None], hands_seen(confidence), observed)
        pose = start.pose.astype(np.float64)
        pose[:, MANUAL] = made[0].numpy()[~observed.numpy()] + middle[~observed.numpy()]
        return replace(start, pose=rigid(pose, start.pose))

    @classmethod
    def load(cls, path: str | Path) -> Transformer:
        """Errors: ``FileError`` where the file is none of a transformer."""
        return cls(load_network(path, TransformerNetwork))


def rigid(pose: np.ndarray, like: np.ndarray) -> np.ndarray:
    """``pose (frames, 178, 3)`` with hand bones of canonical length and arm bones as long as in ``like``."""
    pose = pose.copy()
    upper, lower = (np.linalg.norm(like[:, b] - like[:, a], axis=-1) for a, b in (((0, 1), (2, 3)), ((2, 3), (4, 5))))
    bend_elbows(pose, upper, lower)
    _, directions = hand_directions(pose)
    pose[:, LEFT_HAND.start : RIGHT_HAND.stop] = place_hands(pose[:, list(_WRISTS)], directions)
    return pose


def hands_seen(confidence: Tensor) -> Tensor:
    """``(..., 2)`` of ``(..., 50)``: 1 where a hand was seen."""
    return torch.stack([confidence[..., hand].amax(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], -1).to(torch.float32)


def _change(ends: Tensor, steps: int) -> Tensor:
    """How far body and hands are apart at both ends ``(batch, 2, 50, 3)``: means over points, ``(batch, 1, 50, 1)``."""
    way = (ends[:, 1] - ends[:, 0]).norm(dim=-1)
    parts = [way[:, part].mean(1, keepdims=True).expand(-1, part.stop - part.start) for part in _PARTS]
    return (torch.cat(parts, dim=1) + _LEAST * steps)[:, None, :, None]


def _wrists(points: Tensor) -> Tensor:
    """What hand points ``(..., 50, 3)`` are counted from: the arm's wrist, nothing for the body."""
    body = torch.zeros_like(points[..., BODY, :])
    hands = [points[..., w : w + 1, :].expand(*points.shape[:-2], len(HAND_PARENTS), 3) for w in _WRISTS]
    return torch.cat([body, *hands], dim=-2)
