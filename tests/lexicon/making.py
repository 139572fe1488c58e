"""Motions and indexes made for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND

HEADER = "path,spoken_language,signed_language,start,end,words,glosses,priority"


def signing(frames: int = 30, fps: float = 25.0, height: float = -0.3, reach: float = 0.2) -> Motion:
    """A right hand that is held up and goes to and fro smoothly; the left hangs, unseen."""
    pose = np.repeat(CANONICAL.rest[None], frames, axis=0).astype(np.float64)
    confidence = np.ones((frames, len(CANONICAL)))
    confidence[:, LEFT_HAND] = 0
    t = np.linspace(0, 2 * np.pi, frames)
    target = np.stack([-0.4 + reach * (np.cos(t) - 1), height + 0 * t, 0.4 + 0 * t], axis=1)
    pose[:, RIGHT_HAND] += (target - pose[:, 5])[:, None]
    pose[:, 5] = target
    return Motion(pose, confidence, fps)


def folder_of(path: Path, rows: str, header: str = HEADER) -> Path:
    """A lexicon folder with this index."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "index.csv").write_text(f"{header}\n{rows}", "utf-8")
    return path
