"""Gesture and mesh from the lexicon to the end: the pipeline fits no body again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.gloss import NonManual
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion
from signsynth.pipeline import Translator
from signsynth.pipeline.clips import trimmed
from signsynth.pipeline.joining import joined
from signsynth.pipeline.nonmanual import MARKERS, marked
from signsynth.rotations import from_6d, logarithm
from signsynth.skeleton import FACE


@pytest.fixture(scope="module")
def signed():
    return Translator(Lexicon.open("ase"), nonmanuals=0)("Hello Anna")


@pytest.fixture(scope="module")
def body():
    from signsynth.body.fit.fit import bundled

    return bundled()


def faces(motion: Motion, body) -> np.ndarray:
    from signsynth.body.fit import body_points

    return body_points(motion, body)[:, FACE]


def test_every_frame_of_a_fingerspelled_word_has_gesture_and_mesh(signed):
    motion = signed.motion
    assert len(motion.gesture) == len(motion.mesh) == len(motion)


def test_the_body_agrees_with_the_pose_in_transitions_too(signed, body):
    from signsynth.body.fit import fit, measure

    motion = signed.motion
    between = np.zeros(len(motion), bool)
    for segment in motion.segments[2:-2]:
        between[segment.start : segment.end] = segment.kind == "transition"
    seen = signed.motion.confidence[between, 29:50].max(1) > 0
    carried = measure(motion, body).hands[between, 1][seen]
    again = measure(fit(replace(motion, gesture=None, mesh=None), body), body).hands[between, 1][seen]
    assert carried.max() < 0.05 and np.median(carried) < np.median(again) + 0.015


def test_the_pipeline_fits_nothing(signed, monkeypatch, tmp_path):
    import signsynth.body.fit as room
    from signsynth.pipeline.export import export

    def never(*_, **__):
        raise AssertionError("fitted again")

    monkeypatch.setattr(room, "fit", never)
    export(signed.motion[:3], tmp_path / "a.bvh")
    next(iter(signed.render(renderer="mesh", size=64)))


def test_cutting_resampling_and_joining_keep_them():
    lexicon = Lexicon.open("ase")
    clips = [lexicon.motion(lexicon[label][0]) for label in ("A", "B")]
    parts = [trimmed(clip).resample(30.0) for clip in clips]
    motion = joined(parts, "linear")
    assert len(motion.mesh) == len(motion.gesture) == len(motion)
    for segment, part in zip([s for s in motion.segments if s.kind == "sign"], parts, strict=True):
        assert motion[segment.start : segment.end].gesture.equals(part.gesture) or segment.start  # the idle arm aside
        np.testing.assert_array_equal(
            motion.gesture.fingers[segment.start : segment.end, 1], part.gesture.fingers[:, 1]
        )


def test_a_lexicon_without_tracks_gives_a_motion_without():
    bare = replace(Lexicon.open("ase").motion(Lexicon.open("ase")["A"][0]), gesture=None, mesh=None)
    assert joined([bare, bare], "linear").mesh is None


def with_mark(signed, tier, label, amplitude=1.0):
    utterance = replace(signed.utterance, signed="ase", nonmanuals=(NonManual(tier, label, 0, 4),))
    return marked(signed.motion, utterance, amplitude=amplitude)


@pytest.mark.parametrize("mark", MARKERS)
def test_rules_move_the_bodys_face_as_they_move_the_poses(signed, body, mark):
    """Turns of the head agree within half a degree; brows within a third of their way."""
    moved = with_mark(signed, *mark)
    turn = np.stack([_turn(a, b) for a, b in zip(faces(signed.motion, body), faces(moved, body), strict=True)])
    wanted = np.stack([_turn(a, b) for a, b in zip(signed.motion.pose[:, FACE], moved.pose[:, FACE], strict=True)])
    assert np.rad2deg(np.abs(turn - wanted).max()) < 1.0
    assert moved.gesture is signed.motion.gesture
    head = [k for k, name in enumerate(moved.mesh.joints) if not name.startswith(("neck", "head"))]
    np.testing.assert_array_equal(moved.mesh.rotations[:, head], signed.motion.mesh.rotations[:, head])
    assert not moved.mesh.equals(signed.motion.mesh)


def _turn(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Rotation vector that best turns one face onto another, by points that no rule moves on the face."""
    from signsynth.pipeline.nonmanual import _LEFT_BROW, _RIGHT_BROW

    still = [k for k in range(len(before)) if k + FACE.start not in {*_LEFT_BROW, *_RIGHT_BROW}]
    a, b = (points[still] - points[still].mean(0) for points in (before.astype(float), after.astype(float)))
    u, _, vt = np.linalg.svd(b.T @ a)
    return logarithm(u @ np.diag([1, 1, np.linalg.det(u @ vt)]) @ vt)


def test_brows_go_up_and_down_with_the_poses(signed, body):
    from signsynth.pipeline.nonmanual import _LEFT_BROW

    points = [k - FACE.start for k in _LEFT_BROW]
    for label, low, high in (("yes-no", 0.010, 0.035), ("content", -0.02, -0.004)):
        moved = with_mark(signed, "question", label)
        middle = len(moved) // 2
        still = replace(moved, mesh=replace(moved.mesh, actions=signed.motion.mesh.actions))
        rise = (faces(moved, body) - faces(still, body))[middle, points, 1].mean()
        assert low < rise < high


def test_amplitude_is_clipped_to_what_a_face_can_do(signed):
    moved = with_mark(signed, "question", "yes-no", amplitude=2.0)
    assert moved.mesh.actions.max() <= 1
    turns = from_6d(moved.mesh.rotations)
    np.testing.assert_allclose(turns @ turns.swapaxes(-1, -2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-6)
