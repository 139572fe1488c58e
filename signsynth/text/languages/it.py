"""Italian."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="it",
    silent=reasons(
        article="il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle",
        copula="sono sei è siamo siete era erano essere stato",
    ),
    light=reasons(preposition="di a", conjunction="che", reflexive_pronoun="si"),
    dated=frozenset("il alle a nel".split()),
    content=frozenset("cosa chi dove quando perché come quale quali quanto quanta quanti quante".split()),
    affirmation=frozenset("sì".split()),
    negation=frozenset("non no mai niente nulla nessuno nessuna senza né neanche".split()),
    same=choices("mi io, me io, ti tu, te tu, ci noi, vi voi, ok okay"),
    prefixes=pairs(
        "l' lo, un' una, d' di, c' ci, dell' dello, all' allo, nell' nel, sull' sul, dall' dal, quell' quello, "
        "quest' questo, dov' dove, com' come, cos' cosa, quand' quando"
    ),
    abbreviations=choices(
        "dott dottore|medico, dr dottore|medico, sig signore, sig.ra signora, prof professore, ing ingegnere, "
        "tel telefono, "
        "ecc eccetera, es esempio, pag pagina, n numero, max, min, s.p.a"
    ),
    final=frozenset("ecc s.p.a".split()),
    symbols=pairs(
        "€ euro, $ dollaro, £ sterlina, % per cento, & e, @ chiocciola, + più, = uguale, − meno, × per, ÷ diviso, "
        "# numero, ° grado, < meno, > più, ~ circa, * asterisco, / barra, _ trattino basso, - trattino, "
        ": due punti, ♥ amore"
    ),
    units=pairs(
        "g grammo, kg chilo, m metro, cm centimetro, mm millimetro, km chilometro, l litro, ml millilitro, s secondo, "
        "min minuto, h ora"
    ),
    numerals={
        **{
            tens[:-1] + unit: 10 * ten + value  # ventuno, ventotto: the ten loses its vowel
            for unit, value in (("uno", 1), ("otto", 8))
            for ten, tens in enumerate(
                "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split(), start=2
            )
        },
        **counted(
            "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
            "sedici "
            "diciassette diciotto diciannove",
            "venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille",
            "{tens}{unit}",
        ),
    },
    months=tuple(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
    ),
    ordinal_words=tuple("primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split()),
    ordinals=("º", "ª", "°"),
    decimal=",",
    point="virgola",
    dot="punto",
)
