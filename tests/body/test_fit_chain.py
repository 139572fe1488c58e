"""Kinematics, Jacobian, rotations and the solver beneath the fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from signsynth.body import rotations as torch_rotations  # noqa: E402
from signsynth.body.fit import turns  # noqa: E402
from signsynth.body.fit.face import bounded  # noqa: E402
from signsynth.body.fit.rig import ARM, FINGERS, NECK, SPINE, Rig, stacked  # noqa: E402
from signsynth.body.fit.solve import solve  # noqa: E402

ARM_LEFT = ("root", *SPINE, "clavicle.L", "shoulder01.L", *(f"{name}.L" for name in ARM), "wrist.L", "metacarpal1.L")
INDEX = tuple(f"{bone}.L" for bone in FINGERS[1])


@pytest.fixture(scope="module")
def rig(body) -> Rig:
    return Rig.of(body)


def chains(rig: Rig):
    tip = [("finger2-3.L", rig.points[16]), ("lowerarm01.L", rig.points[2])]
    yield rig.chain((*ARM_LEFT, *INDEX), tip, "root")
    yield rig.chain((*SPINE, *NECK), [("head", rig.points[60])], "root")


def random_angles(chain, count: int, seed: int = 0) -> np.ndarray:
    low, high = chain.limits[..., 0], chain.limits[..., 1]
    return low + np.random.default_rng(seed).random((count, chain.dofs)) * (high - low)


def base(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.broadcast_to(np.eye(3), (count, 3, 3)), np.zeros((count, 3))


@pytest.mark.parametrize("which", [0, 1])
def test_jacobian_is_that_of_finite_differences(rig, which):
    chain = list(chains(rig))[which]
    angles = random_angles(chain, 6)
    angles[0] = 0  # where the formulas have their special case
    _, jacobian = chain.moving(angles, *base(6))
    step = 1e-6
    for dof in range(chain.dofs):
        away = np.eye(chain.dofs)[dof] * step
        ahead, behind = (chain.place(angles + s * away, *base(6)).points for s in (1, -1))
        np.testing.assert_allclose(jacobian[..., dof], (ahead - behind) / (2 * step), atol=1e-7)


@pytest.mark.parametrize("which", [0, 1])
def test_two_implementations_of_kinematics_agree(rig, body64, which):
    chain = list(chains(rig))[which]
    names = ((*ARM_LEFT, *INDEX), (*SPINE, *NECK))[which]
    angles = random_angles(chain, 20)
    joints = [rig.joint(name) for name in names]
    vectors = torch.zeros(20, body64.joints, 3, dtype=torch.float64)
    vectors[:, joints] = torch.from_numpy(chain.vectors(angles))
    turned = body64.from_angles(vectors)
    theirs = body64.place(turned).numpy()[:, joints]
    placed = chain.place(angles, np.broadcast_to(np.eye(3), (20, 3, 3)), np.broadcast_to(rig.heads[0], (20, 3)))
    np.testing.assert_allclose(placed.heads, theirs[..., 3], atol=1e-7)
    np.testing.assert_allclose(placed.turns, theirs[..., :3], atol=1e-6)


def test_stacked_chains_are_the_chains(rig):
    both = [rig.chain([f"{bone}.{side}" for bone in FINGERS[2]], [(f"finger3-3.{side}", rig.points[20 + 21 * k])],
                      f"wrist.{side}") for k, side in enumerate("LR")]  # fmt: skip
    angles = random_angles(both[0], 4)
    one = stacked(both)
    which = np.array([0, 1, 1, 0])
    points = one.at(which).place(angles, *base(4)).points
    for k, side in enumerate(which):
        np.testing.assert_allclose(points[k], both[side].place(angles[k : k + 1], *base(1)).points[0], atol=1e-12)


VECTORS = st.lists(st.floats(-1.8, 1.8), min_size=3, max_size=3).map(np.array)


@given(VECTORS)
def test_logarithm_undoes_the_exponential(vector):
    turn, _ = turns.exponential(vector)
    np.testing.assert_allclose(turns.exponential(turns.logarithm(turn))[0], turn, atol=1e-7)
    np.testing.assert_allclose(turn, torch_rotations.from_axis_angle(torch.from_numpy(vector)).numpy(), atol=1e-12)
    np.testing.assert_allclose(turns.from_6d(turns.to_6d(turn)), turn, atol=1e-12)


@given(st.integers(0, 2**16))
def test_half_turns_have_a_logarithm(seed):
    axis = np.random.default_rng(seed).normal(size=3)
    turn, _ = turns.exponential(np.pi * axis / np.linalg.norm(axis))
    np.testing.assert_allclose(turns.exponential(turns.logarithm(turn))[0], turn, atol=1e-6)


@given(st.integers(0, 2**16))
def test_alignment_finds_the_motion(seed):
    rng = np.random.default_rng(seed)
    points, shift = rng.normal(size=(8, 3)), rng.normal(size=(2, 3))
    turn, _ = turns.exponential(rng.normal(size=(2, 3)))
    target = points @ np.swapaxes(turn, -1, -2) + shift[:, None]
    found, moved = turns.align(points, target, rng.random((2, 8)) + 0.1)
    np.testing.assert_allclose(found, turn, atol=1e-9)
    np.testing.assert_allclose(moved, shift, atol=1e-9)


@given(st.integers(0, 2**16))
def test_solver_meets_the_bounded_optimum(seed):
    """On a line fit the answer within bounds is known: no allowed direction leads down."""
    rng = np.random.default_rng(seed)
    matrix, wanted = rng.normal(size=(5, 7, 3)), rng.normal(size=(5, 7))

    def residuals(x, index):
        return (matrix[index] @ x[..., None])[..., 0] - wanted[index], matrix[index].copy()

    limits = np.broadcast_to([-0.2, 0.3], (5, 3, 2))
    found, cost = solve(residuals, np.zeros((5, 3)), limits)
    rows, _ = residuals(found, np.arange(5))
    slope = (np.swapaxes(matrix, 1, 2) @ rows[..., None])[..., 0]
    assert ((found >= -0.2) & (found <= 0.3)).all()
    assert (np.abs(slope[(found > -0.2) & (found < 0.3)]) < 1e-2).all()
    assert (slope[found == -0.2] > -1e-9).all() and (slope[found == 0.3] < 1e-9).all()
    np.testing.assert_allclose(cost, 0.5 * (rows**2).sum(1))


def test_solver_never_ends_worse_than_it_starts():
    rng = np.random.default_rng(0)
    start = rng.uniform(-3, 3, (50, 2))

    def residuals(x, index):
        rows = np.stack([np.sin(5 * x[:, 0]) + x[:, 1] ** 2, np.cos(4 * x[:, 1]) * x[:, 0]], -1)
        a = np.stack([5 * np.cos(5 * x[:, 0]), 2 * x[:, 1]], -1)
        b = np.stack([np.cos(4 * x[:, 1]), -4 * np.sin(4 * x[:, 1]) * x[:, 0]], -1)
        return rows, np.stack([a, b], 1)

    limits = np.broadcast_to([-3.0, 3.0], (50, 2, 2))
    before = 0.5 * (residuals(start, None)[0] ** 2).sum(1)
    _, cost = solve(residuals, start, limits)
    assert (cost <= before).all() and (cost < before - 1e-6).sum() >= 45


@given(st.integers(0, 2**16))
def test_face_actions_stay_between_0_and_1_and_come_back(seed):
    rng = np.random.default_rng(seed)
    basis = rng.normal(size=(6, 20, 3)) * 0.01
    amounts = np.clip(rng.uniform(-0.5, 1.5, (4, 6)), 0, 1)
    moved = np.tensordot(amounts, basis, 1)
    seen = np.ones((4, 20), bool)
    seen[3] = False
    found = bounded(basis, moved, seen, np.zeros((4, 6)))
    np.testing.assert_allclose(found[:3], amounts[:3], atol=0.01)
    assert (found[3] == 0).all()
    wild = bounded(basis, 50 * moved, seen, np.zeros((4, 6)))
    assert ((wild >= 0) & (wild <= 1)).all()
