"""English."""

from __future__ import annotations

from signsynth.text.language import Language, choices, counted, pairs, reasons

LANGUAGE = Language(
    code="en",
    silent=reasons(article="a an the", copula="am is are was were be been being"),
    light=reasons(
        preposition="of to",
        expletive="there",
        conjunction="that",
        pronoun="it",
    ),
    dated=frozenset("on at in".split()),
    auxiliaries=frozenset("do does did".split()),
    openers=frozenset(
        "do does did is are was were am can could will would shall should may might must have has had "
        "don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't haven't "
        "hasn't".split()
    ),
    content=frozenset("what who whom whose where when why how which".split()),
    affirmation=frozenset("yes yeah yep".split()),
    negation=frozenset("not no never none nothing nobody nowhere neither nor cannot don't without n't".split()),
    same=choices(
        "i me, me i, we us, us we, my mine, mine my, your yours, yours your, he him|she|it, him he|she|it, "
        "she her|he|it, it he|she, they them, them they, his her, her his|she, our ours, their theirs, okay ok, "
        "ok okay, "
        "hi hello, hello hi, bye goodbye, goodbye bye, thanks thank you, mom mother, mum mother, dad father, "
        "doctor dr, tv television, pm afternoon, am morning, cannot can't, can't cannot"
    ),
    expand=pairs(
        "cannot can not, gonna going to, wanna want to, gotta have to, dont not, doesnt not, didnt not, isnt not, "
        "arent not, wasnt not, cant can not, wont will not, im i, ive i have, whats what, thats that"
    ),
    suffixes=pairs("n't not, 's is, 'm am, 're are, 've have, 'd would, 'll will"),
    stems=pairs("ca can, wo will, sha shall"),
    abbreviations=choices(
        "dr doctor, mr mister, mrs missus, ms, prof professor, st saint|street, jr junior, sr senior, rev reverend, "
        "gen general, col colonel, capt captain, sgt sergeant, lt lieutenant, gov governor, sen senator, "
        "vs versus, approx approximately|about, dept department, est established, ext extension, "
        "etc et cetera, inc, ltd, co company, corp corporation, ave avenue, rd road, blvd boulevard, mt mount, "
        "e.g for example|example, i.e that is, a.m morning, p.m afternoon, u.s usa|united states|america, "
        "u.s.a usa|united states|america, u.k uk|united kingdom, a.k.a also known as, ph.d phd, p.s ps"
    ),
    final=frozenset("etc inc ltd co corp jr sr a.m p.m u.s u.s.a u.k ph.d st ave rd blvd".split()),
    symbols=pairs(
        "€ euro, $ dollar, £ pound, ¥ yen, ₩ won, ₹ rupee, ¢ cent, % percent, & and, @ at, + plus, = equals, "
        "− minus, × times, ÷ divided, # number, ° degree, < less, > more, ~ about, * star, ^ power, | or, "
        "™ trademark, © copyright, ® registered, § section, ± plus, ‰ per thousand, № number, / slash, _ underscore, "
        "- hyphen, : colon, → to, ♥ love, ✓ yes, ✔ yes"
    ),
    units=pairs(
        "g gram, kg kilogram, mg milligram, m meter, cm centimeter, mm millimeter, km kilometer, l liter, "
        "ml milliliter, "
        "s second, sec second, min minute, h hour, hr hour, hrs hour, ft foot, lb pound, lbs pound, oz ounce, "
        "mi mile, mph mile, pm afternoon, am morning, yrs year, w watt, v volt, hz hertz"
    ),
    numerals=counted(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
        "{tens}-{unit}",
    ),
    months=tuple("january february march april may june july august september october november december".split()),
    ordinal_words=tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split()),
    ordinals=("st", "nd", "rd", "th"),
)
