"""What a look-up found."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.gloss import GlossKind, Status


@dataclass(frozen=True)
class Found:
    """Signs for a piece of text, as (gloss label, kind); none where the status is skipped or missing."""

    status: Status
    signs: tuple[tuple[str, GlossKind], ...] = ()
    reason: str = ""


def missing(reason: str) -> Found:
    """Nothing to sign, though there should be."""
    return Found("missing", (), reason)


def skipped(reason: str) -> Found:
    """Nothing to sign, rightly."""
    return Found("skipped", (), reason)


def lexical(label: str, reason: str = "") -> Found:
    """One sign of the lexicon."""
    return Found("lexicon", ((label, "lexical"),), reason)


def together(parts: list[Found], reason: str = "") -> Found:
    """Parts signed one after the other; missing as a whole if one of them is, never signed by halves."""
    for part in parts:
        if part.status == "missing":
            return part
    spelled = any(part.status == "fingerspelled" for part in parts)
    said = "; ".join(dict.fromkeys(text for text in (reason, *(part.reason for part in parts)) if text))
    signs = tuple(sign for part in parts for sign in part.signs)
    if not signs:
        return skipped(said)
    return Found("fingerspelled" if spelled else "lexicon", signs, said)
