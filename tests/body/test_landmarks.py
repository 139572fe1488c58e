from __future__ import annotations

import numpy as np
import torch

from signsynth.body import CanonicalFrame
from signsynth.skeleton import CANONICAL, FACE, HAND_PARENTS, LEFT_HAND, RIGHT_HAND


def rest_points(body) -> np.ndarray:
    points = body.landmarks(torch.zeros(body.joints, 3))
    return CanonicalFrame.of(points).to_canonical(points).numpy()


def test_landmarks_are_points_of_the_mesh(body64, random):
    rotations, shape = random(3, 104, 3) * 0.4, random(3, 16)
    actions = random(3, 52).abs()
    points = body64.landmarks(rotations, shape=shape, actions=actions)
    posed = body64(rotations, shape=shape, actions=actions)
    used = torch.from_numpy(np.unique(body64.mark_corners.numpy()))
    assert len(used) == len(body64.marks.template) < 400  # the point of it: few vertices
    for point, name in ((2, "lowerarm01.L"), (3, "lowerarm01.R"), (13, "finger2-1.L"), (48, "finger5-3.R")):
        torch.testing.assert_close(points[:, point], posed.joints[:, body64.joint(name)], atol=1e-12, rtol=0)
    torch.testing.assert_close(points[:, [4, 5]], points[:, [8, 29]], atol=0, rtol=0)  # hands hang on the arms


def test_face_and_tips_lie_on_the_surface(body64, baked, random):
    rotations = random(104, 3) * 0.3
    vertices = body64(rotations).vertices
    points = body64.landmarks(rotations)
    for point in np.flatnonzero(baked["landmark_joint_weights"].sum(1) == 0):
        expected = (
            torch.from_numpy(baked["landmark_weights"][point].astype(float))
            @ vertices[baked["landmark_vertices"][point].astype(int)]
        )
        torch.testing.assert_close(points[point], expected, atol=1e-6, rtol=0)


def test_every_point_has_one_source(baked):
    skin, joint = baked["landmark_weights"].sum(1), baked["landmark_joint_weights"].sum(1)
    np.testing.assert_allclose(skin + joint, 1, atol=1e-4)
    assert (skin * joint == 0).all() and (skin[FACE] > 0).all() and (skin[[12, 16, 20, 24, 28]] > 0).all()
    assert (baked["landmark_weights"] >= 0).all() and (baked["landmark_joint_weights"] >= 0).all()


def test_left_and_right_mirror(body):
    points = body.landmarks(torch.zeros(104, 3)).numpy()
    np.testing.assert_allclose(points[CANONICAL.mirror] * [-1, 1, 1], points, atol=6e-4)


def test_proportions_are_those_of_people(body):
    """The mean body agrees with the canonical rest pose, which comes from tracked people."""
    points = rest_points(body)

    def length(a, b, where):
        return np.linalg.norm(where[a] - where[b])

    for a, b in ((0, 2), (2, 4), (6, 7), (8, 13), (8, 17), (8, 25), (14, 16), (18, 20)):
        assert 0.8 < length(a, b, points) / length(a, b, CANONICAL.rest) < 1.25, (a, b)
    # Its proximal phalanges are short: the knuckles lie nearer to the fingers than a tracker's.
    for a in (13, 17, 21, 25):
        assert 0.7 < length(a, a + 1, points) / length(a, a + 1, CANONICAL.rest) < 1, a
    face, expected = points[FACE], CANONICAL.rest[FACE]
    assert 0.8 < np.ptp(face[:, 0]) / np.ptp(expected[:, 0]) < 1.2
    assert 0.8 < np.ptp(face[:, 1]) / np.ptp(expected[:, 1]) < 1.2


def test_face_fits_the_trackers_face(body):
    """After the best similarity, the points lie near a mean tracked face, whose depth is only estimated."""
    ours, theirs = rest_points(body)[FACE], CANONICAL.rest[FACE]
    a, b = ours - ours.mean(0), theirs - theirs.mean(0)
    u, s, vt = np.linalg.svd(a.T @ b)
    fitted = a @ (u @ vt) * (s.sum() / (a**2).sum())
    off = np.linalg.norm((fitted - b)[:, :2], axis=1) / np.ptp(b[:, 1])
    assert off.mean() < 0.04 and off.max() < 0.12


def test_lips_part_and_lids_close(body):
    names = CANONICAL.points[FACE]

    def gap(upper: str, lower: str, **actions: float) -> float:
        given = torch.zeros(52)
        for name, amount in actions.items():
            given[body.action_names.index(name)] = amount
        points = body.landmarks(torch.zeros(104, 3), actions=given)
        return float(points[50 + names.index(upper), 1] - points[50 + names.index(lower), 1]) * 1000

    assert -2 < gap("13", "14") < 6
    assert gap("13", "14", jawOpen=1) > 25  # millimetres
    assert gap("159", "145") > 6 and gap("386", "374") > 6
    assert gap("159", "145", eyeBlinkRight=1) < 2.5 and gap("386", "374", eyeBlinkLeft=1) < 2.5


def test_hands_are_stiff(body64, random):
    """Bones inside the hand keep their lengths in any pose, the palm nearly so (its bones give a little)."""
    angles = torch.zeros(20, 104, 3, dtype=torch.float64)
    low, high = body64.limits.unbind(-1)
    angles = low + (high - low) * torch.rand(20, 104, 3, generator=torch.Generator().manual_seed(2)).double()
    points = body64.landmarks(body64.from_angles(angles))
    for hand in (LEFT_HAND, RIGHT_HAND):
        for k, parent in enumerate(HAND_PARENTS):
            length = (points[:, hand][:, k] - points[:, hand][:, max(parent, 0)]).norm(dim=-1)
            if k and parent:
                torch.testing.assert_close(length, length[:1].expand(20), atol=1e-7, rtol=0)
            elif k:
                assert (length.max() / length.min()).item() < 1.06


def test_hands_point_down_at_rest(body):
    points = rest_points(body)
    for hand in (LEFT_HAND, RIGHT_HAND):
        wrist = points[hand][0]
        assert (points[hand][[8, 12, 16, 20], 1] < wrist[1]).all()


def test_frame_round_trip(body64, random):
    points = body64.landmarks(random(4, 104, 3) * 0.3, root=random(4, 3))
    frame = CanonicalFrame.of(points)
    canonical = frame.to_canonical(points)
    torch.testing.assert_close(frame.to_metres(canonical), points, atol=1e-12, rtol=0)
    torch.testing.assert_close(canonical[:, 0], -canonical[:, 1], atol=1e-12, rtol=0)
    torch.testing.assert_close((canonical[:, 0] - canonical[:, 1]).norm(dim=-1), torch.ones(4).double())
