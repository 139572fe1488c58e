"""How numbers, dates and times are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.text.languages import WRITTEN, language_of
from signsynth.text.numbers import read_number
from signsynth.text.tokens import tokenize


def read(text: str, code: str = "en") -> str:
    pieces = tokenize(text, language_of(code))
    assert len(pieces) == 1
    return " ".join(part.text for part in read_number(pieces[0], language_of(code)).parts)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("500", "en", "500"),
        ("007", "en", "007"),
        ("3.14", "en", "3 . 14"),
        ("3,14", "en", "3 , 14"),
        ("3,14", "de", "3 , 14"),
        ("1,000", "en", "1000"),
        ("1.000", "de", "1000"),
        ("1,000", "de", "1 , 000"),
        ("1.000", "en", "1 . 000"),
        ("0,500", "en", "0 , 500"),
        ("1'000'000", "de", "1000000"),
        ("1,234,567.89", "en", "1234567 . 89"),
        ("1.234.567,89", "es", "1234567 , 89"),
        ("192.168.0.1", "en", "192 . 168 . 0 . 1"),
        (".5", "en", ". 5"),
        ("14:30", "en", "14 30"),
        ("14:30:05", "en", "14 30 05"),
        ("2026-05-03", "en", "3 may 2026"),
        ("2026-05-03", "de", "3 mai 2026"),
        ("2026-13-03", "en", "2026 13 03"),
        ("3/5/26", "en", "3 5 26"),
        ("3.5.2026", "de", "3 5 2026"),
        ("3/4", "en", "3 4"),
        ("½", "en", "1 2"),
        ("²", "en", "2"),
        ("٣٤", "en", "34"),
        ("５００", "en", "500"),
        ("1st", "en", "1"),
        ("22nd", "en", "22"),
        ("1º", "es", "1"),
    ],
)
def test_known_readings(text, code, expected):
    assert read(text, code) == expected


@given(st.integers(0, 10**12))
def test_separators_of_thousands_change_nothing(number):
    assert read(f"{number:,}") == str(number)
    assert read(f"{number:,}".replace(",", "."), "de") == str(number)


@given(st.integers(1, 10**6), st.integers(10, 99), st.sampled_from(WRITTEN))
def test_two_decimals_are_decimals_in_every_language(whole, cents, code):
    for separator in ".,":
        assert read(f"{whole}{separator}{cents}", code) == f"{whole} {separator} {cents}"


@given(st.text(alphabet="0123456789.,'/:-½٣", min_size=1))
def test_every_digit_is_read(text):
    for piece in tokenize(text, language_of("en")):
        if piece.kind in ("number", "ratio", "time"):
            said = "".join(part.text for part in read_number(piece, language_of("en")).parts)
            digits = sorted(c for c in piece.text.replace("½", "12").replace("٣", "3") if c.isdigit())
            assert sorted(c for c in said if c.isdigit()) == digits


@pytest.mark.parametrize(
    ("code", "word", "value"),
    [
        ("en", "twenty-one", 21),
        ("en", "ten", 10),
        ("en", "thousand", 1000),
        ("de", "einundzwanzig", 21),
        ("de", "zweiunddreissig", 32),
        ("nl", "tweeëntwintig", 22),
        ("nl", "eenentwintig", 21),
        ("es", "veintidós", 22),
        ("es", "treinta y uno", 31),
        ("it", "ventuno", 21),
        ("it", "ventotto", 28),
        ("fr", "vingt-deux", 22),
        ("pt", "vinte e dois", 22),
        ("ko", "셋", 3),
    ],
)
def test_number_words(code, word, value):
    assert language_of(code).numerals[word] == value
    assert language_of(code).numeral(value) == word


@pytest.mark.parametrize("code", [code for code in WRITTEN if code not in ("fr", "ko")])
def test_every_number_below_hundred_has_a_word(code):
    assert set(range(101)) <= set(language_of(code).numerals.values())
