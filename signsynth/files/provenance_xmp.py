"""The record of a video's origin as an XMP packet (ISO 16684-1): what software that knows nothing of us reads."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from signsynth.files.provenance import Origin

_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "signsynth": "urn:signsynth:provenance:1",
}
_RECORD = re.compile(rb"<signsynth:Record>(.{1,1048576}?)</signsynth:Record>", re.DOTALL)


def packet(origin: Origin, comment: str) -> bytes:
    """The packet, UTF-8; ``comment`` tells people what the video is."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
    described = f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_text(comment)}</rdf:li></rdf:Alt>'
    lines = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}><rdf:Description rdf:about="">',
        f"<Iptc4xmpExt:DigitalSourceType>{_text(origin.source_type)}</Iptc4xmpExt:DigitalSourceType>",
        f"<xmp:CreatorTool>{_text(origin.made_with)}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{_text(origin.date)}</xmp:CreateDate>",
        f"{described}</dc:description>",
        f"<signsynth:Record>{_text(origin.json())}</signsynth:Record>",
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
    )
    return "\n".join(lines).encode()


def record_in(data: bytes) -> str:
    """The JSON in a packet, empty where it holds none. A search, no XML parser: the file may be hostile."""
    found = _RECORD.search(data)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _text(value: str) -> str:
    # Control characters may not stand in XML, even escaped.
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", " ", value))
