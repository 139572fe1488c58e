"""The skeleton lies on the person who is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.render.mesh import Lens, MeshRenderer
from signsynth.render.photoreal.points import BODY_POINTS
from signsynth.render.photoreal.scene import Scene
from signsynth.signer import Signer

SIZE = 256


def at(points, name):
    return points.body[BODY_POINTS.index(name)]


@pytest.fixture(scope="module")
def tall():
    """Somebody of other proportions than the mean person."""
    return replace(Signer(), shape=np.array([2.5, -2.0, 2.0, 1.5, -1.0] + [0.0] * 11, np.float32))


def test_joints_lie_inside_the_persons_outline(fitted, tall):
    for signer in (None, tall):
        scene = Scene(signer, SIZE)
        points = next(scene.points(fitted[:1]))
        passes = next(MeshRenderer(label="").passes(fitted[:1], signer, size=SIZE))
        inside = {}
        for name, (x, y, seen) in zip(BODY_POINTS, points.body, strict=True):
            if seen:
                inside[name] = passes.mask[round(y), round(x)]
        assert all(inside.values()) and len(inside) >= 14
        hand = points.hands.reshape(-1, 3)
        # A fingertip may lie on the very edge: one pixel around counts.
        near = [
            passes.mask[max(round(y) - 1, 0) : round(y) + 2, max(round(x) - 1, 0) : round(x) + 2].any()
            for x, y, _ in hand
        ]
        assert np.mean(near) == 1


def test_eyes_and_ears_lie_on_eyes_and_ears(fitted):
    points = next(Scene(None, SIZE).points(fitted[:1]))
    renderer = MeshRenderer(label="")
    passes = next(renderer.passes(fitted[:1], size=SIZE))
    names = renderer._body.part_names
    for name, parts in (
        ("left eye", {"eyes"}),
        ("right eye", {"eyes"}),
        ("nose", {"face"}),
        ("left ear", {"ears", "scalp"}),
    ):
        x, y, _ = at(points, name)
        seen = passes.parts[round(y) - 3 : round(y) + 4, round(x) - 3 : round(x) + 4]
        assert parts & {names[k] for k in np.unique(seen) if k >= 0}, name


def test_proportions_are_the_signers_own(fitted, tall):
    mean, own = (next(Scene(signer, 1024).points(fitted[:1])) for signer in (None, tall))

    def bone(points, a, b):
        return np.linalg.norm(at(points, a)[:2] - at(points, b)[:2])

    for points in (mean, own):  # everybody is drawn at one shoulder width
        assert bone(points, "left shoulder", "right shoulder") == pytest.approx(0.325 * 1024, rel=0.03)
    trunk = [bone(p, "neck", "left hip") / bone(p, "left shoulder", "right shoulder") for p in (mean, own)]
    assert abs(trunk[1] / trunk[0] - 1) > 0.02


def test_the_right_hand_is_on_the_left_of_the_picture(fitted):
    points = next(Scene(None, SIZE).points(fitted[:1]))
    assert at(points, "right wrist")[0] < at(points, "neck")[0] < at(points, "left wrist")[0]
    assert points.hands[1, 0, 0] < points.hands[0, 0, 0]
    assert np.allclose(points.hands[0, 0, :2], at(points, "left wrist")[:2], atol=SIZE * 0.02)
    assert np.allclose(at(points, "neck"), (at(points, "left shoulder") + at(points, "right shoulder")) / 2)


def test_what_is_outside_the_picture_is_not_there(fitted):
    points = next(Scene(None, SIZE).points(fitted[:1]))
    for name in ("left knee", "right ankle", "left toe"):
        assert at(points, name)[2] == 0 and at(points, name)[1] > SIZE
    assert at(points, "left hip")[2] == at(points, "nose")[2] == 1


def test_the_faces_frame_holds_eyes_and_nose_but_no_hair(fitted):
    points = next(Scene(None, SIZE).points(fitted[:1]))
    left, top, right, bottom = points.face
    for name in ("left eye", "right eye", "nose"):
        x, y, _ = at(points, name)
        assert left < x < right and top < y < bottom
    assert bottom < at(points, "neck")[1]
    assert at(points, "left eye")[1] - top < 0.3 * (bottom - top)  # no forehead


def test_left_handed_signers_are_mirrored_once(fitted):
    right, left = Scene(Signer(), SIZE), Scene(Signer(dominant_hand="left"), SIZE)
    one = next(right.points(right.prepared(fitted[3:4])))
    other = next(left.points(left.prepared(fitted[3:4])))
    swapped = [
        BODY_POINTS.index(n.replace("left", "x").replace("right", "left").replace("x", "right")) for n in BODY_POINTS
    ]
    middle = 2 * (Lens().camera.middle[0] * SIZE - 0.5)
    assert np.allclose(other.body[swapped, 0], middle - one.body[:, 0], atol=1.0)
    drawn = [next(scene.drawn(scene.prepared(fitted[3:4]))).astype(int) for scene in (right, left)]
    assert np.abs(drawn[0][:, ::-1] - drawn[1]).mean() < 6
