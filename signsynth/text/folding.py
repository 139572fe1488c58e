"""One spelling for lookups: NFC, casefolded, plain apostrophes and hyphens, nothing invisible."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ＇´`", "'"),
        **dict.fromkeys("‐‑﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060", None),
    }
)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Lookup form of a word or phrase: ``fold("Don’t")`` is ``"don't"``; inner white space becomes one space each.

    Folding twice changes nothing.
    """
    if text.isascii():
        folded = text.lower().replace("`", "'")
    else:
        folded = normalize("NFC", normalize("NFC", text).casefold()).translate(_PLAIN)
        folded = normalize("NFC", folded)
    return " ".join(folded.split()) if any(character.isspace() for character in folded) else folded


def compatible(folded: str) -> str:
    """NFKC of a folded word: full-width letters, ligatures and styled letters become plain ones."""
    return folded if folded.isascii() else fold(normalize("NFKC", folded))
