"""Korean words reach the forms that lexicons list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.text.korean import forms, join, split

KSL13 = "가자 괜찮아 기쁘다 나쁘다 네 따라오세요 미안합니다 싫어 아니요 안돼 좋다 하자 힘들다".split()


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_a_syllable_is_its_parts(syllable):
    assert join(*split(syllable)) == syllable


@given(st.text(max_size=25))
def test_forms_are_new_and_distinct(word):
    found = list(forms(word))
    assert word not in found
    assert len(set(found)) == len(found)
    assert all(found)


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("미안해요", "미안합니다"),
        ("미안해", "미안합니다"),
        ("미안하다", "미안합니다"),
        ("싫어요", "싫어"),
        ("싫습니다", "싫어"),
        ("싫다", "싫어"),
        ("좋아요", "좋다"),
        ("좋았어요", "좋다"),
        ("좋습니까", "좋다"),
        ("좋지만", "좋다"),
        ("갑시다", "가자"),
        ("합시다", "하자"),
        ("따라오십시오", "따라오세요"),
        ("기뻐요", "기쁘다"),
        ("기쁩니다", "기쁘다"),
        ("나빠요", "나쁘다"),
        ("나빴어요", "나쁘다"),
        ("괜찮아요", "괜찮아"),
        ("괜찮습니다", "괜찮아"),
        ("힘들어요", "힘들다"),
        ("힘듭니다", "힘들다"),
        ("안돼요", "안돼"),
        ("안됩니다", "안돼"),
    ],
)
def test_conjugated_words_of_ksl13(word, listed):
    assert next(form for form in forms(word) if form in KSL13) == listed


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("학교에서", "학교"),
        ("학교에서는", "학교"),
        ("학교로", "학교"),
        ("병원으로", "병원"),
        ("병원이", "병원"),
        ("친구에게도", "친구"),
        ("서울로", "서울"),
        ("친구들과", "친구"),
        ("의사입니다", "의사"),
        ("의사예요", "의사"),
        ("고마워요", "고맙다"),
        ("추웠어요", "춥다"),
        ("마셔요", "마시다"),
        ("왔어요", "오다"),
        ("배워요", "배우다"),
        ("몰라요", "모르다"),
        ("들어요", "듣다"),
        ("만드세요", "만들다"),
        ("있어요", "있다"),
        ("먹었습니다", "먹다"),
        ("되면", "되다"),
    ],
)
def test_particles_and_irregular_verbs(word, listed):
    assert listed in forms(word)


@pytest.mark.parametrize("word", ["피곤해요", "학교에서", "안녕하세요", "네", "가다", "물", "hello"])
def test_nothing_is_found_for_other_words(word):
    assert not [form for form in forms(word) if form in KSL13]


def test_particles_follow_the_final_consonant():
    assert "병원" not in forms("병원는")
    assert "학교" not in forms("학교은")
