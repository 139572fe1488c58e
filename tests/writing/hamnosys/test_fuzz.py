"""No string brings anything but a sign that SiGML can write, or one of our errors."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from signsynth.errors import SignsynthError
from signsynth.writing.hamnosys import read_hamnosys
from signsynth.writing.hamnosys.symbols import NAMES, SYMBOLS
from signsynth.writing.sigml import read_sigml, write_sigml
from tests.writing.hamnosys.test_signs import PAIRS

STRINGS = ["".join(map(SYMBOLS.get, text.split())) if "ham" in text else text for text, _ in PAIRS.values()]
SYMBOL = st.sampled_from(sorted(NAMES))
CHANGE = st.tuples(st.integers(0, 30), st.integers(0, 4), st.text(SYMBOL, max_size=3))


def check(text: str) -> None:
    try:
        sign = read_hamnosys(text, "A", name="a.txt")
    except SignsynthError as error:
        assert str(error).startswith("a.txt: sign A") and len(str(error)) < 300
    else:
        assert read_sigml(write_sigml([sign])) == [replace(sign, warnings=(), file="")]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STRINGS), st.lists(CHANGE, max_size=4))
def test_changed_signs(text, changes):
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.text(SYMBOL, max_size=12).map(lambda text: "\ue000\ue020\ue038" + text))
@example("\ue000" + "\ue0e6\ue000" * 20)
@example("\ue000" + "\ue0e2" * 4000)
@example("\ue080\ue0d9" * 2000)
def test_any_symbols(text):
    check(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_any_text(text):
    check(text)
