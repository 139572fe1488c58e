"""Motion capture: true joints, our names, and files that are not what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from signsynth.errors import FileError
from signsynth.files import load_motion
from signsynth.files.bvh import write_bvh
from signsynth.files.glb import write_glb
from signsynth.files.gltf_clip import read_gltf
from signsynth.files.joint_clip import JointClip
from signsynth.files.mocap import recording_of
from signsynth.files.mocap_names import point_joints, simple
from signsynth.skeleton import CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND
from tests.files.moving_body import small

SAMPLE = "mocap_sample/SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo.vrma"


def about_y(degrees: float) -> np.ndarray:
    return Rotation.from_euler("y", degrees, degrees=True).as_matrix()


def turned(clip: JointClip, matrix: np.ndarray, scale: float = 1.0) -> JointClip:
    """The same clip in another frame of the world."""
    return JointClip(
        clip.names, scale * clip.places @ matrix.T, matrix @ clip.axes, scale * clip.rest_places @ matrix.T,
        matrix @ clip.rest_axes, clip.fps, {k: scale * end @ matrix.T for k, end in clip.ends.items()}, clip.roles,
    )  # fmt: skip


def gestures():
    """A body that signs: arms, fingers and head move as people's do; with its rotations."""
    import torch

    from signsynth.body import Body
    from signsynth.pipeline.figure import animation_of

    body, t = Body.load(), np.linspace(0, 6, 20)
    angles = torch.zeros(20, body.joints, 3)
    for side in "LR":
        angles[:, body.joint(f"lowerarm01.{side}"), 0] = torch.tensor(0.6 + 0.3 * np.sin(t))
        angles[:, body.joint(f"upperarm01.{side}"), 0] = torch.tensor(0.3 * np.cos(t))
        angles[:, body.joint(f"wrist.{side}"), 1] = torch.tensor(0.3 * np.cos(t))
        for finger in range(1, 6):
            for bone in (1, 2, 3):
                angles[:, body.joint(f"finger{finger}-{bone}.{side}"), 0] = torch.tensor(0.5 + 0.4 * np.sin(t + finger))
    angles[:, body.joint("head"), 0] = torch.tensor(0.2 * np.sin(t))
    rotations = body.from_angles(angles)
    animation = animation_of(body, rotations.numpy(), np.zeros((20, 3)), np.zeros((20, 52)), 25.0)
    return body, rotations, animation


def test_two_implementations_of_the_kinematics_agree(shared_data):
    clip = read_gltf(shared_data / SAMPLE)
    with np.load(shared_data / "mocap_sample/antigravity_joints.npz", allow_pickle=False) as true:
        assert clip.names == tuple(true["names"]) and clip.fps == 24.0
        height = np.ptp(true["pos"][0, :, 1])
        assert np.abs(clip.places - true["pos"]).max() < 1e-6 * height


def test_the_real_clip_becomes_a_canonical_motion(shared_data):
    clip, motion = read_gltf(shared_data / SAMPLE), load_motion(shared_data / SAMPLE)
    assert len(motion) == len(clip) - 1 and motion.fps == 24.0  # frame 0 is the calibration pose
    assert (motion.confidence[:, :50] == 1).all()
    # Every bone of arms and hands keeps the direction that the capture had, in the person's frame.
    joints, _ = point_joints(clip.names, clip.roles)
    places = clip.places[1:]
    across = np.median(places[:, joints[0]] - places[:, joints[1]], axis=0)
    yaw = about_y(np.rad2deg(np.arctan2(across[2], across[0])))
    bones = [(0, 2), (2, 4), (1, 3), (3, 5)]
    bones += [(h.start + p, h.start + c) for h in (LEFT_HAND, RIGHT_HAND) for c, p in enumerate(HAND_PARENTS) if p > 0]
    for parent, child in bones:
        if child in joints:
            true = (places[:, joints[child]] - places[:, joints[parent]]) @ yaw.T
            ours = motion.pose[:, child] - motion.pose[:, parent]
            cosine = (true * ours).sum(1) / np.linalg.norm(true, axis=1) / np.linalg.norm(ours, axis=1)
            assert np.rad2deg(np.arccos(np.clip(cosine, -1, 1))).max() < 1.0, (parent, child)
    assert motion.pose[-1, 4, 1] < -1.2 and motion.pose[-1, 5, 1] < -1.2  # it ends with the arms down
    assert motion.pose[:, 4:6, 1].max() > -0.6  # and has them up in between


