"""A word that is spelled, as one sign: the letters' keyframes one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signsynth.writing.letters.sign import Keyframe, WrittenSign

HOLD_S, MOVE_S = 0.1, 0.16
"""How long a letter is held, and the way to the next: about 4 letters a second."""


def spelled(letters: Sequence[WrittenSign]) -> tuple[Keyframe, ...]:
    """Keyframes of the letters in their order, each held; letters that move keep their way and their time."""
    keys: list[Keyframe] = []
    start = 0.0
    for letter in letters:
        for key in letter.keyframes:
            keys.append(replace(key, at_s=None if key.at_s is None else start + key.at_s))
        end = start + letter.keyframes[-1].at_s
        if len(letter.keyframes) == 1:
            end = start + HOLD_S
            keys.append(replace(letter.keyframes[0], at_s=end))
        start = end + MOVE_S
    return tuple(keys)
