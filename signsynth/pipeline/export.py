"""A motion as a file for 3D programs: ``.glb``, ``.bvh`` or SMPL-X ``.npz``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signsynth.errors import FileError, nearest
from signsynth.files.smplx_npz import SmplxTrack
from signsynth.motion import Motion

if TYPE_CHECKING:
    from signsynth.body import Body

FORMATS = ("glb", "bvh", "smplx")


def format_of(path: str | Path, chosen: str | None = None) -> str:
    """The format to write: ``chosen``, or what the suffix says. Errors: ``FileError`` where they do not fit."""
    name = Path(path).name.lower()
    suffix = Path(name).suffix
    if chosen is not None and chosen not in FORMATS:
        raise FileError(f"{path}: format {chosen!r}; {nearest(chosen, FORMATS)}")
    if suffix == ".npz":
        if chosen in (None, "smplx") and (chosen or name.endswith(".smplx.npz")):
            return "smplx"
        raise FileError(f"{path}: .npz is how motions are saved; for SMPL-X use --format smplx or a name in .smplx.npz")
    if suffix not in (".glb", ".bvh"):
        raise FileError(
            f"{path}: format {suffix or 'without suffix'}; {nearest(suffix, ('.glb', '.bvh', '.smplx.npz'))}"
        )
    if chosen not in (None, suffix[1:]):
        raise FileError(f"{path}: format {chosen} needs a name in {'.npz' if chosen == 'smplx' else '.' + chosen}")
    return suffix[1:]


def export(
    motion: Motion,
    path: str | Path,
    *,
    format: str | None = None,
    body: Body | None = None,
    shape: np.ndarray | None = None,
    title: str | None = None,
    progress: bool = False,
) -> SmplxTrack | None:
    """Write a motion; where it has no gesture and mesh yet, the body is fitted to it first.

    ``shape (shapes,)`` is the person who shows it in ``.glb`` and ``.bvh``, the mean person by default; SMPL-X
    files hold none. Returns what was written for SMPL-X, with its loss.
    Errors: ``FileError`` for another format or a path that cannot be written, ``InputError`` for a motion that
    no body can follow.
    """
    kind = format_of(path, format)
    from signsynth.body import Body
    from signsynth.body.fit import body_pose, fit
    from signsynth.pipeline.figure import animation_of

    body = body or Body.load()
    if motion.gesture is None or motion.mesh is None:
        motion = fit(motion, body, progress=progress)
    chosen = None if shape is None else body.heads.new_tensor(np.asarray(shape))
    pose = body_pose(motion, body, None if kind == "smplx" else chosen)
    animation = animation_of(
        body, pose.rotations.numpy(), pose.root.numpy(), pose.actions.numpy(), motion.fps,
        shape=None if kind == "smplx" else shape, title=title or _title(motion, path), skinned=kind == "glb",
    )  # fmt: skip
    if kind == "glb":
        from signsynth.files.glb import write_glb

        write_glb(animation, path)
        return None
    if kind == "bvh":
        from signsynth.files.bvh import write_bvh

        write_bvh(animation, path)
        return None
    from signsynth.files.smplx_npz import write_smplx
    from signsynth.pipeline.retarget import smplx_track

    jaw = pose.actions[:, body.action_names.index("jawOpen")].numpy()
    track = smplx_track(animation, jaw)
    write_smplx(track, path)
    return track


def _title(motion: Motion, path: str | Path) -> str:
    signed = [segment.label for segment in motion.segments if segment.kind == "sign" and segment.label]
    return " ".join(signed) or Path(path).stem
