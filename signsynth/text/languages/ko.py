"""Korean. Particles and endings are in ``signsynth.text.korean``."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs

LANGUAGE = Language(
    code="ko",
    content=frozenset("뭐 뭘 뭔 왜 몇 누가 어디 언제 누구 무엇 무슨 어떻게 얼마 어느 어떤 어때".split()),
    content_stems=tuple("뭐 무엇 무슨 누구 누가 언제 어디 어떻 어때 얼마 어느 어떤 몇".split()),
    affirmation=frozenset("네 예".split()),
    negation=frozenset(
        "안 못 아니요 아니오 아뇨 아니 안돼 안돼요 없다 없어 없어요 없습니다 않아요 않습니다 말고".split()
    ),
    same=choices("아뇨 아니요, 아니오 아니요, 예 네, 넵 네, 저 나, 나 저, 제 내, 내 제, 저희 우리, 뭐 무엇, 뭘 무엇"),
    symbols=pairs(
        "€ 유로, $ 달러, £ 파운드, ¥ 엔, ₩ 원, % 퍼센트, & 그리고, @ 골뱅이, + 더하기, = 같다, − 빼기, × 곱하기, "
        "÷ 나누기, "
        "# 번호, ° 도, < 작다, > 크다, ~ 부터, * 별, ♥ 사랑"
    ),
    units=pairs("g 그램, kg 킬로그램, m 미터, cm 센티미터, km 킬로미터, l 리터, ml 밀리리터"),
    # The Sino-Korean numerals (일, 이, 사, …) are also everyday words and particles: digits are written as digits.
    numerals=counted("공 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열"),
    months=tuple(f"{month}월" for month in range(1, 13)),
    point="점",
    dot="점",
)
