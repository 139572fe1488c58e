"""Any sign that G-SiGML has words for."""

from __future__ import annotations

from hypothesis import strategies as st

from signsynth.writing.notation import (
    BodySite,
    Circular,
    Constellation,
    Directed,
    Direction,
    Expression,
    FingerPlay,
    HandSite,
    Manner,
    NonManual,
    Par,
    Phrase,
    Posture,
    Repeat,
    Rest,
    Seq,
    Shape,
    Sign,
    Split,
    Target,
    WristTurn,
)
from signsynth.writing.notation.movement import REPETITIONS, SIZES, WRIST_TURNS, ZIGZAGS
from signsynth.writing.notation.nonmanual import CODES, TIERS
from signsynth.writing.notation.shape import (
    BASES,
    BENDS,
    CONTACT_KINDS,
    OPENINGS,
    SUCCESSIONS,
    THUMB_CONTACTS,
    THUMBS,
)
from signsynth.writing.notation.site import BODY_SITES, CONTACTS, HAND_SITES, SIDES


def one(*words):
    return st.sampled_from(words)


def maybe(strategy):
    return st.none() | strategy


def brief(strategy):
    """The same with a short name: hypothesis writes long ones out, which takes minutes."""
    return st.deferred(lambda: strategy)


# What XML can hold: no surrogates, no control characters but tab and line ends.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | one("\t", "\n", "\r"), max_size=12).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)
FILLED = TEXT.filter(lambda text: text.strip())
DIGITS = st.lists(st.integers(1, 5), unique=True, max_size=4).map(tuple)
LETTERS = one("u", "d", "l", "r", "o", "i", "ul", "dr", "uol", "uul", "dir", "uuo")
DIRECTIONS = brief(st.builds(Direction, LETTERS, maybe(LETTERS)))
BEND = one(*BENDS) | st.tuples(*[st.integers(0, 40).map(lambda tenth: tenth / 10) | st.floats(0, 4)] * 3)


def valid(shape):
    """Neither contradicts itself."""
    enclosed = shape.thumb_enclosed and shape.thumb not in (None, "across")
    return not enclosed and not (shape.opening and not shape.base.startswith(("cee", "pinch")))


def shapes(second):
    pairs = st.lists(st.integers(1, 5), unique=True, min_size=2, max_size=2).map(tuple)
    return st.builds(
        Shape,
        one(*BASES),
        thumb=maybe(one(*THUMBS)),
        bend=maybe(BEND),
        bends=st.dictionaries(st.integers(1, 5), BEND, max_size=3).map(lambda bends: tuple(sorted(bends.items()))),
        special_fingers=DIGITS,
        exempted_digits=DIGITS,
        opposed_finger=maybe(st.integers(2, 5)),
        opening=maybe(one(*OPENINGS)),
        contact_pair=maybe(pairs),
        contact_kind=maybe(one(*CONTACT_KINDS)),
        thumb_contact=maybe(one(*THUMB_CONTACTS)),
        thumb_enclosed=st.booleans(),
        successive_fingers=maybe(one(*SUCCESSIONS)),
        second=second,
    ).filter(valid)


SHAPES = brief(shapes(maybe(brief(shapes(st.none())))))
POSTURES = brief(st.builds(Posture, maybe(SHAPES), maybe(DIRECTIONS), maybe(DIRECTIONS), st.booleans()))


def named(site):
    """Neither end without a place: G-SiGML takes the near end's name where the far end has none."""
    second = site.second
    return (site.name or site.digits) and (second is None or second.name or not site.name)


def hand_sites(second, other):
    sites = st.builds(
        HandSite, maybe(one(*HAND_SITES)), DIGITS, maybe(one(*SIDES)), maybe(one(*CONTACTS)), second, other
    )
    return brief(sites.filter(named))


