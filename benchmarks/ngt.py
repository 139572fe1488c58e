"""The 2,203 signs of ``ngt_sigml``: as written, as we realise them, and as another realiser did (``motion.npz``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.errors import SignsynthError
from signsynth.geometry import unit
from signsynth.motion import Motion
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_SIDES = ("Left", "Right")
_FINGERS = ("Thumb", "Index", "Middle", "Ring", "Pinky")
_REST_S = (0.2, 0.8)
"""Their motions begin and end with so much rest."""


@dataclass(frozen=True, eq=False)
class Hands:
    """Both hands in shoulder widths from mid-shoulder, +x to the signer's left: ``points (n, 2, 21, 3)``.

    ``levels (3,)``: heights of hips, eyes and shoulders in the same unit, so that bodies can be compared.
    """

    points: np.ndarray
    levels: np.ndarray
    fps: float

    @property
    def palms(self) -> np.ndarray:
        """Middle of wrist and middle finger's knuckle ``(n, 2, 3)``."""
        return (self.points[:, :, 0] + self.points[:, :, 9]) / 2

    @property
    def bends(self) -> np.ndarray:
        """Total bend of each finger in degrees, thumb first ``(n, 2, 5)``."""
        fingers = self.points[:, :, 1:].reshape(len(self.points), 2, 5, 4, 3)
        wrist = np.broadcast_to(self.points[:, :, None, None, 0], (*fingers.shape[:3], 1, 3))
        bones = unit(np.diff(np.concatenate([wrist, fingers], 3), axis=3))
        turns = np.arccos(np.clip((bones[..., 1:, :] * bones[..., :-1, :]).sum(-1), -1, 1))
        return np.degrees(turns.sum(-1))

    @property
    def zones(self) -> np.ndarray:
        """Heights of the palms on the scale hips 0, shoulders 1, eyes 2 ``(n, 2)``."""
        hips, eyes, shoulders = self.levels
        return np.interp(self.palms[..., 1], [2 * hips - shoulders, hips, shoulders, eyes, 2 * eyes], [-1, 0, 1, 2, 4])


def ours(motion: Motion) -> Hands:
    """The hands of a realised sign."""
    points = np.stack([motion.pose[:, hand] for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    hips = float(motion.pose[:, 6:8, 1].mean())
    return Hands(points, np.array([hips, 0.66, 0.0]), motion.fps)


def theirs(shared: Path) -> dict[str, Hands]:
    """By file name without ending."""
    with np.load(shared / "ngt_sigml" / "motion.npz", allow_pickle=False) as file:
        positions, offsets, glosses = file["pos"].astype(np.float64), file["offsets"], file["glosses"].tolist()
        joints, fps = file["joints"].tolist(), float(file["fps"])
    order = [[joints.index(f"{side}Hand")] for side in _SIDES]
    for side, found in zip(_SIDES, order, strict=True):
        found += [joints.index(f"{side}Hand{finger}{k}") for finger in _FINGERS for k in range(1, 5)]
    # Theirs: x to the left, y backwards, z up.
    positions = np.stack([positions[..., 0], positions[..., 2], -positions[..., 1]], -1)
    out = {}
    for gloss, start, end in zip(glosses, offsets, offsets[1:], strict=False):
        part = positions[start:end]
        shoulders = part[:, [joints.index("LeftArm"), joints.index("RightArm")]]
        origin, width = shoulders.mean((0, 1)), np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=-1).mean()
        placed = (part - origin) / width
        eyes = placed[:, [joints.index("LeftEye"), joints.index("RightEye")], 1].mean()
        levels = np.array([placed[:, joints.index("Hips"), 1].mean(), eyes, 0.0])
        first, last = round(_REST_S[0] * fps), len(part) - round(_REST_S[1] * fps)
        out[gloss] = Hands(placed[first : max(last, first + 2)][:, order], levels, fps)
    return out


def realised(shared: Path, every: int = 1) -> Iterator[tuple[str, object, SignsynthError | None]]:
    """File name and ``Realised`` of each sign, or the error that it ends in."""
    from signsynth.writing import read_sigml, realise

    for file in sorted((shared / "ngt_sigml" / "glosses").glob("*.sigml"))[::every]:
        try:
            yield file.stem, realise(read_sigml(file)[0]), None
        except SignsynthError as error:
            yield file.stem, None, error


def aligned(path: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each frame of ``path (n, k)`` the frame of ``other (m, k)`` that goes with it, in order, ends open.

    Subsequence dynamic time warping; a frame goes on by 0 to 3 frames of the other.
    """
    costs = np.linalg.norm(path[:, None] - other[None], axis=-1)
    best, came = costs[0], []
    for row in costs[1:]:
        steps = np.stack([np.concatenate([np.full(k, np.inf), best[: len(best) - k]]) for k in range(4)])
        choice = steps.argmin(0)
        came.append(choice)
        best = row + steps[choice, np.arange(len(row))]
    at = [int(best.argmin())]
    for choice in reversed(came):
        at.append(at[-1] - int(choice[at[-1]]))
    return np.array(at[::-1])
