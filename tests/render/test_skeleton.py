"""Laws of the drawn signer."""

from __future__ import annotations

import inspect
import tracemalloc
from dataclasses import fields, replace
from itertools import combinations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render import RENDERERS, Camera, SkeletonRenderer, Theme
from signsynth.signer import Signer
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND
from signsynth.stages import Renderer
from tests.render.motions import waving

PLAIN = SkeletonRenderer(label="")
HANDED_ALIKE = SkeletonRenderer(theme=replace(Theme(), other=Theme.dominant, other_line=Theme.dominant_line), label="")


def frame(motion: Motion, renderer: SkeletonRenderer = PLAIN, **options) -> np.ndarray:
    return next(renderer(motion, **options))


def changed(a: np.ndarray, b: np.ndarray, by: int = 0) -> np.ndarray:
    """Pixels ``(h, w)`` that differ by more than ``by`` in a channel."""
    return (np.abs(a.astype(int) - b.astype(int)) > by).any(-1)


def with_points(motion: Motion, points, shift) -> Motion:
    pose = motion.pose.copy()
    pose[:, points] += np.asarray(shift, np.float32)
    return replace(motion, pose=pose)


def without(motion: Motion, points) -> Motion:
    confidence = motion.confidence.copy()
    confidence[:, points] = 0
    return replace(motion, confidence=confidence)


@pytest.mark.parametrize("name", RENDERERS)
def test_renderers_meet_the_protocol(name):
    renderer: Renderer = RENDERERS[name]()
    assert inspect.signature(renderer.__call__).parameters.keys() == {"motion", "signer", "size", "fps", "seed"}


