"""German."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="de",
    silent=reasons(
        article="der die das den dem des ein eine einen einem einer eines",
        copula="bin bist ist sind seid war warst waren wart sein gewesen",
    ),
    light=reasons(
        preposition="zu zum zur von vom im ins am ans beim",
        reflexive_pronoun="sich",
        expletive="es",
        conjunction="dass",
        auxiliary="wird werden wurde wurden worden",
    ),
    dated=frozenset("am um im in".split()),
    openers=frozenset(
        "bin bist ist sind seid war waren hast hat haben habt kann kannst können könnt könnte willst will wollen wollt "
        "darf darfst dürfen muss musst müssen soll sollst sollen magst mag möchtest möchten wird wirst werden "
        "gibt".split()
    ),
    content=frozenset(
        "was wer wen wem wessen wo wohin woher wann warum wieso weshalb wie welche welcher welches welchen welchem "
        "wofür womit worüber woran wieviel".split()
    ),
    affirmation=frozenset("ja jawohl doch".split()),
    negation=frozenset(
        "nicht nein nie niemals kein keine keinen keinem keiner keines nichts niemand ohne nirgends".split()
    ),
    same=choices(
        "mich ich, mir ich, dich du, dir du, uns wir, euch ihr, ihn er, ihm er, ihnen sie, keine kein, keinen kein, "
        "keinem kein, keiner kein, keines kein, ok okay, okay ok"
    ),
    expand=pairs("gibts gibt, gehts geht, ists ist"),
    endings=("e",),
    suffixes=pairs("'s es, 'n ein, 'ne eine"),
    abbreviations=choices(
        "dr doktor|arzt, prof professor, hr herr, fr frau, st sankt, str straße, nr nummer, tel telefon, "
        "ca ungefähr|circa, "
        "bzw beziehungsweise, usw und so weiter, etc und so weiter, evtl vielleicht, ggf, inkl, exkl, max maximal, "
        "min minimal, sog, vgl vergleich, abs absatz, z.b zum beispiel|beispiel, d.h das heißt, u.a unter anderem, "
        "z zum, b beispiel, d das, h heißt, u und, a anderem, i, o, s seite, jh jahrhundert, v.a vor allem, "
        "i.d.r, o.ä, z.t, mio million, mrd milliarde"
    ),
    final=frozenset("usw etc o.ä str".split()),
    symbols=pairs(
        "€ euro, $ dollar, £ pfund, ¥ yen, ₩ won, % prozent, & und, @ at, + plus, = gleich, − minus, × mal, ÷ geteilt, "
        "# nummer, ° grad, < kleiner, > größer, ~ ungefähr, * stern, § paragraf, ± plus, ‰ promille, / schrägstrich, "
        "_ unterstrich, - bindestrich, : doppelpunkt, ♥ liebe, | oder, → zu"
    ),
    units=pairs(
        "g gramm, kg kilogramm, mg milligramm, m meter, cm zentimeter, mm millimeter, km kilometer, l liter, "
        "ml milliliter, "
        "s sekunde, sek sekunde, min minute, h stunde, std stunde, w watt, v volt, hz hertz"
    ),
    numerals=counted(
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn",
        "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend",
        "{unit}und{tens}",
        {"eins": "ein"},
    ),
    months=tuple("januar februar märz april mai juni juli august september oktober november dezember".split()),
    ordinal_words=tuple("erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte".split()),
    ordinals=("te", "ter", "tes", "ten", "tem", "ste", "sten", "."),
    decimal=",",
    point="komma",
    dot="punkt",
)
