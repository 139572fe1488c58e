"""The Protocols that the pipeline calls. Any object that meets one can take a built-in's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from signsynth.gloss import Utterance
from signsynth.motion import Motion
from signsynth.signer import Signer


@runtime_checkable
class Vocabulary(Protocol):
    """What a glosser may ask of a lexicon: which phrases and letters one signed language has."""

    signed: str
    """ISO 639-3 code of the signed language, e.g. ``"ase"``."""

    longest_phrase: int
    """Largest number of words (whitespace separated) in a phrase of the lexicon, at least 1."""

    def gloss_of(self, phrase: str, spoken: str) -> str | None:
        """Gloss label of a casefolded, NFC phrase of the spoken language (``"thank you"``), or None."""

    def letter(self, character: str) -> str | None:
        """Gloss label of the fingerspelled form of one casefolded letter or digit, or None."""


class Glosser(Protocol):
    """Text to gloss."""

    def __call__(self, text: str, vocabulary: Vocabulary) -> Utterance:
        """Gloss ``text``; every token of it is accounted for in ``Utterance.tokens``."""


class Transition(Protocol):
    """Discrete to continuous: makes the frames between two motions."""

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """Only the frames between; ``frames=None`` chooses their number from what must be covered."""


class Timing(Protocol):
    """How long a transition takes."""

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames between two motions, at least 1; ``pace`` 2 halves them."""


class Renderer(Protocol):
    """Shows a motion as a person (or a skeleton), one frame at a time."""

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB frames (4 channels where the background is transparent)."""
