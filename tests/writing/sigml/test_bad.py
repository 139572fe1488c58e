"""Files and signs that cannot be used: one clear error, quickly, and never for the file's other signs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError, SignsynthError
from signsynth.writing.sigml import read_sigml
from signsynth.writing.sigml.node import MAX_DEPTH, MAX_ELEMENTS
from tests.writing.sigml.test_read import HELP

BOMB = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sigml>&b;</sigml>'
OUTSIDE = '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sigml><hamgestural_sign gloss="&x;"/></sigml>'
GOOD = '<hamgestural_sign gloss="GOOD"><sign_manual><handconfig handshape="flat"/></sign_manual></hamgestural_sign>'
MANY = " ".join(f'a{number}=""' for number in range(101))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BOMB, r"a\.sigml:1: has a DOCTYPE"),
        (OUTSIDE, r"a\.sigml:1: has a DOCTYPE"),
        ('<!DOCTYPE sigml SYSTEM "http://x/sigml.dtd"><sigml/>', "DOCTYPE"),
        ("<sigml>&unknown;</sigml>", "undefined entity"),
        ("<sigml>", r"a\.sigml:1: is not well-formed"),
        ("\n\n<sigml><a></sigml>", r"a\.sigml:3: is not well-formed"),
        ('<sigml a="1" a="2"/>', "duplicate attribute"),
        ("", "well-formed"),
        ("<html/>", "<html> is no SiGML"),
        ("<sigml/>", "holds no sign"),
        (f"<sigml {MANY}/>", "an element of 101 attributes"),
        ('<?xml version="1.0" encoding="klingon"?><sigml/>', "unknown encoding|cannot be decoded"),
        ('<?xml version="1.0" encoding="rot13"?><sigml/>', "encoding|decoded"),
        ('<?xml version="1.0" encoding="utf-16"?><sigml/>', "encoding"),
        ("<sigml>ÉÉN</sigml>".encode("latin-1"), "not well-formed"),
        (b"\x00\x01\x02", "not well-formed"),
        (b"PK\x03\x04", "not well-formed"),
    ],
)
def test_files_that_are_no_sigml(data, says):
    caught = []
    with pytest.raises(FileError, match=says):
        read_sigml(data if isinstance(data, bytes) else data.encode(), name="a.sigml", on_error=caught.append)
    assert caught == []  # the file is to blame, not a sign


@pytest.mark.parametrize(
    ("manual", "says"),
    [
        ("", "<sign_manual> is empty"),
        ('<handconfig handshape="falt"/>', "did you mean 'flat'"),
        ('<handconfig handshape="flat" specialfingers="7"/>', "specialfingers='7': expected digits 1"),
        ('<handconfig handshape="flat" specialfingers="22"/>', "each once"),
        ('<handconfig handshape="flat" specialfingers="²"/>', "expected digits"),
        ('<handconfig handshape="flat" thumbpos="out" thumbenclosed="true"/>', "contradicts thumbenclosed"),
        ('<handconfig handshape="flat" ceeopening="slack"/>', "contradicts handshape 'flat'"),
        ('<handconfig handshape="flat" contactpair="123"/>', "names 3 digits"),
        ('<handconfig handshape="flat" opposedfinger="1"/>', "one digit from 2 to 5"),
        ('<handconfig handshape="flat" mainbend="999"/>', "three numbers 0 to 4"),
        ('<handconfig handshape="flat" bend2="wobbly"/>', "expected bent"),
        ('<handconfig thumbpos="out"/>', "expected a handshape"),
        ('<handconfig extfidir="north"/>', "expected letters"),
        ('<handconfig extfidir="ud"/>', "cancel out"),
        ('<handconfig extfidir=""/>', "expected letters"),
        ('<handconfig palmor="uuuuuuuuuuuuuuuuuuuuuuuu"/>', "at most 12 letters"),
        ('<location_bodyarm location="kneee"/>', "location='kneee'"),
        ('<location_hand location="palmm"/>', "did you mean 'palm'"),
        ("<directedmotion/>", "has no direction"),
        ("<circularmotion/>", "has no axis"),
        ("<wristmotion/>", "has no motion"),
        ('<rpt_motion repetition="always"><fingerplay/></rpt_motion>', "repetition='always'"),
        ("<rpt_motion/>", "holds no movement"),
        ("<par_motion><unknown/></par_motion>", "holds no movement"),
        ("<split_motion><fingerplay/></split_motion>", "expected two"),
        ("<tgt_motion/>", "<tgt_motion> is empty"),
        ("<split_handconfig/>", "<split_handconfig> is empty"),
        ("<fingerplay/>" * MAX_ELEMENTS, f"more than {MAX_ELEMENTS} elements"),
        (f"<fingerplay {MANY}/>", "an element of 101 attributes"),
        ("<par_motion>" * MAX_DEPTH + "</par_motion>" * MAX_DEPTH, f"more than {MAX_DEPTH} deep"),
    ],
)
def test_one_bad_sign_does_not_lose_the_others(manual, says):
    bad = f'<hamgestural_sign gloss="BAD">\n<sign_manual>{manual}</sign_manual></hamgestural_sign>'
    text = f"<sigml>\n{GOOD}\n{bad}\n{GOOD}\n</sigml>"
    with pytest.raises(InputError, match=says):
        read_sigml(text, name="a.sigml")
    problems: list[SignsynthError] = []
    assert [sign.gloss for sign in read_sigml(text, name="a.sigml", on_error=problems.append)] == ["GOOD", "GOOD"]
    (problem,) = problems
    message = str(problem)
    assert message.startswith(("a.sigml:3: sign BAD: <", "a.sigml:4: sign BAD: <"))
    assert len(message) < 300 and "\n" not in message


def test_a_sign_of_too_many_attributes_is_not_lost_silently():
    problems: list[SignsynthError] = []
    signs = read_sigml(f"<sigml>{GOOD}<hamgestural_sign {MANY}/></sigml>", on_error=problems.append)
    assert [sign.gloss for sign in signs] == ["GOOD"] and "101 attributes" in str(problems[0])


def test_a_sign_that_is_the_root_is_limited_too():
    text = f'<hamgestural_sign gloss="A"><sign_manual>{"<fingerplay/>" * MAX_ELEMENTS}</sign_manual></hamgestural_sign>'
    with pytest.raises(InputError, match=f"sign A: .* more than {MAX_ELEMENTS} elements"):
        read_sigml(text)
    assert read_sigml(GOOD)[0].gloss == "GOOD"


def test_an_element_that_may_be_a_mistyped_sign_is_a_problem():
    problems: list[SignsynthError] = []
    signs = read_sigml(f"<sigml><hamgestural_sing/>{GOOD}</sigml>", on_error=problems.append)
    assert [sign.gloss for sign in signs] == ["GOOD"]
    assert "did you mean 'hamgestural_sign'" in str(problems[0])


def test_messages_stay_short_however_long_the_value():
    long = "x" * 100_000
    text = f'<sigml><hamgestural_sign gloss="{long}"><sign_manual><handconfig handshape="{long}"/></sign_manual>'
    with pytest.raises(InputError) as caught:
        read_sigml(text + "</hamgestural_sign></sigml>")
    assert len(str(caught.value)) < 400


def test_no_file(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read_sigml(tmp_path / "none.sigml")
    with pytest.raises(FileError, match="folder"):
        read_sigml(tmp_path)


WORDS = st.sampled_from(
    [b"<", b">", b'"', b"/>", b"</sigml>", b"&amp;", b"&x;", b"true", b"flat", b"<par_motion>", b"second_", b"\xff"]
)
CHANGE = st.tuples(st.integers(0, len(HELP)), st.integers(0, 40), WORDS | st.binary(max_size=4))


@settings(max_examples=300, deadline=None)
@given(st.lists(CHANGE, max_size=4))
def test_no_change_of_bytes_brings_anything_but_our_errors(changes):
    data = HELP.encode()
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    try:
        signs = read_sigml(data, name="fuzz.sigml")
    except SignsynthError as error:
        assert "fuzz.sigml" in str(error)
    else:
        assert all(sign.gloss for sign in signs)


NAMES = st.sampled_from(
    "handconfig location_bodyarm location_hand handconstellation split_motion par_motion seq_motion rpt_motion "
    "tgt_motion directedmotion circularmotion split_location split_handconfig sign_manual mouthing_tier about".split()
)
KEYS = st.sampled_from(
    "handshape second_handshape thumbpos mainbend bend2 specialfingers extfidir second_palmor location digits "
    "second_digits side contact direction axis size speed repetition fast turns".split()
)
VALUES = st.sampled_from("flat fist out bent 23 9 u ol chest tip touch big 0.5 true fromstart x".split()) | st.text(
    "udlroi1234. ", max_size=4
)


@st.composite
def elements(draw, depth=0):
    name = draw(NAMES)
    attributes = draw(st.dictionaries(KEYS, VALUES, max_size=3))
    inside = draw(st.lists(elements(depth + 1), max_size=3)) if depth < 3 else []
    said = " ".join([name, *(f'{key}="{value}"' for key, value in attributes.items())])
    return f"<{said}>{''.join(inside)}</{name}>"


@settings(max_examples=200, deadline=None)
@given(st.lists(elements(), min_size=1, max_size=3).map("".join))
def test_any_nesting_of_known_elements_is_a_sign_or_our_error(inside):
    text = f'<sigml><hamgestural_sign gloss="A"><sign_manual>{inside}</sign_manual></hamgestural_sign></sigml>'
    problems: list[SignsynthError] = []
    signs = read_sigml(text, on_error=problems.append)
    assert len(signs) + len(problems) == 1
