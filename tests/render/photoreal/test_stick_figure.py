"""The pose picture, pixel by pixel, against the rules of Wan2.2's preprocessing."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.render.photoreal.points import BODY_POINTS, Points
from signsynth.render.photoreal.stick_figure import FINGERS, LIMBS, stick_figure, stick_widths

OPENPOSE = [[2, 3], [2, 6], [3, 4], [4, 5], [6, 7], [7, 8], [2, 9], [9, 10], [10, 11], [2, 12], [12, 13], [13, 14],
            [2, 1], [1, 15], [15, 17], [1, 16], [16, 18], [14, 19], [11, 20]]  # fmt: skip
"""``limbSeq`` of ``draw_aapose_new``, counted from 1."""
NAMES = "Nose Neck RShoulder RElbow RWrist LShoulder LElbow LWrist RHip RKnee RAnkle LHip LKnee LAnkle REye LEye REar "
NAMES += "LEar LToe RToe"
SIDE = 800


def nobody() -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((20, 3)), np.zeros((2, 21, 3))


def drawn(body=None, hands=None, size=SIDE) -> np.ndarray:
    empty = nobody()
    given = empty[0] if body is None else body
    return stick_figure(Points(given, empty[1] if hands is None else hands, np.zeros(4), size))


def with_points(**places) -> np.ndarray:
    body = nobody()[0]
    for name, at in places.items():
        body[BODY_POINTS.index(name.replace("_", " "))] = [*at, 1]
    return body


def test_points_and_limbs_are_in_the_order_of_the_model():
    short = {"left": "L", "right": "R"}
    ours = [(short.get(n.split()[0], "") + n.split()[-1].capitalize()) for n in BODY_POINTS]
    assert ours == NAMES.split()
    assert [[a + 1, b + 1] for a, b in LIMBS] == OPENPOSE


@pytest.mark.parametrize(
    "ends, colour",
    [
        (("neck", "right_shoulder"), (153, 0, 0)),
        (("neck", "left_shoulder"), (153, 51, 0)),
        (("right_shoulder", "right_elbow"), (153, 102, 0)),
        (("right_elbow", "right_wrist"), (153, 153, 0)),
        (("left_shoulder", "left_elbow"), (102, 153, 0)),
        (("left_elbow", "left_wrist"), (51, 153, 0)),
        (("neck", "right_hip"), (0, 153, 0)),
        (("right_hip", "right_knee"), (0, 153, 51)),
        (("right_knee", "right_ankle"), (0, 153, 102)),
        (("neck", "left_hip"), (0, 153, 153)),
        (("left_hip", "left_knee"), (0, 102, 153)),
        (("left_knee", "left_ankle"), (0, 51, 153)),
        (("neck", "nose"), (0, 0, 153)),
        (("nose", "right_eye"), (51, 0, 153)),
        (("right_eye", "right_ear"), (102, 0, 153)),
        (("nose", "left_eye"), (153, 0, 153)),
        (("left_eye", "left_ear"), (153, 0, 102)),
        (("left_ankle", "left_toe"), (153, 0, 51)),
        (("right_ankle", "right_toe"), (120, 120, 0)),
    ],
)
def test_bones_have_their_colour_at_six_tenths(ends, colour):
    picture = drawn(with_points(**{ends[0]: (100, 400), ends[1]: (700, 400)}))
    assert tuple(picture[400, 400]) == colour


def test_joints_have_their_whole_colour_above_the_bones():
    full = [(255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
            (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
            (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85), (200, 200, 0), (100, 100, 0)]  # fmt: skip
    body = np.column_stack([60 + 35 * np.arange(20), 400 + 150 * np.cos(np.arange(20)), np.ones(20)])
    picture = drawn(body)
    assert [tuple(picture[int(y), int(x)]) for x, y, _ in body] == full


@pytest.mark.parametrize("side, widths", [(64, (1, 1)), (399, (1, 1)), (512, (1, 1)), (720, (2, 1)), (1280, (5, 2))])
def test_widths(side, widths):
    assert stick_widths(side, side) == widths
    assert stick_widths(720, 1280) == (2, 1)


def test_a_bone_is_as_wide_as_in_training():
    size = 1280
    picture = drawn(with_points(neck=(200, 600), nose=(1000, 600)), size=size)
    assert picture[:, 600].any(-1).sum() == 2 * 5 + 1
    # An ellipse: half as wide at 0.866 of its half length.
    assert picture[:, 600 + 346].any(-1).sum() == pytest.approx(2 * 2.5 + 1, abs=1)


@pytest.mark.parametrize(
    "bone, hue",
    [
        ((0, 1), (255, 0, 0)),
        ((1, 2), (255, 76, 0)),
        ((0, 5), (204, 255, 0)),
        ((7, 8), (0, 255, 26)),
        ((11, 12), (0, 178, 255)),
        ((0, 17), (204, 0, 255)),
        ((19, 20), (255, 0, 76)),
    ],
)
def test_fingers_have_twenty_hues_and_blue_joints(bone, hue):
    hands = nobody()[1]
    hands[0, bone[0]], hands[0, bone[1]] = (200, 300, 1), (600, 300, 1)
    picture = drawn(hands=hands)
    assert np.abs(picture[300, 400].astype(int) - hue).max() <= 1  # versions of OpenCV round halves differently
    assert tuple(picture[300, 200]) == tuple(picture[300, 600]) == (0, 0, 255)


def test_bones_of_a_hand_go_from_the_wrist_along_each_finger():
    assert [a for a, _ in FINGERS] == [0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19]
    assert [b for _, b in FINGERS] == list(range(1, 21))


def test_the_left_hand_is_painted_first():
    hands = nobody()[1]
    hands[:, :, 2] = 1
    hands[:, :, :2] = 300
    hands[0, 1, :2], hands[1, 5, :2] = (500, 300), (500, 300)  # a thumb's and an index finger's first bone on one line
    picture = drawn(hands=hands)
    assert picture[300, 400, 1] == 255 and picture[300, 400, 0] < 255  # green of the right hand, not red of the left


def test_what_lies_outside_is_not_drawn():
    body = with_points(neck=(400, 400), nose=(400, 100))
    body[0, 2] = 0
    picture = drawn(body)
    assert picture[:390].sum() == 0 and picture[400, 400].any()
    assert drawn().sum() == 0


def test_coordinates_are_cut_not_rounded():
    picture = drawn(with_points(nose=(100.9, 50.9)), size=400)
    rows, columns = np.nonzero(picture.any(-1))
    assert (rows.mean(), columns.mean()) == (50, 100)
