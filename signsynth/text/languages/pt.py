"""Portuguese."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="pt",
    silent=reasons(
        article="o a os as um uma uns umas do da dos das ao aos à às",
        copula="sou és é somos são era eram foi foram ser sido",
    ),
    light=reasons(
        preposition="de",
        conjunction="que",
        reflexive_pronoun="se",
        copula="estou está estamos estão estava estar",
    ),
    dated=frozenset("em no na às".split()),
    content=frozenset("quê quem onde aonde quando como porquê qual quais quanto quanta quantos quantas".split()),
    affirmation=frozenset("sim".split()),
    negation=frozenset("não nunca jamais nada ninguém nenhum nenhuma sem nem tampouco".split()),
    same=choices("me eu, mim eu, te tu, ti tu, nos nós, ok okay"),
    abbreviations=choices(
        "dr doutor|médico, dra doutora|médico, sr senhor, sra senhora, prof professor, tel telefone, av avenida, "
        "etc et cetera, ex exemplo, p.ex por exemplo, pág página, n número, máx, mín"
    ),
    final=frozenset(("etc",)),
    symbols=pairs(
        "€ euro, $ dólar, £ libra, % por cento, & e, @ arroba, + mais, = igual, − menos, × vezes, ÷ dividido, "
        "# número, "
        "° grau, < menos, > mais, ~ cerca, * asterisco, / barra, _ sublinhado, - hífen, : dois pontos, ♥ amor"
    ),
    units=pairs(
        "g grama, kg quilo, m metro, cm centímetro, mm milímetro, km quilómetro, l litro, ml mililitro, s segundo, "
        "min minuto, h hora"
    ),
    numerals={
        **counted(
            "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete "
            "dezoito dezanove",
            "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem mil",
            "{tens} e {unit}",
        ),
        **{"dezesseis": 16, "dezessete": 17, "dezenove": 19},
    },
    months=tuple("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()),
    ordinal_words=tuple("primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo".split()),
    ordinals=("º", "ª", ".º", ".ª", "°"),
    decimal=",",
    point="vírgula",
    dot="ponto",
)
