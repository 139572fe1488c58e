"""Known sentences, laws of accounting, and bad input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.text import RuleGlosser
from signsynth.text.languages import WRITTEN
from tests.text.test_tokens import unicode_text
from tests.text.words import DIGITS, LETTERS, reasons, signs, statuses, words

EN = words(
    "hello, thank you, let's go, follow me, hospital, where, what, euro, may, pay, doctor, no, not, don't, don't like, "
    "can, want, apple, go, you, me, well-known, ten, first, pizza, of, name, my, apple juice, percent, heart, "
    "have, know, cat"
)
DE = words(
    "klein, kinder, ich, nicht, verstehen, gehen, mai, wo, krankenhaus, euro, uhr, komma, essen",
    LETTERS + "äöü" + DIGITS,
)
ES = words("hola, dónde, hospital, querer, comer, no, por favor, buenos días, mañana, euro", LETTERS + "ñ" + DIGITS)
NL = words("ik, niet, ziekenhuis, waar, gaan, kind, willen, mei")
KO = words(
    "가자, 괜찮아, 기쁘다, 나쁘다, 네, 따라오세요, 미안합니다, 싫어, 아니요, 안돼, 좋다, 하자, 힘들다, 학교, 어디", ""
)
FR = words("école, pas, moi, aller, où, hôpital")


def gloss(text, vocabulary=EN, spoken="en", **settings):
    return RuleGlosser(spoken, **settings)(text, vocabulary)


HARD = "On 3 May 2026, Dr. O'Neill paid €3,14 for 500 g!"


def test_the_hard_sentence_is_accounted_for():
    utterance = gloss(HARD)
    assert signs(utterance) == "3 MAY 2 0 2 6 , DOCTOR o n e i l l PAY 3 EURO 1 4 f o r 5 0 0 g |"
    assert "missing" not in statuses(utterance).values()
    assert statuses(utterance)["On"] == "skipped" and reasons(utterance)["On"]
    assert statuses(gloss(HARD, words("")))["paid"] == "fingerspelled"
    assert "missing" not in statuses(gloss(HARD, words(""))).values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # phrases, longest first, with either apostrophe and any white space
        ("Let’s go!", "LET'S-GO |"),
        ("let's \n go", "LET'S-GO"),
        ("Follow me, thank you.", "FOLLOW-ME , THANK-YOU |"),
        ("I don't like pizza", "ME DON'T-LIKE PIZZA"),
        ("I don't know", "ME DON'T KNOW"),
        ("An apple; apple juice", "APPLE | APPLE-JUICE"),
        ("well-known thank-you", "WELL-KNOWN THANK-YOU"),
        ("thank, you", "t h a n k , YOU"),
        # lemma, stop words, negation
        ("Where are the hospitals?", "WHERE HOSPITAL |"),
        ("Do you want the apples?", "YOU WANT APPLE |"),
        ("What did you do?", "WHAT YOU d o |"),
        ("We can't go.", "w e CAN NOT GO |"),
        ("You cannot go", "YOU CAN NOT GO"),
        ("She didn't go", "s h e NOT GO"),
        ("No cats", "NO CAT"),
        ("a cat of vitamin A", "CAT OF v i t a m i n a"),
        ("My name's Anna", "MY NAME a n n a"),
        # numbers
        ("ten", "TEN"),
        ("10", "TEN"),
        ("twenty-one", "2 1"),
        ("500", "5 0 0"),
        ("1,000", "1 0 0 0"),
        ("3.14", "3 p o i n t 1 4"),
        ("1st", "FIRST"),
        ("2nd", "2"),
        ("2026-05-03", "3 MAY 2 0 2 6"),
        ("3/5/26", "3 5 2 6"),
        ("at 14:30", "1 4 3 0"),
        ("2 p.m.", "2 p m |"),
        ("2 am", "2 a m"),
        ("€5", "5 EURO"),
        ("5 €", "5 EURO"),
        ("$5", "5 d o l l a r"),
        ("£1,000.50", "1 0 0 0 p o u n d 5 0"),
        ("₽5.5", "5 p o i n t 5"),
        ("50%", "5 0 PERCENT"),
        ("7 & 8", "7 a n d 8"),
        # names, unknown words, other letters
        ("Zoë", "z o e"),
        ("Hannah", "h a n n a h"),
        ("ＨＥＬＬＯ ﬁsh", "HELLO f i s h"),
        ("HELLO", "HELLO"),
        ("U.S.A.", "u s a |"),
        # pictographs
        ("🍎", "APPLE"),
        ("❤️ 🇺🇸", "HEART u s"),
        ("a@b.co", "a a t b d o t c o"),
        # prosody
        ("Hello?!... you", "HELLO | YOU"),
        ('Hello." (you)', "HELLO | YOU"),
        ("hello - you – go", "HELLO , YOU , GO"),
        (". . . hello", "| HELLO"),
    ],
)
def test_english(text, expected):
    assert signs(gloss(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die kleinen Kinder essen.", "KLEIN KINDER ESSEN |"),
        ("Am 3. Mai um 14:30 Uhr gehe ich nicht ins Krankenhaus.", "3 MAI 1 4 3 0 UHR GEHEN ICH NICHT KRANKENHAUS |"),
        ("Wo ist es? 3,14 €", "WO | 3 KOMMA 1 4 EURO"),
        ("Verstehst du mich nicht?", "VERSTEHEN d u ICH NICHT |"),
        ("einundzwanzig 1.000", "2 1 1 0 0 0"),
        ("Straße Müller", "s t r a s s e m ü l l e r"),
        ("z.B. du", "z b d u"),
    ],
)
def test_german(text, expected):
    assert signs(gloss(text, DE, "deu")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¡Hola! ¿Dónde está el hospital?", "HOLA | DÓNDE HOSPITAL |"),
        ("No quiero comer, por favor.", "NO QUERER COMER , POR-FAVOR |"),
        ("Buenos días, Sr. Núñez: mañana", "BUENOS-DÍAS , s r n u ñ e z | MAÑANA"),
        ("€3,50", "3 EURO 5 0"),
    ],
)
def test_spanish(text, expected):
    assert signs(gloss(text, ES, "spa")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Waar is 't ziekenhuis?", "WAAR ZIEKENHUIS |"),
        ("Ik ga niet.", "IK GAAN NIET |"),
        ("Wil je tweeëntwintig kinderen? Op 3 mei.", "WILLEN j e 2 2 KIND | 3 MEI |"),
    ],
)
def test_dutch(text, expected):
    assert signs(gloss(text, NL, "nl")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("미안합니다. 미안해요.", "미안합니다 | 미안합니다 |"),
        ("싫어요, 좋아요!", "싫어 , 좋다 |"),
        ("학교에서 갑시다.", "학교 가자 |"),
        ("안 돼요. 안돼!", "안돼 | 안돼 |"),
        ("따라오세요", "따라오세요"),
        ("아뇨", "아니요"),
    ],
)
def test_korean(text, expected):
    assert signs(gloss(text, KO, "kor")) == expected


def test_french_elisions():
    assert (
        signs(gloss("Je ne vais pas à l'école. Où est l'hôpital ?", FR, "fr")) == "MOI ALLER PAS ÉCOLE | OÙ HÔPITAL |"
    )


def test_a_korean_word_without_a_listed_form_is_missing():
    utterance = gloss("피곤해요", KO, "ko")
    assert statuses(utterance) == {"피곤해요": "missing"}
    assert "피, 곤, 해, 요" in reasons(utterance)["피곤해요"]


def test_kinds():
    utterance = gloss("Hello Anna, 10 500")
    kinds = [gloss.kind for gloss in utterance.glosses]
    assert kinds == ["lexical"] + ["fingerspelled"] * 4 + ["pause"] + ["number"] * 4
    assert [gloss.duration_s for gloss in utterance.glosses if gloss.kind == "pause"] == [0.25]


def test_the_pauses_can_be_set():
    utterance = gloss("Hello, you. Hello", sentence_pause_s=1.0, clause_pause_s=0.1)
    assert [gloss.duration_s for gloss in utterance.glosses if gloss.kind == "pause"] == [0.1, 1.0]


def test_pauses_that_meet_are_one_and_the_longer_counts():
    utterance = gloss('Hello," . you')
    assert signs(utterance) == "HELLO | YOU"
    assert statuses(utterance)[","] == statuses(utterance)["."] == "pause"


def test_the_words_of_a_phrase_share_its_gloss():
    utterance = gloss("Thank you, Anna")
    assert utterance.tokens[0].glosses == utterance.tokens[1].glosses == (0,)
    assert utterance.glosses[0].words == ("Thank", "you") and utterance.glosses[0].token == 0


def test_reasons_say_how():
    said = reasons(gloss("The hospitals: I can't pay 1,000 to Zoë on 5/6/26 \x01 →"))
    assert said["The"] == "article, not signed"
    assert said["hospitals"] == "lemma of 'hospitals'"
    assert "same sign as 'me'" in said["I"]
    assert "',' separates thousands" in said["1,000"]
    assert "preposition" in said["to"]
    assert said["Zoë"] == "'ë' as 'e'"
    assert "'/' is shown by the order" in said["5/6/26"]
    assert said["\x01"] == "invisible or control character"


def test_missing_words_name_the_letters():
    utterance = gloss("hello жук", words("hello", "xyz"))
    assert statuses(utterance) == {"hello": "lexicon", "жук": "missing"}
    assert reasons(utterance)["жук"].endswith("ж, у, к")
    assert "d, a, b" in reasons(gloss("dab", words("", "xyz")))["dab"]


def test_no_half_number():
    utterance = gloss("507", words("", "05"))
    assert statuses(utterance) == {"507": "missing"}
    assert "7" in reasons(utterance)["507"]


def test_digits_of_a_lexicon_that_lists_number_words():
    assert signs(gloss("505", words("zero, five", ""))) == "FIVE ZERO FIVE"


def test_fingerspelling_can_be_off():
    utterance = gloss("Hello Anna, 500", fingerspell="never")
    assert statuses(utterance) == {"Hello": "lexicon", "Anna": "missing", ",": "pause", "500": "lexicon"}
    assert "fingerspelling is off" in reasons(utterance)["Anna"]


def test_fingerspelling_can_be_forced():
    utterance = gloss("The hospital, don't go. 10", fingerspell="always")
    assert signs(utterance) == "t h e h o s p i t a l , d o n t g o | 1 0"


def test_letters_that_are_listed_as_words_count_as_fingerspelling():
    class Peer:
        signed, longest_phrase = "ase", 1

        def gloss_of(self, phrase, spoken):
            return phrase.upper() if len(phrase) == 1 and phrase in LETTERS else None

        def letter(self, character):
            return character.upper() if character in LETTERS else None

    utterance = gloss("A cat is B", Peer())
    assert [(g.label, g.kind) for g in utterance.glosses] == [(c, "fingerspelled") for c in "CATB"]


@pytest.mark.parametrize(
    ("text", "spoken", "vocabulary", "label"),
    [
        ("Where is it? Go.", "en", EN, "content"),
        ("Do you want an apple?", "en", EN, "yes-no"),
        ("Do you know where?", "en", EN, "yes-no"),
        ("You go where?", "en", EN, "content"),
        ("What’s my name?!", "en", EN, "content"),
        ("Hello!", "en", EN, None),
        ("Wo ist das Krankenhaus?", "de", DE, "content"),
        ("Gehen?", "de", DE, "yes-no"),
        ("¿Dónde está?", "es", ES, "content"),
        ("¿Quieres comer?", "es", ES, "yes-no"),
        ("Waar is het?", "nl", NL, "content"),
        ("학교는 어디예요?", "ko", KO, "content"),
        ("괜찮아요？", "ko", KO, "yes-no"),
    ],
)
def test_questions(text, spoken, vocabulary, label):
    questions = [tier for tier in gloss(text, vocabulary, spoken).nonmanuals if tier.tier == "question"]
    assert [tier.label for tier in questions] == ([label] if label else [])


def test_a_question_spans_its_own_sentence_without_the_pauses():
    utterance = gloss("Hello. Where is the hospital, Anna? Thank you.")
    (tier,) = utterance.nonmanuals
    assert signs(utterance) == "HELLO | WHERE HOSPITAL , a n n a | THANK-YOU |"
    assert (tier.first, tier.last) == (2, 8)


def test_an_opening_question_mark_begins_the_span():
    utterance = gloss("Hola, ¿dónde hospital?", ES, "es")
    (tier,) = utterance.nonmanuals
    assert utterance.glosses[tier.first].label == "DÓNDE" and utterance.glosses[tier.last].label == "HOSPITAL"


def test_negation_marks_its_sign():
    utterance = gloss("I don't like pizza. No, you can't go")
    marked = [utterance.glosses[t.first].label for t in utterance.nonmanuals if t.tier == "negation"]
    assert marked == ["DON'T-LIKE", "NO", "NOT"]


def test_codes_of_the_utterance():
    utterance = gloss("hello", spoken="eng")
    assert (utterance.spoken, utterance.signed, utterance.text) == ("en", "ase", "hello")


vocabularies = st.sampled_from([EN, DE, ES, NL, KO, FR, words(""), words("", "")])


@settings(max_examples=400, deadline=None)
@given(unicode_text, st.sampled_from([*WRITTEN, "ja"]), vocabularies, st.sampled_from(["auto", "always", "never"]))
def test_laws_of_accounting(text, spoken, vocabulary, fingerspell):
    if not text.strip() or "\0" in text:
        return
    glosser = RuleGlosser(spoken, fingerspell)
    utterance = glosser(text, vocabulary)
    assert utterance == glosser(text, vocabulary)

    covered = [0] * len(text)
    for token in utterance.tokens:
        assert token.text == text[token.start : token.end]
        for index in range(token.start, token.end):
            covered[index] += 1
    assert covered == [0 if character.isspace() else 1 for character in text]

    for number, gloss in enumerate(utterance.glosses):
        assert number in utterance.tokens[gloss.token].glosses
        assert (gloss.kind == "pause") == (gloss.label == "") == (gloss.duration_s > 0)
    claimed = {number for token in utterance.tokens for number in token.glosses}
    assert claimed == set(range(len(utterance.glosses)))

    for token in utterance.tokens:
        kinds = {utterance.glosses[number].kind for number in token.glosses}
        if token.status in ("skipped", "missing"):
            assert not token.glosses and token.reason
        elif token.status == "pause":
            assert kinds == {"pause"} and len(token.glosses) == 1
        elif token.status == "fingerspelled":
            assert "fingerspelled" in kinds and fingerspell != "never"
        else:
            assert kinds and kinds <= {"lexical", "number"}
    for tier in utterance.nonmanuals:
        assert 0 <= tier.first <= tier.last < len(utterance.glosses)


@given(st.lists(st.sampled_from(["Hello", "Where is Anna?", "I don't like 500.", "Let's go!", "pizza,"]), min_size=1))
def test_sentences_are_glossed_alike_in_any_company(sentences):
    """The text of whole sentences is glossed as each of them alone."""
    whole = signs(gloss("\n\n".join(sentences))).replace("| |", "|")
    assert whole.split() == " ".join(signs(gloss(sentence)) for sentence in sentences).split()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" \n\u3000", "empty"),
        ("a" * 100_001, "100,001 characters.*at most 100,000"),
        ("ab\0c", "character 3 .* NUL"),
        ("ab\ud800", "character 3 .* surrogate"),
        (b"abc", "expected text, found bytes"),
        (None, "expected text, found NoneType"),
    ],
)
def test_bad_text_is_one_clear_line(text, message):
    with pytest.raises(InputError, match=message) as error:
        gloss(text)
    assert "\n" not in str(error.value)


def test_bad_settings_are_refused():
    with pytest.raises(InputError, match="did you mean 'never'"):
        RuleGlosser(fingerspell="nevr")
    with pytest.raises(InputError, match="unknown spoken language"):
        RuleGlosser("englsh")
    with pytest.raises(InputError, match="sentence_pause_s"):
        RuleGlosser(sentence_pause_s=-1)
    with pytest.raises(InputError, match="clause_pause_s"):
        RuleGlosser(clause_pause_s=float("nan"))


@pytest.mark.parametrize("unit", ["a", "a ", "not ", "do ", "€1", "1a", "안 ", "?", "🍎", "twenty-", "I don't "])
def test_a_hundred_thousand_characters(unit):
    text = (unit * 100_000)[:100_000]
    utterance = gloss(text)
    assert sum(len(token.text) for token in utterance.tokens) == sum(not character.isspace() for character in text)
