"""Laws of the mesh renderer: streaming, determinism, mirroring, sizes, what reaches the picture."""

from __future__ import annotations

import itertools
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.body.fit import fit  # noqa: E402
from signsynth.errors import InputError  # noqa: E402
from signsynth.motion import Motion  # noqa: E402
from signsynth.render import RENDERERS  # noqa: E402
from signsynth.render.camera import Camera  # noqa: E402
from signsynth.render.mesh import Lens, MeshRenderer  # noqa: E402
from signsynth.render.mesh.track import posed_vertices, track_vertices  # noqa: E402
from signsynth.render.mesh.wardrobe import dressed  # noqa: E402
from signsynth.signer import Signer  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def motion(body) -> Motion:
    return signing(body, 6, fps=12.5)


@pytest.fixture(scope="module")
def draw(body) -> MeshRenderer:
    return MeshRenderer(body=body)


@pytest.fixture(scope="module")
def frames(draw, motion) -> list[np.ndarray]:
    return list(draw(motion, size=128))


def test_frames_are_pictures(frames, motion):
    assert len(frames) == len(motion)
    assert all(frame.shape == (128, 128, 3) and frame.dtype == np.uint8 for frame in frames)
    assert all((a != b).any() for a, b in itertools.pairwise(frames))


def test_the_command_line_knows_it(frames, motion):
    again = list(RENDERERS["mesh"]()(motion[:1], size=128))
    assert np.array_equal(again[0], frames[0])


def test_same_input_same_bytes(draw, frames, motion):
    again = list(draw(motion, size=128, seed=5))
    assert all(np.array_equal(a, b) for a, b in zip(frames, again, strict=True))


def test_a_frame_does_not_depend_on_its_neighbours(draw, frames, motion):
    alone = next(iter(draw(motion[3:4], size=128)))
    assert np.array_equal(alone, frames[3])


def test_left_handed_signer_is_the_mirror_image(draw, motion):
    draw = replace(draw, label="")
    right = list(draw(motion[:2], Signer(dominant_hand="right"), size=96))
    left = list(draw(motion[:2], Signer(dominant_hand="left"), size=96))
    assert all(np.array_equal(a[:, ::-1], b) for a, b in zip(right, left, strict=True))


def test_label_is_in_the_corner_only(draw, frames, motion):
    plain = next(iter(replace(draw, label="")(motion[:1], size=128)))
    differs = (plain != frames[0]).any(-1)
    assert differs.any()
    assert not differs[:100].any() and not differs[:, 64:].any()


@pytest.mark.parametrize("size", [64, 101, 333])
def test_sizes(draw, motion, size):
    assert next(iter(draw(motion[:1], size=size))).shape == (size, size, 3)


@pytest.mark.parametrize("size", [63, 2049, 128.0, True, "128"])
def test_other_sizes_are_refused_before_the_first_frame(draw, motion, size):
    with pytest.raises(InputError, match="from 64 to 2048"):
        draw(motion, size=size)


def test_a_motion_that_is_not_fitted_is_fitted_first(draw, motion):
    bare = replace(motion, mesh=None, gesture=None)
    assert len(list(draw(bare[:2], size=64))) == 2
    with pytest.raises(InputError, match="fit it first"):
        next(track_vertices(draw.body, bare))


def test_an_empty_motion_has_no_frames(draw, motion):
    assert list(draw(motion[:0], size=64)) == []
    assert list(draw.passes(motion[:0], size=64)) == []


def test_frames_are_streamed(draw, motion):
    """Not more frames are posed ahead than are being drawn, however long the motion is."""
    taken = []

    def endless(body, motion, signer):
        for number in itertools.count():
            taken.append(number)
            yield next(posed_vertices(body, np.zeros((1, body.joints, 3), np.float32)))

    stream = iter(replace(draw, vertices=endless)(motion, size=64))
    for _ in range(3):
        next(stream)
    assert len(taken) < 10
    stream.close()


