"""Languages by code, and lemmas."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.text.folding import fold
from signsynth.text.languages import WRITTEN, language_of
from signsynth.text.lemma import lemma_of


@pytest.mark.parametrize(
    ("code", "short"),
    [("eng", "en"), ("kor", "ko"), ("deu", "de"), ("ger", "de"), ("spa", "es"), ("nld", "nl"), ("dut", "nl"),
     ("EN", "en"), ("en-GB", "en"), ("pt_BR", "pt"), ("gsw", "gsw"), ("jpn", "ja"), ("cmn", "zh")],
)  # fmt: skip
def test_codes(code, short):
    assert language_of(code).code == short


@pytest.mark.parametrize("code", ["", "xx", "englisch", "klingon", "e", "../en", None])
def test_unknown_codes_are_refused(code):
    with pytest.raises(InputError, match="unknown spoken language"):
        language_of(code)


def test_the_message_names_a_near_code():
    with pytest.raises(InputError, match="did you mean 'eng'"):
        language_of("engl")


@pytest.mark.parametrize("code", WRITTEN)
def test_word_lists_are_folded(code):
    language = language_of(code)
    fields = (
        "silent light dated auxiliaries openers content negation same expand "
        "abbreviations final units numerals months ordinal_words prefixes suffixes"
    )
    for field in fields.split():
        assert [word for word in getattr(language, field) if word != fold(word)] == []
    assert len(language.months) == 12
    assert language.final <= set(language.abbreviations)
    assert not set(language.silent) & set(language.negation)
    assert not set(language.silent) & set(language.content)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("word", "code", "lemma"),
    [("hospitals", "en", "hospital"), ("paid", "en", "pay"), ("Kinder", "de", "Kind"), ("kinderen", "nl", "kind"),
     ("quiero", "es", "querer"), ("house", "en", None), ("Xqzw", "en", None), ("학교", "ko", None)],
)  # fmt: skip
def test_lemmas(word, code, lemma):
    assert lemma_of(word, code) == lemma


def test_nothing_heavy_is_loaded_before_it_is_needed():
    code = (
        "import sys; from signsynth.text import RuleGlosser; RuleGlosser();"
        "print(' '.join(m for m in sys.modules if m.split('.')[0] in ('simplemma', 'numpy', 'torch', 'scipy')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == []
