"""Letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.text.spelling import spell
from tests.text.words import LETTERS, words

LATIN = words("").letter


@given(st.text(alphabet=LETTERS))
def test_plain_words_are_spelled_as_written(word):
    result = spell(word.upper(), LATIN)
    assert result.labels == tuple(f"fs-{letter}" for letter in word)
    assert not result.missing and not result.notes


@given(st.text())
def test_labels_are_letters_and_missing_ones_are_none(word):
    result = spell(word, LATIN)
    assert all(label.removeprefix("fs-") in LETTERS + "0123456789" for label in result.labels)
    assert all(LATIN(character) is None for character in result.missing)
    assert len(set(result.missing)) == len(result.missing)


@pytest.mark.parametrize(
    ("word", "spelled", "notes"),
    [
        ("Zoë", "zoe", ("'ë' as 'e'",)),
        ("Zoe\u0308", "zoe", ("'ë' as 'e'",)),
        ("Straße", "strasse", ("'ß' as 'ss'",)),
        ("Æsop", "aesop", ("'æ' as 'ae'",)),
        ("Øre", "ore", ("'ø' as 'o'",)),
        ("Łódź", "lodz", ("'ł' as 'l'", "'ó' as 'o'", "'ź' as 'z'")),
        ("ＡＢ", "ab", ("'ａ' as 'a'", "'ｂ' as 'b'")),
        ("ﬁn", "fin", ("'ﬁ' as 'fi'",)),
        ("O'Neill", "oneill", ('"\'" left out',)),
        ("Book", "book", ()),
        ("İ", "i", ("accent left out",)),
    ],
)
def test_accents_and_ligatures(word, spelled, notes):
    result = spell(word, LATIN)
    assert "".join(label.removeprefix("fs-") for label in result.labels) == spelled
    assert result.notes == notes
    assert not result.missing


def test_an_accented_letter_of_the_alphabet_is_kept():
    assert spell("Ñu", words("", LETTERS + "ñ").letter).labels == ("fs-ñ", "fs-u")


def test_missing_letters_are_named_once():
    assert spell("жажда", LATIN).missing == ("ж", "а", "д")


def test_hangul_is_spelled_by_its_letters():
    result = spell("한국", words("", "ㅎㅏㄴㄱㅜ").letter)
    assert "".join(label.removeprefix("fs-") for label in result.labels) == "ㅎㅏㄴㄱㅜㄱ"
