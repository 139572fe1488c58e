"""A player inside a notebook."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np

from signsynth.files.provenance import Origin
from signsynth.files.video import write_video
from signsynth.motion import Motion
from signsynth.render.skeleton import SkeletonRenderer

LONGEST_S = 60.0
"""What a notebook keeps must stay small: about 6 MB a minute."""


def html_video(
    shown: Motion | Iterable[np.ndarray],
    fps: float | None = None,
    *,
    size: int = 384,
    longest_s: float = LONGEST_S,
    origin: Origin | None = None,
) -> str:
    """HTML of a looping, silent player that holds the video itself; at most ``longest_s`` seconds of it.

    ``shown`` is a motion, drawn at ``size`` pixels, or frames, uint8 ``(h, w, 3)``, which need ``fps`` (default
    25). ``origin`` is what the video inside says about where it comes from. Without frames the HTML says so.
    """
    if isinstance(shown, Motion):
        rate, origin = fps or shown.fps, origin or Origin(renderer="skeleton")
        most = max(1, int(longest_s * shown.fps))
        cut = len(shown) > most
        frames: Iterable[np.ndarray] = SkeletonRenderer()(shown[:most], size=size, fps=fps)
    else:
        rate = fps or 25.0
        iterator = iter(shown)
        most = max(1, int(longest_s * rate))
        frames, cut = islice(iterator, most), None
    frames = iter(frames)
    first = next(frames, None)
    if first is None:
        return "<em>no frames</em>"
    with tempfile.TemporaryDirectory() as folder:
        path = write_video(_again(first, frames), Path(folder) / "video.mp4", rate, origin=origin)
        data = base64.b64encode(path.read_bytes()).decode("ascii")
    if cut is None:
        cut = next(iterator, None) is not None
    height, width = first.shape[:2]
    note = f"<br><small>the first {longest_s:g} s</small>" if cut else ""
    return (
        f'<video autoplay loop muted controls playsinline width="{width}" height="{height}" '
        f'title="synthetic signing" src="data:video/mp4;base64,{data}"></video>{note}'
    )


def _again(first: np.ndarray, rest: Iterable[np.ndarray]) -> Iterable[np.ndarray]:
    yield first
    yield from rest
