"""From a file to motion, with trackers that are made up: one that plays back what it should see."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from signsynth.capture import Camera, Tracker, camera, capture, choice, masks
from signsynth.capture.holistic import HolisticTracker
from signsynth.capture.pose_file import PoseFileTracker
from signsynth.capture.tasks import TasksTracker
from signsynth.errors import FileError, InputError
from signsynth.files.pose import write_pose
from signsynth.motion import GUESSED
from signsynth.motion.canonical import canonicalise
from signsynth.motion.recording import Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from tests.capture.made import FakeTracker, seen, write_timed

EVEN = np.arange(30) / 25


@pytest.fixture
def video(tmp_path):
    return write_timed(tmp_path / "내 수어 1.mp4", EVEN)


def test_what_the_tracker_sees_becomes_motion(video):
    done = []
    captured = capture(
        video, tracker=FakeTracker(seen(30)), progress=lambda count, time_s: done.append((count, time_s))
    )
    assert (len(captured.motion), captured.motion.fps, captured.size, captured.notes) == (30, 25.0, (64, 48), ())
    assert [count for count, _ in done] == list(range(1, 31))
    assert np.allclose([time for _, time in done], EVEN, atol=2e-3)
    expected = canonicalise(seen(30), fps=25.0)
    assert np.abs(captured.motion.pose - expected.pose).max() < 0.05
    assert np.array_equal(captured.motion.confidence, expected.confidence)
    assert captured.motion.gesture is None and captured.motion.mesh is None


TRACKERS = [HolisticTracker(), TasksTracker("m.task"), PoseFileTracker("a.pose"), FakeTracker(seen())]


@pytest.mark.parametrize("tracker", TRACKERS)
def test_every_tracker_meets_the_protocol(tracker):
    assert isinstance(tracker, Tracker)


def test_uneven_times_become_one_rate_that_masks_share(tmp_path):
    times = np.delete(np.arange(40) / 25, [3, 4, 11, 12, 13, 30])
    path = write_timed(tmp_path / "phone.mp4", times)
    full = seen(40)
    tracker = FakeTracker(Recording(full.points[np.round(times * 25).astype(int)], np.ones((34, 189)), 25.0))
    captured = capture(path, tracker=tracker)
    assert captured.motion.fps == 25.0 and len(captured.motion) == 40
    assert any("uneven frame times" in note for note in captured.notes)
    off = np.linalg.norm(captured.motion.pose - canonicalise(full, fps=25.0).pose, axis=-1)
    assert off[:, : RIGHT_HAND.stop].max() < 0.06
    shown = [int(mask[0, 0]) for mask in masks(path, tracker=tracker)]
    assert len(shown) == 40 and set(shown) <= set(range(34))
    assert np.abs(times[shown] - np.arange(40) / 25).max() <= 0.081


def test_masks_come_frame_for_frame(video):
    assert [int(mask[0, 0]) for mask in masks(video, tracker=FakeTracker(seen(30)))] == list(range(30))


def test_a_tracker_without_masks_says_so(video, tmp_path):
    class Blind(FakeTracker):
        def __call__(self, frames, *, mask=False):
            return super().__call__(frames)

    with pytest.raises(InputError, match="no person mask"):
        next(masks(video, tracker=Blind(seen(30))))


def test_confidence_says_what_was_seen_and_what_was_filled(video):
    recording = seen(30)
    level = recording.confidence.copy()
    level[10:13, RIGHT_HAND] = 0.0
    level[20:, :] = 0.0
    captured = capture(video, tracker=FakeTracker(Recording(recording.points, level, 25.0)))
    right = captured.motion.confidence[:, RIGHT_HAND]
    assert (right[:10] == 1).all() and (right[10:13] == GUESSED).all() and (right[13:20] == 1).all()
    assert (captured.motion.confidence[20:] == 0).all()
    assert captured.notes == ("nobody seen in 10 of 30 frames",)


def test_swaps_are_repaired_and_said(video):
    from signsynth.capture.swaps import exchanged

    frames = np.isin(np.arange(30), [7, 8, 19])
    captured = capture(video, tracker=FakeTracker(exchanged(seen(30), frames)))
    assert captured.notes == ("left and right put back in 3 frames",)
    assert captured.motion.equals(capture(video, tracker=FakeTracker(seen(30))).motion)


def test_somebody_who_passes_is_left_out(video):
    recording = seen(30)
    points = recording.points.copy()
    points[5:9] += [400, 0, 0]
    captured = capture(video, tracker=FakeTracker(Recording(points, recording.confidence, 25.0)))
    assert (captured.motion.confidence[5:9, LEFT_HAND] <= GUESSED).all()
    assert captured.notes[0] == "somebody else in 4 frames, left out"


def test_nobody_and_too_few_sightings_are_errors(video):
    with pytest.raises(FileError, match="nobody was found in 30 frames"):
        capture(video, tracker=FakeTracker(Recording(np.zeros((30, 189, 3)), np.zeros((30, 189)))))
    with pytest.raises(InputError, match="28 sightings of 30 frames"):
        capture(video, tracker=FakeTracker(seen(30), short_by=2))


def test_bad_files_are_one_line_whoever_tracks(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"")
    for name in ("a.mp4", "none.mov", "none.pose"):
        with pytest.raises(FileError) as caught:
            capture(tmp_path / name, tracker=FakeTracker(seen()))
        assert str(caught.value).startswith(str(tmp_path / name)) and "\n" not in str(caught.value)


def test_pose_files_made_elsewhere(video, tmp_path):
    from signsynth.files import read_recording

    path = tmp_path / "made.pose"
    write_pose(canonicalise(seen(30), fps=25.0), path)
    alone = capture(path)
    assert len(alone.motion) == 30 and alone.size is None
    beside = capture(video, tracker=PoseFileTracker(path))
    assert np.abs(alone.motion.pose - beside.motion.pose).max() < 1e-4
    assert len(read_recording(path)) == 30
    longer = write_timed(tmp_path / "longer.mp4", np.arange(60) / 25)
    with pytest.raises(FileError, match="ends at frame 29, before the video"):
        capture(longer, tracker=PoseFileTracker(path))


def test_without_a_tracker_the_extra_is_named(video, monkeypatch):
    monkeypatch.setattr(choice.util, "find_spec", lambda name: None)
    with pytest.raises(choice.NoTracker, match=r"pip install 'signsynth\[capture\]'"):
        capture(video)


def test_a_camera_keeps_its_tracker(video, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(camera, "default_tracker", lambda: made.append(FakeTracker(seen(30))) or made[-1])
    write_pose(canonicalise(seen(30), fps=25.0), tmp_path / "made.pose")
    one = Camera()
    assert len(one(tmp_path / "made.pose").motion) == 30 and made == []  # keypoints need no tracker
    assert one(video).motion.equals(one(str(video)).motion) and len(made) == 1
    assert Camera(FakeTracker(seen(30)))(video).motion.equals(one(video).motion) and len(made) == 1


def test_mediapipe_without_models_is_no_default(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(choice.util, "find_spec", lambda name: object())
    monkeypatch.setattr(choice, "import_module", missing)
    with pytest.raises(choice.NoTracker, match="TasksTracker"):
        choice.default_tracker()


def test_importing_it_is_light():
    code = (
        "import sys, signsynth.capture; print(sorted({'torch', 'mediapipe', 'cv2', 'av', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
