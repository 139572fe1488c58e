"""Size of a network, with the weights' metadata in mind: plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.errors import InputError

MULTIPLE = 16
"""Height and width of a picture are multiples of this: it is halved four times."""

_FIELDS = (
    ("widths", (4,), 1, 1024),
    ("blocks", (4,), 0, 16),
    ("rise", (2,), 1, 1024),
    ("last", range(17), 1, 1024),
)
"""Name, how many, and from what to what."""


@dataclass(frozen=True)
class Preset:
    """A U-Net over a picture at a half, a quarter, an eighth and a sixteenth of its size.

    ``widths``  channels at the four sizes; multiples of 16 are what processors like.
    ``blocks``  pairs of convolutions at the four sizes on the way down.
    ``rise``    channels inside the one pair at the second and the third size on the way up.
    ``last``    channels of the convolutions at the first size, before the head.
    ``bound``   most that a colour may change, of 0 to 1.
    """

    name: str
    widths: tuple[int, int, int, int]
    blocks: tuple[int, int, int, int]
    rise: tuple[int, int]
    last: tuple[int, ...]
    bound: float = 0.5

    def __post_init__(self) -> None:
        for field, counts, least, most in _FIELDS:
            values = getattr(self, field)
            whole = all(isinstance(value, int) and least <= value <= most for value in values)
            if len(values) not in counts or not whole:
                count = " to ".join(str(n) for n in sorted({counts[0], counts[-1]}))
                found = f"preset {self.name!r}: {field} {values}"
                raise InputError(f"{found}, expected {count} whole numbers from {least} to {most}")
        if not 0 < self.bound <= 1:
            raise InputError(f"preset {self.name!r}: bound {self.bound}, expected more than 0, at most 1")


SMALL = Preset("neural-small", (32, 48, 96, 128), (0, 1, 1, 1), rise=(32, 48), last=(16,))
"""0.8 million parameters."""
LARGE = Preset("neural-large", (48, 64, 128, 160), (0, 1, 1, 1), rise=(64, 128), last=(48, 48))
"""1.58 million parameters."""
PRESETS = {preset.name: preset for preset in (SMALL, LARGE)}
