"""Hands at the body, at each other, and phrases one after the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.writing.move import perform
from signsynth.writing.notation import (
    BodySite,
    Circular,
    Constellation,
    Directed,
    Direction,
    HandSite,
    Par,
    Phrase,
    Posture,
    Repeat,
    Rest,
    Shape,
    Sign,
    Split,
    Target,
    WristTurn,
)
from tests.writing.move.standins import OUT, Hands, Places, done, sign

TIP, PALM = HandSite("tip", (2,)), HandSite("palm")
INWARD = Posture(Shape("finger2"), Direction("i"), Direction("d"))


def skin(performance, side, site):
    """The way of a hand's site."""
    own = Hands().site_points(site, performance.angles[:, side], side)[0]
    return performance.wrists[:, side] + np.einsum("nij,nj->ni", performance.palms[:, side], own)


def test_a_hand_touches_with_what_is_written():
    performance = done(dominant=INWARD, place=BodySite("chin", contact="touch", hand=TIP))
    np.testing.assert_allclose(skin(performance, 1, TIP), np.tile([0, 0.4, 0.2], (len(performance), 1)), atol=1e-9)
    (contact,) = performance.contacts
    assert (contact.side, contact.site, contact.first, contact.last) == (1, TIP, 0, len(performance) - 1)


@pytest.mark.parametrize(
    ("posture", "site"),
    [
        (INWARD, "tip"),
        (Posture(Shape("flat"), Direction("l"), Direction("i")), "palm"),
        (Posture(Shape("flat"), Direction("l"), Direction("o")), "handback"),
        (Posture(Shape("finger2"), Direction("u"), Direction("i")), "pad"),
    ],
)
def test_a_hand_touches_with_what_comes_natural(posture, site):
    performance = done(dominant=posture, place=BodySite("chest", contact="touch"))
    assert {contact.site.name for contact in performance.contacts} == {site}


def test_a_turning_hand_keeps_its_touching_tip_in_place():
    turn = Target(Posture(fingers=Direction("ui")))
    performance = done(turn, dominant=INWARD, place=BodySite("chin", contact="touch", hand=TIP))
    assert np.ptp(skin(performance, 1, TIP), axis=0).max() < 1e-9
    assert np.ptp(performance.wrists[:, 1], axis=0).max() > 0.2


def test_a_nodding_hand_keeps_its_wrist_in_place():
    performance = done(WristTurn("nodding"), place=BodySite("chest"))
    assert np.ptp(performance.wrists[:, 1], axis=0).max() < 1e-9
    assert np.ptp(performance.palms[:, 1, 2, 1]) > 0.01


@pytest.mark.parametrize(("contact", "gap"), [("touch", 0.0), ("close", 0.12)])
def test_hands_are_at_each_other_as_near_as_written(contact, gap):
    pair = Constellation(PALM, PALM, contact, BodySite("chest"))
    performance = done(
        dominant=Posture(Shape("flat"), Direction("o"), Direction("l")), place=pair, both_hands=True, lr_symmetric=True
    )
    right, left = skin(performance, 1, PALM), skin(performance, 0, PALM)
    np.testing.assert_allclose(right - left, np.tile([-gap, 0, 0], (len(performance), 1)), atol=1e-9)
    np.testing.assert_allclose(
        (right + left) / 2, np.tile([0, -0.3, 0.7], (len(performance), 1)), atol=1e-9
    )  # wrists 0.1 out
    assert bool(performance.contacts) == (contact == "touch")


def test_a_hand_that_moves_goes_to_one_that_rests():
    other = Posture(Shape("flat"), Direction("r"), Direction("u"))
    touch = Target(place=Constellation(TIP, PALM, "touch"), via=Split(Directed(Direction("d")), Rest()))
    performance = done(touch, both_hands=True, other=other, place=BodySite("chest"))
    assert np.ptp(performance.wrists[:, 0], axis=0).max() < 1e-9
    np.testing.assert_allclose(skin(performance, 1, TIP)[-1], skin(performance, 0, PALM)[-1], atol=1e-9)
    assert performance.contacts[-1].last == len(performance) - 1
    assert performance.contacts[-1].first > 3


def test_hands_that_both_move_meet_in_the_middle():
    touch = Target(place=Constellation(PALM, PALM, "touch"), via=Directed(Direction("l")))
    posture = Posture(Shape("flat"), Direction("o"), Direction("l"))
    performance = done(touch, dominant=posture, both_hands=True, lr_symmetric=True)
    np.testing.assert_allclose(performance.wrists[:, 0] * [-1, 1, 1], performance.wrists[:, 1], atol=1e-9)
    np.testing.assert_allclose(skin(performance, 1, PALM)[-1, 0], 0, atol=1e-9)


