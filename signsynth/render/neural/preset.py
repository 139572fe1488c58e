"""Size of a network, with the weights' metadata in mind: plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.errors import InputError

MULTIPLE = 16
"""Height and width of a picture are multiples of this: it is halved four times."""


@dataclass(frozen=True)
class Preset:
    """A U-Net over a picture at a half, a quarter, an eighth and a sixteenth of its size.

    ``widths``  channels at the four sizes; multiples of 16 are what processors like.
    ``blocks``  pairs of convolutions at the four sizes on the way down; on the way up there is one pair each.
    ``last``    convolutions at the first size, before the head.
    ``bound``   most that a colour may change, of 0 to 1.
    """

    name: str
    widths: tuple[int, int, int, int]
    blocks: tuple[int, int, int, int]
    last: int = 1
    bound: float = 0.5

    def __post_init__(self) -> None:
        for field, least, most in (("widths", 1, 1024), ("blocks", 0, 16)):
            values = getattr(self, field)
            if len(values) != 4 or not all(isinstance(value, int) and least <= value <= most for value in values):
                found = f"preset {self.name!r}: {field} {values}"
                raise InputError(f"{found}, expected four whole numbers from {least} to {most}")
        if not isinstance(self.last, int) or not 0 <= self.last <= 16:
            raise InputError(f"preset {self.name!r}: last {self.last}, expected 0 to 16")
        if not 0 < self.bound <= 1:
            raise InputError(f"preset {self.name!r}: bound {self.bound}, expected more than 0, at most 1")


SMALL = Preset("neural-small", (32, 48, 96, 128), (0, 1, 1, 1))
"""0.92 million parameters."""
LARGE = Preset("neural-large", (48, 64, 128, 160), (0, 1, 1, 1), last=2)
"""1.58 million parameters."""
PRESETS = {preset.name: preset for preset in (SMALL, LARGE)}
