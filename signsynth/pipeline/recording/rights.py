"""What may be done with recordings: licence and consent, which must be known or said to be unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from signsynth.errors import InputError
from signsynth.lexicon.sources.filmed import Filmed

UNKNOWN = "unknown"
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def rights(signs: Iterable[Filmed], licence: str, consent: str, consent_date: str, *, unknown: bool) -> dict[str, str]:
    """The columns ``licence``, ``consent`` and ``consent_date`` for signs that do not state their own.

    Errors: ``InputError`` where some sign has no licence or consent and ``unknown`` does not admit it, or for a date
    that is none.
    """
    signs = list(signs)
    given = {"licence": licence.strip(), "consent": consent.strip()}
    missing = [name for name, value in given.items() if not value and not all(getattr(one, name) for one in signs)]
    if missing and not unknown:
        raise InputError(
            f"{' and '.join(missing)}: not given, expected what the signers agreed to; "
            "where it is not known, say so with rights_unknown (--rights-unknown)"
        )
    try:
        day = date.fromisoformat(consent_date).isoformat() if consent_date else day_of(consent)
    except ValueError as error:
        raise InputError(f"consent date {consent_date!r}, expected a day such as 2026-11-22") from error
    return {name: value or UNKNOWN for name, value in given.items()} | {"consent_date": day}


def day_of(consent: str) -> str:
    """The day of a consent: one that its words name, else today; empty where there is no consent."""
    for found in _DAY.findall(consent):
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return date.today().isoformat() if consent.strip() else ""
