"""Spanish."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="es",
    silent=reasons(
        article="el la los las un una unos unas lo al del",
        copula="soy eres es somos sois son era eran fue fueron ser sido",
    ),
    light=reasons(
        preposition="a de",
        conjunction="que",
        reflexive_pronoun="se",
        copula="estoy estás está estamos estáis están estaba estaban estar",
    ),
    dated=frozenset("en a el".split()),
    content=frozenset("qué quién quiénes cuál cuáles dónde adónde cuándo cómo cuánto cuánta cuántos cuántas".split()),
    affirmation=frozenset("sí".split()),
    negation=frozenset("no nunca jamás nada nadie ningún ninguno ninguna tampoco sin ni".split()),
    same=choices(
        "me yo, mí yo, te tú, ti tú, nos nosotros, ok okay, okay ok, adónde dónde, quiénes quién, cuáles cuál, "
        "donde dónde, cuanta cuánto, cuánta cuánto, cuántos cuánto, cuántas cuánto, usted tú"
    ),
    expand=pairs("conmigo con yo, contigo con tú"),
    abbreviations=choices(
        "dr doctor|médico, dra doctora|doctor|médico, sr señor, sra señora, srta señorita, prof profesor, ud usted, "
        "uds ustedes, vd usted, núm número, nº número, n número, tel teléfono, av avenida, avda avenida, c calle, "
        "pág página, etc etcétera, aprox aproximadamente, p.ej por ejemplo|ejemplo, ej ejemplo, "
        "ee.uu estados unidos, s.a, p.d, máx máximo, mín mínimo, a.m mañana, p.m tarde, d.f"
    ),
    final=frozenset("etc ee.uu s.a a.m p.m ud uds d.f".split()),
    symbols=pairs(
        "€ euro, $ dólar, £ libra, ¥ yen, ₩ won, % por ciento, & y, @ arroba, + más, = igual, − menos, × por, ÷ entre, "
        "# número, ° grado, < menos, > más, ~ casi, * asterisco, § sección, / barra, _ guion bajo, - guion, "
        ": dos puntos, ♥ amor, | o, → a"
    ),
    units=pairs(
        "g gramo, kg kilo, mg miligramo, m metro, cm centímetro, mm milímetro, km kilómetro, l litro, ml mililitro, "
        "s segundo, seg segundo, min minuto, h hora, w vatio, v voltio, hz hercio"
    ),
    numerals={
        **{
            word: value
            for value, word in enumerate(
                "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho "
                "veintinueve".split(),
                start=21,
            )
        },
        **counted(
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
            "diecisiete dieciocho diecinueve",
            "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil",
            "{tens} y {unit}",
        ),
        "ciento": 100,
    },
    months=tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    ordinal_words=tuple("primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo".split()),
    ordinals=("º", "ª", ".º", ".ª", "°", "ro", "er", "ra", "do", "da", "to", "ta"),
    decimal=",",
    point="coma",
    dot="punto",
)
