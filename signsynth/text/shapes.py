"""The shape of a text: one class letter per character, so that one small pattern can cut any Unicode text.

========  =============================================================
``L``     letter                     ``D``  decimal digit
``N``     other number (½, ², ④)     ``M``  combining mark, variation selector, invisible joiner
``J``     zero-width joiner          ``K``  enclosing keycap
``E``     pictograph                 ``T``  emoji skin tone
``R``     regional indicator (flag)  ``C``  control, private, unassigned, other invisible
``S``     symbol                     ``Q``  quote, bracket, other punctuation
space     white space                ``. ! ? ; : , ' - — / @ _ ¿``  themselves and their variants
========  =============================================================
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

_VARIANTS = {
    ".": ".…。．｡।։۔‥",
    "!": "!！‼",
    "?": "?？؟⁇⁈⁉‽\u037e",
    ";": ";；؛",
    ":": ":：",
    ",": ",，،、､﹐",
    "'": "'’‘ʼ＇´`",
    "-": "-‐‑－﹣",
    "—": "—–―‒⸺⸻〜",
    "/": "/／",
    "@": "@＠",
    "_": "_＿",
    "¿": "¿",
    "S": "&%#*§¶†‡•‰·＆％＃＊",
    "J": "\u200d",
    "K": "\u20e3",
    "M": "\u00ad\u200c\u2060",
    " ": "",
}
_SHAPE = {ord(character): shape for shape, characters in _VARIANTS.items() for character in characters}


@lru_cache(maxsize=1 << 14)
def shape_of(character: str) -> str:
    """Class letter of one character (see the module's table)."""
    code = ord(character)
    if code in _SHAPE:
        return _SHAPE[code]
    if character.isspace():
        return " "
    if 0x1F3FB <= code <= 0x1F3FF:
        return "T"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "R"
    if 0xE0020 <= code <= 0xE007F:  # tags inside the flags of England, Scotland, Wales
        return "M"
    kind = category(character)
    if kind == "So":
        return "E" if code >= 0x2190 else "S"
    if kind == "Sm" and code >= 0x2190:
        return "S"
    return {"L": "L", "M": "M", "P": "Q", "S": "S", "C": "C", "Z": "C"}.get(kind[0]) or {
        "Nd": "D",
        "Nl": "L",  # Roman numerals: letters once normalised
    }.get(kind, "N")


def shapes(text: str) -> str:
    """Class letters of all characters; same length as ``text``, so offsets hold in both."""
    return "".join(map(shape_of, text))
