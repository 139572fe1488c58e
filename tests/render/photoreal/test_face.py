"""The face's cut-out, worked by hand."""

from __future__ import annotations

import numpy as np

from signsynth.render.photoreal.face import face_box, face_picture


def test_the_box_by_hand():
    # 100 x 200 grows to 1.3 times the area, each side by sqrt(1.3) = 1.140175: 7.00876 to each side in width;
    # of 28.035 in height three quarters go above, one below.
    assert face_box(np.array([400, 300, 500, 500]), 1000) == (392, 507, 278, 507)


def test_the_box_stays_in_the_picture():
    assert face_box(np.array([-40, -80, 60, 20]), 100) == (0, 67, 0, 23)
    for landmarks in ([150, 150, 170, 180], [-90, -90, -50, -40]):
        x1, x2, y1, y2 = face_box(np.array(landmarks), 100)
        assert 0 <= x1 < x2 <= 100 and 0 <= y1 < y2 <= 100


def test_the_face_fills_the_picture():
    picture = np.zeros((200, 200, 3), np.uint8)
    box = face_box(np.array([60, 50, 120, 130]), 200)
    picture[box[2] : box[3], box[0] : box[1]] = (10, 20, 30)
    assert (face_picture(picture, np.array([60, 50, 120, 130]), 64) == (10, 20, 30)).all()
    assert face_picture(picture, np.array([60, 50, 120, 130]), 64).shape == (64, 64, 3)
