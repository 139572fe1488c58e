"""Korean words down to the forms that a lexicon lists: particles (josa) off nouns, endings off verbs.

Rules over-generate on purpose: a candidate counts only if the lexicon lists it, so an impossible form is never signed.
Source of the rules: National Institute of Korean Language, standard conjugation tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

_FIRST = 0xAC00
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

_AFTER_CONSONANT = ("은", "이", "을", "과", "으로", "이랑", "이나", "이라도", "이에요", "이다", "아", "이야")
_AFTER_VOWEL = ("는", "가", "를", "와", "로", "랑", "나", "라도", "예요", "다", "야")
_AFTER_ANY = (
    "에서 에게서 에게 에 한테서 한테 께서 께 의 도 만 까지 부터 보다 처럼 마다 하고 밖에 조차 마저 "
    "입니다 입니까 이에요 들"
).split()
_PARTICLES = tuple(sorted({*_AFTER_CONSONANT, *_AFTER_VOWEL, *_AFTER_ANY}, key=len, reverse=True))

_ENDINGS = {  # straight after the stem, to the mood that the sign should keep
    "declarative": (
        "다 습니다 습니까 고 고요 지만 는데 는데요 네요 군요 지요 죠 지 거든요 으면 면 으니까 니까 는"
    ).split(),
    "proposal": "자 읍시다".split(),
    "request": "으세요 세요 으십시오 십시오 으셔요 셔요".split(),
}
_JOINED = {"declarative": ("니다", "니까"), "proposal": ("시다",)}  # with ㅂ under the stem's last syllable
_UNCONTRACTED = {"ㅘ": "ㅗ", "ㅝ": "ㅜ", "ㅕ": "ㅣ", "ㅙ": "ㅚ"}
_CONTRACTED = {vowel: short for short, vowel in _UNCONTRACTED.items()}


def split(syllable: str) -> tuple[str, str, str] | None:
    """Initial, vowel and final consonant of one Hangul syllable, or None for any other character."""
    index = ord(syllable) - _FIRST
    if not 0 <= index < 11172:
        return None
    return _INITIALS[index // 588], _VOWELS[index % 588 // 28], _FINALS[index % 28]


def join(initial: str, vowel: str, final: str = "") -> str:
    """The Hangul syllable of its parts; the inverse of :func:`split`."""
    return chr(_FIRST + _INITIALS.index(initial) * 588 + _VOWELS.index(vowel) * 28 + _FINALS.index(final))


def forms(word: str) -> Iterator[str]:
    """Forms to look up for a Korean word, the likeliest first, without repeats and without the word itself.

    >>> "싫어" in forms("싫어요"), "좋다" in forms("좋아요"), "학교" in forms("학교에서")
    (True, True, True)
    """
    if not 2 <= len(word) <= 20 or split(word[-1]) is None:
        return
    seen = {word}
    verbs = chain.from_iterable(_surfaces(stem, mood) for stem, mood in _stems(word))
    bare = (word.removesuffix("요"),) if len(word) > 2 else ()
    for form in chain(bare, verbs, _nouns(word)):
        if form and form not in seen:
            seen.add(form)
            yield form


def _nouns(word: str, depth: int = 3) -> Iterator[str]:
    """The word without its last one to three particles ("학교에서는": "학교에서", "학교")."""
    for particle in _PARTICLES:
        stem = word[: -len(particle)]
        if not stem or not word.endswith(particle):
            continue
        parts = split(stem[-1])
        closed = bool(parts and parts[2])
        if particle in _AFTER_CONSONANT and particle not in _AFTER_ANY and not closed:
            continue
        if particle in _AFTER_VOWEL and closed and not (particle == "로" and parts[2] == "ㄹ"):
            continue
        yield stem
        if depth > 1:
            yield from _nouns(stem, depth - 1)


def _stems(word: str) -> Iterator[tuple[str, str]]:
    """Possible verb stems of a conjugated word, each with the mood of its ending."""
    for mood, endings in _ENDINGS.items():
        for ending in endings:
            stem = word[: -len(ending)]
            if not stem or not word.endswith(ending):
                continue
            present = _present_of_past(stem)
            if present:
                yield from ((plain, mood) for plain in _stems_of_infinitive(present))
            else:
                yield from ((plain, mood) for plain in _with_lost_l(stem))
    for mood, endings in _JOINED.items():
        for ending in endings:
            stem = word[: -len(ending)]
            parts = split(stem[-1]) if stem and word.endswith(ending) else None
            if parts and parts[2] == "ㅂ":
                yield from ((plain, mood) for plain in _with_lost_l(stem[:-1] + join(parts[0], parts[1])))
    infinitive = word.removesuffix("요").removesuffix("서")
    present = _present_of_past(infinitive.removesuffix("어"))
    for form in (present, infinitive):
        if form:
            yield from ((stem, "declarative") for stem in _stems_of_infinitive(form))


def _with_lost_l(stem: str) -> Iterator[str]:
    """The stem, and the one that loses ㄹ before this ending ("만드" of "만드세요": "만들")."""
    yield stem
    parts = split(stem[-1])
    if parts and not parts[2]:
        yield stem[:-1] + join(parts[0], parts[1], "ㄹ")


def _present_of_past(stem: str) -> str:
    """ "좋았" to "좋아", "갔" to "가", "했" to "해"; empty if it is no past."""
    parts = split(stem[-1]) if stem else None
    return stem[:-1] + join(parts[0], parts[1]) if parts and parts[2] == "ㅆ" and stem[-1] not in "있겠" else ""


def _stems_of_infinitive(form: str) -> Iterator[str]:
    """Stems whose 아/어 form this is ("좋아": "좋", "기뻐": "기쁘", "와": "오", "고마워": "고맙")."""
    parts = split(form[-1])
    if parts is None or parts[2]:
        return
    head, (initial, vowel, _) = form[:-1], parts
    before = split(head[-1]) if head else None
    if form[-1] in "아어여" and head:
        yield head
        if before and before[2] == "ㄹ":
            yield head[:-1] + join(before[0], before[1], "ㄷ")  # 들어: 듣다
        if before and not before[2]:
            yield head[:-1] + join(before[0], before[1], "ㅅ")  # 나아: 낫다
    if form[-1] in "워와" and before and not before[2]:
        yield head[:-1] + join(before[0], before[1], "ㅂ")  # 고마워: 고맙다
    if form[-1] == "해":
        yield head + "하"
    if vowel in _UNCONTRACTED:
        yield head + join(initial, _UNCONTRACTED[vowel])
    if vowel in "ㅏㅓ":
        if form[-1] in "라러" and before and before[2] == "ㄹ":
            yield head[:-1] + join(before[0], before[1]) + "르"  # 몰라: 모르다
        yield head + join(initial, "ㅡ")  # 나빠: 나쁘다
    if form[-1] not in "아어여":
        yield form


def _infinitive(stem: str) -> str:
    """The 아/어 form of a stem, contracted ("좋": "좋아", "하": "해", "마시": "마셔")."""
    parts = split(stem[-1])
    if parts is None:
        return stem
    head, (initial, vowel, final) = stem[:-1], parts
    if final:
        return stem + ("아" if vowel in "ㅏㅗㅑ" else "어")
    if stem[-1] == "하":
        return head + "해"
    if vowel == "ㅡ":
        before = split(head[-1]) if head else None
        return head + join(initial, "ㅏ" if before and before[1] in "ㅏㅗ" else "ㅓ")
    return head + join(initial, _CONTRACTED.get(vowel, vowel))


def _formal(stem: str, ending: str, after_consonant: str) -> str:
    """The stem with ㅂ + ``ending`` after a vowel or ㄹ, else with ``after_consonant``."""
    parts = split(stem[-1])
    if parts and parts[2] in ("", "ㄹ"):
        return stem[:-1] + join(parts[0], parts[1], "ㅂ") + ending
    return stem + after_consonant


def _surfaces(stem: str, mood: str) -> Iterator[str]:
    """Forms under which a lexicon may list a verb, first those of the same mood."""
    plain = _infinitive(stem)
    parts = split(stem[-1])
    if mood == "proposal":
        yield from (stem + "자", _formal(stem, "시다", "읍시다"))
    if mood == "request":
        open_stem = stem[:-1] + join(parts[0], parts[1]) if parts and parts[2] == "ㄹ" else stem
        closed = parts and parts[2] not in ("", "ㄹ")
        yield from (open_stem + ("으" if closed else "") + ending for ending in ("세요", "십시오"))
    yield from (stem + "다", plain, plain + "요", _formal(stem, "니다", "습니다"))
