"""A motion about to be shown: frames when asked for, a file, or a player in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.files.video import write_video
from signsynth.motion import Motion
from signsynth.signer import Signer
from signsynth.stages import Renderer


@dataclass(frozen=True)
class Video:
    """Frames are rendered each time they are iterated and never kept."""

    motion: Motion
    renderer: Renderer
    signer: Signer | None = None
    size: int = 512
    fps: float | None = None
    seed: int = 0

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self.renderer(self.motion, self.signer, size=self.size, fps=self.fps, seed=self.seed))

    def __len__(self) -> int:
        return len(self.motion) if self.fps is None else self.motion.frames_at(self.fps)

    def save(self, path: str | Path, *, progress: bool = False) -> Path:
        """Write ``.mp4``, ``.webm``, ``.gif`` or a folder of PNG frames; the file is whole or absent.

        ``progress`` shows a bar on standard error if it takes longer than a second.
        Errors: ``FileError`` names the path and the endings that can be written.
        """
        frames = iter(self)
        if progress:
            from tqdm import tqdm  # late: 60 ms

            frames = iter(tqdm(frames, total=len(self), unit="frame", desc="rendering", delay=1.0, leave=False))
        return Path(write_video(frames, path, self.fps or self.motion.fps))

    def _repr_html_(self) -> str:
        from signsynth.render.notebook import html_video

        return html_video(iter(self), self.fps or self.motion.fps)