@pytest.mark.parametrize(("fps", "count"), [(12.5, 6), (25.0, 12), (6.25, 3), (5.0, 2), (1.0, 1)])
def test_another_rate(draw, motion, fps, count):
    assert sum(1 for _ in draw(motion, size=64, fps=fps)) == count


@pytest.mark.parametrize("fps", [0.0, -3.0, np.nan, np.inf])
def test_rates_that_are_none(draw, motion, fps):
    with pytest.raises(InputError, match="1 to 1000"):
        draw(motion, size=64, fps=fps)


def test_another_rate_turns_joints(draw, body, motion):
    """Between two frames fingers swing about their joints: bones keep their length, as no straight mix would."""
    vertices = list(draw._frames(motion, None, 4 * motion.fps))
    expected = list(track_vertices(dressed(body), motion.resample(4 * motion.fps)))
    assert len(vertices) == 4 * len(motion)
    assert all(np.array_equal(a, b) for a, b in zip(vertices, expected, strict=True))
    bone = _rigid_edges(body)
    length = np.linalg.norm(np.diff(np.array(vertices)[:, bone], axis=2)[:, :, 0], axis=-1)
    assert len(bone) > 100
    assert np.ptp(length, axis=0).max() < 1e-5


def _rigid_edges(body) -> np.ndarray:
    """Pairs of vertices far apart that one and the same bone of a finger moves."""
    most, owner = body.mesh.shares.max(1)
    bones = body.mesh.bones[torch.arange(len(owner)), owner]
    pairs = []
    for joint in range(body.joints):
        rows = torch.nonzero((bones == joint) & (most > 0.9999))[:, 0]
        if body.joint_names[joint].startswith("finger") and len(rows) > 1:
            pairs += [(rows[0], row) for row in rows[1:]]
    return np.array(pairs)


def test_a_motion_is_fitted_to_the_body_that_is_given(body, motion):
    """A body with longer upper arms shows the same wrists with other angles; not the bundled body's."""
    longer = body.heads.clone()
    meshes = {"mesh": body.mesh, "marks": body.marks}
    for side, sign in (("L", 1), ("R", -1)):
        joint = body.joint(f"lowerarm01.{side}")
        below = [k for k in range(body.joints) if joint in _chain(body, k)]
        longer[below, 0] += sign * 0.05
        for name, mesh in meshes.items():  # the skin goes along with its bones
            shift = (torch.isin(mesh.bones, torch.tensor(below)) * mesh.shares).sum(1) * sign * 0.05
            out = torch.stack([shift, 0 * shift, 0 * shift], 1)
            meshes[name] = replace(mesh, template=mesh.template + out)
    other = replace(body, heads=longer, **meshes)
    bare = replace(motion, mesh=None, gesture=None)[:2]
    frames = list(MeshRenderer(body=other)._frames(bare, None, None))
    expected = list(track_vertices(dressed(other), fit(bare, other)))
    bundled = list(track_vertices(dressed(other), fit(bare)))
    assert all(np.array_equal(a, b) for a, b in zip(frames, expected, strict=True))
    assert np.abs(frames[0] - bundled[0]).max() > 0.01


def _chain(body, joint: int) -> list[int]:
    """The joint and those above it."""
    return [joint, *_chain(body, int(body.parents[joint]))] if joint >= 0 else []


def test_a_body_without_parts_is_refused(motion):
    with pytest.raises(InputError, match=r"body SimpleNamespace, expected a signsynth\.body\.Body"):
        MeshRenderer(body=SimpleNamespace())(motion, size=64)


def test_posing_leaves_torch_its_threads(body, motion):
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        frames = track_vertices(body, motion)
        next(frames)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_gesture_and_track_give_back_the_rotations(body):
    """Wrists are stored in space and fingers apart: together they are the pose that was made."""
    made = signing(body, 4)
    posed = list(track_vertices(body, made))
    matrices = _matrices(body, made)
    expected = list(posed_vertices(body, matrices, actions=made.mesh.actions))
    assert max(np.abs(a - b).max() for a, b in zip(posed, expected, strict=True)) < 1e-4


