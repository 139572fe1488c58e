"""A hand shape in the terms of HamNoSys."""

from __future__ import annotations

from dataclasses import dataclass

BASES = (
    "fist", "flat", "finger2", "finger23", "finger23spread", "finger2345",
    "pinch12", "pinchall", "pinch12open", "cee12", "ceeall", "cee12open", "ceeallopen",
)  # fmt: skip
THUMBS = ("out", "across", "opposed")
BENDS = ("bent", "round", "hooked", "dblbent", "dblhooked")
OPENINGS = ("slack", "tight")
CONTACT_KINDS = ("tip", "nail", "pad", "midjoint", "base", "side")
THUMB_CONTACTS = CONTACT_KINDS
SUCCESSIONS = ("towards_thumb", "towards_pinky")


@dataclass(frozen=True)
class Shape:
    """Base form and what changes it. Digits are 1 (thumb) to 5 (little finger).

    ``base``      one of ``BASES``
    ``thumb``     one of ``THUMBS``; None: as the base form has it
    ``bend``      of the selected fingers: one of ``BENDS``, or three numbers 0 to 4 (quarters of a right angle a
                  joint, as G-SiGML writes ``"410"``, and may write ``"0.50.50.5"``); None: as the base form has it. In
                  numbers ``bent`` is 400, ``round`` 222, ``hooked`` 044, ``dblbent`` 440, ``dblhooked`` 444 (as
                  R. Elliott's translation of HamNoSys to G-SiGML, University of East Anglia)
    ``bends``     digit to bend, for single fingers
    ``second``    the shape at the far end of "between the two": base, thumb, bend and opening; what is said of single
                  digits (``bends``, ``special_fingers`` and so on) stands in the near one and holds for both ends
    The other fields are the G-SiGML attributes of that name.
    """

    base: str
    thumb: str | None = None
    bend: str | tuple[float, float, float] | None = None
    bends: tuple[tuple[int, str | tuple[float, float, float]], ...] = ()
    special_fingers: tuple[int, ...] = ()
    exempted_digits: tuple[int, ...] = ()
    opposed_finger: int | None = None
    opening: str | None = None
    """One of ``OPENINGS``, of cee and pinch forms."""
    contact_pair: tuple[int, int] | None = None
    contact_kind: str | None = None
    thumb_contact: str | None = None
    thumb_enclosed: bool = False
    successive_fingers: str | None = None
    second: Shape | None = None
