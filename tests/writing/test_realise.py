"""Written signs become motion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from signsynth.body.fit import body_points, measure
from signsynth.body.fit.faults import faults
from signsynth.errors import InputError
from signsynth.motion import GUESSED
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND
from signsynth.writing import read_sigml, realise

WRITING = Path(__file__).parents[2] / "lexicon" / "ase" / "writing"


def made(name: str, **more):
    return realise(read_sigml(WRITING / f"{name}.sigml")[0], **more)


def test_three_modalities_say_the_same():
    motion, warnings = made("hello")
    assert not warnings
    assert len(motion.gesture) == len(motion.mesh) == len(motion)
    report = measure(motion)
    assert np.nanmax(report.hands[:, 1]) < 0.03 and report.quality.min() == 1
    apart = np.linalg.norm((body_points(motion) - motion.pose)[:, RIGHT_HAND.start], axis=-1)
    assert apart.max() < 1e-6, "the wrist of the pose is the body's"


def test_a_one_handed_sign_leaves_the_other_hand_hanging_and_unsure():
    motion = made("hello").motion
    assert not motion.confidence[:, LEFT_HAND].any() and motion.confidence[:, RIGHT_HAND].all()
    assert (motion.pose[:, LEFT_HAND.start, 1] < -1.2).all()
    assert not motion.gesture.confidence[:, 0].any()


def test_faces_are_a_guess_unless_they_are_written():
    assert (made("hello").motion.confidence[:, FACE] == GUESSED).all()
    assert (made("where").motion.confidence[:, FACE] == 1).all()


def test_hands_touch_what_is_written():
    motion = made("mother").motion
    thumb = motion.pose[0, RIGHT_HAND.start + 4]
    chin = motion.pose[0, FACE.start + [name for name in motion.skeleton.points[FACE]].index("152")]
    assert np.linalg.norm((thumb - chin)[:2]) < 0.25


def test_the_same_sign_gives_the_same_motion_at_any_rate():
    slow, again, fast = made("good").motion, made("good").motion, made("good", fps=50.0).motion
    assert slow.equals(again)
    assert fast.duration_s == pytest.approx(slow.duration_s, abs=0.1)
    ends = [np.abs(slow.pose[k] - fast.pose[k])[RIGHT_HAND].max() for k in (0, -1)]
    assert max(ends) < 0.05


def test_what_cannot_be_reached_or_made_is_named():
    text = (WRITING / "hello.sigml").read_text("utf-8")
    with pytest.raises(InputError, match="HELLO.*"):
        realise(read_sigml(text.replace('extfidir="ul"', 'extfidir="zz"'))[0])


def test_hands_stay_outside_where_head_and_shoulders_move():
    """A hand at the temple and two that lie in each other, while the head turns and a shoulder is raised."""
    text = (WRITING / "help.sigml").read_text("utf-8")
    extra = '<sign_nonmanual><shoulder_tier><shoulder_movement movement="UR"/></shoulder_tier></sign_nonmanual>'
    plain, shrugged = (
        realise(read_sigml(t)[0]).motion for t in (text, text.replace("<sign_manual", extra + "<sign_manual", 1))
    )
    still, moved = faults(plain), faults(shrugged)
    assert np.abs(shrugged.pose[:, :2] - plain.pose[:, :2]).max() > 0.02, "the shoulder is raised"
    np.testing.assert_allclose(moved.hands_m, still.hands_m, atol=1e-3)
    assert moved.hands_m.max() < 0.01 and np.nanmax(moved.body_m) < 0.01