@pytest.mark.parametrize("suffix", ["glb", "bvh"])
def test_a_body_written_and_read_is_the_motion_it_made(tmp_path, suffix):
    import torch

    from signsynth.body import CanonicalFrame
    from signsynth.motion.canonical import canonicalise
    from signsynth.motion.recording import Recording

    body, rotations, animation = gestures()
    (write_glb if suffix == "glb" else write_bvh)(animation, tmp_path / f"a.{suffix}")
    marks = body.landmarks(rotations)
    points = CanonicalFrame.of(marks).to_canonical(marks).numpy()
    points = np.concatenate([points, np.zeros((20, 11, 3))], 1)
    seen = np.ones(points.shape[:2])
    seen[:, 178:] = 0
    expected = canonicalise(Recording(points, seen, 25.0, arm_depth=True)).pose
    found = load_motion(tmp_path / f"a.{suffix}").pose
    away = np.linalg.norm(found - expected, axis=-1)
    # Trackers see the shoulder between two joints of the body; fingertips are guessed from their last bones.
    assert away[:, :50].max() < 0.1 and away[:, 50:].max() < 0.05
    assert torch.is_tensor(marks)


@settings(max_examples=20, deadline=None)
@given(yaw=st.floats(-180, 180), scale=st.floats(1e-3, 1e3), z_up=st.booleans())
def test_where_the_person_stands_and_faces_does_not_matter(yaw, scale, z_up):
    clip = upright_clip()
    lying = Rotation.from_euler("x", 90, degrees=True).as_matrix() if z_up else np.eye(3)
    moved = recording_of(turned(clip, lying @ about_y(yaw), scale), "moved")
    still = recording_of(clip, "still")
    assert np.abs(moved.points - still.points).max() < 1e-6
    assert np.array_equal(moved.confidence, still.confidence)


def upright_clip() -> JointClip:
    _, _, animation = gestures()
    axes, places = animation.placed()
    eye = np.broadcast_to(np.eye(3), (len(animation.names), 3, 3))
    return JointClip(animation.names, places, axes, animation.heads, eye, 25.0)


def test_the_face_turns_with_the_head_and_the_fingertips_with_their_bones():
    clip = upright_clip()
    recording = recording_of(clip, "clip")
    head = clip.names.index("head")
    face = recording.points[:, 50:178]
    rest = CANONICAL.rest[50:178]
    for frame in (0, 7, 19):
        expected = (rest - rest.mean(0)) @ clip.axes[frame, head].T
        assert np.abs(face[frame] - face[frame].mean(0) - expected).max() < 1e-6
    assert (recording.confidence[:, 50:178] == 0.5).all()
    last = clip.names.index("finger2-3.L")
    tip = LEFT_HAND.start + 8
    bone = recording.points[:, tip] - recording.points[:, tip - 1]
    back = np.einsum("tji,tj->ti", clip.axes[:, last], bone)  # in the axes of the last bone it never moves
    assert np.abs(back - back[0]).max() < 1e-5


