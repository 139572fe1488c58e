"""The only code that knows a file format. Formats load on first use."""

from __future__ import annotations

from pathlib import Path

from signsynth.errors import FileError, nearest
from signsynth.motion import Motion
from signsynth.motion.recording import Recording

READABLE = (".pose", ".npz")
WRITABLE = (".pose", ".npz")

__all__ = ["READABLE", "WRITABLE", "load_motion", "read_recording", "save_motion"]


def load_motion(path: str | Path, *, fps: float | None = None) -> Motion:
    """Canonical motion from ``.pose`` or ``.npz``, chosen by the file's suffix.

    ``fps`` overrides the file's rate, without a change of speed in frames. What is not canonical
    yet is made so. Errors: ``FileError``, one line that names the file.
    """
    suffix = _suffix(path, READABLE)
    if suffix == ".npz":
        from signsynth.files.motion_npz import load_npz

        motion = load_npz(path)
        return motion if fps is None else Motion(motion.pose, motion.confidence, fps, segments=motion.segments)
    from signsynth.files.pose import load_pose

    return load_pose(path, fps=fps)


def save_motion(motion: Motion, path: str | Path) -> None:
    """Write ``.pose`` (exact on a grid of 2^-16 shoulder widths, without segments) or ``.npz`` (exact).

    Errors: ``FileError`` for another suffix or where the file cannot be written.
    """
    if _suffix(path, WRITABLE) == ".npz":
        from signsynth.files.motion_npz import write_npz

        write_npz(motion, path)
    else:
        from signsynth.files.pose import write_pose

        write_pose(motion, path)


def read_recording(path: str | Path) -> Recording:
    """What a tracker saw, not yet canonical. Errors: ``FileError``."""
    from signsynth.files.pose import read_pose

    return read_pose(path)


def _suffix(path: str | Path, known: tuple[str, ...]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in known:
        raise FileError(f"{path}: format {suffix or 'without suffix'}; {nearest(suffix, known)}")
    return suffix
