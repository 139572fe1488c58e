"""A motion about to be shown: frames when asked for, a file, or a player in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signsynth.files.provenance import Origin
from signsynth.files.video import write_video
from signsynth.motion import Motion
from signsynth.pipeline.origin import origin_of
from signsynth.signer import Signer
from signsynth.stages import Renderer

if TYPE_CHECKING:
    from signsynth.files.provenance_c2pa import Credentials
    from signsynth.pipeline.stream import Stream


@dataclass(frozen=True)
class Video:
    """Frames are rendered each time they are iterated and never kept.

    ``about`` is what is known of the motion: where its signs come from, how much of the text they cover.
    """

    motion: Motion | Stream
    renderer: Renderer
    signer: Signer | None = None
    size: int = 512
    fps: float | None = None
    seed: int = 0
    about: Origin = field(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """What the file will say about where it comes from."""
        return origin_of(self.about, self.renderer, self.signer, self.seed)

    def __iter__(self) -> Iterator[np.ndarray]:
        if not isinstance(self.motion, Motion):
            return self.motion.frames(self.renderer, self.signer, self.size, self.seed)
        return iter(self.renderer(self.motion, self.signer, size=self.size, fps=self.fps, seed=self.seed))

    def __len__(self) -> int:
        if not isinstance(self.motion, Motion):
            raise TypeError("a stream's frames are not counted before they are made")
        return len(self.motion) if self.fps is None else self.motion.frames_at(self.fps)

    def save(self, path: str | Path, *, progress: bool = False, credentials: Credentials | None = None) -> Path:
        """Write ``.mp4``, ``.webm``, ``.gif`` or a folder of PNG frames; the file is whole or absent.

        It says where it comes from (``origin``); ``credentials`` sign that (C2PA). ``progress`` shows a bar on standard
        error if it takes longer than a second.
        Errors: ``FileError`` names the path and the endings that can be written.
        """
        frames = iter(self)
        if progress:
            from tqdm import tqdm  # late: 60 ms

            total = len(self) if isinstance(self.motion, Motion) else None
            frames = iter(tqdm(frames, total=total, unit="frame", desc="rendering", delay=1.0, leave=False))
        rate = self.fps or self.motion.fps
        return Path(write_video(frames, path, rate, origin=self.origin, credentials=credentials))

    def _repr_html_(self) -> str:
        from signsynth.render.notebook import html_video

        return html_video(iter(self), self.fps or self.motion.fps, origin=self.origin)
