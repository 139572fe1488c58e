"""Keypoints from a ``.pose`` file made elsewhere, in place of a tracker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from signsynth.capture.tracker import Frame, Sighting, nobody
from signsynth.errors import FileError


@dataclass
class PoseFileTracker:
    """Sightings from a ``.pose`` file, for the frames of the video it was made from; meets ``Tracker``.

    The file's frame nearest in time is taken where its rate is known, else frame by frame. It has no masks.
    Errors: ``FileError`` where the file is not readable or ends more than half a second before the video.
    """

    path: str | Path
    notes: list[str] = field(default_factory=list)

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """One sighting a frame; see ``Tracker``."""
        from signsynth.files.pose import read_pose

        self.notes.clear()
        recording = read_pose(self.path)
        last = len(recording) - 1
        for count, frame in enumerate(frames):
            at = count if recording.fps is None else round(frame.time_s * recording.fps)
            if at - last > (recording.fps or 25.0) / 2:
                raise FileError(f"{self.path}: ends at frame {last}, before the video; was it made from another one?")
            at = min(at, last)
            shape = frame.pixels.shape[:2]
            yield Sighting(
                recording.points[at].astype(np.float32),
                recording.confidence[at].astype(np.float32),
                nobody(shape).mask if mask else None,
            )
