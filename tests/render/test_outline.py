"""Outlines against their definitions."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.render.camera import Camera
from signsynth.render.outline import capsules, ellipses, ellipsoids, rounding
from signsynth.render.paint import Picture, fixed, opacity

place = st.floats(-100, 100)
radius = st.floats(0.5, 50)


def area(polygon: np.ndarray) -> float:
    x, y = polygon.T
    return 0.5 * abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


def turns(polygon: np.ndarray) -> np.ndarray:
    step = np.roll(polygon, -1, 0) - polygon
    return step[:, 0] * np.roll(step, -1, 0)[:, 1] - step[:, 1] * np.roll(step, -1, 0)[:, 0]


@given(place, place, place, place, radius, radius)
@settings(max_examples=200, deadline=None)
def test_capsules_are_the_hulls_of_two_circles(ax, ay, bx, by, ra, rb):
    import cv2

    a, b = np.array([ax, ay]), np.array([bx, by])
    hull = capsules(a, b, ra, rb, 200)
    angle = np.linspace(0, 2 * np.pi, 2000)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    circles = np.concatenate([a + ra * ring, b + rb * ring]).astype(np.float32)
    expected = cv2.contourArea(cv2.convexHull(circles))
    assert np.isclose(area(hull), expected, rtol=2e-3)
    assert (turns(hull) > -1e-6).all()  # convex, so that it may be filled as such


def test_capsules_keep_leading_axes():
    a = np.random.default_rng(0).normal(size=(3, 5, 2))
    many = capsules(a, a + [1, 2], np.full(5, 0.3), np.full(5, 0.2), 6)
    assert many.shape == (3, 5, 12, 2)
    assert np.allclose(many[1, 4], capsules(a[1, 4], a[1, 4] + [1, 2], 0.3, 0.2, 6))


def test_an_ellipsoid_is_seen_as_the_outline_of_its_projected_points():
    rng = np.random.default_rng(1)
    axes = rng.normal(size=(3, 2))
    ball = rng.normal(size=(200_000, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    outline = ellipsoids(np.zeros(2), axes, 64)
    # Support functions agree: the farthest point in every direction is equally far.
    for angle in np.linspace(0, np.pi, 7):
        direction = np.array([np.cos(angle), np.sin(angle)])
        assert np.isclose((outline @ direction).max(), (ball @ axes @ direction).max(), rtol=0.01)


def test_a_round_ellipse_is_a_circle():
    ring = ellipses(np.array([3.0, 4.0]), np.array([2.0, 0.0]), np.array([0.0, 2.0]), 32)
    assert np.allclose(np.linalg.norm(ring - [3, 4], axis=1), 2)


def test_rounding_passes_through_the_corners_and_keeps_lines_straight():
    corners = np.random.default_rng(2).normal(size=(7, 2))
    assert np.allclose((rounding(7, 4) @ corners)[::4], corners)
    assert np.allclose((rounding(7, 4, closed=False) @ corners)[::4], corners)
    line = np.column_stack([np.arange(6.0), 2 * np.arange(6.0)])
    curve = rounding(6, 5, closed=False) @ line
    assert np.allclose(curve[:, 1], 2 * curve[:, 0])
    for closed in (True, False):
        assert np.allclose(rounding(6, 5, closed=closed).sum(1), 1)  # moves with its corners


def test_the_camera_is_symmetric_and_linear():
    camera = Camera()
    points = np.random.default_rng(3).normal(size=(9, 3))
    for size in (64, 512, 1001):
        flat, mirrored = camera(points, size), camera(points * [-1, 1, 1], size)
        assert np.allclose(flat[:, 0] + mirrored[:, 0], size - 1)
        assert np.allclose(flat[:, 1], mirrored[:, 1])
        assert np.allclose((camera(points * 2, size) + camera(points * 0, size)) / 2, flat)
    # Twice the picture shows the same scene: pixel edges, not centres, lie at whole numbers and a half.
    assert np.allclose(camera(points, 256) * 2 + 0.5, camera(points, 512))


def test_the_signing_space_is_in_the_picture():
    camera, size = Camera(), 512
    elbow = np.array([1.37, 0.0])  # arms stretched sideways
    above_head, hips, side = np.array([0.5, 1.2]), np.array([0.32, -1.45]), np.array([-1.4, 0.2])
    for place in (elbow, above_head, hips, side):
        assert ((camera(place, size) >= 0) & (camera(place, size) < size)).all()


def test_painted_area_is_the_area_of_the_polygon():
    square = np.array([[10.25, 10.0], [30.75, 10.0], [30.75, 25.5], [10.25, 25.5]])
    picture = Picture(np.zeros((64, 64, 3), np.uint8))
    picture.fill(fixed(square), (255, 255, 255))
    painted = picture.pixels[..., 0].sum() / 255
    # OpenCV paints the pixels whose centres lie on the edge: up to a pixel more on each side.
    assert 20.5 * 15.5 <= painted <= 22.5 * 17.5


def test_opacity_is_monotone_from_unseen_to_whole():
    assert opacity(np.array([0.0, 0.25, 0.5, 1.0])).tolist() == [0, 0.5, 1, 1]
