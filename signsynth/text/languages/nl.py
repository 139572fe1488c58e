"""Dutch."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="nl",
    silent=reasons(article="de het een 't 'n", copula="ben bent is zijn was waren geweest"),
    light=reasons(
        preposition="te van",
        genitive="'s",
        expletive="er",
        conjunction="dat",
        reflexive_pronoun="zich",
        auxiliary="wordt worden werd werden",
    ),
    dated=frozenset("op om in".split()),
    openers=frozenset(
        "ben bent is zijn was waren heb hebt heeft hebben kan kun kunt kunnen wil wilt willen mag mogen moet moeten "
        "zal zul zult zullen ga gaat gaan zou zouden".split()
    ),
    content=frozenset("wat wie waar waarom wanneer hoe welk welke hoeveel waarheen waarvoor waarmee wiens".split()),
    affirmation=frozenset("ja jawel".split()),
    negation=frozenset("niet nee neen nooit geen niets niks niemand nergens zonder".split()),
    same=choices(
        "mij ik, me ik, jou jij, je jij, hem hij, ons wij, we wij, ze zij, hen zij, m'n mijn, z'n zijn, zo'n zo, "
        "ok oké, oké ok, hoi hallo, dag hallo"
    ),
    endings=("e",),
    abbreviations=choices(
        "dr dokter, dhr meneer, mevr mevrouw, mw mevrouw, prof professor, ir, mr meester, st sint, nr nummer, "
        "tel telefoon, "
        "ca ongeveer|circa, bijv bijvoorbeeld, bv bijvoorbeeld, enz enzovoort, etc enzovoort, blz bladzijde, d.w.z, "
        "o.a onder andere, m.a.w, a.u.b alsjeblieft|alstublieft, i.p.v, t.o.v, max, min, jl, mln miljoen, mld miljard"
    ),
    final=frozenset("enz etc a.u.b".split()),
    symbols=pairs(
        "€ euro, $ dollar, £ pond, ¥ yen, ₩ won, % procent, & en, @ at, + plus, = gelijk, − min, × keer, ÷ gedeeld, "
        "# nummer, ° graad, < kleiner, > groter, ~ ongeveer, * ster, § paragraaf, ± plus, / schuine streep, "
        "_ liggend streepje, - streepje, : dubbele punt, ♥ liefde, | of, → naar"
    ),
    units=pairs(
        "g gram, kg kilo, mg milligram, m meter, cm centimeter, mm millimeter, km kilometer, l liter, ml milliliter, "
        "s seconde, sec seconde, min minuut, u uur, w watt, v volt, hz hertz"
    ),
    numerals={
        **{
            f"{unit}ën{tens}": 10 * ten + value
            for unit, value in (("twee", 2), ("drie", 3))
            for ten, tens in enumerate(
                "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split(), start=2
            )
        },
        **counted(
            "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
            "zeventien achttien negentien",
            "twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend",
            "{unit}en{tens}",
            {"één": "een"},
        ),
    },
    months=tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    ordinal_words=tuple("eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split()),
    ordinals=("e", "de", "ste"),
    decimal=",",
    point="komma",
    dot="punt",
)
