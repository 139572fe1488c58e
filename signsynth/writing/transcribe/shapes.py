"""The written hand shape that is most like a seen one."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np

from signsynth.errors import SignsynthError
from signsynth.writing.hand import handshape_of
from signsynth.writing.hand.handshape import bone_directions
from signsynth.writing.notation import Shape
from signsynth.writing.notation.shape import BASES, THUMBS

_FIRST = 0.4
"""What a finger's first bone counts against its tip: trackers agree on tips."""
_PLAIN = 0.015
"""What each thing written adds: the shorter writing wins where two are alike."""
_BENDS = (None, "bent", "round", "hooked", "dblbent")
_SPECIAL = {"fist": ((), (5,), (2, 5)), "finger23spread": ((), (2, 3, 4))}


def written_shape(bones: np.ndarray) -> tuple[Shape, float]:
    """Of bones ``(5, 3, 3)`` in the axes of a right hand: the shape, and how sure that is, 0 to 1."""
    shapes, codes, plain = _known()
    apart = np.linalg.norm(codes - _code(bones), axis=-1).mean(-1) + plain
    best = int(apart.argmin())
    return shapes[best], float(np.clip(1 - apart[best] / 0.5, 0, 1))


def _code(bones: np.ndarray) -> np.ndarray:
    """``(..., 10, 3)``."""
    return np.concatenate([_FIRST * bones[..., 0, :], bones.mean(-2)], -2)


@lru_cache(maxsize=1)
def _known() -> tuple[list[Shape], np.ndarray, np.ndarray]:
    shapes, codes, plain = [], [], []
    for base, thumb, bend in product(BASES, (None, *THUMBS), _BENDS):
        for special in _SPECIAL.get(base, ((),)):
            shape = Shape(base, thumb=thumb, bend=bend, special_fingers=special)
            try:
                angles = handshape_of(shape).angles
            except SignsynthError:
                continue  # a thumb or bend that this base cannot have
            bones = bone_directions(angles).reshape(5, 4, 3)[:, 1:]
            shapes.append(shape)
            codes.append(_code(bones))
            plain.append(_PLAIN * sum(part not in (None, ()) for part in (thumb, bend, special)))
    return shapes, np.array(codes), np.array(plain)
