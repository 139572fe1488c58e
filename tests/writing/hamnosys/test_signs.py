"""Signs in HamNoSys against the same signs in gestural SiGML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signsynth.errors import InputError
from signsynth.writing.hamnosys import read_hamnosys
from signsynth.writing.hamnosys.symbols import SYMBOLS
from signsynth.writing.notation import HandSite
from signsynth.writing.sigml import read_sigml

# Published strings, each with the same sign in gestural SiGML, written by hand.
# HAMBURG: T. Hanke's textbook example, also in the documentation of the TeX package hamnosys (CTAN).
# HELLO, MUG: SiGML of the University of East Anglia's player page, often reprinted (MUG: "mug, take, I").
# HELP, THANK-YOU: strings of Indian Sign Language projects on GitHub.
PAIRS = {
    "HAMBURG": (
        "\ue00a\ue00e\ue010\ue027\ue03d\ue042\ue059\ue0d0\ue0e2\ue082\ue0aa\ue007\ue010\ue0e3",
        """<sign_manual>
        <handconfig handshape="ceeall" ceeopening="slack" mainbend="bent"/>
        <handconfig extfidir="ul" palmor="dl"/>
        <location_bodyarm location="forehead" side="right_at" contact="close"/>
        <par_motion><directedmotion direction="r"/>
          <tgt_motion><changeposture/><handconfig handshape="pinchall" mainbend="bent"/></tgt_motion></par_motion>
        </sign_manual>""",
    ),
    "HELLO": (
        "hamflathand hamthumboutmod hambetween hamfinger2345 hamextfingeru hampalmd hamshouldertop hamlrat "
        "hamarmextended hamswinging hamrepeatfromstart",
        """<sign_manual>
        <handconfig handshape="flat" thumbpos="out" second_handshape="finger2345"/>
        <handconfig extfidir="u" palmor="d"/>
        <location_bodyarm location="shouldertop" side="right_at" contact="armextended"/>
        <rpt_motion repetition="fromstart"><wristmotion motion="swinging"/></rpt_motion></sign_manual>""",
    ),
    "MUG": (
        "hamfist hamthumbacrossmod hamextfingerol hampalml hamshoulders "
        "hamparbegin hammoveu hamarcu hamreplace hamextfingerul hampalmdl hamparend",
        """<sign_manual>
        <handconfig handshape="fist" thumbpos="across" extfidir="ol" palmor="l"/>
        <location_bodyarm location="shoulders"/>
        <par_motion><directedmotion direction="u" curve="u"/>
          <tgt_motion><changeposture/><handconfig extfidir="ul" palmor="dl"/></tgt_motion></par_motion>
        </sign_manual>""",
    ),
    "HELP": (
        "hamsymmpar hamparbegin hamfist hamthumboutmod hamplus hamflathand hamthumboutmod hamparend hamparbegin "
        "hamextfingerl hampalml hamplus hamextfingeror hampalmu hamparend "
        "hamparbegin hampalm hamplus hampinkyside hamparend hamtouch hammovei",
        """<sign_manual both_hands="true">
        <split_handconfig><handconfig handshape="fist" thumbpos="out"/><handconfig handshape="flat" thumbpos="out"/>
        </split_handconfig>
        <split_handconfig><handconfig extfidir="l" palmor="l"/><handconfig extfidir="or" palmor="u"/></split_handconfig>
        <handconstellation contact="touch"><location_hand location="palm"/><location_hand location="pinkyside"/>
        </handconstellation><directedmotion direction="i"/></sign_manual>""",
    ),
    "THANK-YOU": (
        "hamflathand hamthumboutmod hamextfingeru hambetween hamextfingerul hampalml hamunderchin hamseqbegin "
        "hamtouch hamfingerpad hamseqend hamparbegin hammovedo hamsmallmod hamparend",
        """<sign_manual>
        <handconfig handshape="flat" thumbpos="out" extfidir="u" second_extfidir="ul" palmor="l"/>
        <location_bodyarm location="underchin" contact="touch"><location_hand location="pad"/></location_bodyarm>
        <directedmotion direction="do" size="small"/></sign_manual>""",
    ),
    # Not published: one construction of the grammar each.
    "SYMMETRY": (
        "hamsymmlr hamfingerstraightmod hamlargemod hamalternatingmotion hamfinger2 hamextfingero hampalmd",
        '<sign_manual both_hands="true" lr_symm="true" ud_symm="true" oi_symm="true" outofphase="true">'
        '<handconfig handshape="finger2" extfidir="o" palmor="d"/></sign_manual>',
    ),
    "NONDOMINANT": (
        "hamnondominant hamfist hamextfingeru hampalml",
        '<sign_manual nondominant="true"><handconfig handshape="fist" extfidir="u" palmor="l"/></sign_manual>',
    ),
    "FINGERS": (
        "hamfinger2 hamthumboutmod hampinky hamextfingeru hampalml",  # the hand of Y
        '<sign_manual><handconfig handshape="finger2" thumbpos="out" specialfingers="5" extfidir="u" palmor="l"/>'
        "</sign_manual>",
    ),
    "CROSSED-FINGERS": (
        "hamfinger23 hamthumbacrossmod hamindexfinger hamfingernail hammiddlefinger hamringfinger hamdoublebent "
        "hamextfingeru hampalml",
        '<sign_manual><handconfig handshape="finger23" thumbpos="across" contactpair="23" contactkind="nail" '
        'bend4="dblbent" extfidir="u" palmor="l"/></sign_manual>',
    ),
    "OPPOSED-FINGER": (
        "hampinch12open hamringfinger hamthumbopenmod hamextfingeru hampalml",
        '<sign_manual><handconfig handshape="pinch12open" specialfingers="4" opposedfinger="4" extfidir="u" '
        'palmor="l"/></sign_manual>',
    ),
    "SIDES": (
        "hamflathand hamextfingeru hampalml hamlrbeside hamnose hambetween hamchin hamlrat hamtouch",
        '<sign_manual><handconfig handshape="flat" extfidir="u" palmor="l"/><location_bodyarm location="nose" '
        'side="left_beside" second_location="chin" second_side="right_at" contact="touch"/></sign_manual>',
    ),
    "TWO-PLACES": (
        "hamsymmlr hamflathand hamextfingeru hampalml "
        "hamparbegin hamshoulders hamlrat hamplus hamlrat hamshoulders hamparend",
        '<sign_manual both_hands="true" lr_symm="true"><handconfig handshape="flat" extfidir="u" palmor="l"/>'
        '<split_location><location_bodyarm location="shoulders" side="right_at"/>'
        '<location_bodyarm location="shoulders" side="left_at"/></split_location></sign_manual>',
    ),
    "FINGERTIPS": (
        "hamsymmlr hamflathand hamextfingeru hampalml hamparbegin hamfingertip hamthumb hamindexfinger hamplus "
        "hamindexfinger hamfingermidjoint hampalm hambetween hampinky hamparend hamclose hamchest",
        '<sign_manual both_hands="true" lr_symm="true"><handconfig handshape="flat" extfidir="u" palmor="l"/>'
        '<handconstellation contact="close"><location_hand location="tip" digits="12"/>'
        '<location_hand location="midjoint" digits="2" side="palmar" second_location="midjoint" second_digits="5"/>'
        '<location_bodyarm location="chest"/></handconstellation></sign_manual>',
    ),
    "CIRCLE": (
        "hamfist hamextfingero hampalmd hamcircler hamsmallmod hamellipseh hamlargemod hamclockd hamclockfull "
        "hamclocku hamfast hamrepeatfromstartseveral",
        '<sign_manual><handconfig handshape="fist" extfidir="o" palmor="d"/>'
        '<rpt_motion repetition="fromstart_several"><circularmotion axis="r" size="small" ellipse_direction="h" '
        'ellipse_size="big" start="d" clockplus="true" end="u" fast="true"/></rpt_motion></sign_manual>',
    ),
    "PATHS": (
        "hamfist hamextfingero hampalmd hammoveu hambetween hammoveuo hamsmallmod hamarcr hamlargemod "
        "hamseqbegin hammovel hamzigzag hamsmallmod hamtense hamnomotion hamseqend "
        "hamfusionbegin hammover hammoved hamhalt hamfusionend hamrepeatreverse hamfingerplay hamindexfinger hampinky",
        '<sign_manual><handconfig handshape="fist" extfidir="o" palmor="d"/><directedmotion direction="u" '
        'second_direction="uo" size="small" curve="r" curve_size="big"/><seq_motion><directedmotion direction="l" '
        'zigzag_style="zigzag" zigzag_size="small" tense="true"/><nomotion/></seq_motion>'
        '<rpt_motion repetition="reverse"><seq_motion fused="true"><directedmotion direction="r"/>'
        '<directedmotion direction="d" halt="true"/></seq_motion></rpt_motion><fingerplay digits="25"/></sign_manual>',
    ),
    "TARGETS": (
        "hamfist hamextfingero hampalmd hamchest hammoveu hamchin hamtouch "
        "hamparbegin hamtwisting hamplus hamnomotion hamparend "
        "hamreplace hamparbegin hamextfingeru hamplus hamextfingerd hampalmr hamparend",
        '<sign_manual><handconfig handshape="fist" extfidir="o" palmor="d"/><location_bodyarm location="chest"/>'
        '<tgt_motion><directedmotion direction="u"/><location_bodyarm location="chin" contact="touch"/></tgt_motion>'
        '<split_motion><wristmotion motion="twisting"/><nomotion/></split_motion>'
        '<tgt_motion><changeposture/><split_handconfig><handconfig extfidir="u"/>'
        '<handconfig extfidir="d" palmor="r"/></split_handconfig></tgt_motion></sign_manual>',
    ),
    "COMPOUND": (
        "hamfist hamextfingero hampalmd hammoveu hamsymmpar hamflathand hamextfingeru hampalml hammoved",
        '<sign_manual><sign_manual><handconfig handshape="fist" extfidir="o" palmor="d"/>'
        '<directedmotion direction="u"/></sign_manual><sign_manual both_hands="true"><handconfig handshape="flat" '
        'extfidir="u" palmor="l"/><directedmotion direction="d"/></sign_manual></sign_manual>',
    ),
}


@pytest.mark.parametrize("gloss", PAIRS)
def test_both_notations_say_the_same(gloss):
    string, manual = PAIRS[gloss]
    gestural = read_sigml(f'<sigml><hamgestural_sign gloss="{gloss}">{manual}</hamgestural_sign></sigml>')[0]
    assert gestural.warnings == ()
    assert read_hamnosys(string, gloss) == gestural


@pytest.mark.parametrize("gloss", PAIRS)
def test_symbols_as_elements_say_the_same(gloss):
    sign = read_hamnosys(PAIRS[gloss][0], gloss)
    names = PAIRS[gloss][0].split() if "ham" in PAIRS[gloss][0] else []
    if names:
        inside = "".join(f"<{name}/>" for name in names)
        text = f'<sigml><hns_sign gloss="{gloss}"><hamnosys_manual>{inside}</hamnosys_manual></hns_sign></sigml>'
    else:
        text = (
            f'<sigml><hns_sign gloss="{gloss}"><hamnosys_manual>{PAIRS[gloss][0]}</hamnosys_manual></hns_sign></sigml>'
        )
    assert read_sigml(text) == [sign]


def test_the_thing_on_the_palm_is_the_dominant_hand():
    """HELP: the fist stands with its little finger side on the other hand's palm."""
    place = read_hamnosys(PAIRS["HELP"][0], "HELP").phrases[0].place
    assert (place.dominant, place.other) == (HandSite("pinkyside"), HandSite("palm"))