def test_frames_of_the_calibration_pose_are_left_out_only_at_the_beginning():
    clip = upright_clip()
    joints, _ = point_joints(clip.names, clip.roles)
    places = clip.places.copy()
    for frame in (0, 1, 10):
        for side, out in ((0, 1), (1, -1)):
            shoulder = places[frame, joints[side]]
            places[frame, joints[2 + side]] = shoulder + [0.3 * out, 0, 0]
            places[frame, joints[4 + side]] = shoulder + [0.6 * out, 0, 0]
    held = JointClip(clip.names, places, clip.axes, clip.rest_places, clip.rest_axes, 25.0)
    assert len(recording_of(held, "held")) == len(clip) - 2
    only = JointClip(clip.names, places[:2], clip.axes[:2], clip.rest_places, clip.rest_axes, 25.0)
    assert len(recording_of(only, "only")) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mixamorig1:LeftHandIndex1", ("left", "handindex1")), ("mixamorig:RightForeArm", ("right", "forearm")),
        ("upperarm01.L", ("left", "upperarm01")), ("rightLittleDistal", ("right", "littledistal")),
        ("thigh_r", ("right", "thigh")), ("left_elbow", ("left", "elbow")), ("Head", ("", "head")),
        ("J_Bip_L_UpperArm", ("", "jbiplupperarm")),
    ],
)  # fmt: skip
def test_names_are_read_as_side_and_joint(name, said):
    assert simple(name) == said


VRM1 = ["Metacarpal", "Proximal", "Distal"]
RIGS = {
    "mixamo": ("Arm", "ForeArm", "Hand", "UpLeg", "mixamorig:{}HandThumb{}", "mixamorig:{}HandPinky{}", (1, 2, 3)),
    "vrm": (
        "UpperArm",
        "LowerArm",
        "Hand",
        "UpperLeg",
        "{}Thumb{}",
        "{}Little{}",
        ("Proximal", "Intermediate", "Distal"),
    ),
}


@pytest.mark.parametrize("rig", RIGS)
def test_rigs_have_all_our_joints(rig):
    arm, fore, hand, leg, thumb, little, numbers = RIGS[rig]
    names = ["Head"]
    for side in ("Left", "Right"):
        names += [side + part for part in ("Shoulder", arm, fore, hand, leg)]
        names += [thumb.format(side, k) for k in numbers] + [little.format(side, k) for k in numbers]
        for finger in ("Index", "Middle", "Ring"):
            names += [little.replace("Pinky", finger).replace("Little", finger).format(side, k) for k in numbers]
    joints, head = point_joints(names, {})
    tips = {h.start + tip for h in (LEFT_HAND, RIGHT_HAND) for tip in range(4, 21, 4)}
    assert set(joints) == set(range(50)) - tips and head == 0
    assert names[joints[0]] == "Left" + arm and names[joints[7]] == "Right" + leg
    assert names[joints[LEFT_HAND.start + 2]] == thumb.format("Left", numbers[1])
    assert names[joints[RIGHT_HAND.start + 19]] == little.format("Right", numbers[2])


def test_vrm_1_counts_the_thumb_from_the_metacarpal():
    joints, _ = point_joints([], {f"leftThumb{bone}": k for k, bone in enumerate(VRM1)})
    assert joints == {LEFT_HAND.start + 1 + k: k for k in range(3)}


def test_a_hand_without_all_its_fingers_is_not_seen():
    clip = upright_clip()
    names = tuple("other" if name == "finger5-2.R" else name for name in clip.names)
    recording = recording_of(
        JointClip(names, clip.places, clip.axes, clip.rest_places, clip.rest_axes, 25.0), "no little finger"
    )
    assert (recording.confidence[:, RIGHT_HAND] == 0).all() and (recording.confidence[:, LEFT_HAND] == 1).all()
    assert (recording.confidence[:, 4:6] == 1).all()


def test_a_skeleton_that_is_no_person_is_refused(tmp_path):
    write_glb(small(skinned=False), tmp_path / "chain.glb")
    with pytest.raises(FileError, match="no joint for left shoulder.*Mixamo or VRM"):
        load_motion(tmp_path / "chain.glb")


# -- glTF from outside -------------------------------------------------------------------------------------------
