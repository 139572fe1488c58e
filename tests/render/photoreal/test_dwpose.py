"""The figure of VACE's preprocessing."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.render.photoreal.dwpose import DRAWN, dwpose_figure
from signsynth.render.photoreal.points import BODY_POINTS, Points
from signsynth.render.photoreal.scene import Scene


def figure(body=(), hand=(), marks=(), size=DRAWN) -> np.ndarray:
    points, hands = np.zeros((20, 3)), np.zeros((2, 21, 3))
    for name, at in dict(body).items():
        points[BODY_POINTS.index(name)] = [*at, 1]
    for k, at in dict(hand).items():
        hands[1, k] = [*at, 1]
    seen = np.array([[*at, 1] for at in marks]).reshape(-1, 3)
    return dwpose_figure(Points(points, hands, np.zeros(4), DRAWN, seen), size)


@pytest.mark.parametrize(
    "ends, colour",
    [
        (("neck", "right shoulder"), (0, 0, 153)),  # red in DWPose's own order of channels
        (("neck", "left shoulder"), (0, 51, 153)),
        (("right elbow", "right wrist"), (0, 153, 153)),
        (("neck", "nose"), (153, 0, 0)),
        (("left eye", "left ear"), (102, 0, 153)),
    ],
)
def test_bones_have_red_and_blue_exchanged_at_six_tenths(ends, colour):
    picture = figure(body={ends[0]: (100, 400), ends[1]: (900, 400)})
    assert tuple(picture[400, 500]) == colour
    assert picture[:, 500].any(-1).sum() == 2 * 4 + 1


def test_joints_fingers_and_face():
    picture = figure(body={"nose": (100, 100)}, hand={0: (300, 300), 1: (700, 300)}, marks=[(500, 600)])
    assert tuple(picture[100, 100]) == (0, 0, 255) and picture[100, 90:111].any(-1).sum() == 2 * 4 + 1
    assert tuple(picture[300, 300]) == (255, 0, 0)  # blue joints are red here
    assert tuple(picture[300, 500]) == (0, 0, 255) and picture[290:311, 500].any(-1).sum() in (2, 3)
    assert tuple(picture[600, 500]) == (255, 255, 255) and picture[600, 490:511].any(-1).sum() == 2 * 3 + 1


def test_toes_are_not_drawn():
    assert figure(body={"left toe": (500, 500), "left ankle": (400, 400)})[490:511, 490:511].sum() == 0


def test_it_is_averaged_down():
    body = {"neck": (100, 400), "nose": (900, 400)}
    large, small = figure(body=body), figure(body=body, size=DRAWN // 4)
    means = large.reshape(DRAWN // 4, 4, DRAWN // 4, 4, 3).mean((1, 3))
    assert np.abs(small - means).max() <= 1


def test_it_lies_on_the_person(fitted):
    """Hands, face and body of the figure lie where the body is drawn."""
    scene = Scene(None, 256)
    picture, labels = next(scene.people(fitted[:1])), next(scene.labels(fitted[:1]))
    assert picture.shape == (256, 256, 3)
    strong = picture.max(-1) > 100
    assert strong.sum() > 300
    assert (labels[strong] >= 0).mean() > 0.95
    (points,) = scene.points(fitted[:1])
    assert len(points.marks) == 61
    x, y = points.marks[:, :2].round().astype(int).T
    # The jaw's points lie on the outline itself.
    assert (labels[y, x] >= 0).mean() > 0.8
    left, top, right, bottom = points.face
    assert points.marks[:, 0].min() >= left - 1 and points.marks[:, 0].max() <= right + 1
    assert points.marks[:, 1].max() <= bottom + 1 and points.marks[:, 1].min() >= top - 1
