"""The body's hand: what angles make of it, against the whole mesh."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.body import Body
from signsynth.body.fit.rig import FINGERS, SIDES, Rig
from signsynth.body.fit.turns import logarithm
from signsynth.geometry import unit
from signsynth.writing.hand import HandShape, finger_rotations, hand_points, site_points, wrist_rotation
from signsynth.writing.hand.bodyhand import MIRROR, BodyHand
from signsynth.writing.hand.contact import limits
from signsynth.writing.hand.handshape import bone_directions
from signsynth.writing.notation import HandSite

SHARES = st.lists(st.floats(0.1, 0.9), min_size=21, max_size=21).map(np.array)
SITES = [HandSite("tip", (2,)), HandSite("pad", (1,)), HandSite("nail", (3,)), HandSite("midjoint", (4,), "radial")]
SITES += [None, HandSite("handback"), HandSite("pinkyside"), HandSite("base", (2, 3), "palmar"), HandSite("thumbball")]


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load().to(torch.float64)


def within(share: np.ndarray) -> np.ndarray:
    """Angles inside the limits, half of the way from straight."""
    low, high = limits().T
    return 0.5 * (low + share * (high - low))


def posed(body: Body, angles: np.ndarray, palm: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and wrist in shoulder widths of a body whose hand is bent and turned by a root of its own."""
    turns = torch.eye(3, dtype=torch.float64).repeat(body.joints, 1, 1)
    names = [f"{bone}.{SIDES[side]}" for finger in FINGERS for bone in finger]
    turns[[body.joint(name) for name in names]] = torch.from_numpy(finger_rotations(angles, side))
    turns[body.joint(f"wrist.{SIDES[side]}")] = torch.from_numpy(wrist_rotation(palm, side))
    transforms = body.place(turns)
    wrist = transforms[body.joint(f"wrist.{SIDES[side]}"), :, 3].numpy()
    width = Rig.of(Body.load()).width_m
    return body(turns).vertices.numpy() / width, wrist / width


@given(SHARES)
@settings(max_examples=30)
def test_bones_point_where_the_angles_say(share):
    angles = within(share)
    points = BodyHand.bundled().points(angles).reshape(5, 4, 3)
    off = (unit(np.diff(points, axis=1)) * bone_directions(angles).reshape(5, 4, 3)[:, 1:]).sum(-1)
    off = np.rad2deg(np.arccos(np.clip(off, -1, 1)))
    # The body's own index finger and thumb are bowed a little.
    assert off[2:].max() < 4 and off[1].max() < 7 and off[0].max() < 10


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("site", SITES)
def test_sites_lie_on_the_whole_mesh(body, site, side):
    rng = np.random.default_rng(3)
    palm = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    palm *= np.sign(np.linalg.det(palm))
    angles = within(rng.uniform(0.1, 0.9, 21))
    vertices, wrist = posed(body, angles, palm, side)
    point, normal = site_points(site, angles, side)
    several = site is not None and len(site.digits) > 1
    triangles = vertices[body.faces.numpy()]
    apart = _to_triangles(wrist + palm @ point, triangles) * Rig.of(Body.load()).width_m
    assert apart.min() < (0.02 if several else 0.0005)
    assert np.linalg.norm(normal) == pytest.approx(1)
    if not several:
        a, b, c = triangles[apart.argmin()]
        assert unit(np.cross(b - a, c - a)) @ palm @ normal > 0.5, "the normal leads out of the skin"


def _to_triangles(point: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Distance of a point to each triangle, by points spread over it."""
    steps = np.arange(9)
    shares = np.array([(i, j, 8 - i - j) for i in steps for j in steps if i + j <= 8]) / 8
    near = np.linalg.norm(triangles.mean(1) - point, axis=1) < 0.06
    out = np.full(len(triangles), np.inf)
    places = shares @ triangles[near]
    normal = unit(np.cross(*np.moveaxis(np.diff(triangles[near], axis=1), 1, 0)))
    height = np.abs(((point - triangles[near, 0]) * normal).sum(-1))
    foot = np.linalg.norm(places - point, axis=-1).min(1)
    edge = np.linalg.norm(np.diff(triangles[near], axis=1), axis=-1).max(1)
    out[near] = np.where(foot < edge, height, foot)
    return out


def test_a_left_hand_mirrors_a_right_one():
    angles = within(np.linspace(0.2, 0.8, 21))
    assert np.allclose(finger_rotations(angles, 0), MIRROR[:, None] * finger_rotations(angles, 1) * MIRROR)
    for of in (lambda side: site_points(SITES[0], angles, side)[0], lambda side: hand_points(angles, side)[0]):
        assert np.allclose(of(0), of(1) * MIRROR)


@given(SHARES)
@settings(max_examples=20)
def test_a_batch_is_its_members(share):
    angles = np.stack([within(share), np.zeros(21)])
    for k in range(2):
        assert np.allclose(finger_rotations(angles, 1)[k], finger_rotations(angles[k], 1))
        assert np.allclose(hand_points(angles, 0)[0][k], hand_points(angles[k], 0)[0])
        assert np.allclose(site_points(SITES[1], angles, 1)[1][k], site_points(SITES[1], angles[k], 1)[1])


@given(SHARES)
@settings(max_examples=30)
def test_joints_stay_within_their_limits(share):
    hand = BodyHand.bundled()
    turns = np.rad2deg(logarithm(np.swapaxes(hand.axes, -1, -2) @ hand.local(within(share)) @ hand.axes))
    over = np.maximum(hand.limits_deg[..., 0] - turns, turns - hand.limits_deg[..., 1])
    assert over[:, 1:].max() < 1e-4, "hinges"
    assert over[1:, 0].max() < 12, "knuckles lean a little farther than their box where they bend and spread at once"


def test_spheres_fill_the_hand(body):
    """Every vertex of the fingers is near a sphere's surface, none far outside all spheres."""
    angles = HandShape().angles
    vertices, wrist = posed(body, angles, np.eye(3), 1)
    points, radii = hand_points(angles, 1)
    bearer = body.mesh.bones.gather(1, body.mesh.shares.argmax(1, keepdim=True))[:, 0].numpy()
    fingers = np.isin(bearer, [body.joint(f"{bone}.R") for finger in FINGERS[1:] for bone in finger])
    to = np.linalg.norm((vertices[fingers] - wrist)[:, None] - points, axis=-1) - radii
    outside_mm = to.min(1) * Rig.of(Body.load()).width_m * 1000
    assert np.percentile(outside_mm, 95) < 6 and outside_mm.max() < 10 and np.abs(np.median(outside_mm)) < 2
