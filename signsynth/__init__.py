"""signsynth: text in, sign-language video of any chosen signer out.

Names load on first use, so that importing the package (and ``signsynth --help``) costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "Entry": "signsynth.lexicon",
    "Gloss": "signsynth.gloss",
    "InputError": "signsynth.errors",
    "FileError": "signsynth.errors",
    "Lexicon": "signsynth.lexicon",
    "LexiconError": "signsynth.errors",
    "Motion": "signsynth.motion",
    "Segment": "signsynth.motion",
    "Signed": "signsynth.pipeline",
    "Signer": "signsynth.signer",
    "SignsynthError": "signsynth.errors",
    "Translator": "signsynth.pipeline",
    "Utterance": "signsynth.gloss",
}

__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from signsynth.errors import FileError, InputError, LexiconError, SignsynthError
    from signsynth.gloss import Gloss, Utterance
    from signsynth.lexicon import Entry, Lexicon
    from signsynth.motion import Motion, Segment
    from signsynth.pipeline import Signed, Translator
    from signsynth.signer import Signer


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'signsynth' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
