"""What a rival learns from in one step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from benchmarks.transitions.rivals.points import CONTEXT, VALUES, Gap, mid_shoulder
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND
from signsynth.transition.gaussian_process import fill_gaussian_process
from signsynth.transition.tracks import Tracks


@dataclass(frozen=True)
class Batch:
    """Windows of one length, counted from mid-shoulder.

    ``points`` float32 ``(size, frames, 50, 3)``: known frames as a tracker saw them, the gap as it was;
    ``confidence (size, frames, 50)``, ``observed`` bool ``(frames,)``.
    """

    points: Tensor
    confidence: Tensor
    observed: Tensor

    @classmethod
    def of(cls, seen: np.ndarray, clean: np.ndarray, confidence: np.ndarray) -> Batch:
        """From windows ``(size, 8 + gap + 8, 50, 3)``, as seen and without what the tracker added."""
        frames = seen.shape[1]
        observed = np.repeat([True, False, True], [CONTEXT, frames - 2 * CONTEXT, CONTEXT])
        pose = np.where(observed[:, None, None], seen, clean)
        points = np.asarray(pose - mid_shoulder(pose), np.float32)
        return cls(*(torch.from_numpy(np.ascontiguousarray(part)) for part in (points, confidence, observed)))

    @property
    def flat(self) -> Tensor:
        """``(size, frames, 150)``."""
        return self.points.flatten(2)

    @property
    def weights(self) -> Tensor:
        """``(size, frames, 150)``: 0 where a point was not seen."""
        return (self.confidence > 0).to(torch.float32).repeat_interleave(3, dim=2)

    def padded(self, padding: bool) -> Tensor:
        """``(size, frames, 150)`` with the gap on straight lines, or zero without ``padding``."""
        frames = int((~self.observed).sum())
        filled = [Gap(p[:CONTEXT], p[-CONTEXT:], frames).sequence(padding) for p in self.points.numpy()]
        return torch.from_numpy(np.stack(filled)).reshape(len(filled), -1, VALUES)

    def processed(self) -> Tensor:
        """``points`` with the gap filled by the Gaussian process, as it fills it in a transition."""
        frames = int((~self.observed).sum())
        out = self.points.clone()
        for points, confidence, filled in zip(self.points.numpy(), self.confidence.numpy(), out, strict=True):
            whole = np.zeros((len(points), FACE.stop, 3))
            whole[:, : FACE.start] = points
            ends = confidence[[CONTEXT - 1, -CONTEXT]]
            seen = np.stack([ends[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], axis=1)
            tracks = Tracks.of(whole[:CONTEXT], whole[-CONTEXT:], seen)
            made = tracks.poses(fill_gaussian_process(tracks.before, tracks.after, frames))
            filled[CONTEXT:-CONTEXT] = torch.from_numpy(made[:, : FACE.start].astype(np.float32))
        return out
