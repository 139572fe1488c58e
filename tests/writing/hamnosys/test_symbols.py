"""Names and code points of the symbols."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.writing.hamnosys import read_hamnosys
from signsynth.writing.hamnosys import symbols as table
from signsynth.writing.hamnosys.stream import split_symbols
from signsynth.writing.hamnosys.symbols import NAMES, SYMBOLS


def test_each_symbol_has_one_name():
    private = [symbol for symbol in NAMES if symbol >= "\ue000"]
    assert (len(private), len(NAMES), len(SYMBOLS)) == (201, 209, 209)
    assert (min(private), max(private)) == ("\ue000", "\ue0f1")


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        # Each the first or last of a run in that package's table.
        ("\ue004", "hamfinger23spread"), ("\ue007", "hampinchall"), ("\ue00e", "hamthumbopenmod"),
        ("\ue014", "hamdoublehooked"), ("\ue031", "hamextfingeruo"), ("\ue038", "hampalmu"), ("\ue040", "hamhead"),
        ("\ue054", "hambelowstomach"), ("\ue05f", "hamneutralspace"), ("\ue06a", "hampinkyside"),
        ("\ue07a", "hamfingerside"), ("\ue091", "hammoveuo"), ("\ue092", "hamcircleo"), ("\ue0a3", "hamcircledi"),
        ("\ue0aa", "hamreplace"), ("\ue0af", "hamnomotion"), ("\ue0b8", "hamclockfull"), ("\ue0be", "hamzigzag"),
        ("\ue0c6", "hamsmallmod"), ("\ue0cc", "hamhalt"), ("\ue0d6", "hambrushing"), ("\ue0dd", "hamalternatingmotion"),
        ("\ue0e7", "hamplus"), ("\ue0e9", "hamsymmlr"), ("\ue0ed", "hamorirelative"), ("\ue0f1", "hamversion40"),
        ("{", "hamaltbegin"), ("|", "hammetaalt"), ("}", "hamaltend"),
    ],
)  # fmt: skip
def test_code_points(symbol, name):
    assert NAMES[symbol] == name and SYMBOLS[name] == symbol


def test_the_table_is_that_of_the_package_on_pypi():
    """Two tables from different hands agree (package hamnosys 0.1.0, MIT; it is installed only to compare)."""
    converter = pytest.importorskip("hamnosys").HamToSigml()
    theirs = {chr(int(code.split()[0], 16)): name for code, name in converter._tag_by_code.items()}
    assert theirs == {symbol: name.lower() for symbol, name in NAMES.items()}


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=1))
def test_symbols_and_names_say_the_same(symbols):
    names = [NAMES[symbol] for symbol in symbols]
    assert split_symbols("".join(symbols)) == names
    assert split_symbols(" ".join(names)) == split_symbols(", ".join(names)) == names


def test_every_word_of_the_grammar_is_a_symbol():
    words = [
        *table.BASES, *table.THUMBS, *table.BENDS, *table.DIGITS, *table.FINGER_PARTS, *table.FINGERS, *table.PALMS,
        *table.HAND_PARTS, *table.BODY, *table.SIDES, *table.CONTACTS, *table.CROSSED, *table.MOVES, *table.CIRCLES,
        *table.CLOCKS, *table.ARCS, *table.ELLIPSES, *table.WRIST_TURNS, *table.SIZES, *table.MANNERS, *table.REPEATS,
        *table.SYMMETRIES, *table.BRACKETS, *table.BRACKETS.values(),
    ]  # fmt: skip
    assert set(words) <= set(SYMBOLS)
    assert [len(part) for part in (table.FINGERS, table.PALMS, table.MOVES, table.CIRCLES)] == [18, 8, 18, 18]
    assert len(table.CLOCKS) == 8


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ue000\ue0ff", r"sign A: symbol 2 is U\+E0FF, no symbol"),
        ("\ue000\ue020x", r"symbol 3 is U\+0078"),
        ("hamfist hamexfingeru", "symbol 2 is 'hamexfingeru'.*did you mean 'hamextfingeru'"),
        ("", "is empty"),
        ("   ", "is empty"),
        ("\ue000" * 10_000, "10000 symbols, expected at most"),
    ],
)
def test_unknown_symbols_are_named_with_their_position(text, says):
    with pytest.raises(InputError, match=says):
        read_hamnosys(text, "A")
