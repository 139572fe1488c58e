"""Places on and around the body."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
import torch

from signsynth.body.fit.arms import JOINTS
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import Rig
from signsynth.body.reach import hanging, reach
from signsynth.body.solid import Solid
from signsynth.errors import InputError
from signsynth.writing.notation import BodySite
from signsynth.writing.notation.site import BODY_SITES
from signsynth.writing.place import Places, Spot
from signsynth.writing.place.arm import ARM_SITES
from tests.body.reaching import placed

MIRROR = np.array([-1.0, 1.0, 1.0])
SEATED = tuple(name for name in BODY_SITES if name not in ARM_SITES and name != "neutralspace")
SIDES = (None, "left_at", "right_at", "left_beside", "right_beside")
MM_SW = 1e-3 / 0.31


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.of()


@pytest.fixture(scope="module")
def solid() -> Solid:
    return Solid.of(bundled())


@lru_cache(maxsize=1)
def _triangles() -> np.ndarray:
    body = bundled()
    return body.rest().numpy().astype(np.float64)[body.faces.numpy()]


def surface_mm(point: np.ndarray) -> float:
    """Distance of a point from the skin of trunk, head or shoulders at rest: brute force over all triangles."""
    corners = _triangles()
    at = Rig.of(bundled()).to_metres(point)
    near = corners[np.abs(corners[:, 0] - at).max(-1) < 0.05]
    a, b, c = np.moveaxis(near, 1, 0)
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    height = ((at - a) * normal).sum(1)
    foot = at - height[:, None] * normal
    inside = np.all(
        [(np.cross(q - p, foot - p) * normal).sum(1) >= -1e-9 for p, q in ((a, b), (b, c), (c, a))],
        axis=0,
    )
    return float(np.abs(height[inside]).min() * 1e3)


def touched(places: Places, name: str, side: str | None, hand: int = 1) -> Spot:
    return places.spot(BodySite(name, side, "touch"), hand)


def test_every_site_of_the_notation_has_a_place(places: Places):
    assert set(SEATED) == set(places.seats)
    assert set(ARM_SITES) - {"wristback"} <= set(BODY_SITES)


@pytest.mark.parametrize("name", SEATED)
@pytest.mark.parametrize("side", SIDES)
def test_touched_sites_lie_on_the_skin_with_the_normal_out(places: Places, solid: Solid, name: str, side: str | None):
    spot = touched(places, name, side)
    assert spot.touch
    assert surface_mm(spot.point) < 1.0
    np.testing.assert_allclose(np.linalg.norm(spot.normal), 1)
    rig = Rig.of(bundled())
    out, under = (rig.to_metres(spot.point + way * 0.06 * spot.normal) for way in (1, -1))
    depth, _ = solid.depth_m(np.stack([out, under]))
    if not (name.startswith("shoulder") and side in ("left_beside", "right_beside")):  # there the arm begins
        assert depth[0] < -0.004
        assert depth[1] > 0.0 or name.startswith("ear")  # ears are thin
        assert depth[0] < depth[1]


@pytest.mark.parametrize("name", SEATED)
@pytest.mark.parametrize("contact", [None, "close", "armextended", "touch"])
def test_left_and_right_are_mirror_images(places: Places, name: str, contact: str | None):
    for where in ("at", "beside"):
        left, right = (places.spot(BodySite(name, f"{side}_{where}", contact), 1) for side in ("left", "right"))
        np.testing.assert_allclose(left.point * MIRROR, right.point, atol=2 * MM_SW)
        np.testing.assert_allclose(left.normal * MIRROR, right.normal, atol=0.08)
        assert left.point[0] > 0.01
    middle = [places.spot(BodySite(name, None, contact), hand) for hand in (0, 1)]
    np.testing.assert_allclose(middle[0].point * MIRROR, middle[1].point, atol=2 * MM_SW)


@pytest.mark.parametrize("contact", ["touch", "close", None])
def test_the_face_is_in_order_from_top_to_bottom(places: Places, contact: str | None):
    order = (
        "headtop", "forehead", "eyebrows", "eyes", "nose", "nostrils", "lips", "chin", "neck", "shoulders", "chest",
        "stomach", "belowstomach",
    )  # fmt: skip
    heights = [places.spot(BodySite(name, None, contact), 1).point[1] for name in order]
    assert (np.diff(heights) < 0).all()


def test_sites_are_where_their_names_say(places: Places):
    face = {name: touched(places, name, "left_at").point for name in SEATED}
    middle = {name: touched(places, name, None).point for name in SEATED}
    assert max(middle, key=lambda name: middle[name][2]) == "nose"
    assert max(middle, key=lambda name: middle[name][1]) == "headtop"
    assert face["earlobe"][1] < face["ear"][1]
    assert face["ear"][0] > face["cheek"][0] > face["lips"][0] > face["nose"][0]
    assert face["cheek"][1] > face["lips"][1]
    assert touched(places, "underchin", None).normal[1] < -0.8
    assert touched(places, "headtop", None).normal[1] > 0.9
    assert touched(places, "shouldertop", None).normal[1] > 0.7
    assert touched(places, "ear", "left_at").normal[0] > 0.7
    for name in ("forehead", "nose", "lips", "chest", "stomach", "chin"):
        assert touched(places, name, None).normal[2] > 0.85


@pytest.mark.parametrize("name", SEATED)
@pytest.mark.parametrize("side", [None, "left_at", "right_at"])
def test_distance_grows_from_touch_to_the_extended_arm(places: Places, solid: Solid, name: str, side: str | None):
    spots = [places.spot(BodySite(name, side, contact), 1) for contact in ("close", None, "armextended")]
    assert not any(spot.touch for spot in spots)
    away = [(spot.point * spot.normal).sum() for spot in spots]
    assert (np.diff(away) > 0.15).all()
    depth, _ = solid.depth_m(np.array([Rig.of(bundled()).to_metres(spot.point) for spot in spots]))
    assert (depth < -0.035).all()


@pytest.mark.parametrize("name", ["head", "cheek", "neck", "chest", "stomach", "shoulders"])
def test_beside_is_outside_at_the_height_of_the_part(places: Places, name: str):
    on = touched(places, name, "right_at").point
    for contact in ("close", None):
        spot = places.spot(BodySite(name, "right_beside", contact), 0)
        assert spot.point[0] < on[0] - 0.1
        assert abs(spot.point[1] - on[1]) < 0.1
        np.testing.assert_array_equal(spot.normal, [-1, 0, 0])


def test_pairs_are_on_the_side_of_the_hand(places: Places):
    for name in ("ear", "earlobe", "cheek", "shouldertop"):
        for hand, written in ((0, "left_at"), (1, "right_at")):
            np.testing.assert_array_equal(
                places.spot(BodySite(name), hand).point, places.spot(BodySite(name, written), hand).point
            )


def test_between_two_is_their_middle(places: Places):
    one, two = BodySite("shoulders"), BodySite("shoulders", "right_at")
    both = places.spot(BodySite("shoulders", second=two), 1)
    np.testing.assert_allclose(both.point, (places.spot(one, 1).point + places.spot(two, 1).point) / 2)
    touch = places.spot(BodySite("chest", None, "touch", second=BodySite("stomach", "left_at")), 1)
    assert touch.touch
    assert surface_mm(touch.point) < 1.0


def test_behind_the_head(places: Places):
    spot = places.spot(BodySite("head", "back", "close"), 1)
    assert spot.point[2] < -0.3
    assert touched(places, "head", "back").normal[2] < -0.8


def test_neutral_is_before_the_chest_on_the_hands_own_side(places: Places):
    left, right = places.neutral(0), places.neutral(1)
    np.testing.assert_array_equal(left.point * MIRROR, right.point)
    assert right.point[0] < 0 < right.point[2]
    np.testing.assert_array_equal(places.spot(BodySite("neutralspace"), 1).point, right.point)


@pytest.mark.parametrize("name", ARM_SITES)
def test_sites_of_an_arm_lie_on_its_skin(places: Places, name: str):
    """On the posed mesh of an arm that inverse kinematics solved: within 2 cm, an arm being no cylinder."""
    body = bundled()
    wrists = np.array([[[0.1, -0.4, 0.75], [-0.5, -0.9, 0.6]]])
    palms = hanging(body)[1][None]
    reached = reach(wrists, palms, body=body)
    transforms = placed(reached, body)
    joints = {part: transforms[0, body.joint(f"{part}.L"), :, 3] for part in ("upperarm01", "lowerarm01", "wrist")}
    back = palms[0, 0] @ Rig.of(body).axes[body.joint("wrist.L")][:, 1]
    spot = places.arm.spot(BodySite(name, None, "touch"), 0, *joints.values(), back)
    rotations = np.tile(np.eye(3, dtype=np.float32), (body.joints, 1, 1))
    for side, suffix in enumerate("LR"):
        for k, joint in enumerate(JOINTS):
            rotations[body.joint(f"{joint}.{suffix}")] = reached.local[0, side, k]
    vertices = body(torch.from_numpy(rotations))[0].numpy()
    rig = Rig.of(body)
    apart = np.linalg.norm(vertices - rig.to_metres(spot.point), axis=-1)
    assert apart.min() < 0.02
    close = places.arm.spot(BodySite(name, None, "close"), 0, *joints.values(), back)
    assert np.linalg.norm(close.point - spot.point) > 0.1
    np.testing.assert_allclose(spot.normal, close.normal)


def test_sides_of_a_forearm(places: Places):
    """A left forearm that points right, its back up: the thumb is near the body."""
    shoulder, elbow, wrist = np.array([0.5, 0, 0]), np.array([0.7, -0.6, 0.3]), np.array([0.0, -0.6, 0.3])
    up = np.array([0.0, 1.0, 0.0])
    normals = {
        side: places.arm.spot(BodySite("lowerarm", side, "touch"), 0, shoulder, elbow, wrist, up).normal
        for side in (None, "dorsal", "palmar", "radial", "ulnar")
    }
    np.testing.assert_allclose(normals[None], up, atol=1e-12)
    np.testing.assert_allclose(normals["dorsal"], up, atol=1e-12)
    np.testing.assert_allclose(normals["palmar"], -up, atol=1e-12)
    np.testing.assert_allclose(normals["radial"], [0, 0, -1], atol=1e-12)  # palm down: the thumb is near the body
    np.testing.assert_allclose(normals["ulnar"], [0, 0, 1], atol=1e-12)


def test_unknown_sites_name_the_nearest(places: Places):
    with pytest.raises(InputError, match="forehead"):
        places.spot(BodySite("forhead"), 1)
    with pytest.raises(InputError, match="on_arm"):
        places.spot(BodySite("elbow"), 1)
    with pytest.raises(InputError, match="lowerarm"):
        places.arm.spot(BodySite("lowerarms"), 0, np.zeros(3), np.ones(3), np.ones(3), np.ones(3))


def test_places_are_made_once():
    assert Places.of() is Places.of()


def test_beside_a_small_part_is_near_it(places: Places):
    """Beside the nose is on the cheek next to it, not at the ear; the head is as wide as it is."""
    nose, head = (touched(places, name, "left_beside").point for name in ("nose", "head"))
    assert nose[0] < 0.2 < head[0]
    assert nose[2] > 0.3 > head[2]
    chin, cheek = (places.spot(BodySite(name, "right_beside", "close"), 1).point for name in ("chin", "cheek"))
    assert cheek[0] < chin[0] < -0.2


def test_pairs_of_hands_go_to_the_middle(places: Places):
    for name in SEATED:
        for contact in (None, "close", "touch"):
            spot = places.middle(BodySite(name, contact=contact))
            assert abs(spot.point[0]) < 0.03, name
    aside = places.middle(BodySite("shoulders", side="right_at"))
    np.testing.assert_array_equal(aside.point, places.spot(BodySite("shoulders", side="right_at"), 1).point)
    assert places.middle(BodySite("neutralspace")).point[0] == 0
