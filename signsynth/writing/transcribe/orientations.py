"""The written orientation that is nearest a seen one."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np

from signsynth.errors import SignsynthError
from signsynth.writing.hand import palm_rotation
from signsynth.writing.notation import Direction

_RING = ("u", "ul", "l", "dl", "d", "dr", "r", "ur")
_PLAIN_DEG = 5.0
"""What the second end of a "between the two" must win."""


def written_orientation(turn: np.ndarray, side: int) -> tuple[Direction, Direction, float]:
    """Fingers and palm of a rotation ``(3, 3)``, and by how many degrees they are off."""
    pairs, turns, plain = _known(side)
    trace = np.einsum("nij,ij->n", turns, turn)
    off = np.degrees(np.arccos(np.clip((trace - 1) / 2, -1, 1)))
    best = int((off + plain).argmin())
    return (*pairs[best], float(off[best]))


@lru_cache(maxsize=2)
def _known(side: int) -> tuple[list[tuple[Direction, Direction]], np.ndarray, np.ndarray]:
    fingers = [Direction(a + b + c) for a, b, c in product(("", "u", "d"), ("", "o", "i"), ("", "l", "r")) if a + b + c]
    palms = [Direction(palm) for palm in _RING]
    palms += [Direction(palm, _RING[(k + 1) % 8]) for k, palm in enumerate(_RING)]
    pairs, turns = [], []
    for pair in product(fingers, palms):
        try:
            turns.append(palm_rotation(*pair, side=side))
        except SignsynthError:
            continue  # a palm along the fingers
        pairs.append(pair)
    plain = np.array([_PLAIN_DEG * (palm.second is not None) for _, palm in pairs])
    return pairs, np.array(turns), plain
