"""Web and mail addresses, which are spelled as one piece."""

from __future__ import annotations

import re

_WEB = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DOMAIN = re.compile(r"(?:[a-z0-9-]{2,63}\.){1,8}[a-z]{2,24}(?:/\S*)?(?=[.,!?;:]*[\"')\]”’]*$)")
_OPENING = "\"'([{<«“‘¿¡"
_CLOSING = ".,!?;:\"')]}>»”’…"


def address_span(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Offsets of the address in ``text[start:stop]`` (a run without white space), or None. Linear in its length."""
    if not ("@" in text[start:stop] or "." in text[start:stop]):
        return None
    while start < stop and text[start] in _OPENING:
        start += 1
    match = _WEB.match(text, start, stop) or _MAIL.match(text, start, stop) or _DOMAIN.match(text, start, stop)
    if match is None:
        return None
    end = match.end()
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return (start, end) if end - start > 3 else None
