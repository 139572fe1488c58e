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
from signsynth.writing import read_sigml, realise
from signsynth.writing.notation import BodySite, HandSite, Sign
from signsynth.writing.realise import Realised

_SIDES = ("Left", "Right")
_JOINT = {"tip": 0, "nail": 0, "pad": 0, "midjoint": 2, "base": 3}
"""Of the four points of a finger, counted from its tip."""
_FINGERS = ("Thumb", "Index", "Middle", "Ring", "Pinky")
_FIRST, _AFTER = 18, 22
"""Each of their motions has its first posture, shape included, at this frame, and holds its last until so many frames
before its end: what lies outside is the way from rest and back, whatever the sign."""


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
        """Bend of knuckle, middle and end joint of each finger in degrees, thumb first ``(n, 2, 5, 3)``."""
        fingers = self.points[:, :, 1:].reshape(len(self.points), 2, 5, 4, 3)
        wrist = np.broadcast_to(self.points[:, :, None, None, 0], (*fingers.shape[:3], 1, 3))
        bones = unit(np.diff(np.concatenate([wrist, fingers], 3), axis=3))
        return np.degrees(np.arccos(np.clip((bones[..., 1:, :] * bones[..., :-1, :]).sum(-1), -1, 1)))

    def turned_back(self) -> Hands:
        """With ways as written: theirs go to the signer where "up" is written, and up where "out" is."""
        return Hands(
            np.stack([self.points[..., 0], -self.points[..., 2], self.points[..., 1]], -1), self.levels, self.fps
        )

    def site(self, written: HandSite | None) -> np.ndarray:
        """Where a written place on the hands is ``(n, 2, 3)``: a joint or tip of its fingers, else the palm."""
        if written is None or not written.digits or written.name not in _JOINT:
            return self.palms
        return self.points[:, :, [4 * digit - _JOINT[written.name] for digit in written.digits]].mean(2)

    def zones(self, points: np.ndarray) -> np.ndarray:
        """Heights of ``points (..., 3)`` on the scale hips 0, shoulders 1, eyes 2 ``(...)``."""
        hips, eyes, shoulders = self.levels
        return np.interp(points[..., 1], [2 * hips - shoulders, hips, shoulders, eyes, 2 * eyes], [-1, 0, 1, 2, 4])


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
        out[gloss] = Hands(placed[_FIRST : max(len(part) - _AFTER, _FIRST + 2)][:, order], levels, fps)
    return out


def realised(shared: Path, every: int = 1) -> Iterator[tuple[str, Sign | None, Realised | None]]:
    """File name, sign and what is made of it; None where that ends in an error."""

    for file in sorted((shared / "ngt_sigml" / "glosses").glob("*.sigml"))[::every]:
        try:
            sign = read_sigml(file)[0]
            done = realise(sign)
        except SignsynthError:
            sign = done = None
        yield file.stem, sign, done


def acting(sign: Sign) -> HandSite | None:
    """The place of the dominant hand that is at the first written place; None: its palm."""
    place = sign.phrases[0].place
    return place.hand if isinstance(place, BodySite) else None


def aligned(path: np.ndarray, other: np.ndarray, *, most: int = 3) -> np.ndarray:
    """For each frame of ``path (n, k)`` the frame of ``other (m, k)`` that goes with it, in order, first to last.

    Dynamic time warping of the ways without their means; a frame goes on by up to ``most`` frames of the other, or by
    what the other's length takes.
    """
    path, other = path - path.mean(0), other - other.mean(0)
    last = len(other) - 1
    most = max(most, -(-last // max(len(path) - 1, 1)) + 1)
    costs = np.linalg.norm(path[:, None] - other[None], axis=-1)
    best, came = np.where(np.arange(last + 1) == 0, costs[0], np.inf), []
    for row in costs[1:]:
        steps = np.full((most + 1, last + 1), np.inf)
        for k in range(min(most, last) + 1):
            steps[k, k:] = best[: last + 1 - k]
        choice = steps.argmin(0)
        came.append(choice)
        best = row + steps[choice, np.arange(last + 1)]
    at = [last]
    for choice in reversed(came):
        at.append(at[-1] - int(choice[at[-1]]))
    return np.array(at[::-1])
