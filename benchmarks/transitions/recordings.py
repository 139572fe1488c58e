"""Real continuous motion at 25 frames a second, canonical: what transitions are cut out of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.nsl23 import SESSIONS
from benchmarks.transitions.sentences import parts
from signsynth.files import load_motion, read_recording
from signsynth.files.corpus import load_corpus
from signsynth.files.layouts import read_layout
from signsynth.motion import Motion, Segment
from signsynth.motion.canonical import canonicalise
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import CANONICAL, HEAD_POINTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

FPS = 25.0
_BODY, _HEAD = (11, 12, 13, 14, 15, 16, 23, 24), tuple(range(11))
_BODY_COLUMNS = np.r_[0:8, RECORDED_POINTS - len(HEAD_POINTS) : RECORDED_POINTS]
_KINDS = ("pose", "rh", "rh_meta", "lh", "lh_meta")
_PALM = 9
_PLACED = np.array([-0.35, -0.2, 0.0])
"""Where the median wrist of a picture without a body is put, in shoulder widths from mid-shoulder."""


@dataclass(frozen=True, eq=False)
class Recorded:
    """One recording at 25 frames a second; segments say what is signed where that is labelled."""

    name: str
    motion: Motion


@lru_cache(maxsize=2)
def dgs(data: Path) -> tuple[Recorded, ...]:
    """The 16 DGS sentences as they lie there.

    Their maker put them together from single signs: five frames in a straight line at every join, then a mean of
    three frames over all (see `benchmarks/transitions/sentences.py`). Only ``dgs_signs`` is real throughout.
    """
    paths = sorted((data / "dgs_sentences" / "train").glob("*_original.pose"))
    return tuple(Recorded(path.stem, load_motion(path).resample(FPS)) for path in paths)


@lru_cache(maxsize=2)
def dgs_signs(data: Path) -> tuple[Recorded, ...]:
    """What lies between the straight lines of the DGS sentences; the pieces of one have its name."""
    found = []
    for recorded in dgs(data):
        points = read_recording(data / "dgs_sentences" / "train" / f"{recorded.name}.pose").points
        found += [Recorded(recorded.name, recorded.motion[a:b]) for a, b in parts(points) if b > a]
    return tuple(found)


@lru_cache(maxsize=2)
def phoenix(data: Path) -> tuple[Recorded, ...]:
    """Ten whole sentences of German weather forecasts, lifted to 3D by their maker: truly continuous signing."""
    found = []
    for path in sorted((data / "phoenix14t" / "skels").glob("*.skels")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            # 50 joints and a counter a frame.
            recording = read_layout(np.array(line.split(), float).reshape(-1, 151)[:, :150])
            found.append(Recorded(f"{path.stem}/{number}", canonicalise(recording).resample(FPS)))
    return tuple(found)


@lru_cache(maxsize=2)
def nsl(data: Path) -> tuple[Recorded, ...]:
    """All `nsl23` recordings that show a body: single signs, and whole sequences with labelled transitions.

    Left out: the index's ``cropped`` ones, S2's cropped ones (the body tracker ran, but no shoulder is in them),
    and recordings whose shoulders are found in less than half of the frames.
    """
    found = []
    for name, rows, arrays in _sequences(data):
        body = arrays.get("pose")
        if body is None or SESSIONS.get(rows[0]["sequence"].split("/")[-1], ("", 0))[0] == "close":
            continue
        if (np.abs(body[:, 11, :2] - body[:, 12, :2]).sum(1) > 0).mean() < 0.5:
            continue
        recording = _wide(arrays, int(rows[0]["width"]) / int(rows[0]["height"]), float(rows[0]["fps"]))
        found.append(Recorded(name, _labelled(canonicalise(recording, source=name), rows).resample(FPS)))
    return tuple(found)


@lru_cache(maxsize=2)
def nsl_close(data: Path) -> tuple[Recorded, ...]:
    """The `nsl23` sequences whose picture shows the right hand only: good for its shape and turn, not for its place.

    The hand's size gives the scale, the median wrist is put before the chest, the body stands still.
    """
    found = []
    for name, rows, arrays in _sequences(data):
        if "pose" in arrays or len(rows) == 1:
            continue
        recording = _close(arrays, int(rows[0]["width"]) / int(rows[0]["height"]), float(rows[0]["fps"]))
        found.append(Recorded(name, _labelled(canonicalise(recording, source=name), rows).resample(FPS)))
    return tuple(found)


@lru_cache(maxsize=2)
def corpus(path: Path) -> dict[str, tuple[Recorded, ...]]:
    """Source -> recordings of a corpus file, at 25 frames a second; faces at rest, not seen."""
    found: dict[str, list[Recorded]] = {}
    for take in load_corpus(path):
        pose = np.repeat(CANONICAL.rest[None].astype(np.float32), len(take), axis=0)
        confidence = np.zeros(pose.shape[:2], np.float32)
        points = take.pose.shape[1]
        pose[:, :points], confidence[:, :points] = take.pose, take.confidence
        motion = Motion(pose, confidence, take.fps).resample(FPS)
        found.setdefault(take.source, []).append(Recorded(f"{take.source}/{take.label}/{take.name}", motion))
    return {source: tuple(recordings) for source, recordings in found.items()}


def _sequences(data: Path) -> Iterator[tuple[str, list[dict], dict[str, np.ndarray]]]:
    """Name, rows and arrays (``pose``, ``rh``, ``rh_meta``, ``lh`` ...) of each recording, in float64."""
    folder, rows_of = data / "nsl23", {}
    with open(folder / "index.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            whole = "_Multi/" in row["sequence"]
            rows_of.setdefault(row["sequence"] if whole else f"{row['sequence']}/{row['key']}", []).append(row)
    with np.load(folder / "clips.npz", allow_pickle=False) as file:
        for name, rows in rows_of.items():
            yield name, rows, {kind: array for kind in _KINDS if (array := _array(file, rows, kind)) is not None}


def _array(file: np.lib.npyio.NpzFile, rows: list[dict], kind: str) -> np.ndarray | None:
    """One array of all rows in a row, zeros where a row lacks it; None where all do."""
    parts = [file[key] if (key := f"{row['key']}_{kind}") in file else None for row in rows]
    if all(part is None for part in parts):
        return None
    shape = next(part.shape[1:] for part in parts if part is not None)
    filled = [np.zeros((int(r["frames"]), *shape)) if p is None else p for r, p in zip(rows, parts, strict=True)]
    return np.concatenate(filled).astype(np.float64)


def _wide(arrays: dict[str, np.ndarray], aspect: float, fps: float) -> Recording:
    """Body and both hands, from mid-shoulder."""
    body = arrays["pose"]
    points, confidence = np.zeros((len(body), RECORDED_POINTS, 3)), np.zeros((len(body), RECORDED_POINTS))
    points[:, _BODY_COLUMNS] = body[:, _BODY + _HEAD, :3]
    confidence[:, _BODY_COLUMNS] = body[:, _BODY + _HEAD, 3]
    for kind, hand in (("lh", LEFT_HAND), ("rh", RIGHT_HAND)):
        if kind in arrays:
            points[:, hand], confidence[:, hand] = _hand(arrays, kind)
    return Recording(points * _upright(aspect), confidence, fps)


def _close(arrays: dict[str, np.ndarray], aspect: float, fps: float) -> Recording:
    """A body at rest whose right wrist is where the hand is."""
    hand, seen = _hand(arrays, "rh")
    hand = hand * _upright(aspect)
    found = seen[:, 0] > 0
    palm = np.median(np.linalg.norm(hand[found, _PALM] - hand[found, 0], axis=-1))
    hand = (hand - np.median(hand[found, 0], axis=0)) * (hand_lengths_sw()[_PALM] / palm) + _PLACED
    points = np.zeros((len(hand), RECORDED_POINTS, 3))
    points[:, : len(CANONICAL)] = CANONICAL.rest
    confidence = np.zeros(points.shape[:2])
    confidence[:, [0, 1, 3]] = 1.0
    points[:, 3] = points[:, 1] + [-0.1, -0.6, 0.0]
    points[:, RIGHT_HAND], confidence[:, RIGHT_HAND] = hand, seen
    return Recording(points, confidence, fps)


def _hand(arrays: dict[str, np.ndarray], kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Hand points ``(frames, 21, 3)`` in the picture and where they were found ``(frames, 1)``."""
    hand, meta = arrays[kind], arrays[f"{kind}_meta"]
    return hand * meta[:, 3, None, None] + meta[:, None, :3], (np.abs(hand).sum((1, 2)) > 0)[:, None]


def _upright(aspect: float) -> np.ndarray:
    """Factors that give all axes one unit, y up and z to the viewer."""
    return np.array([aspect, -1.0, -aspect])


def _labelled(motion: Motion, rows: list[dict]) -> Motion:
    """The motion with what each row of the index shows as segments."""
    ends = np.cumsum([int(row["frames"]) for row in rows])
    segments = tuple(
        Segment(int(end) - int(row["frames"]), int(end), row["type"], row["label"])
        for row, end in zip(rows, ends, strict=True)
    )
    return replace(motion, segments=segments)
