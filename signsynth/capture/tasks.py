"""MediaPipe 1.x: the tasks API with a model file that the user supplies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.capture.choice import HOW, NoTracker
from signsynth.capture.landmarks import View, array, sighting
from signsynth.capture.tracker import Frame, Sighting, nobody
from signsynth.errors import FileError


@dataclass
class TasksTracker:
    """Follows one signer with ``mediapipe.tasks.vision.HolisticLandmarker``; meets ``Tracker``.

    ``model``  path of ``holistic_landmarker.task``, which Google offers for download; no package ships it.
    Works with MediaPipe 1.x. Errors: ``FileError`` where the model is missing or not a model, ``choice.NoTracker``
    without MediaPipe, or with an older one.
    """

    model: str | Path
    notes: list[str] = field(default_factory=list)

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """One sighting a frame; see ``Tracker``."""
        self.notes.clear()
        image, landmarker = self._landmarker(mask)
        last = -1
        with closing(landmarker):
            for frame in frames:
                last = max(last + 1, round(frame.time_s * 1000))  # the API wants rising whole milliseconds
                result = landmarker.detect_for_video(image(frame.pixels), last)
                yield _seen(frame.pixels, result, mask)

    def _landmarker(self, mask: bool) -> tuple[Any, Any]:
        path = Path(self.model)
        if not path.is_file():
            raise FileError(f"{path}: no such file, expected MediaPipe's holistic_landmarker.task")
        try:
            import mediapipe as mp
            from mediapipe.tasks.python import BaseOptions, vision
        except ImportError as error:
            raise NoTracker(f"capture: MediaPipe cannot be imported ({error}); {HOW}") from error
        if hasattr(vision.HolisticLandmarkerResult, "create_from_pb2"):
            # Before its tasks were rewritten they aborted the whole process over a frame without a hand or a face.
            found = getattr(mp, "__version__", "of before 1.0")
            raise NoTracker(f"capture: MediaPipe {found} is too old for .task files, expected 1.0 or newer")
        options = vision.HolisticLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(path)),
            running_mode=vision.RunningMode.VIDEO,
            output_segmentation_mask=mask,
        )
        try:
            landmarker = vision.HolisticLandmarker.create_from_options(options)
        except (ValueError, RuntimeError, OSError) as error:
            raise FileError(f"{path}: not a holistic landmarker model ({str(error).splitlines()[0][:120]})") from error
        # Its image wants an array of its own: it refuses views, or reads past their rows.
        own = ("C", "W", "O")
        return (
            lambda pixels: mp.Image(image_format=mp.ImageFormat.SRGB, data=np.require(pixels, np.uint8, own))
        ), landmarker


def _seen(pixels: np.ndarray, result: Any, mask: bool) -> Sighting:
    height, width = pixels.shape[:2]
    body = array(result.pose_landmarks)
    hands = [array(result.left_hand_landmarks), array(result.right_hand_landmarks)]
    out = sighting(View(0, width, height), body, hands, array(result.face_landmarks))
    if not mask:
        return out
    found = result.segmentation_mask
    if found is None or body is None:
        return out._replace(mask=nobody((height, width)).mask)
    values = np.asarray(found.numpy_view()).reshape(height, width)
    values = values if values.dtype == np.uint8 else (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
    return out._replace(mask=values)
