"""French."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="fr",
    silent=reasons(
        article="le la les un une des du au aux",
        copula="suis es est sommes êtes sont était étaient être été",
        first_part_of_a_negation="ne",
    ),
    light=reasons(preposition="de à", conjunction="que", reflexive_pronoun="se", expletive="ce il y en t"),
    dated=frozenset("le à en".split()),
    openers=frozenset("est es êtes avez as a peux peut pouvez voulez veux veut allez vas est-ce".split()),
    content=frozenset(
        "quoi qui où quand comment pourquoi combien quel quelle quels quelles lequel laquelle que".split()
    ),
    affirmation=frozenset("oui si".split()),
    negation=frozenset("pas non jamais rien aucun aucune sans ni".split()),
    same=choices("je moi, me moi, moi je, te toi, tu toi, toi tu, ok d'accord, lui il"),
    prefixes=pairs("l' le, d' de, j' je, m' me, t' te, s' se, n' ne, c' ce, qu' que, jusqu' jusque, lorsqu' lorsque"),
    abbreviations=choices(
        "dr docteur|médecin, m monsieur, mme madame, mlle mademoiselle, pr professeur, st saint, ste sainte, n numéro, "
        "tél téléphone, av avenue, bd boulevard, etc et cetera, env environ, p.ex par exemple, c.-à-d, max, min, cf"
    ),
    final=frozenset(("etc",)),
    symbols=pairs(
        "€ euro, $ dollar, £ livre, ¥ yen, % pour cent, & et, @ arobase, + plus, = égal, − moins, × fois, ÷ divisé, "
        "# numéro, ° degré, < moins, > plus, ~ environ, * étoile, / barre, _ tiret bas, - tiret, : deux points, ♥ amour"
    ),
    units=pairs(
        "g gramme, kg kilo, m mètre, cm centimètre, mm millimètre, km kilomètre, l litre, ml millilitre, s seconde, "
        "min minute, h heure"
    ),
    numerals={
        **counted(
            "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
            "dix-huit dix-neuf",
            "vingt trente quarante cinquante soixante",
            "{tens}-{unit}",
        ),
        **{"soixante-dix": 70, "quatre-vingts": 80, "quatre-vingt-dix": 90, "cent": 100, "mille": 1000},
    },
    months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    ordinal_words=tuple(
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième".split()
    ),
    ordinals=("er", "re", "ère", "e", "ème", "nd", "nde"),
    decimal=",",
    point="virgule",
    dot="point",
)
