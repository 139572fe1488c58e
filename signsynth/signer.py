"""Who signs. A signer holds no motion, as a motion holds no identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Signer:
    """A person who shows motions.

    ``consent`` is the text of the permission that this person gave, ``provenance`` where the
    appearance comes from. Shape and appearance follow with the body; a skeleton needs only the
    dominant hand: lexicons are stored right-dominant and mirrored for a left-handed signer.
    """

    name: str = "skeleton"
    dominant_hand: Literal["right", "left"] = "right"
    consent: str = ""
    provenance: str = ""
