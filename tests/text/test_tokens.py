"""Every character that is not white space belongs to exactly one piece."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.text.languages import WRITTEN, language_of
from signsynth.text.shapes import shape_of, shapes
from signsynth.text.tokens import tokenize

EN = language_of("en")
MARKS = (
    "aZé3٣ .,!?…;:-–—'’\"()[]/@_€$%&#*\u0301\u200d\ufe0f\u20e3🇺🇸👩🏽❤🍎ß가한ㄱشاहि१①½Ⅳ"
    "\u00ad\u200b\u202e\x01\t\n\u2028\ufeff\U000e0001"
)
HARD_WORDS = (
    *"Dr. U.S.A. e.g. 3/5/26 2026-05-03 14:30 1,000.5 .5 a@b.co http://x.y/z?q don't 't twenty-one".split(),
    *"O’Neill 1st 3. Mai ¿Qué? 👩‍👩‍👧 🇺🇸 1️⃣ ?!... -- l'école 안 돼요 €3,14".split(),
    " ",
    "\n\n",
)
unicode_text = st.one_of(st.text(), st.text(alphabet=MARKS), st.lists(st.sampled_from(HARD_WORDS)).map("".join))


@settings(max_examples=500)
@given(unicode_text, st.sampled_from([*WRITTEN, "ja"]))
def test_pieces_cover_the_text_once(text, code):
    covered = [0] * len(text)
    last = 0
    for piece in tokenize(text, language_of(code)):
        assert last <= piece.start < piece.end <= len(text)
        assert piece.text == text[piece.start : piece.end]
        last = piece.end
        for index in range(piece.start, piece.end):
            covered[index] += 1
    assert covered == [0 if character.isspace() else 1 for character in text]


@given(st.characters())
def test_one_class_for_every_character(character):
    assert len(shape_of(character)) == 1
    assert (shape_of(character) == " ") == character.isspace()
    assert shapes(character * 3) == shape_of(character) * 3


@given(st.text(), st.text())
def test_white_space_parts_texts(left, right):
    both = [p.text for p in tokenize(f"{left} x {right}", EN)]
    assert [p.text for p in tokenize(f"x {right}", EN)] == both[len(both) - len(tokenize(f"x {right}", EN)) :]


def cut(text: str, code: str = "en") -> list[str]:
    return [piece.text for piece in tokenize(text, language_of(code))]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("On 3 May 2026, Dr. O'Neill paid €3,14!", "en", "On|3|May|2026|,|Dr.|O'Neill|paid|€|3,14|!"),
        ("We left at 2 p.m. The U.S. President", "en", "We|left|at|2|p.m|.|The|U.S.|President"),
        ("I can't; what’s it, e.g. this", "en", "I|ca|n't|;|what|’s|it|,|e.g.|this"),
        ("(see https://x.org/a?b=1).", "en", "(|see|https://x.org/a?b=1|)|."),
        ("Anna@x.co.uk, twenty-one", "en", "Anna@x.co.uk|,|twenty|-|one"),
        ("👩‍👩‍👧 1️⃣🇺🇸🇰🇷 👍🏽", "en", "👩‍👩‍👧|1️⃣|🇺🇸|🇰🇷|👍🏽"),
        ("1,000.5 5½ -5 .5 3/5/26 14:30 1st 500g", "en", "1,000.5|5|½|-|5|.5|3/5/26|14:30|1st|500|g"),
        ("The end. J. R. R. Tolkien, etc.", "en", "The|end|.|J.|R.|R.|Tolkien|,|etc|."),
        ("A or B. I said J. Smith", "en", "A|or|B|.|I|said|J.|Smith"),
        ("So do I. Then?!... -- a - b", "en", "So|do|I|.|Then|?!...|--|a|-|b"),
        ("Jan. 3 and Sept. 5. Sun", "en", "Jan.|3|and|Sept.|5|.|Sun"),
        ("Am 3. Mai z.B. usw. Geht's?", "de", "Am|3.|Mai|z.B.|usw.|Geht|'s|?"),
        ("Ich bin 5. Das", "de", "Ich|bin|5|.|Das"),
        ("n'est l'école aujourd'hui", "fr", "n'|est|l'|école|aujourd'hui"),
        ("'t is zo'n d.w.z. 2e", "nl", "'t|is|zo'n|d.w.z.|2e"),
        ("¿Qué? ¡EE.UU.! 1º", "es", "¿|Qué|?|¡|EE.UU.|!|1º"),
        ("좋아요. 안 돼요!", "ko", "좋아요|.|안|돼요|!"),
    ],
)
def test_known_cuts(text, code, expected):
    assert cut(text, code) == expected.split("|")


def test_decomposed_letters_stay_with_their_marks():
    assert cut("Zoe\u0308 cafe\u0301") == ["Zoe\u0308", "cafe\u0301"]


def test_gaps_tell_blank_lines_from_spaces():
    assert [p.gap for p in tokenize("a-b c\nd\n\ne", EN)][1:] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(
    "unit", ["a", "a-", "a.", "@", "a@", "1.", "1,", "'", "a'", "\u0301", ".-", "👩‍", "x.com/", "U.S. "]
)
def test_ten_times_the_text_makes_about_ten_times_the_pieces(unit):
    few, many = len(tokenize(unit * 100, EN)), len(tokenize(unit * 1000, EN))
    assert few <= many <= 10 * few + 10