def test_one_hand_alone_leaves_the_other_unused():
    performance = done(Directed(Direction("u")))
    assert performance.used[:, 1].all()
    assert not performance.used[:, 0].any()


def test_only_the_other_hand_signs_where_so_written():
    performance = done(Directed(Direction("l")), nondominant=True)
    assert performance.used[:, 0].all()
    assert not performance.used[:, 1].any()
    assert performance.wrists[-1, 0, 0] - performance.wrists[0, 0, 0] == pytest.approx(0.4)


def test_phrases_follow_each_other_and_a_hand_holds():
    first = Phrase(OUT, both_hands=True, lr_symmetric=True, place=BodySite("chest", "right_at"))
    second = Phrase(INWARD, place=BodySite("chin", contact="touch", hand=TIP), hold=True)
    performance = perform(Sign("X", (first, second)), hands=Hands(), places=Places())
    start = performance.phrases[1]
    assert performance.phrases[0] == 0 < start < len(performance) - 1
    np.testing.assert_allclose(np.ptp(performance.wrists[:, 0], axis=0), 0, atol=1e-9)
    assert performance.used.all()
    np.testing.assert_allclose(skin(performance, 1, TIP)[-1], [0, 0.4, 0.2], atol=1e-9)
    assert np.linalg.norm(np.diff(performance.wrists[:, 1], axis=0), axis=1).max() < 0.25


