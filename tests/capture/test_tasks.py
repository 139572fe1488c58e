"""The tasks API of MediaPipe 1.x, played by a module of the same names: its models cannot be had in tests.

With a model it is run for real: ``SIGNSYNTH_HOLISTIC_TASK=holistic_landmarker.task``, where MediaPipe 1.x is installed.
"""

from __future__ import annotations

import itertools
import os
import sys
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from signsynth.capture import Frame
from signsynth.capture.choice import NoTracker
from signsynth.capture.tasks import TasksTracker
from signsynth.capture.video import Video
from signsynth.errors import FileError
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND


def point(x, y, z=0.0, visibility=None):
    return SimpleNamespace(x=x, y=y, z=z, visibility=visibility)


@pytest.fixture
def calls(monkeypatch):
    """Installs the made-up module; what it was asked, in order."""
    asked = []

    @dataclass
    class Options:
        base_options: object
        running_mode: object
        output_segmentation_mask: bool = False

    class Landmarker:
        def __init__(self, options):
            self.options = options
            asked.append(("made", options.base_options, options.running_mode, options.output_segmentation_mask))

        @classmethod
        def create_from_options(cls, options):
            if "bad" in options.base_options:
                raise RuntimeError("Unable to open zip archive.\ntrace")
            return cls(options)

        def detect_for_video(self, image, milliseconds):
            assert image.flags.c_contiguous and image.flags.owndata and image.dtype == np.uint8
            asked.append((image.shape, milliseconds))
            mask = SimpleNamespace(numpy_view=lambda: np.full((*image.shape[:2], 1), 0.5, np.float32))
            return SimpleNamespace(
                pose_landmarks=[point(k / 33, 0.5, -0.1, 0.9) for k in range(33)],
                left_hand_landmarks=[],
                right_hand_landmarks=[point(0.25, 0.5, -0.1) for _ in range(21)],
                face_landmarks=[],
                segmentation_mask=mask if self.options.output_segmentation_mask else None,
            )

        def close(self):
            asked.append("closed")

    root, tasks, python = ModuleType("mediapipe"), ModuleType("mediapipe.tasks"), ModuleType("mediapipe.tasks.python")
    root.Image, root.ImageFormat = (lambda image_format, data: data), SimpleNamespace(SRGB=1)
    vision = SimpleNamespace(
        HolisticLandmarkerResult=type("Result", (), {}),
        HolisticLandmarker=Landmarker,
        HolisticLandmarkerOptions=Options,
        RunningMode=SimpleNamespace(VIDEO="video"),
    )
    python.BaseOptions, python.vision = (lambda model_asset_path: model_asset_path), vision
    for module in (root, tasks, python):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return asked


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "holistic_landmarker.task"
    path.write_bytes(b"PK")
    return path


FRAMES = [Frame(np.zeros((40, 80, 3), np.uint8), time) for time in (0.0, 0.0333, 0.0334)]


def test_pictures_are_arrays_of_their_own(calls, model):
    """MediaPipe's image refuses views of other arrays, or reads past their rows."""
    wide = np.zeros((40, 90, 3), np.uint8)
    assert len(list(TasksTracker(model)([Frame(wide[:, :80], 0.0), Frame(wide[::2], 0.1)]))) == 2


def test_landmarks_become_points_in_pixels(calls, model):
    sightings = list(TasksTracker(model)(FRAMES))
    assert len(sightings) == 3 and sightings[0].mask is None
    points, level = sightings[0].points, sightings[0].confidence
    assert np.allclose(points[0], [80 * 11 / 33, -20, 8]) and np.isclose(level[0], 0.9)  # left shoulder: number 11
    assert np.allclose(points[RIGHT_HAND], [20, -20, 8]) and (level[RIGHT_HAND] == 1).all()
    assert (level[LEFT_HAND] == 0).all()


def test_times_rise_in_whole_milliseconds_and_the_model_is_closed(calls, model):
    list(TasksTracker(model)(FRAMES))
    assert calls[0] == ("made", str(model), "video", False)
    assert [call[1] for call in calls[1:4]] == [0, 33, 34] and calls[4:] == ["closed"]


def test_masks_where_asked(calls, model):
    sighting = next(TasksTracker(model)(FRAMES, mask=True))
    assert sighting.mask.shape == (40, 80) and sighting.mask.dtype == np.uint8 and set(sighting.mask.flat) == {128}


def test_a_missing_or_wrong_model_is_one_line(calls, tmp_path):
    with pytest.raises(FileError, match="no such file, expected MediaPipe's holistic_landmarker.task"):
        next(TasksTracker(tmp_path / "none.task")(FRAMES))
    bad = tmp_path / "bad.task"
    bad.write_bytes(b"no")
    with pytest.raises(FileError, match=r"not a holistic landmarker model \(Unable to open zip archive.\)$"):
        next(TasksTracker(bad)(FRAMES))


def test_versions_that_abort_over_a_lost_hand_are_refused(calls, model, monkeypatch):
    vision = sys.modules["mediapipe.tasks.python"].vision
    monkeypatch.setattr(vision.HolisticLandmarkerResult, "create_from_pb2", None, raising=False)
    monkeypatch.setattr(sys.modules["mediapipe"], "__version__", "0.10.21", raising=False)
    with pytest.raises(NoTracker, match="MediaPipe 0.10.21 is too old for .task files, expected 1.0"):
        next(TasksTracker(model)(FRAMES))


@pytest.mark.skipif("SIGNSYNTH_HOLISTIC_TASK" not in os.environ, reason="SIGNSYNTH_HOLISTIC_TASK names no model")
@pytest.mark.parametrize("mask", [False, True])
def test_a_real_model_finds_a_real_signer(shared_data, mask):
    path = shared_data / "msl150" / "ambulancia_001.mp4"
    found = TasksTracker(os.environ["SIGNSYNTH_HOLISTIC_TASK"])(itertools.islice(Video(path).frames(), 12), mask=mask)
    sightings = list(found)
    for part in (slice(0, 2), LEFT_HAND, RIGHT_HAND):
        assert np.mean([one.confidence[part].min() > 0.5 for one in sightings]) > 0.9
    for one in sightings:  # the signer's left is on the right of the picture; a hand hangs at its wrist
        assert one.points[0, 0] > one.points[1, 0]
        assert (one.mask is None) != mask
        if mask:
            column, row = one.points[:2, :2].mean(0) * [1, -1]
            assert one.mask.shape == (720, 1280) and one.mask[round(row) + 60, round(column)] > 200


def test_without_mediapipe_the_extra_is_named(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(NoTracker, match="pip install"):
        next(TasksTracker(model)(FRAMES))