def test_non_manuals_of_symbol_signs():
    text = """<sigml><hns_sign gloss="NO"><hamnosys_nonmanual><hnm_mouthpicture picture="n@U"/><hnm_head tag="SH"/>
    <hnm_eyebrows tag="FU"/><hnm_eyelids tag="SB"/></hamnosys_nonmanual>
    <hamnosys_manual><hamfist/><hamextfingeru/><hampalml/></hamnosys_manual></hns_sign></sigml>"""
    gestural = """<sigml><hamgestural_sign gloss="NO"><sign_nonmanual>
    <mouthing_tier><mouth_picture picture="n@U"/></mouthing_tier><head_tier><head_movement movement="SH"/></head_tier>
    <facialexpr_tier><facial_expr_par><eye_brows movement="FU"/><eye_lids movement="SB"/></facial_expr_par>
    </facialexpr_tier></sign_nonmanual>
    <sign_manual><handconfig handshape="fist" extfidir="u" palmor="l"/></sign_manual></hamgestural_sign></sigml>"""
    assert read_sigml(text) == read_sigml(gestural)


START = "hamfist hamextfingeru hampalml "


@pytest.mark.parametrize(
    ("string", "says"),
    [
        ("hamfist hamthumboutmod hamthumbacrossmod", r"symbol 3 \(hamthumbacrossmod\): contradicts 'out'"),
        ("hamflathand hamthumbopenmod hamthumbacrossmod", "contradicts 'opposed'"),
        ("hamflathand hamfingerbendmod hamfingerhookmod", "contradicts 'round'"),
        ("hamfist hamthumboutmod hambetween", "enclosed thumb contradicts"),
        ("hamfist hamextfingeru hamextfingerd", "says fingers a second time"),
        (START + "hamparbegin hammoveu", "after the last symbol: expected the end of the bracket: hamparend"),
        (START + "hamparend", r"symbol 4 \(hamparend\)"),
        (START + "hamparbegin hammoveu hamseqend", "expected the end of the bracket"),
        (START + "hamreplace", "expected what hamreplace puts in place"),
        (START + "hamreplace hammoveu", "expected what hamreplace puts in place"),
        (START + "hamparbegin hammoveu hamplus hamparend", "expected a movement"),
        (START + "hamparbegin hammoveu hamplus hammoved hamplus hammoved hamparend", "3 movements beside each other"),
        (START + "hamparbegin " * 40 + "hammoveu", "nests brackets more than"),
        (START + "hamseqbegin hampalmu hamseqend", "stands where no symbol of this kind can"),
        ("hamsymmlr", "expected a hand shape"),
        ("hamparbegin hamparbegin hamfist hamplus hamfist hamparend hamplus hamfist hamparend", "split again"),
    ],
)
def test_what_the_grammar_forbids_is_named_with_its_position(string, says):
    with pytest.raises(InputError, match=says):
        read_hamnosys(string, "A")


