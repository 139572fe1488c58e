"""MediaPipe itself, where the extra is installed: real signers, and a video of the rendered body."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from signsynth.capture import Frame, capture, masks
from signsynth.capture.choice import bundled_solutions
from signsynth.capture.holistic import HolisticTracker
from signsynth.capture.landmarks import array
from signsynth.capture.models import Models
from signsynth.capture.video import Video
from signsynth.files.video import write_video
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

pytestmark = pytest.mark.skipif(
    bundled_solutions() is None, reason="MediaPipe with models is not installed: pip install 'signsynth[capture]'"
)

SIGNS = {"ambulancia": 2, "doctor": 2, "dolor": 1, "yo": 1}


@pytest.mark.parametrize("sign", SIGNS)
def test_hands_of_real_signs_are_seen(shared_data, sign):
    captured = capture(shared_data / "msl150" / f"{sign}_001.mp4")
    motion = captured.motion
    hands = np.stack([motion.confidence[:, hand.start] for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    used = (hands > 0).mean(0) > 0.5
    assert used.tolist() == [SIGNS[sign] == 2, True]
    assert (hands[:, used] > 0.5).mean() >= 0.97  # seen or found again, not filled
    assert captured.size == (1280, 720) and abs(motion.fps - 29.98) < 0.01


def sightings(path, tracker, count, **asked):
    found = itertools.islice(tracker(Video(path).frames(), **asked), count)
    return [(one.points, one.confidence, one.mask) for one in found]


def same(one, other):
    return len(one) == len(other) and all(
        all(x is y is None or np.array_equal(x, y) for x, y in zip(a, b, strict=True))
        for a, b in zip(one, other, strict=True)
    )


def test_a_tracker_forgets_the_video_before(shared_data):
    """One tracker for many videos, some left in the middle, sees what a new one for each sees."""
    videos = [shared_data / "msl150" / "dolor_001.mp4", shared_data / "people_video" / "webcam_wave.mp4"]
    fresh = {video: sightings(video, HolisticTracker(), 12) for video in videos}
    kept = HolisticTracker()
    for video in (videos[0], videos[1], videos[0]):
        assert same(sightings(video, kept, 12), fresh[video])
    pairs = zip(*(kept(Video(video).frames()) for video in videos), strict=False)  # two at once
    for (one, other), *known in itertools.islice(zip(pairs, *fresh.values(), strict=False), 8):
        assert same([one[:2], other[:2]], [known[0][:2], known[1][:2]])
    outlined = {video: sightings(video, HolisticTracker(), 4, mask=True) for video in videos}
    for video in (*videos, videos[0]):
        assert same(sightings(video, kept, 4, mask=True), outlined[video])
    kept.close()
    assert same(sightings(videos[1], kept, 3), fresh[videos[1]][:3])


def test_fed_ahead_it_sees_what_it_sees_picture_by_picture(shared_data):
    from mediapipe.python.solutions.holistic import Holistic

    path = shared_data / "msl150" / "doctor_001.mp4"
    with Holistic(smooth_landmarks=False, refine_face_landmarks=True) as alone:
        pictures = [frame.pixels for frame in itertools.islice(Video(path).frames(), 10)]
        plain = [alone.process(picture) for picture in pictures]
    graph = Models(refine_face=True, mask=False).holistic()
    for number, result in graph.results(enumerate(pictures)):
        for name in ("pose_landmarks", "left_hand_landmarks", "right_hand_landmarks", "face_landmarks"):
            one, other = array(getattr(result, name)), array(getattr(plain[number], name))
            assert one is other is None or np.array_equal(one, other)
    assert number == len(pictures) - 1
    graph.close()


def test_a_graph_that_fails_says_so_and_the_tracker_goes_on(shared_data):
    tracker = HolisticTracker()
    large = list(itertools.islice(Video(shared_data / "msl150" / "yo_001.mp4").frames(), 4))
    small = [Frame(np.ascontiguousarray(frame.pixels[::2, ::2]), frame.time_s + 1) for frame in large]
    with pytest.raises(RuntimeError, match="SegmentationSmoothing"):  # masks of two sizes cannot be mixed
        list(tracker(large + small, mask=True))
    assert len(list(tracker(large + small))) == 8


def test_masks_show_the_person(shared_data):
    path = shared_data / "people_video" / "webcam_wave.mp4"
    mask = next(masks(path))
    height, width = mask.shape
    assert mask.dtype == np.uint8
    assert mask[height // 2 :, width // 2 - 20 : width // 2 + 20].mean() > 200  # her chest
    assert mask[: height // 10].mean() < 20  # the ceiling


def test_the_larger_of_two_people_is_followed(shared_data, tmp_path):
    def both(pixels):
        small = np.full_like(pixels, 128)
        small[180:, 68:473] = cv2.resize(pixels, (405, 540), interpolation=cv2.INTER_AREA)
        return np.hstack([small, pixels])

    path = shared_data / "people_video" / "webcam_wave.mp4"
    pairs = (both(frame.pixels) for frame in Video(path).frames())
    captured = capture(write_video(pairs, tmp_path / "two.mp4", 30))
    assert captured.notes[0] == "2 people in view: the one on the right of the picture is followed"
    seen = captured.recording.confidence[:, :2] > 0
    assert seen.all() and (captured.recording.points[:, :2, 0] > 540).all()


@pytest.mark.slow
def test_the_rendered_body_is_found_again(tmp_path):
    """Where there are no recordings: a sign written by us, drawn, filmed, captured."""
    from signsynth.lexicon import Lexicon
    from signsynth.render.mesh import MeshRenderer

    lexicon = Lexicon.open(Path(__file__).resolve().parents[2] / "lexicon" / "ase")
    drawn = lexicon.motion(lexicon.variants("B")[0]).resample(25)
    frames = MeshRenderer(label="")(replace(drawn, segments=()), size=512)
    captured = capture(write_video(frames, tmp_path / "b.mp4", 25))
    assert len(captured.motion) == len(drawn)
    shown = (drawn.pose[:, RIGHT_HAND.start, 1] > -1) & (drawn.confidence[:, RIGHT_HAND.start] > 0)
    seen = captured.motion.confidence[:, RIGHT_HAND.start] > 0
    assert seen[shown].mean() > 0.8
    both = shown & seen
    off = (captured.motion.pose - drawn.pose)[both][:, RIGHT_HAND.start, :2]
    assert np.median(np.linalg.norm(off, axis=-1)) < 0.35
