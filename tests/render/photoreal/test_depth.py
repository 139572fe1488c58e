"""Pictures of depth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from signsynth.render.photoreal.depth import REACH, WALL, depth_picture
from signsynth.render.photoreal.scene import Scene

FAR = 11.0


def grey(*depths: float) -> list[int]:
    return depth_picture(np.array([depths], np.float32), FAR)[0, :, 0].tolist()


def test_known_answers():
    half = 2 / (1 / (FAR + WALL) + 1 / (FAR - REACH))  # in the middle between black and white
    assert grey(np.inf, FAR + WALL, FAR + 2 * WALL, FAR - REACH, 1.0) == [0, 0, 0, 255, 255]
    assert abs(grey(half)[0] - 127.5) <= 0.5


@given(st.floats(FAR - REACH, FAR + WALL), st.floats(0.05, 1))
def test_nearer_is_brighter(depth, step):
    near, far = grey(max(depth - step, FAR - REACH), depth)
    assert near >= far and (near > far or depth - step < FAR - REACH)


def test_a_hand_before_the_chest_is_brighter_than_it_and_all_else_is_black(fitted):
    scene = Scene(None, 96)
    picture = next(scene.depths(fitted[:1]))
    labels = next(scene.labels(fitted[:1]))
    assert picture.shape == (96, 96, 3) and picture.dtype == np.uint8
    assert (picture == picture[..., :1]).all()
    assert np.array_equal(picture[..., 0] > 0, labels >= 0)