@pytest.mark.parametrize(
    ("string", "names"),
    [
        (START + "hamcomma", "symbol 4 (hamcomma): has no form"),
        (START + "{ hammoveu | hammoved }", "of alternatives the first"),
        (START + "hammovecross", "read as its strokes"),
        (START + "hamchin haminterlock", "read as a touch"),
        ("hamfist hamextfingeru hampalml hamorirelative", "follows the movement"),
        (START + "hammoveu hampalmr", "as if hamreplace stood before it"),
        ("hampinch12 hamthumboutmod hamextfingeru hampalml", "thumb 'out' of a pinch"),
        ("hamextfingeru hampalml", "no hand shape"),
        (START + "hamchin hamnose", "a second place"),
        (START + "hammoveu hamincreasing", "grows or shrinks"),
    ],
)
def test_what_is_read_otherwise_is_named(string, names):
    text = "".join(SYMBOLS.get(word, word) for word in string.split())
    sign = read_hamnosys(text, "A")
    assert len(sign.warnings) == 1 and names in sign.warnings[0]


def test_version_and_spaces_say_nothing():
    plain = read_hamnosys("\ue000\ue020\ue03e\ue080", "A")
    assert read_hamnosys("\ue0f1 \ue000 \ue020\n\ue03e\t\ue080 ", "A") == plain
    assert replace(plain, gloss="B") == read_hamnosys("\ue000\ue020\ue03e\ue080", "B")
