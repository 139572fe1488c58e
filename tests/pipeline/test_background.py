"""What is behind a signer, frames of a video, and several images: chosen, kept in the file, shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.capture.tracker import Sighting  # noqa: E402
from signsynth.errors import FileError, InputError  # noqa: E402
from signsynth.files.video import write_video  # noqa: E402
from signsynth.pipeline.background import behind_them, chosen_background  # noqa: E402
from signsynth.pipeline.best_frames import best_frames, is_video, sharpness  # noqa: E402
from signsynth.render.mesh import MeshRenderer  # noqa: E402
from signsynth.signer import Appearance, Signer  # noqa: E402
from signsynth.skeleton import FACE, RIGHT_HAND  # noqa: E402
from tests.render.motions import waving  # noqa: E402
from tests.render.portrait.made import MadeTracker, person  # noqa: E402


def test_what_can_be_chosen(tmp_path):
    assert chosen_background("studio") == "studio" and chosen_background("keep") == "keep"
    assert chosen_background("#0a141e") == chosen_background((10, 20, 30)) == (10, 20, 30)
    picture = np.full((150, 200, 3), 9, np.uint8)
    assert np.array_equal(chosen_background(picture), picture)
    for wrong in ("wall", "#12", (1, 2), (1, 2, 300)):
        with pytest.raises(InputError, match="expected"):
            chosen_background(wrong)
    with pytest.raises(FileError):
        chosen_background(tmp_path / "none.png")


def test_backgrounds_are_saved_and_shown(tmp_path):
    """A round trip through the file, then the picture's corners are the background's."""
    draw = np.random.default_rng(0)
    wall = draw.integers(0, 255, (8, 8, 3)).astype(np.uint8).repeat(16, 0).repeat(16, 1)
    plain = Signer("made", consent="yes", appearance=Appearance({"top": (1, 2, 3)}, side_light=-0.25))
    signer = replace(plain, appearance=replace(plain.appearance, background=wall))
    again = Signer.load(signer.save(tmp_path / "me.signer"))
    assert np.array_equal(again.appearance.background, wall) and again.appearance.side_light == -0.25
    assert Signer.load(plain.save(tmp_path / "me")).appearance.background is None
    picture = next(iter(MeshRenderer(label="")(waving(1), again, size=128)))
    assert np.array_equal(picture[:20, :20], wall[:20, :20])
    coloured = replace(plain, appearance=behind_them(plain.appearance, (10, 200, 30), None))
    picture = next(iter(MeshRenderer(label="")(waving(1), coloured, size=128)))
    assert np.argmax(picture[4, 4]) == 1 and picture[4, 4, 0] < 40


def test_hands_before_the_face_are_refused():
    sight = person(Body.load(), 4, scale=560)[0]
    points, confidence = sight.points.copy(), sight.confidence.copy()
    points[RIGHT_HAND], confidence[RIGHT_HAND] = points[FACE].mean(0), 1
    hidden = replace(sight, points=points, confidence=confidence)
    with pytest.raises(InputError, match="hand is before the face"):
        Signer.from_image(sight.pixels, consent="yes", tracker=MadeTracker(hidden))
    with pytest.raises(InputError, match="9 images"):
        Signer.from_image(sight.pixels, consent="yes", images=[sight.pixels] * 8, tracker=MadeTracker(sight))


class Seen:
    """A tracker that sees the face turned as the first pixel's red says: 100 is ahead."""

    notes: list[str] = []

    def __call__(self, frames, *, mask=False):
        for frame in frames:
            points, confidence = np.zeros((189, 3), np.float32), np.zeros(189, np.float32)
            turn = (float(frame.pixels[0, 0, 0]) - 100) / 100
            across = np.linspace(-1, 1, FACE.stop - FACE.start)
            points[FACE] = np.stack([80 + 40 * across, -60 + 30 * np.sin(9 * across), 40 * across * turn], 1)
            confidence[FACE] = 1
            yield Sighting(points, confidence, None)


def test_the_sharpest_frames_of_each_side(tmp_path):
    """Six frames a second: the face ahead twice, once blurred, and turned to one side."""
    import cv2

    draw = np.random.default_rng(1)
    sharp = cv2.resize(draw.integers(0, 255, (40, 40, 3)).astype(np.uint8), (160, 120), interpolation=cv2.INTER_NEAREST)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 6)
    face = np.array([[40, 30], [120, 90]])
    assert sharpness(sharp, face) > 2 * sharpness(blurred, face) > 0

    def marked(picture: np.ndarray, red: int) -> np.ndarray:
        picture = picture.copy()
        picture[:16, :16] = red
        return picture

    shown = [marked(blurred, 100), marked(sharp, 100), marked(sharp, 200)]
    path = write_video((one for one in shown for _ in range(2)), tmp_path / "me.mp4", fps=5)
    assert is_video(path) and not is_video("me.png") and not is_video(sharp)
    front, side = best_frames(path, Seen())
    assert abs(front[4, 4].astype(int) - 100).max() < 20 and abs(side[4, 4].astype(int) - 200).max() < 20
    assert sharpness(front, face) > 1.5 * sharpness(blurred, face)
