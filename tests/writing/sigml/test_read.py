"""What the elements and attributes of gestural SiGML mean."""

from __future__ import annotations

import pytest

from signsynth.writing.notation import (
    BodySite,
    Circular,
    Constellation,
    Directed,
    Direction,
    Expression,
    HandSite,
    Manner,
    Par,
    Phrase,
    Posture,
    Repeat,
    Rest,
    Seq,
    Shape,
    Sign,
    Split,
    Target,
)
from signsynth.writing.sigml import read_sigml

# Written by hand in the manner of JASigning's examples: both hands, different shapes, one hand at the other.
HELP = """<?xml version="1.0" encoding="utf-8"?>
<sigml>
  <hamgestural_sign gloss="HELP">
    <about words="help, helps" part_of_speech="verb" licence="Apache-2.0" status="written" note="n"/>
    <sign_nonmanual>
      <head_tier><head_movement movement="NO"/></head_tier>
      <facialexpr_tier>
        <facial_expr_par><eye_brows movement="RB" speed="0.7"/><eye_gaze direction="AD"/></facial_expr_par>
        <eye_lids movement="CB" amount="0.5"/>
      </facialexpr_tier>
    </sign_nonmanual>
    <sign_manual both_hands="true">
      <split_handconfig>
        <handconfig handshape="fist" thumbpos="out"/>
        <handconfig handshape="flat" second_handshape="flat" second_mainbend="round" bend5="0.50.50.5"/>
      </split_handconfig>
      <split_handconfig>
        <handconfig extfidir="l" palmor="l" second_palmor="dl" abs_palmor="true"/>
        <handconfig extfidir="or"/>
      </split_handconfig>
      <handconstellation contact="touch">
        <location_hand location="pinkyside"/>
        <location_hand digits="23" location="midjoint" side="palmar" second_location="tip"/>
        <location_bodyarm contact="close" location="chest" second_side="right_at"/>
      </handconstellation>
      <seq_motion fused="true">
        <par_motion fast="true">
          <directedmotion direction="u" second_direction="uo" size="small" curve="r" curve_size="big" speed="0.8"/>
          <tgt_motion><changeposture/><split_handconfig><handconfig extfidir="u"/><handconfig/></split_handconfig>
          </tgt_motion>
        </par_motion>
        <split_motion><circularmotion axis="o" start="d" clockplus="true" end="u"/><no_motion/></split_motion>
      </seq_motion>
      <rpt_motion repetition="tofroto" repetition_baseshift="r">
        <tgt_motion>
          <directedmotion direction="i" zigzag_style="wavy" manner="tense"/>
          <split_location>
            <location_bodyarm location="cheek" contact="touch"><location_hand digits="2" location="pad"/>
            </location_bodyarm>
            <location_hand location="palm"/>
          </split_location>
        </tgt_motion>
      </rpt_motion>
    </sign_manual>
  </hamgestural_sign>
</sigml>"""


def test_a_sign_with_nearly_everything():
    sign = read_sigml(HELP)[0]
    cheek = BodySite("cheek", contact="touch", hand=HandSite("pad", (2,)))
    assert sign.gloss == "HELP" and sign.warnings == ()
    assert (sign.words, sign.part_of_speech, sign.licence) == (("help", "helps"), "verb", "Apache-2.0")
    assert (sign.status, sign.note) == ("written", "n")
    assert dict(sign.nonmanual.tiers) == {
        "head": ((Expression("head", "head_movement", "NO"),),),
        "face": (
            (Expression("face", "eye_brows", "RB", speed=0.7), Expression("face", "eye_gaze", "AD")),
            (Expression("face", "eye_lids", "CB", amount=0.5),),
        ),
    }
    assert sign.phrases == (
        Phrase(
            Posture(Shape("fist", thumb="out"), Direction("l"), Direction("l", "dl"), palm_absolute=True),
            Posture(Shape("flat", bends=((5, (0.5,) * 3),), second=Shape("flat", bend="round")), Direction("or")),
            Constellation(
                HandSite("midjoint", (2, 3), "palmar", second=HandSite("tip", (2, 3))),
                HandSite("pinkyside"),  # first in the file: where on the other hand
                "touch",
                BodySite("chest", contact="close", second=BodySite("chest", "right_at")),
            ),
            movements=(
                Seq(
                    (
                        Par(
                            (
                                Directed(
                                    Direction("u", "uo"), "small", Direction("r"), "big", manner=Manner(speed=0.8)
                                ),
                                Target(Posture(fingers=Direction("u")), Posture()),
                            ),
                            manner=Manner(fast=True),
                        ),
                        Split(Circular(Direction("o"), start=Direction("d"), end=Direction("u"), turns=2), Rest()),
                    ),
                    fused=True,
                ),
                Repeat(
                    Target(
                        place=cheek,
                        other_place=HandSite("palm"),
                        via=Directed(Direction("i"), zigzag="wavy", manner=Manner(tense=True)),
                    ),
                    "tofroto",
                    shift=Direction("r"),
                ),
            ),
            both_hands=True,
        ),
    )


