"""Recordings of four signers who spell the same Nepali signs (`nsl23`): for measuring only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import HEAD_POINTS, LEFT_HAND, RIGHT_HAND

Footage = Literal["wide", "close"]

SESSIONS: dict[str, tuple[Footage, int]] = {
    "S1_NSL_Consonant_Bright": ("wide", 0),
    "S1_NSL_Consonant_Dark": ("wide", 1),
    "S2_NSL_Consonant_Bright": ("wide", 0),
    "S2_NSL_Consonant_Dark": ("wide", 1),
    "S3_all_Consonant_Real_World_1": ("wide", 0),
    "S3_all_Consonant_RealWorld_2": ("wide", 1),
    "S1_NSL_Vowel_Unprepared_Bright": ("wide", 0),
    "S1_NSL_Vowel_Unprepared_Dark": ("wide", 1),
    "S2_NSL_Vowel_Unprepared_Bright": ("wide", 0),
    "S2_NSL_Vowel_Unprepared_Dark": ("wide", 1),
    "S3_NSL_Vowel_Unprepared_Realworld_All": ("wide", 0),
    "S3_NSL_Vowel_Prepared_Phone_all_Cropped": ("wide", 1),
    "S1_NSL_Consonant_Bright_Cropped": ("close", 0),
    "S1_NSL_Consonant_Dark_Cropped": ("close", 1),
    "S2_NSL_Consonant_Bright_cropped": ("close", 0),
    "S2_NSL_Consonant_Dark_cropped": ("close", 1),
    "S3_Consonant_Camera": ("close", 0),
    "S3_all_consonant_Phone_Camera": ("close", 1),
    "S4_NSL_Consonant_Camera": ("close", 0),
}
"""What each session shows and which take it is. ``close``: the hand fills the picture (the index's ``cropped``
says so of all but S2's, which the body tracker was run on although no shoulder is in them). S1 and S2's close
takes are cut out of their wide ones, so the two footages are never mixed. The rest of the set has one signer only."""

_BODY = (11, 12, 13, 14, 15, 16, 23, 24)
_HEAD = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


@dataclass(frozen=True, eq=False)
class Clip:
    """One sign by one signer, as the set stores it: picture coordinates, x by width, y by height and down.

    ``hand (frames, 21, 3)`` is the right hand minus its wrist; ``wrist (frames, 3)`` from mid-shoulder where a body
    is tracked; ``body (frames, 33, 4)`` with visibility, or None; ``seen (frames,)`` where the hand was found.
    """

    signer: str
    sign: str
    take: int
    fps: float
    aspect: float
    hand: np.ndarray
    wrist: np.ndarray
    seen: np.ndarray
    body: np.ndarray | None

    @property
    def upright(self) -> np.ndarray:
        """Factors that give all axes one unit, y up and z to the viewer."""
        return np.array([self.aspect, -1.0, -self.aspect])

    def recording(self) -> Recording:
        """The body and the right hand in camera space; the left hand of one-handed spelling is left out."""
        points, confidence = np.zeros((len(self.hand), RECORDED_POINTS, 3)), np.zeros((len(self.hand), RECORDED_POINTS))
        if self.body is not None:
            columns = np.r_[0:8, RECORDED_POINTS - len(HEAD_POINTS) : RECORDED_POINTS]
            points[:, columns] = self.body[:, _BODY + _HEAD, :3]
            confidence[:, columns] = self.body[:, _BODY + _HEAD, 3]
        points[:, RIGHT_HAND], confidence[:, RIGHT_HAND] = self.hand + self.wrist[:, None], self.seen[:, None]
        confidence[:, LEFT_HAND] = 0.0
        return Recording(points * self.upright, confidence, self.fps)


def clips(data: Path, footage: Footage, *, signs: int | None = None) -> Iterator[Clip]:
    """The clips of one footage, every signer in every sign; ``signs`` takes the first so many only."""
    folder, taken = data / "nsl23", {}
    with open(folder / "index.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with np.load(folder / "clips.npz", allow_pickle=False) as file:
        for row in rows:
            shown, take = SESSIONS.get(row["sequence"].split("/")[-1], (None, 0))
            if row["type"] != "sign" or shown != footage:
                continue
            if taken.setdefault(row["label"], len(taken)) >= (signs or len(rows)):
                continue
            key = row["key"]
            hand, meta = file[f"{key}_rh"].astype(np.float64), file[f"{key}_rh_meta"].astype(np.float64)
            seen = np.abs(hand).sum((1, 2)) > 0
            if seen.sum() < 10:
                continue
            body = file[f"{key}_pose"].astype(np.float64) if footage == "wide" else None
            yield Clip(
                row["signer"],
                row["label"],
                take,
                float(row["fps"]),
                int(row["width"]) / int(row["height"]),
                hand * meta[:, 3, None, None],
                meta[:, :3],
                seen,
                body,
            )
