"""Laws of movements, whatever hands and body are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.writing.move.compile import compiled
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.start import opening
from signsynth.writing.notation import (
    BodySite,
    Circular,
    Directed,
    Direction,
    FingerPlay,
    HandSite,
    Par,
    Posture,
    Repeat,
    Rest,
    Seq,
    Shape,
    Split,
    Target,
    WristTurn,
)
from signsynth.writing.notation.movement import Manner
from tests.writing.move.standins import OUT, Places, done, sign, still, studio

MIRROR = np.diag([-1.0, 1.0, 1.0])
directions = st.sampled_from(["u", "d", "l", "r", "o", "i", "ul", "dr", "uol", "di"]).map(Direction)
sizes = st.sampled_from(["small", None, "big"])
manners = st.builds(
    Manner, fast=st.booleans(), tense=st.booleans(), halt=st.booleans(), rest=st.booleans(), speed=st.floats(0.5, 1)
)
simple = st.one_of(
    st.builds(Directed, directions, sizes, st.none() | st.sampled_from("udlr").map(Direction), sizes, manner=manners),
    st.builds(Directed, directions, sizes, zigzag=st.sampled_from(["zigzag", "wavy"])),
    st.builds(Circular, directions, sizes, st.none() | st.sampled_from("udlr").map(Direction), turns=st.integers(1, 3)),
    st.builds(WristTurn, st.sampled_from(["nodding", "swinging", "twisting", "stircw", "stirccw"]), sizes),
    st.builds(FingerPlay),
    st.builds(
        Target,
        st.builds(
            Posture,
            st.none() | st.sampled_from(["fist", "flat", "finger2"]).map(Shape),
            st.none() | st.sampled_from(["u", "ul", "l", "ol"]).map(Direction),
            st.none() | st.sampled_from(["d", "dl", "dr"]).map(Direction),
        ),
    ),
    st.just(Rest()),
)
kinds = st.sampled_from(["fromstart", "fromstart_several", "tofroto", "reverse", "continue", "swap", "manyrandom"])
movements = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(Seq, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(lambda a, b: Par((a, b)), inner, simple.filter(lambda m: not isinstance(m, Target))),
        st.builds(Repeat, inner, kinds),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(movements)
def test_a_mirrored_sign_is_its_own_mirror_image_in_every_frame(movement):
    performance = done(movement, both_hands=True, lr_symmetric=True)
    np.testing.assert_allclose(performance.wrists[:, 0], performance.wrists[:, 1] @ MIRROR, atol=1e-9)
    np.testing.assert_allclose(performance.palms[:, 0], MIRROR @ performance.palms[:, 1] @ MIRROR, atol=1e-6)
    np.testing.assert_allclose(performance.angles[:, 0], performance.angles[:, 1], atol=1e-9)
    assert performance.used.all()


@settings(max_examples=60, deadline=None)
@given(movements, st.booleans(), st.booleans())
def test_rotations_are_proper_and_nothing_jumps(movement, both, behind):
    performance = done(movement, fps=100.0, both_hands=both, lr_symmetric=both, out_of_phase=behind)
    identity = performance.palms @ np.swapaxes(performance.palms, -1, -2)
    np.testing.assert_allclose(identity, np.broadcast_to(np.eye(3), identity.shape), atol=1e-9)
    np.testing.assert_allclose(np.linalg.det(performance.palms), 1.0, atol=1e-9)
    for values, most in ((performance.wrists, 0.2), (performance.palms, 0.6), (performance.angles / 90, 0.4)):
        assert np.abs(np.diff(values, axis=0)).max() < most, "a jump within a hundredth of a second"
    speed = np.linalg.norm(np.diff(performance.wrists, axis=0), axis=-1) * 100
    assert np.abs(np.diff(speed, axis=0)).max() <= 0.45 * speed.max() + 0.3, "a jump of speed"


@settings(max_examples=40, deadline=None)
@given(simple, simple, simple, st.booleans())
def test_sequences_are_associative(a, b, c, fused):
    left, _ = still(Seq((Seq((a, b), fused), c), fused))
    right, _ = still(Seq((a, Seq((b, c), fused)), fused))
    np.testing.assert_allclose(left, right, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(movements.filter(lambda m: not isinstance(m, Rest)))
def test_resting_at_the_same_time_changes_nothing(movement):
    alone, beside = done(movement), done(Par((movement, Rest())))
    assert len(alone) == len(beside)
    np.testing.assert_allclose(alone.wrists, beside.wrists, atol=1e-9)
    np.testing.assert_allclose(alone.angles, beside.angles, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(movements.filter(lambda m: not any(name in repr(m) for name in ("WristTurn", "Target", "swap"))))
def test_each_hand_doing_the_same_is_both_hands_doing_it(movement):
    split, both = done(Split(movement, movement), both_hands=True), done(movement, both_hands=True)
    np.testing.assert_allclose(split.wrists, both.wrists, atol=1e-9)
    np.testing.assert_allclose(split.angles, both.angles, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.builds(Directed, directions, sizes), st.floats(0.4, 3.0))
def test_speed_divides_duration(movement, speed):
    slow = still(movement, fps=2000.0)[0]
    fast = still(replace(movement, manner=Manner(speed=speed)), fps=2000.0)[0]
    assert (len(slow) - 1) / (len(fast) - 1) == pytest.approx(speed, rel=0.01)


@settings(max_examples=40, deadline=None)
@given(st.builds(Directed, directions, sizes, st.none() | st.just(Direction("u"))))
def test_once_more_from_the_start_is_the_movement_twice(movement):
    once, _ = still(movement, fps=50.0)
    twice, _ = still(Repeat(movement), fps=50.0)
    np.testing.assert_allclose(twice[: len(once)], once, atol=1e-9)
    np.testing.assert_allclose(twice[-len(once) :], once, atol=1e-9)
    several, _ = still(Repeat(movement, "fromstart_several"), fps=50.0)
    np.testing.assert_allclose(several[: len(twice)], twice, atol=1e-9)
    np.testing.assert_allclose(several[-len(twice) :], twice, atol=1e-9)


@pytest.fixture(autouse=True)
def _no_overshoot(monkeypatch, request):
    """Where two ways are compared, the swing over the end is switched off (it has its own test)."""
    if "twice" in request.node.name or "associative" in request.node.name:
        monkeypatch.setattr("signsynth.writing.move.profile.OVERSHOOT", 0.0)


def test_targets_are_reached_exactly():
    posture = Posture(Shape("fist"), Direction("u"), Direction("l"))
    place = BodySite("chin", contact="touch", hand=HandSite("tip"))
    performance = done(Target(posture, place=place, via=Directed(Direction("d"), "big", Direction("l"))))
    s = studio()
    np.testing.assert_array_equal(performance.angles[-1, 1], s.hands.handshape_of(Shape("fist")).angles)
    np.testing.assert_allclose(
        performance.palms[-1, 1], s.hands.palm_rotation(Direction("u"), Direction("l")), atol=1e-9
    )
    tip = performance.palms[-1, 1] @ s.hands.site_points(HandSite("tip"), performance.angles[-1, 1], 1)[0]
    np.testing.assert_allclose(performance.wrists[-1, 1] + tip, Places().spot(place, 1).point, atol=1e-9)
    assert [(c.side, c.site.name, c.last) for c in performance.contacts] == [(1, "tip", len(performance) - 1)]


def test_repeated_compilation_starts_where_it_was_left():
    s = studio()
    scene, cast = opening(sign().phrases[0], s, None)
    move = compiled(Repeat(Directed(Direction("u"), "small"), "continue_several"), scene, cast, s)
    np.testing.assert_allclose(move.scene.wrists[1] - scene.wrists[1], [0, 0.6, 0], atol=1e-9)
    assert isinstance(cast, Cast) and OUT.shape is not None
