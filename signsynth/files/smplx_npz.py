"""Motion in the layout of SMPL-X (as AMASS stores it): ``poses (frames, 165)`` and friends. No model is needed.

Joints in SMPL-X's order as axis-angles in radians: root, 21 of the body, jaw, 2 eyes, 15 of the left and 15
of the right hand (index, middle, pinky, ring, thumb). Metres, y up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.errors import InputError
from signsynth.files.animation import NOTICE
from signsynth.files.atomic import atomic_path

VALUES = 165
BETAS = 16
_PARTS = {"root_orient": 3, "pose_body": 63, "pose_jaw": 3, "pose_eye": 6, "pose_hand": 90}


@dataclass(frozen=True, eq=False)
class SmplxTrack:
    """Motion for an SMPL-X body.

    ``poses (frames, 165)`` radians, ``trans (frames, 3)`` metres. ``loss_deg``: mean angle between the bones
    that were asked for and those that these rotations give; ``worst_deg`` the largest.
    """

    poses: np.ndarray
    trans: np.ndarray
    fps: float
    loss_deg: float = 0.0
    worst_deg: float = 0.0

    def __post_init__(self) -> None:
        for name, width in (("poses", VALUES), ("trans", 3)):
            array = np.asarray(getattr(self, name))
            if array.shape != (len(self.poses), width) or not np.isfinite(array).all():
                raise InputError(f"SMPL-X {name}: shape {array.shape}, expected finite (frames, {width})")


def write_smplx(track: SmplxTrack, path: str | Path) -> None:
    """Write ``.npz`` with the names that AMASS uses, whole and in parts. ``betas`` are 0: no body shape goes out.

    Errors: ``FileError``.
    """
    arrays: dict[str, np.ndarray] = {}
    start = 0
    for name, width in _PARTS.items():
        arrays[name] = track.poses[:, start : start + width].astype(np.float32)
        start += width
    arrays |= {
        "poses": track.poses.astype(np.float32),
        "trans": track.trans.astype(np.float32),
        "betas": np.zeros(BETAS, np.float32),
        "num_betas": np.array(BETAS),
        "gender": np.array("neutral"),
        "surface_model_type": np.array("smplx"),
        "mocap_frame_rate": np.array(float(track.fps)),
        "mocap_time_length": np.array(len(track.poses) / track.fps),
        "retarget_loss_deg": np.array(track.loss_deg),
        "notice": np.array(NOTICE),
    }
    with atomic_path(path) as temporary, open(temporary, "wb") as out:
        np.savez_compressed(out, **arrays)
