"""Hands kept out of the body and of each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from signsynth.body import Body
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import Rig
from signsynth.body.reach import clear
from signsynth.body.solid import Solid
from signsynth.errors import InputError
from tests.body.reaching import wander

FPS = 25.0
RADII = np.array([*[0.06] * 3, *[0.04] * 12])


@pytest.fixture(scope="module")
def body() -> Body:
    return bundled()


@pytest.fixture(scope="module")
def solid(body: Body) -> Solid:
    return Solid.of(body)


def hands(frames: int) -> np.ndarray:
    """A palm and three fingers up, as spheres ``(n, 2, 15, 3)`` from the wrists."""
    palm = [[0.0, y, 0.0] for y in (0.06, 0.16, 0.26)]
    fingers = [[x, y, 0.0] for x in (-0.1, 0.0, 0.1) for y in (0.36, 0.44, 0.52, 0.6)]
    one = np.array(palm + fingers)
    return np.tile(np.stack([one * [-1, 1, 1], one]), (frames, 1, 1, 1))


def depths_m(wrists, palms, spheres, solid: Solid, rig: Rig) -> tuple[np.ndarray, np.ndarray]:
    """How deep hands are in the body ``(n, 2)`` and in each other ``(n,)``, metres."""
    points = wrists[:, :, None] + np.einsum("nsij,nskj->nski", palms, spheres)
    depth, _ = solid.depth_m(rig.to_metres(points).reshape(len(wrists), -1, 3))
    inside = (depth.reshape(points.shape[:3]) + RADII * rig.width_m).max(-1)
    both = [(RADII[:, None] + RADII - cdist(*frame)).max() * rig.width_m for frame in points]
    return inside, np.array(both)


@pytest.mark.parametrize(
    ("centre", "seed"),
    [((-0.1, -0.4, 0.4), 0), ((-0.1, 0.4, 0.45), 1), ((-0.05, -0.4, 0.7), 2), ((-0.3, -0.6, 0.3), 3)],
)
def test_random_motions_into_the_body_come_out(body: Body, solid: Solid, centre: tuple, seed: int):
    rig = Rig.of(body)
    wrists, palms = wander(120, seed, centre=centre, size=(0.25, 0.3, 0.2), turn=0.7)
    spheres = hands(120)
    before = [(depth > 0.01).mean() for depth in depths_m(wrists, palms, spheres, solid, rig)]
    assert max(before) > 0.05
    cleared = clear(wrists, palms, spheres, RADII, fps=FPS, body=body)
    inside, both = depths_m(cleared, palms, spheres, solid, rig)
    assert (inside > 0.01).mean() < 0.01
    assert (both > 0.01).mean() < 0.01


def test_free_hands_stay_bit_for_bit(body: Body):
    wrists, palms = wander(60, 4, centre=(-0.6, -0.3, 1.0), size=(0.05, 0.1, 0.1), turn=0.3)
    np.testing.assert_array_equal(clear(wrists, palms, hands(60), RADII, fps=FPS, body=body), wrists)


def test_a_hand_that_touches_stays(body: Body, solid: Solid):
    """Laid against the chest to the skin: it moves less than 5 mm, and not away from where it touches."""
    rig = Rig.of(body)
    palms = np.tile(np.eye(3), (20, 2, 1, 1))
    wrists = np.tile([[0.9, -0.6, 0.7], [-0.15, -0.7, 0.7]], (20, 1, 1))
    wrists[:, 1, 2] -= -depths_m(wrists, palms, hands(20), solid, rig)[0][0, 1] / rig.width_m
    for _ in range(8):  # to the skin, along z
        deep = depths_m(wrists, palms, hands(20), solid, rig)[0][0, 1]
        wrists[:, 1, 2] += deep / rig.width_m
    assert abs(depths_m(wrists, palms, hands(20), solid, rig)[0][0, 1]) < 2e-3
    cleared = clear(wrists, palms, hands(20), RADII, fps=FPS, body=body)
    assert np.abs(cleared - wrists).max() * rig.width_m < 5e-3


def test_a_short_dip_into_the_chest_becomes_a_curve(body: Body, solid: Solid):
    """A hand that dips 6 cm into the chest goes around it, without a jump, and only while it must."""
    rig = Rig.of(body)
    time = np.linspace(0, 1, 51)
    palms, spheres = np.tile(np.eye(3), (51, 2, 1, 1)), hands(51)
    wrists = np.tile([[0.9, -0.6, 0.8], [-0.2, -0.7, 0.8]], (51, 1, 1))
    wrists[:, 1, 2] -= 0.55 * np.sin(np.pi * time) ** 2
    assert depths_m(wrists, palms, spheres, solid, rig)[0].max() > 0.04
    cleared = clear(wrists, palms, spheres, RADII, fps=50, body=body)
    np.testing.assert_array_equal(cleared[:, 0], wrists[:, 0])
    np.testing.assert_array_equal(cleared[:5], wrists[:5])
    steps = np.linalg.norm(np.diff(cleared[:, 1], axis=0), axis=-1)
    assert steps.max() < 2.0 * np.linalg.norm(np.diff(wrists[:, 1], axis=0), axis=-1).max()
    assert depths_m(cleared, palms, spheres, solid, rig)[0].max() < 0.005


def test_hands_part_by_halves(body: Body):
    palms, spheres = np.tile(np.eye(3), (3, 2, 1, 1)), hands(3)
    wrists = np.tile([[0.03, -0.4, 0.9], [-0.03, -0.4, 0.9]], (3, 1, 1))
    moved = clear(wrists, palms, spheres, RADII, fps=FPS, body=body) - wrists
    np.testing.assert_allclose(moved[:, 0], -moved[:, 1], atol=1e-12)
    assert moved[0, 0, 0] > 0.02


def test_an_unused_hand_is_not_in_the_way(body: Body):
    palms, spheres = np.tile(np.eye(3), (3, 2, 1, 1)), hands(3)
    wrists = np.tile([[0.03, -0.4, 0.9], [-0.03, -0.4, 0.9]], (3, 1, 1))
    used = np.tile([False, True], (3, 1))
    np.testing.assert_array_equal(clear(wrists, palms, spheres, RADII, fps=FPS, used=used, body=body), wrists)


def test_the_head_takes_its_room_along(body: Body):
    """A head that leans to a hand pushes it away; at rest the hand was free."""
    rig, joints = Rig.of(body), Solid.of(body).joints
    rest = body.place(np_eye(body)).numpy().astype(np.float64)[list(joints)]
    palms, spheres = np.tile(np.eye(3), (2, 2, 1, 1)), hands(2)
    wrists = np.tile([[0.9, -0.6, 0.8], [-0.36, 0.4, 0.2]], (2, 1, 1))
    transforms = np.tile(rest, (2, 1, 1, 1))
    np.testing.assert_array_equal(
        clear(wrists, palms, spheres, RADII, fps=FPS, transforms=transforms, body=body), wrists
    )
    transforms[:, 1, 0, 3] -= 0.1 * rig.width_m
    moved = clear(wrists, palms, spheres, RADII, fps=FPS, transforms=transforms, body=body) - wrists
    assert (moved[:, 1, 0] < -0.02).all()


def np_eye(body: Body):
    """Rotations of a body at rest."""
    import torch

    return torch.eye(3).repeat(body.joints, 1, 1)


def test_shapes_are_told():
    with pytest.raises(InputError, match="expected"):
        clear(np.zeros((3, 3)), np.zeros((3, 2, 3, 3)), hands(3), RADII, fps=FPS)


def test_hands_that_pass_through_each_other_go_one_before_the_other(body: Body, solid: Solid):
    rig, time = Rig.of(body), np.linspace(0, 1, 61)
    palms, spheres = np.tile(np.eye(3), (61, 2, 1, 1)), hands(61)
    wrists = np.tile([[0.0, -0.4, 0.9], [0.0, -0.4, 0.9]], (61, 1, 1))
    wrists[:, 0, 0] += 0.6 * np.cos(np.pi * time)
    wrists[:, 1, 0] -= 0.6 * np.cos(np.pi * time)
    cleared = clear(wrists, palms, spheres, RADII, fps=50, body=body)
    assert depths_m(cleared, palms, spheres, solid, rig)[1].max() < 0.005
    middle = np.abs(wrists[:, 0, 0]) < 0.1
    assert (cleared[middle, 1, 2] > cleared[middle, 0, 2] + 0.05).all()
    steps = np.linalg.norm(np.diff(cleared, axis=0), axis=-1)
    assert steps.max() < 3.0 * np.linalg.norm(np.diff(wrists, axis=0), axis=-1).max()


@pytest.mark.parametrize("seed", [0, 1])
def test_cleared_hands_are_clear(body: Body, seed: int):
    wrists, palms = wander(60, seed, centre=(-0.1, -0.4, 0.5), size=(0.2, 0.3, 0.15), turn=0.5)
    once = clear(wrists, palms, hands(60), RADII, fps=FPS, body=body)
    again = clear(once, palms, hands(60), RADII, fps=FPS, body=body)
    assert np.abs(once - wrists).max() > 0.05
    np.testing.assert_allclose(again, once, atol=2e-3 / 0.31)


def test_fingers_that_interlock_part(body: Body, solid: Solid):
    """Three fingers of each hand between those of the other, which push them to and fro."""
    rig = Rig.of(body)
    turn = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # a left hand's fingers to the right
    palms = np.tile(np.stack([turn.T, turn]), (4, 1, 1, 1))
    for shift in (0.0, 0.02, 0.035):
        wrists = np.tile([[0.5, -0.4, 0.9], [-0.5, -0.4 + shift, 0.9]], (4, 1, 1))
        assert depths_m(wrists, palms, hands(4), solid, rig)[1].max() > 0.008
        cleared = clear(wrists, palms, hands(4), RADII, fps=FPS, body=body)
        assert depths_m(cleared, palms, hands(4), solid, rig)[1].max() < 0.006