@pytest.mark.parametrize(
    ("movement", "says"),
    [
        (WristTurn("noding"), "nodding"),
        (Repeat(Directed(Direction("u")), "fromstrat"), "fromstart"),
        (Circular(Direction("o"), turns=0), "1 or more"),
        (Par((Target(Posture(Shape("fist"))), Target(Posture(Shape("flat"))))), "two shapes"),
        (Par((Target(place=BodySite("chin")), Target(place=BodySite("chest")))), "two places"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_gloss(movement, says):
    with pytest.raises(InputError, match=f"X.*{says}"):
        done(movement)


def test_no_phrase_and_no_frame_rate_are_errors():
    with pytest.raises(InputError, match="a.sigml: X: no phrase"):
        perform(Sign("X", (), file="a.sigml"), hands=Hands(), places=Places())
    with pytest.raises(InputError, match="fps"):
        perform(sign(), fps=0.0, hands=Hands(), places=Places())


def test_a_guess_is_a_warning():
    performance = perform(
        Sign("X", (replace(sign().phrases[0], dominant=Posture(Shape("flat"), Direction("o"))),)),
        hands=Hands(),
        places=Places(),
    )
    assert performance.warnings == ("dominant hand: no palm written, the usual taken",)


def test_nesting_without_end_is_an_error_and_long_sequences_are_none():
    from signsynth.writing.notation import Seq

    deep = Directed(Direction("u"))
    for _ in range(3000):
        deep = Repeat(deep, "reverse")
    with pytest.raises(InputError, match="nested too deeply"):
        done(deep)
    assert len(done(Seq(tuple(Directed(Direction(way), "small") for way in "udlr" * 25)))) > 100


def test_a_hand_that_leaves_turns_about_its_wrist():
    way = Par((Directed(Direction("o")), Target(Posture(fingers=Direction("u"), palm=Direction("i")))))
    performance = done(way, dominant=INWARD, place=BodySite("chin", contact="touch", hand=TIP))
    moved = performance.wrists[-1, 1] - performance.wrists[0, 1]
    np.testing.assert_allclose(moved, [0, 0, 0.4], atol=1e-9)
    assert performance.contacts[0].last < len(performance) / 2


def test_a_hand_that_leaves_and_comes_back_again_and_again_does_not_drift():
    out = Par((Directed(Direction("o")), Target(Posture(fingers=Direction("u"), palm=Direction("i")))))
    back = Par((Directed(Direction("i")), Target(Posture(fingers=Direction("i"), palm=Direction("d")))))
    place = BodySite("chin", contact="touch", hand=TIP)
    performance = done(out, back, out, back, dominant=INWARD, place=place)
    np.testing.assert_allclose(performance.wrists[-1, 1], performance.wrists[0, 1], atol=1e-9)


def test_touching_tips_do_not_turn_hands_into_each_other():
    posture = Posture(Shape("flat"), Direction("l"), Direction("i"))
    pair = Constellation(TIP, TIP, "touch", BodySite("chest"))
    turn = Target(Posture(fingers=Direction("u")))
    performance = done(turn, dominant=posture, place=pair, both_hands=True, lr_symmetric=True)
    assert np.abs(performance.wrists[:, 1, 0]).min() > 0.5


def test_a_hand_waits_for_its_phrase_where_it_will_sign_and_stays_after_it():
    alone = Phrase(OUT, place=BodySite("chest"), movements=(Directed(Direction("u")),))
    pair = Phrase(INWARD, place=BodySite("chin"), both_hands=True, lr_symmetric=True)
    performance = perform(Sign("X", (alone, pair, alone)), hands=Hands(), places=Places())
    assert performance.used.all()
    start = performance.phrases[1]
    assert performance.wrists[0, 0, 1] <= -0.55
    np.testing.assert_allclose(performance.wrists[:start, 0], performance.wrists[:1, 0].repeat(start, 0), atol=1e-9)
    last = performance.phrases[2]
    assert np.ptp(performance.wrists[last - 3 :, 0], axis=0).max() < 1e-9
    assert np.ptp(performance.palms[:, 0], axis=0).max() < 1e-9
    assert np.ptp(performance.angles[:, 0], axis=0).max() < 1e-9
    assert np.ptp(performance.wrists[:, 1], axis=0).max() > 0.3


def test_a_pair_before_the_body_keeps_its_wrists_out_of_it():
    posture = Posture(Shape("flat"), Direction("o"), Direction("l"))
    pair = Constellation(TIP, TIP, "touch", BodySite("chest", contact="close"))
    performance = done(dominant=posture, place=pair, both_hands=True, lr_symmetric=True)
    assert performance.wrists[0, 1, 2] == pytest.approx(0.4 - 0.2)
    np.testing.assert_allclose(skin(performance, 1, TIP), skin(performance, 0, TIP), atol=1e-9)


def test_a_hand_at_the_others_place_goes_where_the_other_is_put():
    roof = Posture(Shape("flat"), Direction("ul"), Direction("dl"))
    other = HandSite("tip", digits=(2,), contact="touch", other=HandSite("tip", digits=(2,)))
    performance = done(dominant=roof, place=BodySite("chin"), other_place=other, both_hands=True, lr_symmetric=True)
    tips = [skin(performance, side, HandSite("tip", digits=(2,))) for side in (0, 1)]
    np.testing.assert_allclose(tips[0], tips[1], atol=1e-9)
    palm = skin(performance, 1, HandSite("palm"))
    np.testing.assert_allclose(palm[:, 1], Places.heights["chin"], atol=1e-9)


def test_an_arm_that_is_touched_is_held_out_for_it():
    touch = Target(place=BodySite("lowerarm", contact="touch", hand=PALM))
    performance = done(touch, place=BodySite("chest"))
    assert performance.used.all()


def test_fingers_that_bend_leave_what_they_touch_and_the_hand_stays():
    place = BodySite("chin", contact="touch", hand=TIP)
    bend = Repeat(Target(Posture(shape=Shape("fist"))), "fromstart")
    performance = done(bend, dominant=INWARD, place=place)
    assert np.ptp(performance.wrists[:, 1], axis=0).max() < 1e-9
    assert np.ptp(skin(performance, 1, TIP), axis=0).max() > 0.05


def test_a_pair_without_a_place_is_before_the_middle():
    other = Posture(Shape("flat"), Direction("r"), Direction("u"))
    performance = done(other=other, place=Constellation(TIP, PALM, "touch"))
    np.testing.assert_allclose(skin(performance, 1, TIP)[0, 0], 0, atol=1e-9)


@pytest.mark.parametrize(("contact", "aside"), [("touch", 0.1), ("close", 0.2)])
def test_between_the_middle_and_a_side_is_half_way_where_both_hands_touch(contact, aside):
    place = BodySite("chest", contact=contact, hand=PALM, second=BodySite("chest", side="right_at"))
    performance = done(place=place, both_hands=True, lr_symmetric=True)
    np.testing.assert_allclose([skin(performance, side, PALM)[0, 0] for side in (0, 1)], [aside, -aside], atol=1e-9)


def test_both_hands_before_the_front_are_each_on_its_side():
    performance = done(place=BodySite("chest", side="front"), both_hands=True, lr_symmetric=True)
    np.testing.assert_allclose([skin(performance, side, PALM)[0, 0] for side in (0, 1)], [0.2, -0.2], atol=1e-9)
