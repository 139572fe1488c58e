"""Laws of rotations, against scipy where it has the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from signsynth import rotations

seeds = st.integers(0, 2**16)


def some(seed: int, count: int = 20) -> Rotation:
    return Rotation.random(count, random_state=seed)


@given(seeds)
def test_every_form_leads_back_and_agrees_with_scipy(seed):
    turns = some(seed)
    matrices = turns.as_matrix()
    np.testing.assert_allclose(rotations.from_6d(rotations.to_6d(matrices)), matrices, atol=1e-12)
    quaternions = rotations.to_quaternions(matrices)
    np.testing.assert_allclose(np.abs((quaternions * turns.as_quat()).sum(-1)), 1, atol=1e-12)
    np.testing.assert_allclose(rotations.from_quaternions(quaternions), matrices, atol=1e-12)
    np.testing.assert_allclose(rotations.logarithm(matrices), turns.as_rotvec(), atol=1e-9)
    np.testing.assert_allclose(rotations.exponential(turns.as_rotvec()), matrices, atol=1e-12)


@given(seeds)
def test_relative_quaternions_are_products(seed):
    a, b = some(seed), some(seed + 1)
    found = rotations.from_quaternions(rotations.relative(a.as_quat(), b.as_quat()))
    np.testing.assert_allclose(found, (a.inv() * b).as_matrix(), atol=1e-12)


@given(seeds, st.floats(0, 1))
def test_slerp_divides_the_angle_along_the_shorter_arc(seed, share):
    a, b = some(seed), some(seed + 1)
    middle = Rotation.from_quat(rotations.slerp(a.as_quat(), -b.as_quat(), np.full(20, share)))
    whole = (a.inv() * b).magnitude()
    np.testing.assert_allclose((a.inv() * middle).magnitude(), share * whole, atol=1e-7)
    np.testing.assert_allclose((middle.inv() * b).magnitude(), (1 - share) * whole, atol=1e-7)


@given(seeds, st.floats(0, 1))
def test_slerp_between_equal_rotations_is_constant(seed, share):
    one = some(seed).as_quat()
    np.testing.assert_allclose(rotations.slerp(one, one, np.full(20, share)), one, atol=1e-12)


@given(seeds)
def test_swing_leads_home_by_the_smallest_angle(seed):
    rng = np.random.default_rng(seed)
    source, target = rng.normal(size=(2, 20, 3))
    source, target = (v / np.linalg.norm(v, axis=-1, keepdims=True) for v in (source, target))
    turns = rotations.swing(source, target)
    np.testing.assert_allclose((turns @ source[..., None])[..., 0], target, atol=1e-9)
    between = np.arccos(np.clip((source * target).sum(-1), -1, 1))
    np.testing.assert_allclose(Rotation.from_matrix(turns).magnitude(), between, atol=1e-7)
    np.testing.assert_array_equal(rotations.swing(source, source), np.broadcast_to(np.eye(3), (20, 3, 3)))


def test_rest_and_half_turns():
    eye = np.eye(3)
    np.testing.assert_array_equal(rotations.exponential(np.zeros(3)), eye)
    np.testing.assert_array_equal(rotations.logarithm(eye), np.zeros(3))
    half = np.diag([-1.0, 1.0, -1.0])
    np.testing.assert_allclose(np.abs(rotations.logarithm(half)), [0, np.pi, 0], atol=1e-12)


def test_vectors_of_continuous_quaternions_pass_half_a_turn():
    angles = np.linspace(0, 1.9 * np.pi, 30)
    turns = Rotation.from_rotvec(angles[:, None] * [0.0, 0.6, 0.8]).as_matrix()
    smooth = rotations.quaternion_vectors(rotations.continuous(rotations.to_quaternions(turns)))
    np.testing.assert_allclose(np.linalg.norm(smooth, axis=-1), angles, atol=1e-7)


def test_columns_of_any_length_and_none_give_finite_matrices():
    columns = np.array([[3.0, 0, 0, 1, 2, 0], [0, 0, 0, 0, 0, 0]])
    np.testing.assert_array_equal(rotations.from_6d(columns)[0], np.eye(3))
    assert np.isfinite(rotations.from_6d(columns)).all()
