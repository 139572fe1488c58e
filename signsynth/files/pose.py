"""``.pose`` files of any layout, read with the pose-format library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import FileError
from signsynth.files import canonical_pose
from signsynth.files.atomic import atomic_path
from signsynth.files.depth import depth_scale
from signsynth.files.limits import check_frames, read_bytes
from signsynth.files.tracker import component_targets, empty
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.rate import estimate_fps
from signsynth.motion.recording import FARTHEST, Recording


def load_pose(path: str | Path, *, fps: float | None = None) -> Motion:
    """A ``.pose`` file as canonical motion; one that we wrote comes back exactly, without being fitted again.

    ``fps`` overrides the file's own rate. Where neither says, it is estimated from the speed of the wrists.
    Errors: ``FileError`` for a missing, damaged or foreign file.
    """
    data = read_bytes(path)
    if canonical_pose.is_canonical(data):
        motion = canonical_pose.decode(data, str(path))
    else:
        parsed = _parsed(data, path)
        motion = canonical_pose.from_parsed(*parsed, str(path))
    if motion is not None:
        return motion if fps is None else Motion(motion.pose, motion.confidence, fps)
    recording = recording_of(*parsed, path)
    return canonicalise(recording, fps=fps or recording.fps or estimate_fps([recording]), source=str(path))


def read_pose(path: str | Path) -> Recording:
    """The keypoints of a ``.pose`` file as its tracker saw them.

    Points are found by the names of components and points (MediaPipe 178, 553, 576, 586 and any
    other subset; OpenPose 137), so their order does not matter. Of several people the first is
    taken, or the one with most confidence where the first is never seen. A frame rate of 0 or NaN
    becomes None. Errors: ``FileError``.
    """
    return recording_of(*_parsed(read_bytes(path), path), path)


def write_pose(motion: Motion, path: str | Path, record: str = "") -> None:
    """Write canonical motion as ``.pose``, exact on a grid of 2^-16 shoulder widths; segments are not kept.

    ``record`` is JSON of where it comes from (``provenance.Origin``).
    """
    data = canonical_pose.encode(motion, record)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def recording_of(header: Any, body: Any, path: str | Path) -> Recording:
    """The keypoints of a pose-format header and body; ``path`` is named in errors (``FileError``)."""
    with np.errstate(invalid="ignore"):  # signalling NaN of damaged files
        raw, level = np.asarray(body.data.data, np.float64), np.asarray(body.confidence, np.float64)
    frames, people = raw.shape[:2]
    check_frames(path, frames)
    if people == 0:
        raise FileError(f"{path}: holds no person, expected one")
    totals = np.nan_to_num(level).sum((0, 2))
    person = 0 if totals[0] > 0 else int(totals.argmax())
    raw, level = raw[:, person], level[:, person]

    names = np.concatenate([component_targets(c.name, c.points) for c in header.components])
    if not np.isin([0, 1], names).all():
        found = ", ".join(component.name for component in header.components[:6])
        raise FileError(f"{path}: no shoulders among its points ({found}), expected MediaPipe or OpenPose keypoints")
    points, confidence = empty(frames)
    source = np.flatnonzero(names >= 0)
    depth = raw.shape[-1] >= 3
    points[:, names[source], : min(raw.shape[-1], 3)] = raw[:, source, :3]
    confidence[:, names[source]] = level[:, source]
    confidence[~(np.abs(points) < FARTHEST).all(-1)] = 0.0
    points = np.where(confidence[..., None] > 0, points, 0.0)
    points *= np.array([1.0, -1.0, -1.0]) * _pixels(points, confidence, header.dimensions)
    if depth:
        points[..., 2] *= depth_scale(points, confidence, header.dimensions.width or 1)
    fps = float(body.fps)
    return Recording(points, confidence, fps if np.isfinite(fps) and 0 < fps <= 1000 else None, hand_depth=depth)


def _parsed(data: bytes, path: str | Path):
    from pose_format import Pose

    try:
        pose = Pose.read(data)
        if not 0 <= pose.header.version < 0.25 or not pose.header.components:
            raise FileError(f"{path}: not a .pose file of version 0.0 to 0.2")
    except FileError:
        raise
    except Exception as error:  # on damaged bytes the library fails in whatever call comes first
        raise FileError(f"{path}: not a readable .pose file ({type(error).__name__}); damaged or cut short?") from error
    return pose.header, pose.body


def _pixels(points: np.ndarray, confidence: np.ndarray, size) -> np.ndarray:
    """Factors that make x and y equal in unit: 1 for pixels, width and height for coordinates in 0..1.

    Coordinates count as normalised by width and height where all shoulders lie inside the unit
    square and half a picture apart at most; poses scaled to a shoulder width of 1 around their
    middle stay as they are. Without picture dimensions in the header the two cannot be told apart.
    """
    shoulders = points[:, :2][confidence[:, :2] > 0][:, :2]
    if len(shoulders) == 0 or min(size.width, size.height) < 8:
        return np.ones(3)
    inside = np.median(shoulders, axis=0)
    spread = np.abs(shoulders - inside).max()
    if (inside > 0.1).all() and (inside < 1.5).all() and spread < 0.5:
        return np.array([size.width, size.height, size.width], float)
    return np.ones(3)