def one(manual: str, nonmanual: str = "") -> Sign:
    return read_sigml(
        f'<sigml>\n<hamgestural_sign gloss="A">{nonmanual}<sign_manual>{manual}</sign_manual>'
        "</hamgestural_sign></sigml>"
    )[0]


def test_nested_manuals_are_phrases_and_inherit():
    text = """<sigml><hamgestural_sign gloss="A"><sign_manual both_hands="true"><sign_manual>
    <handconfig handshape="flat"/></sign_manual><sign_manual lr_symm="true"><handconfig handshape="fist"/></sign_manual>
    </sign_manual></hamgestural_sign></sigml>"""
    first, second = read_sigml(text)[0].phrases
    assert first == Phrase(Posture(Shape("flat")), both_hands=True)
    assert second == Phrase(Posture(Shape("fist")), both_hands=True, lr_symmetric=True)


def test_where_the_far_end_follows_the_near_one():
    shape = one('<handconfig handshape="flat" thumbpos="out" second_mainbend="bent"/>').phrases[0].dominant.shape
    assert shape.second == Shape("flat", thumb="out", bend="bent")
    place = one('<location_bodyarm location="chin" second_side="left_at"/>').phrases[0].place
    assert place.second == BodySite("chin", "left_at")
    hand = one('<location_hand digits="2" location="tip" second_location="midjoint"/>').phrases[0].place
    assert hand.second == HandSite("midjoint", (2,))
    back = one('<location_hand digits="2" location="tip" second_location="handback"/>').phrases[0].place
    assert back.second == HandSite("handback")


def test_no_place_named_is_the_neutral_space():
    """As R. Elliott's translation of HamNoSys to G-SiGML writes it."""
    assert one('<location_bodyarm contact="armextended"/>').phrases[0].place == BodySite(
        "neutralspace", contact="armextended"
    )


@pytest.mark.parametrize(
    ("manual", "names"),
    [
        ('<handconfig handshape="flat" thumbpos="opposd"/>', "did you mean 'opposed'"),
        ('<handconfig handshape="flat" colour="red"/>', "colour='red': unknown attribute"),
        ('<handconfig handshape="flat"/><directedmotoin direction="u"/>', "did you mean 'directedmotion'"),
        ('<handconfig handshape="flat">mitten</handconfig>', "holds the text 'mitten'"),
        ('<handconfig handshape="flat"/><handconfig handshape="fist"/>', "another shape"),
        ('<location_bodyarm location="upperlip"/>', "read as 'lips'"),
        ('<location_bodyarm location="chin" side="up"/>', "side='up': left out"),
        ('<location_bodyarm location="chin"/><location_bodyarm location="nose"/>', "second place"),
        ('<handconstellation contact="interlock"/>', "read as 'touch'"),
        ('<directedmotion direction="u" speed="-1"/>', "speed='-1': left out"),
        ('<directedmotion direction="u" speed="nan"/>', "speed='nan': left out"),
        ('<directedmotion direction="u" second_direction="oi"/>', "cancel out"),
        ('<directedmotion direction="u" fast="yes"/>', "fast='yes': left out"),
        ('<directedmotion direction="u"><handconfig/></directedmotion>', "inside <directedmotion>"),
        ('<circularmotion axis="u"><location_hand location="palm"/></circularmotion>', "read as the target"),
        ('<directedmotion direction="u"/><handconfig handshape="flat"/>', "after a movement"),
        ('<split_location><location_bodyarm location="chin"/></split_location>', "nothing of the other hand"),
        ("<rpt_motion><fingerplay/><fingerplay/></rpt_motion>", "one after the other"),
        ("<tgt_motion><fingerplay/><fingerplay/></tgt_motion>", "one after the other"),
    ],
)
def test_what_is_unknown_is_named_with_its_line(manual, names):
    sign = one(manual)
    assert len(sign.warnings) == 1
    assert sign.warnings[0].startswith("line 2: <") and names in sign.warnings[0]


@pytest.mark.parametrize(
    ("tiers", "names"),
    [
        ("<nose_tier/>", "is no tier"),
        ('<head_tier><head_movement movement="XX"/></head_tier>', "'XX': unknown code"),
        ("<head_tier><head_movement/></head_tier>", "has no movement"),
        ("<head_tier><hat/></head_tier>", "unknown in a tier"),
        ('<head_tier><shoulder_movement movement="ND"/></head_tier>', "read as <head_movement>"),
        ("<head_tier/><head_tier/>", "second time"),
        ('<mouthing_tier><mouth_picture picture="mm" speed="0"/></mouthing_tier>', "speed='0'"),
    ],
)
def test_non_manuals_that_are_unknown_are_named(tiers, names):
    sign = one('<handconfig handshape="flat"/>', f"<sign_nonmanual>{tiers}</sign_nonmanual>")
    assert len(sign.warnings) == 1 and names in sign.warnings[0]


def test_a_sign_without_gloss_is_called_after_its_file():
    text = "<sigml><hamgestural_sign><sign_manual><fingerplay/></sign_manual></hamgestural_sign></sigml>"
    sign = read_sigml(text, name="signs/rain.sigml")[0]
    assert sign.gloss == "rain-1" and "no gloss" in sign.warnings[0]
    assert sign.file == "signs/rain.sigml"
