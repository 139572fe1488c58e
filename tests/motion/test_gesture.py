"""Laws of the second and third modality."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Gesture, MeshTrack, Motion, concatenate
from signsynth.skeleton import CANONICAL

JOINTS = ("root", "spine05", "upperarm01.L", "upperarm01.R")
ACTIONS = ("jawOpen", "mouthLeft", "mouthRight", "eyeBlinkLeft", "eyeBlinkRight")
SIZES = st.integers(1, 9), st.integers(0, 2**16)


def gesture(frames: int, seed: int) -> Gesture:
    rng = np.random.default_rng(seed)
    return Gesture(rng.normal(size=(frames, 2, 15, 6)), rng.normal(size=(frames, 2, 6)), rng.random((frames, 2)))


def track(frames: int, seed: int) -> MeshTrack:
    rng = np.random.default_rng(seed)
    arrays = rng.normal(size=(frames, 4, 6)), rng.random((frames, 5)), rng.normal(size=(frames, 3))
    return MeshTrack(*arrays, JOINTS, ACTIONS)


def motion(frames: int, seed: int) -> Motion:
    pose = np.broadcast_to(CANONICAL.rest, (frames, 178, 3))
    return Motion(pose, np.ones((frames, 178)), 25, gesture=gesture(frames, seed), mesh=track(frames, seed))


@pytest.mark.parametrize("make", [gesture, track])
@given(*SIZES)
def test_mirror_twice_is_identity(make, frames, seed):
    one = make(frames, seed)
    assert one.mirrored().mirrored().equals(one)
    assert not one.mirrored().equals(one)


@pytest.mark.parametrize("make", [gesture, track])
@given(*SIZES, st.data())
def test_slices_join_to_the_whole(make, frames, seed, data):
    one, at = make(frames, seed), data.draw(st.integers(0, frames))
    assert type(one).concatenate([one[:at], one[at:]]).equals(one)


def test_a_mirrored_rotation_turns_mirrored_points():
    """In the mirror, left hand points moved by the left rotation are right ones moved by the mirrored rotation."""
    one = gesture(1, 3)
    rng, flip = np.random.default_rng(0), np.diag([-1.0, 1, 1])
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    wrists = np.broadcast_to(np.r_[turn[:, 0], turn[:, 1]], (1, 2, 6))
    seen = Gesture(one.fingers, wrists, one.confidence).mirrored().wrists[0, 0]
    expected = flip @ turn @ flip
    np.testing.assert_allclose(seen, np.r_[expected[:, 0], expected[:, 1]], atol=1e-6)


def test_sides_of_the_track_change_places():
    one = track(2, 0)
    other = one.mirrored()
    np.testing.assert_array_equal(other.actions, one.actions[:, [0, 2, 1, 4, 3]])
    np.testing.assert_array_equal(np.abs(other.rotations), np.abs(one.rotations[:, [0, 1, 3, 2]]))
    np.testing.assert_array_equal(other.root, one.root * np.float32([-1, 1, 1]))


@pytest.mark.parametrize("array", ["fingers", "wrists", "confidence"])
def test_arrays_are_read_only(array):
    with pytest.raises(ValueError, match="read-only"):
        getattr(gesture(2, 0), array)[0] = 0


def test_bad_arrays_are_named():
    good = gesture(2, 0)
    with pytest.raises(InputError, match=r"gesture fingers: shape \(2, 2, 14, 6\), expected \(frames, 2, 15, 6\)"):
        Gesture(good.fingers[:, :, :14], good.wrists, good.confidence)
    with pytest.raises(InputError, match=r"gesture wrists: shape \(1, 2, 6\), expected \(2, 2, 6\)"):
        Gesture(good.fingers, good.wrists[:1], good.confidence)
    with pytest.raises(InputError, match="NaN"):
        Gesture(good.fingers, good.wrists * np.nan, good.confidence)
    mesh = track(2, 0)
    with pytest.raises(InputError, match=r"mesh rotations: shape \(2, 4, 6\), expected \(frames, 3, 6\)"):
        MeshTrack(mesh.rotations, mesh.actions, mesh.root, JOINTS[:3], ACTIONS)
    with pytest.raises(InputError, match="step 1"):
        good[::2]
    with pytest.raises(InputError, match="one body"):
        MeshTrack.concatenate([mesh, MeshTrack(mesh.rotations[:, :3], mesh.actions, mesh.root, JOINTS[:3], ACTIONS)])
    for kind in (Gesture, MeshTrack):
        with pytest.raises(InputError, match="at least one"):
            kind.concatenate([])


@given(st.integers(1, 6), st.integers(1, 6))
def test_motions_carry_them(first, second):
    a, b = motion(first, 0), motion(second, 1)
    both = concatenate([a, b])
    assert both.gesture.equals(Gesture.concatenate([a.gesture, b.gesture]))
    assert both[first:].mesh.equals(b.mesh)
    assert a.mirrored().mirrored().gesture.equals(a.gesture)
    bare = Motion(a.pose, a.confidence, 25)
    assert concatenate([a, bare]).gesture is None and concatenate([bare, a]).mesh is None
