"""Corpora of skeletons as researchers publish them: the challenge's ``.pt`` dictionaries, ``.skels`` text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.limits import check_frames, read_bytes

_SKELS_VALUES = 151
"""A frame of ``.skels``: 50 joints × (x, y, z) and a counter that runs from 0 to 1."""


@dataclass(frozen=True, eq=False)
class Skeletons:
    """One utterance: points ``(frames, points, 3)`` as stored, and what is known of it ("" where nothing is)."""

    name: str
    points: np.ndarray
    text: str = ""
    gloss: str = ""
    speaker: str = ""


def read_pt(path: str | Path) -> list[Skeletons]:
    """A dictionary of the SLRTP 2025 challenge: ``id -> {name, text, gloss, poses_3d (frames, 178, 3), speaker}``.

    Read with ``weights_only=True``: nothing in it is executed. Errors: ``FileError``.
    """
    import torch

    data = read_bytes(path)
    try:
        held = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # torch fails in many ways on damaged or forbidden content
        why = str(error).splitlines()[0][:120]
        raise FileError(f"{path}: not a dictionary of plain tensors ({type(error).__name__}: {why})") from error
    if not isinstance(held, dict) or not held:
        raise FileError(f"{path}: holds {type(held).__name__}, expected a dictionary of utterances")
    return [_from_entry(path, str(key), entry) for key, entry in held.items()]


def read_skels(path: str | Path) -> list[Skeletons]:
    """``.skels`` text of Progressive Transformers: one utterance a line, 151 numbers a frame, 50 joints.

    Names, texts and glosses come from ``.files``, ``.text`` and ``.gloss`` beside it, where they are.
    Errors: ``FileError``.
    """
    path = Path(path)
    lines = _text(path).splitlines()
    names, texts, glosses = (_beside(path, suffix, len(lines)) for suffix in (".files", ".text", ".gloss"))
    found = []
    for number, line in enumerate(lines):
        try:
            values = np.array(line.split(), dtype=np.float64)
        except ValueError as error:
            raise FileError(f"{path}: line {number + 1} holds something that is no number") from error
        if not len(values) or len(values) % _SKELS_VALUES:
            raise FileError(f"{path}: line {number + 1} has {len(values)} numbers, expected {_SKELS_VALUES} a frame")
        points = values.reshape(-1, _SKELS_VALUES)[:, :-1].reshape(-1, 50, 3)
        check_frames(path, len(points))
        found.append(Skeletons(names[number] or f"{path.stem}-{number}", points, texts[number], glosses[number]))
    if not found:
        raise FileError(f"{path}: holds no utterance")
    return found


def _from_entry(path: str | Path, key: str, entry: object) -> Skeletons:
    poses = entry.get("poses_3d") if isinstance(entry, dict) else None
    if poses is None or not hasattr(poses, "detach"):
        raise FileError(f"{path}: {key!r} has no tensor 'poses_3d', expected (frames, 178, 3)")
    points = poses.detach().cpu().numpy().astype(np.float64)
    if points.ndim == 2 and points.shape[1] % 3 == 0:
        points = points.reshape(len(points), -1, 3)
    if points.ndim != 3 or points.shape[2] != 3:
        raise FileError(f"{path}: {key!r} has poses of shape {points.shape}, expected (frames, points, 3)")
    check = [str(entry.get(name, "") or "") for name in ("name", "text", "gloss", "speaker")]
    return Skeletons(check[0] or key, points, *check[1:])


def _beside(path: Path, suffix: str, count: int) -> list[str]:
    other = path.with_suffix(suffix)
    if not other.is_file():
        return [""] * count
    lines = [line.strip() for line in _text(other).splitlines()]
    if len(lines) != count:
        raise FileError(f"{other}: {len(lines)} lines, expected {count} as in {path.name}")
    return lines


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: is no UTF-8 text") from error
