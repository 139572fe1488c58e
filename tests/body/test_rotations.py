from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation

from signsynth.body.rotations import as_matrices, from_6d, from_axis_angle, to_6d, to_axis_angle
from signsynth.errors import InputError


def test_axis_angle_agrees_with_scipy(random):
    vectors = random(200, 3)
    expected = Rotation.from_rotvec(vectors.numpy()).as_matrix()
    np.testing.assert_allclose(from_axis_angle(vectors).numpy(), expected, atol=1e-12)
    matrices = torch.from_numpy(expected)
    np.testing.assert_allclose(to_axis_angle(matrices).numpy(), Rotation.from_matrix(expected).as_rotvec(), atol=1e-9)


@pytest.mark.parametrize("scale", [0.0, 1e-12, 1e-7, 1e-4])
def test_small_turns_round_trip(random, scale):
    vectors = random(50, 3) * scale
    np.testing.assert_allclose(to_axis_angle(from_axis_angle(vectors)).numpy(), vectors.numpy(), atol=1e-12)


def test_half_turns_round_trip(random):
    axes = torch.nn.functional.normalize(random(50, 3), dim=-1)
    matrices = from_axis_angle(axes * (np.pi - 1e-6))
    again = from_axis_angle(to_axis_angle(matrices))
    np.testing.assert_allclose(again.numpy(), matrices.numpy(), atol=1e-9)


def test_six_numbers_round_trip(random):
    matrices = from_axis_angle(random(4, 5, 3))
    np.testing.assert_allclose(from_6d(to_6d(matrices)).numpy(), matrices.numpy(), atol=1e-12)


def test_any_six_numbers_make_a_rotation(random):
    matrices = from_6d(random(100, 6))
    np.testing.assert_allclose((matrices @ matrices.mT).numpy(), np.broadcast_to(np.eye(3), (100, 3, 3)), atol=1e-12)
    np.testing.assert_allclose(torch.linalg.det(matrices).numpy(), 1, atol=1e-12)


def test_gradient_at_zero_and_elsewhere(random):
    assert torch.autograd.gradcheck(from_axis_angle, random(4, 3).requires_grad_())
    zero = torch.zeros(1, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(from_axis_angle, zero)


def test_three_forms_are_told_apart(random):
    vectors = random(2, 7, 3)
    matrices = from_axis_angle(vectors)
    for form in (vectors, matrices, to_6d(matrices)):
        np.testing.assert_allclose(as_matrices(form, 7).numpy(), matrices.numpy(), atol=1e-12)
    with pytest.raises(InputError, match=r"\(2, 6, 3\), expected .*7"):
        as_matrices(vectors[:, :6], 7)
