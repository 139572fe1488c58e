"""Who signs: the neutral pose, and a photo cut as signers are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.render.mesh import Lens
from signsynth.render.photoreal.reference import checked, framed, neutral
from signsynth.render.photoreal.scene import Scene

CAMERA = Lens().camera


def marked(left, right) -> np.ndarray:
    """A photo of 400 x 300 with a red left and a green right shoulder."""
    photo = np.full((300, 400, 3), 40, np.uint8)
    for (x, y), channel in ((left, 0), (right, 1)):
        photo[y - 4 : y + 5, x - 4 : x + 5] = 0
        photo[y - 4 : y + 5, x - 4 : x + 5, channel] = 255
    return photo


@pytest.mark.parametrize("left, right", [((250, 150), (150, 150)), ((210, 160), (170, 152)), ((390, 290), (10, 280))])
@pytest.mark.parametrize("size", [256, 700])
def test_shoulders_come_to_where_the_camera_has_them(left, right, size):
    picture = framed(marked(left, right), np.array([left, right]), size, CAMERA)
    assert picture.shape == (size, size, 3)
    found = [
        np.array([axis.mean() for axis in np.nonzero(picture[..., k] > picture[..., 1 - k].astype(int) + 120)])[::-1]
        for k in (0, 1)
    ]
    assert np.allclose(np.mean(found, 0), CAMERA(np.zeros(3), size), atol=1.5)
    assert np.linalg.norm(found[0] - found[1]) == pytest.approx(CAMERA.scale(size), rel=0.02)


def test_outside_the_photo_its_edge_goes_on():
    photo = np.full((100, 100, 3), 77, np.uint8)
    assert (framed(photo, np.array([[60, 90], [40, 90]]), 128, CAMERA) == 77).all()


@pytest.mark.parametrize("shoulders", [[[50, 50], [50, 50]], [[40, 50], [60, 50]]])
def test_views_from_behind_are_refused(shoulders):
    with pytest.raises(InputError, match="from the front"):
        framed(np.zeros((100, 100, 3), np.uint8), np.array(shoulders), 128, CAMERA)


def test_the_neutral_pose_shows_both_open_hands():
    scene = Scene(None, 128)
    points = next(scene.points(scene.prepared(neutral())))
    assert points.hands[..., 2].all() and points.body[:9, 2].all()
    for side, hand in enumerate(points.hands):
        wrist, tips = hand[0, :2], hand[8::4, :2]
        assert (tips[:, 1] < wrist[1] - 5).all()  # fingers up
        thumb, little = hand[4, 0], hand[20, 0]
        # The left palm to the viewer has its thumb towards the middle: to the left of the little finger.
        assert (thumb < little) == (side == 0) and abs(thumb - little) > 5


@pytest.mark.parametrize("wrong", [None, np.zeros((64, 64), np.uint8), np.zeros((63, 63, 3), np.uint8)])
def test_what_is_no_reference_is_refused(wrong):
    with pytest.raises(InputError, match="square"):
        checked(wrong)


def test_a_reference_of_the_users_own_is_scaled_and_has_no_parts():
    scene = Scene(None, 100, picture=np.full((300, 300, 3), 9, np.uint8))
    assert scene.own.shape == (112, 112, 3) and (scene.own == 9).all()
    assert scene.reference() is None


def test_only_renderers_that_draw_a_person_can_drive():
    with pytest.raises(InputError, match="did you mean 'mesh'"):
        Scene(None, 64, driver="mesch").lens
    with pytest.raises(InputError, match="draws a person"):
        Scene(None, 64, driver="skeleton").lens