@pytest.mark.parametrize("size", [16, 64, 65, 256, 511, 512, 1024, 2048])
def test_size_and_type(size):
    picture = frame(waving(1), SkeletonRenderer(), size=size)
    assert picture.shape == (size, size, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("size", [0, -5, 15, 8193, 512.0, "512", True])
def test_wrong_sizes_are_refused_at_the_call(size):
    with pytest.raises(InputError, match="16 to 8192"):
        PLAIN(waving(1), size=size)


def test_one_frame_a_frame():
    assert sum(1 for _ in PLAIN(waving(131), size=32)) == 131
    assert list(PLAIN(waving(3)[:0], size=32)) == []


@pytest.mark.parametrize("fps", [10, 24, 30, 60])
def test_another_rate_keeps_the_duration(fps):
    motion = waving(50, 25.0)
    assert sum(1 for _ in PLAIN(motion, size=32, fps=fps)) == round(motion.duration_s * fps)


def test_a_left_handed_signer_is_the_mirror_image():
    motion = waving(4, both=False)
    right = list(PLAIN(motion, Signer(dominant_hand="right"), size=256))
    left = list(PLAIN(motion, Signer(dominant_hand="left"), size=256))
    for a, b in zip(right, left, strict=True):
        assert changed(a, b[:, ::-1], 40).mean() < 0.004
        assert changed(a, b, 40).mean() > 0.05


def test_a_mirrored_motion_gives_a_mirrored_picture():
    # The depths differ, so that each picture has one hand in front; the nose is drawn from one side.
    motion = with_points(waving(1, both=False), RIGHT_HAND, (0.2, 0.1, 0.05))
    a, b = frame(motion, HANDED_ALIKE), frame(motion.mirrored(), HANDED_ALIKE)
    assert changed(a, b[:, ::-1], 40).mean() < 0.004


def test_nothing_seen_shows_only_the_background():
    motion = replace(waving(2), confidence=np.zeros((2, 178), np.float32))
    assert (frame(motion) == np.array(Theme.background)).all()
    clear = frame(motion, SkeletonRenderer(theme=Theme(background=None), label=""))
    assert clear.shape[2] == 4
    assert not clear.any()


def test_positions_of_points_not_seen_do_not_matter():
    motion = without(waving(1), LEFT_HAND)
    moved = with_points(motion, LEFT_HAND, (0.4, -0.3, 0.1))
    assert np.array_equal(frame(motion), frame(moved))


@pytest.mark.parametrize(("hand", "wrist"), [(LEFT_HAND, 4), (RIGHT_HAND, 5)])
def test_a_moved_hand_changes_pixels_only_near_it(hand, wrist):
    motion, size = waving(1), 512
    moved = with_points(motion, hand, (0.06, 0.05, 0))
    difference = changed(frame(motion, size=size), frame(moved, size=size))
    camera = Camera()
    points = np.concatenate([camera(m.pose[0, hand], size) for m in (motion, moved)])
    reach = 0.11 * camera.scale(size)  # palm, line and halo
    low, high = points.min(0) - reach, points.max(0) + reach
    rows, columns = np.nonzero(difference)
    assert len(rows) > 200
    assert (columns >= low[0]).all() and (columns <= high[0]).all()
    assert (rows >= low[1]).all() and (rows <= high[1]).all()


def test_hands_are_drawn_where_their_points_are():
    motion, size = waving(1), 512
    picture = frame(motion, size=size)
    for hand, colour in ((RIGHT_HAND, Theme.dominant), (LEFT_HAND, Theme.other)):
        x, y = Camera()(motion.pose[0, hand][9], size).round().astype(int)
        found = picture[y, x].astype(float)
        # The palm's colour is lighter or darker, but its hue stays the hand's.
        assert np.corrcoef(found, np.array(colour, float))[0, 1] > 0.97


def test_a_hand_in_front_covers_the_face_and_the_nearer_hand_covers_the_other():
    motion = waving(1)
    face = Camera()(motion.pose[0, FACE].mean(0), 512).round().astype(int)

    def shown(depths: tuple[float, float]) -> np.ndarray:
        pose = motion.pose.copy()
        for hand, wrist, depth in zip((LEFT_HAND, RIGHT_HAND), (4, 5), depths, strict=True):
            middle = pose[:, hand].mean(1)
            target = np.append(motion.pose[0, FACE].mean(0)[:2], depth).astype(np.float32)
            pose[:, hand] += target - middle
            pose[:, wrist] = pose[:, hand.start]
        x, y = face
        return frame(replace(motion, pose=pose))[y, x]

    left_near, right_near = shown((0.9, 0.5)).astype(int), shown((0.5, 0.9)).astype(int)
    assert left_near[2] > left_near[0]  # blue
    assert right_near[0] > right_near[2]  # orange


def test_confidence_fades_a_hand():
    motion = waving(1)
    size = 256
    background = frame(without(motion, LEFT_HAND), size=size)
    visible = []
    for level in (0.0, 0.1, 0.25, 0.4, 0.5, 1.0):
        confidence = motion.confidence.copy()
        confidence[:, LEFT_HAND] = level
        picture = frame(replace(motion, confidence=confidence), size=size)
        visible.append(np.abs(picture.astype(int) - background).sum())
    assert visible[0] == 0
    assert all(a < b for a, b in zip(visible[:4], visible[1:5], strict=True))
    assert visible[4] == visible[5]  # filled points (0.5) are shown whole


def test_without_a_face_there_is_a_blank_head():
    motion = waving(1)
    blank = frame(without(motion, FACE))
    x, y = Camera()(motion.pose[0, FACE].mean(0), 512).round().astype(int)
    assert tuple(blank[y, x]) == Theme.skin
    assert changed(blank, frame(motion)).sum() > 300


def test_expressions_are_visible_in_small_pictures():
    motion = waving(1)
    names = CANONICAL.points[FACE]
    brows = [FACE.start + names.index(n) for n in "46 53 52 65 55 70 63 105 66 107 276 283 282 295 285".split()]
    raised = with_points(motion, brows, (0, 0.04, 0))
    lower_lip = [FACE.start + names.index(n) for n in "78 95 88 178 87 14 317 402 318 324 308".split()]
    opened = with_points(motion, lower_lip[1:-1], (0, -0.05, 0))
    for other in (raised, opened):
        assert changed(frame(motion, size=256), frame(other, size=256), 30).sum() > 15


def test_the_label_is_written_in_the_corner_only():
    motion = waving(1)
    difference = changed(frame(motion, SkeletonRenderer()), frame(motion))
    rows, columns = np.nonzero(difference)
    assert len(rows) > 100
    assert rows.min() > 470 and columns.max() < 120


def test_transparent_and_opaque_pictures_agree():
    motion = waving(1)
    clear = frame(motion, SkeletonRenderer(theme=Theme(background=None))).astype(float)
    alpha = clear[..., 3:] / 255
    over = clear[..., :3] * alpha + np.array(Theme.background) * (1 - alpha)
    solid = frame(motion, SkeletonRenderer()).astype(float)
    assert np.abs(over - solid).max() <= 6  # rounding of thin edges
    assert set(np.unique(clear[..., 3])) > {0, 255}


def test_frames_are_streamed():
    motion = waving(2000)
    assert inspect.isgenerator(PLAIN(motion, size=256))

    def peak(count: int) -> int:
        tracemalloc.start()
        for picture, _ in zip(PLAIN(motion, size=256), range(count), strict=False):
            assert picture.shape == (256, 256, 3)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is cached for good
    assert peak(1900) < peak(130) + 3_000_000


def test_frames_do_not_share_memory():
    frames = list(PLAIN(waving(3), size=64))
    before = frames[1].copy()
    frames[0][:] = 0
    assert np.array_equal(frames[1], before)


def test_the_same_motion_gives_the_same_picture():
    motion = waving(3)
    for a, b in zip(PLAIN(motion, seed=0, size=128), PLAIN(motion, seed=7, size=128), strict=True):
        assert np.array_equal(a, b)


def test_points_far_away_are_harmless():
    motion = with_points(waving(2), slice(0, 50), (1e9, -1e9, 1e9))
    assert frame(motion, size=64).shape == (64, 64, 3)


def test_everything_at_one_point_is_harmless():
    motion = replace(waving(2), pose=np.zeros((2, 178, 3), np.float32))
    assert frame(motion, size=64).shape == (64, 64, 3)


# Linear RGB to what each kind of dichromat sees: Machado, Oliveira and Fernandes (2009), severity 1.
VISION = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def lab(colour, seen) -> np.ndarray:
    value = np.array(colour) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(seen) @ linear, 0, 1)
    xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]] @ linear
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_hands_stand_out_for_every_colour_vision(vision):
    theme, seen = Theme(), VISION[vision]
    parts = {"dominant": theme.dominant, "other": theme.other, "clothes": theme.clothes, "skin": theme.skin}
    for a, b in combinations(parts, 2):
        assert np.linalg.norm(lab(parts[a], seen) - lab(parts[b], seen)) > 25, (a, b)
    for hand, line in ((theme.dominant, theme.dominant_line), (theme.other, theme.other_line)):
        assert lab(hand, seen)[0] - lab(line, seen)[0] > 30


def test_theme_colours_are_colours():
    for item in fields(Theme):
        assert all(0 <= channel <= 255 for channel in getattr(Theme(), item.name))