def _matrices(body, motion):
    """Local rotations by an independent way: wrists through a plain product up the chain."""
    from signsynth.body.rotations import from_6d

    count = len(motion)
    local = torch.eye(3).expand(count, body.joints, 3, 3).clone()
    local[:, [body.joint(name) for name in motion.mesh.joints]] = from_6d(torch.tensor(motion.mesh.rotations))
    for side, letter in enumerate("LR"):
        fingers = [body.joint(f"finger{f}-{k}.{letter}") for f in range(1, 6) for k in (1, 2, 3)]
        local[:, fingers] = from_6d(torch.tensor(motion.gesture.fingers[:, side]))
        wrist = body.joint(f"wrist.{letter}")
        whole, joint = torch.eye(3).expand(count, 3, 3), int(body.parents[wrist])
        while joint >= 0:
            whole, joint = local[:, joint] @ whole, int(body.parents[joint])
        local[:, wrist] = whole.mT @ from_6d(torch.tensor(motion.gesture.wrists[:, side]))
    return local.numpy()


def test_root_moves_in_shoulder_widths(body, motion):
    shifted = replace(motion.mesh, root=motion.mesh.root + np.float32([0.5, -0.25, 0.125]))
    before = next(track_vertices(body, motion))
    after = next(track_vertices(body, replace(motion, mesh=shifted)))
    assert np.allclose(after - before, [0.5, -0.25, 0.125], atol=1e-5)


def test_clothes_and_hair_keep_hands_and_face_as_they_are(body):
    """What is read, hands and face, is the body itself; the dressed body is never far from it."""
    worn, own = dressed(body).mesh.template.numpy(), body.mesh.template.numpy()
    away = np.linalg.norm(worn - own, axis=1)
    for part in ("hand.L", "hand.R", "lips", "eyes", "tongue", "mouth"):
        rows = np.unique(body.faces[body.face_part == body.part_names.index(part)].numpy())
        assert away[rows].max() == 0, part
    assert 0.01 < away.max() < 0.15
    assert np.array_equal(body.mesh.template.numpy(), own)


def test_the_signing_frame_holds_head_elbows_and_hips(body):
    rest = next(posed_vertices(body, np.zeros((1, body.joints, 3), np.float32)))
    place = Lens()(rest, 100)
    top = place[:, 1].min()
    assert 8 < top < 25
    joints = body.place(torch.zeros(body.joints, 3))[..., 3].numpy()
    points = body.landmarks(torch.zeros(body.joints, 3)).numpy()[:2]
    canonical = (joints - points.mean(0)) / np.linalg.norm(points[0] - points[1])
    for name in ("lowerarm01.L", "lowerarm01.R", "upperleg01.L", "upperleg01.R"):
        x, y, _ = Lens()(canonical[body.joint(name)], 100)
        assert 3 < x < 97 and y < 97, name


def test_lens_at_the_shoulders_is_the_camera():
    points = np.random.default_rng(2).uniform(-1, 1, (20, 3)) * [1, 1, 0]
    camera = Camera(0.3, (0.4, 0.6))
    assert np.allclose(Lens(camera)(points, 200)[:, :2], camera(points, 200), atol=1e-4)
    near = Lens()(np.array([[0.5, 0.5, 1.0], [0.5, 0.5, -1.0]]), 200)
    assert near[0, 2] < near[1, 2]
    assert abs(near[0, 0] - 99.5) > abs(near[1, 0] - 99.5)


def test_a_body_out_of_view_leaves_a_picture(body, motion):
    shifts = np.float32([(9, 0, 0), (0, -9, 0), (0, 0, 40), (0, 0, -2000), (0, 0, 0)])

    def away(body, motion, signer):
        rest = next(posed_vertices(body, np.zeros((1, body.joints, 3), np.float32)))
        return iter([rest + shift for shift in shifts])

    seen = list(MeshRenderer(body=body, vertices=away)(motion[: len(shifts)], size=64))
    assert len(seen) == len(shifts)
    assert np.array_equal(seen[0], seen[1])
    assert (seen[-1] != seen[0]).any()