FAR_HAND = hand_sites(st.none(), st.none())
HAND_SITE = hand_sites(maybe(FAR_HAND), maybe(hand_sites(maybe(FAR_HAND), st.none())))
BODY_SITE = st.builds(
    BodySite,
    one(*BODY_SITES),
    maybe(one(*SIDES)),
    maybe(one(*CONTACTS)),
    maybe(HAND_SITE),
    maybe(st.builds(BodySite, one(*BODY_SITES), maybe(one(*SIDES)), maybe(one(*CONTACTS)))),
)
CONSTELLATIONS = st.builds(Constellation, maybe(HAND_SITE), maybe(HAND_SITE), maybe(one(*CONTACTS)), maybe(BODY_SITE))
SITES = brief(BODY_SITE | HAND_SITE)
# Only where the dominant hand has a place of its own can the other one have one.
PLACES = brief(st.tuples(maybe(SITES | CONSTELLATIONS), st.none()) | st.tuples(SITES, SITES))

FACTORS = st.floats(0.05, 20)
MANNERS = brief(st.builds(Manner, *[st.booleans()] * 5, FACTORS))
MANNER = {"manner": st.just(Manner()) | MANNERS}
SIZE = maybe(one(*SIZES))
SIMPLE = st.one_of(
    st.builds(Rest, **MANNER),
    st.builds(
        Directed,
        DIRECTIONS,
        SIZE,
        maybe(DIRECTIONS),
        SIZE,
        maybe(one(*ZIGZAGS)),
        SIZE,
        st.booleans(),
        **MANNER,
    ),
    st.builds(
        Circular,
        DIRECTIONS,
        SIZE,
        maybe(DIRECTIONS),
        maybe(DIRECTIONS),
        st.integers(1, 20),
        maybe(DIRECTIONS),
        SIZE,
        **MANNER,
    ),
    st.builds(WristTurn, one(*WRIST_TURNS), SIZE, **MANNER),
    st.builds(FingerPlay, DIGITS, **MANNER),
)


def target(places, **fields):
    return st.builds(lambda place, rest: Target(place=place[0], other_place=place[1], **rest), places, fields["rest"])


def compound(parts):
    rows = st.lists(parts, min_size=1, max_size=3).map(tuple)
    rest = {"dominant": POSTURES, "other": maybe(POSTURES), "via": maybe(parts), **MANNER}
    return st.one_of(
        target(PLACES, rest=st.fixed_dictionaries(rest)),
        st.builds(Par, rows, **MANNER),
        st.builds(Seq, rows, st.booleans(), **MANNER),
        st.builds(Split, parts, parts, **MANNER),
        st.builds(
            Repeat,
            parts,
            one(*REPETITIONS),
            maybe(one(*REPETITIONS)),
            maybe(DIRECTIONS),
            st.booleans(),
            **MANNER,
        ),
    )


MOVEMENTS = brief(st.recursive(brief(SIMPLE), lambda parts: brief(compound(brief(parts))), max_leaves=4))


@st.composite
def expressions(draw, tier):
    kind = draw(one(*CODES))
    code = draw(one(*CODES[kind]) if CODES[kind] else FILLED)
    return Expression(tier, kind, code, draw(st.floats(0, 5)), draw(FACTORS))


def tiers(name):
    steps = st.lists(st.lists(expressions(name), max_size=2).map(tuple), max_size=2).map(tuple)
    return st.tuples(st.just(name), steps)


NONMANUALS = st.lists(one(*TIERS), unique=True, max_size=2).flatmap(
    lambda names: st.tuples(*[tiers(name) for name in names]).map(NonManual)
)


@st.composite
def phrases(draw):
    place, other_place = draw(PLACES)
    flags = draw(st.tuples(*[st.booleans()] * 7))
    names = ("both_hands", "lr_symmetric", "ud_symmetric", "oi_symmetric", "out_of_phase", "nondominant", "hold")
    return Phrase(
        draw(POSTURES),
        draw(maybe(POSTURES)),
        place,
        other_place,
        tuple(draw(st.lists(MOVEMENTS, min_size=1, max_size=2))),
        **dict(zip(names, flags, strict=True)),
    )


@st.composite
def signs(draw):
    words = draw(st.lists(FILLED.map(lambda word: word.replace(",", "").strip()).filter(bool), max_size=2))
    about = draw(st.tuples(TEXT, TEXT, TEXT, TEXT))
    written = tuple(draw(st.lists(phrases(), min_size=1, max_size=2)))
    return Sign(draw(FILLED), written, draw(NONMANUALS), tuple(words), *about)
