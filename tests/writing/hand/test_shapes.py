"""HamNoSys hand shapes on the body's hand."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.writing.hand import handshape_of, settled
from signsynth.writing.hand.bodyhand import BodyHand
from signsynth.writing.hand.contact import _gap, _pairs, limits
from signsynth.writing.hand.flesh import Flesh
from signsynth.writing.hand.handskin import HandSkin
from signsynth.writing.hand.meeting import touches_of
from signsynth.writing.hand.shapes import selected_digits, thumb_position
from signsynth.writing.hand.spot import placed
from signsynth.writing.notation import Shape
from signsynth.writing.notation.shape import BASES, BENDS, THUMBS

MM = 1000 * BodyHand.bundled().width_m
PLAIN = [Shape(base, thumb) for base in BASES for thumb in (None, *THUMBS)]
CHANGED = [Shape(base, bend=bend) for base in ("flat", "finger2", "finger23", "cee12") for bend in BENDS]
CHANGED += [Shape(base, bend=bend) for base in ("pinchall", "pinch12", "pinch12open") for bend in ("bent", "round")]
SPECIAL = [
    Shape("finger2", "out", special_fingers=(5,)), Shape("finger2345", "across", bends=((5, "dblhooked"),)),
    Shape("finger23", "across", contact_pair=(2, 3), contact_kind="nail"), Shape("flat", bend=(4.0, 1.0, 0.0)),
    Shape("finger23spread", bends=((3, "bent"),), contact_pair=(1, 3), contact_kind="midjoint"),
    Shape("flat", "across", bend="dblhooked", thumb_enclosed=True), Shape("pinch12", special_fingers=(2, 3)),
    Shape("pinch12open", special_fingers=(4,), opposed_finger=4), Shape("pinchall", exempted_digits=(5,)),
    Shape("ceeall", opening="slack"), Shape("cee12", opening="tight"), Shape("pinch12", exempted_digits=(2,)),
]  # fmt: skip
ALL = [*PLAIN, *CHANGED, *SPECIAL]


def angle_of(shape: Shape, digit: int) -> np.ndarray:
    return handshape_of(shape).angles[4 * digit - 8 : 4 * digit - 5]


def test_touches_touch_within_two_millimetres():
    for shape in ALL:
        touches = touches_of(shape, selected_digits(shape), thumb_position(shape))
        for pair in touches.spots:
            points, _ = placed(pair, handshape_of(shape).angles)
            several = shape.base.startswith("pinch") and len(selected_digits(shape)) > 1
            if several:  # fingers that meet one thumb: none quite in its middle
                assert np.linalg.norm(points[0] - points[1]) * MM < 4, shape
            else:
                assert np.linalg.norm(points[0] - points[1]) * MM < 2, shape


def test_no_finger_runs_through_another_or_the_palm():
    """Beyond what skin gives way: 1 mm between fingers, 9 mm into the palm."""
    one, two, soft = _pairs()
    flesh = Flesh.bundled()
    tips = (one == 2) & (two < 15)  # the thumb's pad is flatter than a capsule
    room = np.where(tips, 6.0, np.where(two >= 15, 5.0, 2.5))
    for shape in ALL:
        ends = flesh.place(handshape_of(shape).angles)
        deep = (flesh.radii[one] + flesh.radii[two] - _gap(ends[one], ends[two])) * MM - soft * 1000
        assert (deep < room).all(), (shape, (deep - room).max())


def test_a_pinch_closes_on_the_skin_itself():
    """Thumb and index finger of the whole mesh: nearest vertices are as near as vertices lie to each other."""
    skin = HandSkin.bundled()
    owner = skin.bones[np.arange(len(skin.bones)), skin.shares.argmax(1)] // 3
    for base in ("pinch12", "pinch12open"):
        points = skin.place(np.arange(len(skin.rows)), handshape_of(Shape(base)).angles)[0] * MM
        apart = np.linalg.norm(points[owner == 0][:, None] - points[owner == 1], axis=-1)
        assert apart.min() < 2.5


def test_angles_are_within_the_limits():
    low, high = limits().T
    for shape in ALL:
        angles = handshape_of(shape).angles
        assert (angles >= low - 1e-6).all() and (angles <= high + 1e-6).all(), shape


@pytest.mark.parametrize(
    ("bend", "least", "most"),
    [
        ("bent", (70, 0, -5), (95, 20, 20)), ("round", (30, 35, 15), (55, 60, 40)),
        ("hooked", (-5, 80, 40), (20, 110, 75)), ("dblbent", (70, 70, 0), (95, 95, 25)),
        ("dblhooked", (60, 80, 40), (90, 110, 70)), ((4.0, 1.0, 0.0), (85, 15, -5), (95, 30, 5)),
    ],
)  # fmt: skip
def test_bends(bend, least, most):
    for digit in (2, 3, 4, 5):
        angles = angle_of(Shape("flat", bend=bend), digit)
        assert (angles >= least).all() and (angles <= most).all(), angles


def test_who_is_straight():
    def straight(shape: Shape) -> str:
        return "".join(str(digit) for digit in (2, 3, 4, 5) if angle_of(shape, digit).sum() < 60)

    found = [straight(Shape(base)) for base in ("fist", "flat", "finger2", "finger23", "finger2345", "pinch12open")]
    assert found == ["", "2345", "2", "23", "2345", "345"]
    assert straight(Shape("finger2", special_fingers=(5,))) == "5"
    assert straight(Shape("finger2345", bends=((4, "bent"), (5, "dblhooked")))) == "23"
    assert straight(Shape("pinchall", exempted_digits=(5,))) == "5"
    assert straight(Shape("fist", special_fingers=(2,))) == "2"


def test_what_is_said_of_fingers_holds_for_both_ends():
    shape = Shape("fist", "across", special_fingers=(2,), second=Shape("fist", "across", bend="bent"))
    knuckle, middle, _ = angle_of(shape, 2)
    assert 30 < knuckle < 60
    assert middle < 20
    assert angle_of(shape, 4).sum() > 200


def test_a_bend_of_a_thumb_out_of_a_fist_is_the_thumbs():
    plain, hooked = handshape_of(Shape("fist", "out")).angles, handshape_of(Shape("fist", "out", "hooked")).angles
    assert np.allclose(plain[:16], hooked[:16])
    assert (hooked - plain)[16:].max() > 30


def test_half_way_between_two():
    shape = Shape("flat", "out", second=Shape("fist", "out"))
    ends = handshape_of(Shape("flat", "out")).angles, handshape_of(Shape("fist", "out")).angles
    assert np.allclose(handshape_of(shape).angles, (ends[0] + ends[1]) / 2)


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (Shape("flatt"), "'flatt'.*flat"), (Shape("flat", "acros"), "across"), (Shape("flat", bend="bend"), "bent"),
        (Shape("cee12", opening="slak"), "slack"), (Shape("flat", contact_pair=(1, 2), contact_kind="nial"), "nail"),
    ],
)  # fmt: skip
def test_unknown_words_are_named(shape, says):
    with pytest.raises(InputError, match=says):
        handshape_of(shape)


def test_a_settled_shape_without_touches_keeps_what_is_free():
    shape = handshape_of(Shape("finger2345", "out"))
    assert np.abs(settled(shape).angles - shape.angles).max() < 1.5
