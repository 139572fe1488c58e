"""The only code that knows a file format. Formats load on first use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from signsynth.errors import FileError, InputError, nearest
from signsynth.motion import Motion
from signsynth.motion.recording import Recording

if TYPE_CHECKING:
    from signsynth.files.provenance import Origin

MOTION_CAPTURE = (".vrma", ".glb", ".gltf", ".bvh")
READABLE = (".pose", ".npz", ".npy", ".json", *MOTION_CAPTURE)
WRITABLE = (".pose", ".npz")

__all__ = ["READABLE", "WRITABLE", "load_motion", "read_recording", "save_motion"]


def load_motion(path: str | Path, *, fps: float | None = None, layout: str | None = None) -> Motion:
    """Canonical motion from a file, chosen by its suffix; what is not canonical yet is made so.

    ``.pose`` of any layout, ``.npz`` that ``save_motion`` wrote, ``.npy`` and ``.json`` in one of
    ``files.layouts.LAYOUTS`` (found by itself, or ``layout``). ``fps`` overrides the file's rate;
    where neither says, it is estimated. Motion capture with named joints (``files.mocap``) is read from
    ``.vrma``, ``.glb``, ``.gltf`` and ``.bvh``. Errors: ``FileError``, one line that names the file.
    """
    suffix = _suffix(path, READABLE)
    if suffix == ".npz":
        from signsynth.files.motion_npz import load_npz

        motion = load_npz(path)
        return motion if fps is None else replace(motion, fps=fps)
    if suffix == ".pose":
        from signsynth.files.pose import load_pose

        return _named(path, load_pose, path, fps=fps)
    from signsynth.motion.canonical import canonicalise
    from signsynth.motion.rate import estimate_fps

    recording = read_recording(path, layout=layout)
    rate = fps or recording.fps or estimate_fps([recording])
    return _named(path, canonicalise, recording, fps=rate, source=str(path))


def save_motion(motion: Motion, path: str | Path, *, origin: Origin | None = None) -> None:
    """Write ``.pose`` (exact on a grid of 2^-16 shoulder widths, without segments) or ``.npz`` (exact).

    ``origin``, where the signs are from, goes with it; ``provenance.read_provenance`` finds it there.
    Errors: ``FileError`` for another suffix or where the file cannot be written.
    """
    record = "" if origin is None else origin.json()
    if _suffix(path, WRITABLE) == ".npz":
        from signsynth.files.motion_npz import write_npz

        write_npz(motion, path, record)
    else:
        from signsynth.files.pose import write_pose

        write_pose(motion, path, record)


def read_recording(path: str | Path, *, layout: str | None = None, aspect: float | None = None) -> Recording:
    """What a tracker saw, not yet canonical, from all but ``.npz``. Errors: ``FileError``."""
    suffix = _suffix(path, (".pose", ".npy", ".json", *MOTION_CAPTURE))
    if suffix in MOTION_CAPTURE:
        from signsynth.files.mocap import read_mocap

        return _named(path, read_mocap, path)
    if suffix == ".pose":
        from signsynth.files.pose import read_pose

        return _named(path, read_pose, path)
    from signsynth.files.arrays import read_clip
    from signsynth.files.layouts import read_layout

    clip = read_clip(path)
    return _named(path, read_layout, clip, layout, aspect=aspect)


def _named(path: str | Path, read, *arguments, **options):
    """The result of ``read``; its ``InputError`` becomes a ``FileError`` that names the file."""
    try:
        return read(*arguments, **options)
    except InputError as error:
        text = str(error)
        raise FileError(text if str(path) in text else f"{path}: {text}") from error


def _suffix(path: str | Path, known: tuple[str, ...]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in known:
        raise FileError(f"{path}: format {suffix or 'without suffix'}; {nearest(suffix, known)}")
    return suffix
