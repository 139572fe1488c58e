"""Mouth pictures: SAMPA, as SiGML's ``mouth_picture`` writes speech without voice, to mouth shapes.

The shapes are classes of sounds that look alike (visemes, Fisher 1968): what the lips and the jaw show, not what is
heard. Symbols: SAMPA for Dutch and English (Wells 1997). Weights by eye, on the bundled body.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SHAPES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "closed": {"mouthClose": 0.05, "mouthPress": 0.35, "mouthRollLower": 0.15, "mouthRollUpper": 0.15},
        "lip-teeth": {"mouthRollLower": 0.45, "mouthUpperUp": 0.2, "jawOpen": 0.05},
        "tongue-teeth": {"jawOpen": 0.14, "mouthLowerDown": 0.2, "tongueOut": 0.12},
        "ridge": {"jawOpen": 0.1, "mouthLowerDown": 0.2, "mouthStretch": 0.1},
        "hiss": {"jawOpen": 0.04, "mouthStretch": 0.3, "mouthLowerDown": 0.25, "mouthUpperUp": 0.1},
        "hush": {"mouthFunnel": 0.55, "mouthPucker": 0.25, "jawOpen": 0.08},
        "back": {"jawOpen": 0.16, "mouthLowerDown": 0.1},
        "round": {"mouthPucker": 0.65, "mouthFunnel": 0.25, "jawOpen": 0.08},
        "round-open": {"mouthFunnel": 0.55, "mouthPucker": 0.2, "jawOpen": 0.28},
        "open": {"jawOpen": 0.5, "mouthLowerDown": 0.15},
        "half": {"jawOpen": 0.28, "mouthStretch": 0.15, "mouthLowerDown": 0.12},
        "wide": {"mouthStretch": 0.4, "mouthSmile": 0.25, "jawOpen": 0.1, "mouthLowerDown": 0.15},
        "neutral": {"jawOpen": 0.16},
        "rest": {},
    }
)
_OF: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("pbmP", "closed"),
        **dict.fromkeys("fv", "lip-teeth"),
        **dict.fromkeys("TD", "tongue-teeth"),
        **dict.fromkeys("tdnlLJ", "ridge"),
        **dict.fromkeys("szcCj", "hiss"),
        **dict.fromkeys("SZ", "hush"),
        **dict.fromkeys("kgxXGNhrRK", "back"),
        **dict.fromkeys("uUyYw29", "round"),
        **dict.fromkeys("oOQ05", "round-open"),
        **dict.fromkeys("aA{6V", "open"),
        **dict.fromkeys("eE3W4", "half"),
        **dict.fromkeys("iI", "wide"),
        "@": "neutral",
        "?": "rest",
        "_": "rest",
        " ": "rest",
        ".": "rest",
    }
)
_MARKS = ":~`'\"%|-"
"""Length, nasality, stress: they change no mouth shape."""


def phonemes(picture: str) -> tuple[list[tuple[Mapping[str, float], float]], str]:
    """Mouth shapes and their lengths in sounds, and the symbols that are not known.

    A doubled or long sound (``aa``, ``a:``) is held. Shapes name face actions without sides.
    """
    out: list[tuple[Mapping[str, float], float]] = []
    unknown = []
    for symbol in picture:
        if symbol == ":" and out:
            out[-1] = (out[-1][0], out[-1][1] + 0.6)
        elif symbol in _MARKS:
            continue
        elif symbol not in _OF:
            unknown.append(symbol)
        else:
            out.append((_SHAPES[_OF[symbol]], 1.0))
    return out, "".join(unknown)
