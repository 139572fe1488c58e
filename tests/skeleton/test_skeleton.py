"""The canonical skeleton: names of the field, a tree, a body that is its own mirror image."""

from __future__ import annotations

import numpy as np

from signsynth.skeleton import BODY, CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw


def test_178_points_in_four_components():
    assert len(CANONICAL) == 178
    assert [(part.stop - part.start) for _, part in CANONICAL.components] == [8, 21, 21, 128]
    assert CANONICAL.points[BODY][:2] == ("LEFT_SHOULDER", "RIGHT_SHOULDER")


def test_names_are_those_of_a_real_pose_file(shared_data):
    from pose_format import Pose

    data = (shared_data / "peer_lexicon/dummy_lexicon/sgg/pizza.pose").read_bytes()
    components = {component.name: component.points for component in Pose.read(data).header.components}
    assert components == {name: list(CANONICAL.points[part]) for name, part in CANONICAL.components}


def test_unit_and_origin():
    left, right = CANONICAL.rest[:2]
    assert np.linalg.norm(left - right) == 1.0
    np.testing.assert_array_equal((left + right) / 2, 0)
    assert left[0] > 0  # +x is the signer's left


def test_mirror_is_an_involution_and_rest_is_symmetric():
    mirror = CANONICAL.mirror
    np.testing.assert_array_equal(mirror[mirror], np.arange(178))
    np.testing.assert_allclose(CANONICAL.rest[mirror] * [-1, 1, 1], CANONICAL.rest, atol=1e-9)


def test_parents_come_first_and_lengths_are_those_of_rest():
    for child, parent in enumerate(CANONICAL.parents):
        assert parent < child
        distance = np.linalg.norm(CANONICAL.rest[child] - CANONICAL.rest[parent]) if parent >= 0 else 0
        assert CANONICAL.lengths[child] == distance


def test_both_hands_have_the_lengths_of_the_hand():
    for hand in (LEFT_HAND, RIGHT_HAND):
        np.testing.assert_allclose(CANONICAL.lengths[hand], hand_lengths_sw(), atol=1e-9)
    assert HAND_PARENTS[5] == 0 and HAND_PARENTS[8] == 7


def test_wrist_of_the_hand_is_the_wrist_of_the_arm():
    np.testing.assert_array_equal(CANONICAL.rest[8], CANONICAL.rest[4])
    np.testing.assert_array_equal(CANONICAL.rest[29], CANONICAL.rest[5])


def test_index_by_name():
    assert CANONICAL.index("POSE_LANDMARKS", "RIGHT_WRIST") == 5
    assert CANONICAL.index("RIGHT_HAND_LANDMARKS", "WRIST") == 29
