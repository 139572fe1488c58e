"""Depth below a surface and distances of capsules: against spheres, brute force and the posed body itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

torch = pytest.importorskip("torch")
trimesh = pytest.importorskip("trimesh")

from signsynth.body.capsules import closest  # noqa: E402
from signsynth.body.shell import ROOM_M, Shell  # noqa: E402
from signsynth.body.solid import Solid  # noqa: E402

RADIUS_M = 0.1


@pytest.fixture(scope="module")
def solid(body):
    return Solid.of(body)


@pytest.fixture(scope="module")
def sphere():
    ball = trimesh.creation.icosphere(subdivisions=4, radius=RADIUS_M)
    return np.asarray(ball.vertices) + [0.3, -0.2, 0.1], np.asarray(ball.faces)


def around(rng, count: int, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Directions and points at some distance from the sphere's middle."""
    way = rng.normal(size=(count, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    return way, [0.3, -0.2, 0.1] + way * rng.uniform(low, high, (count, 1))


def test_depth_in_a_sphere_is_what_is_left_of_the_radius(sphere):
    shell = Shell.of(*sphere, 0.01)
    way, points = around(np.random.default_rng(0), 500, 0.03, RADIUS_M + 0.9 * ROOM_M)
    depth, outward = shell.depth_m(points)
    exact = RADIUS_M - np.linalg.norm(points - [0.3, -0.2, 0.1], axis=1)
    near = np.abs(exact) < 0.02
    assert np.abs(depth - exact)[near].max() < 0.002
    assert np.abs(depth - exact).max() < 0.006
    assert ((outward * way).sum(1)[near] > 0.97).all()


def test_a_hole_is_closed_flat(sphere):
    vertices, faces = sphere
    level = vertices[:, 1].max() - 0.05
    open_faces = faces[(vertices[faces][..., 1] < level).all(1)]
    shell = Shell.of(vertices, open_faces, 0.01)
    above, below = shell.depth_m(np.array([[0.3, level + 0.02, 0.1], [0.3, level - 0.02, 0.1]]))[0]
    np.testing.assert_allclose([above, below], [-0.02, 0.02], atol=0.008)


def test_far_away_the_distance_is_little_overstated_and_the_way_out_leads_away(sphere):
    shell = Shell.of(*sphere, 0.01)
    way, points = around(np.random.default_rng(1), 200, 0.4, 3.0)
    depth, outward = shell.depth_m(points)
    assert (depth < -0.1).all()
    exact = np.linalg.norm(points - [0.3, -0.2, 0.1], axis=1) - RADIUS_M
    assert (-depth >= exact - 0.01).all() and (-depth <= exact + 0.15).all()
    assert ((outward * way).sum(1) > 0.3).all()


def test_what_is_inside_comes_out(solid):
    points = np.random.default_rng(0).uniform([-0.2, 0.1, -0.1], [0.2, 0.9, 0.2], (4000, 3))
    depth, outward = solid.depth_m(points)
    shallow = (depth > 0) & (depth < 0.02)
    assert shallow.sum() > 200
    left = solid.depth_m(points[shallow] + (depth[shallow, None] + 0.004) * outward[shallow])[0]
    assert (left < 0.003).mean() > 0.95 and left.max() < 0.012


def test_the_skin_has_no_depth_in_a_moderate_pose(body, solid, random):
    """The posed mesh itself: vertices of chest and face lie on the surface, their neighbours outwards outside."""
    angles = torch.zeros(5, body.joints, 3)
    for name, size in (("root", 0.3), ("head", 0.5), ("spine01", 0.1)):
        angles[:, body.joint(name)] = size * random(5, 3).float().clamp(-1, 1)
    posed = body(body.from_angles(angles), root=0.2 * random(5, 3).float())
    vertices = posed.vertices.numpy().astype(np.float64)
    used = np.unique(body.faces[body.face_part == body.part_names.index("face")].numpy())
    bones = body.mesh.bones.gather(1, body.mesh.shares.argmax(1, keepdim=True))[:, 0].numpy()
    chest = np.flatnonzero((bones == body.joint("spine01")) & (body.mesh.shares.max(1).values.numpy() > 0.6))
    face = used[body.mesh.shares[used].max(1).values.numpy() > 0.95]
    for own in (chest, face):
        assert len(own) > 20
        depth = solid.depth_m(vertices[:, own], posed.transforms.numpy())[0]
        assert np.percentile(np.abs(depth), 90) < 0.012


def test_posed_and_at_rest_are_the_same_room(body, solid):
    still = body.place(torch.zeros(1, body.joints, 3)).numpy()
    points = np.random.default_rng(2).uniform([-0.4, 0, -0.3], [0.4, 1, 0.4], (1, 300, 3))
    rest, posed = solid.depth_m(points), solid.depth_m(points, still)
    only = solid.depth_m(points, still[:, list(solid.joints)])
    for one, other, same in zip(rest, posed, only, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-5)
        np.testing.assert_array_equal(other, same)


def test_a_rigid_motion_changes_no_depth(body, solid):
    from scipy.spatial.transform import Rotation

    still = body.place(torch.zeros(1, body.joints, 3)).numpy().astype(np.float64)
    turn, shift = Rotation.from_rotvec([0.4, -1.0, 0.3]).as_matrix(), np.array([0.5, 0.1, -0.3])
    moved = turn @ still
    moved[..., 3] += shift
    points = np.random.default_rng(3).uniform([-0.3, 0, -0.2], [0.3, 1, 0.3], (1, 300, 3))
    depth, outward = solid.depth_m(points, still)
    again, turned = solid.depth_m(points @ turn.T + shift, moved)
    np.testing.assert_allclose(again, depth, atol=1e-6)
    np.testing.assert_allclose(turned, outward @ turn.T, atol=1e-6)


def test_a_stouter_person_takes_more_room(body, solid):
    shapes = 2 * torch.eye(body.shapes)[:3]
    middle = np.array([[0.0, 0.35, 0.03]])
    depths = [Solid.of(body, way * shape.numpy()).depth_m(middle)[0][0] for shape in shapes for way in (1, -1)]
    assert max(depths) > solid.depth_m(middle)[0][0] + 0.005


def test_limbs_hold_their_own_skin(body, solid):
    limbs = solid.limbs
    assert len(limbs.names) == 2 * (2 + 4 + 15) and (limbs.radii > 0.004).all()
    half = len(limbs.radii) // 2
    np.testing.assert_allclose(limbs.radii[:half], limbs.radii[half:], rtol=0.02)
    starts, ends = limbs.place(body.place(torch.zeros(body.joints, 3)).numpy())
    skin = body.rest().numpy()[np.unique(body.faces[body.face_part == body.part_names.index("hand.L")])]
    a, b, _, _ = closest(starts, ends, skin[:, None], skin[:, None])
    from_axis = np.linalg.norm(a - b, axis=-1)
    inside = from_axis - limbs.radii
    assert np.percentile(inside.min(1), 95) < 0.006


point = arrays(np.float64, 3, elements=st.floats(-1, 1, width=32))


@settings(max_examples=200, deadline=None)
@given(point, point, point, point)
def test_nearest_points_of_segments_are_those_of_brute_force(a, b, c, d):
    p, q, s, t = closest(a, b, c, d)
    assert 0 <= s <= 1 and 0 <= t <= 1
    np.testing.assert_allclose(p, a + s * (b - a), atol=1e-9)
    np.testing.assert_allclose(q, c + t * (d - c), atol=1e-9)
    steps = np.linspace(0, 1, 60)
    tried = (a + steps[:, None, None] * (b - a)) - (c + steps[None, :, None] * (d - c))
    assert np.linalg.norm(p - q) <= np.linalg.norm(tried, axis=-1).min() + 1e-6
