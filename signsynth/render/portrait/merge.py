"""Several pictures of one person laid over each other on the unfolded body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from signsynth.render.portrait.lift import Lift

_COMMON_TEXELS = 400
_UNLIKE = 40.0
"""Median distance of colours that both pictures show, beyond which it is another person, or other clothes."""
_MOST_GAIN = 1.7


def merged(lifts: Sequence[Lift]) -> tuple[Lift, list[int]]:
    """The first, completed by the others in turn where they saw a place and it did not; and which were left out.

    ``validity`` holds how squarely each was seen: a place seen at a slant gives way to one seen from ahead. The
    others' colours are brought to the first one's light by one factor a channel, from what both show.
    """
    import cv2

    whole, unlike = lifts[0], []
    for k, other in enumerate(lifts[1:], start=1):
        both = (whole.validity == 255) & (other.validity == 255)
        gain = np.ones(3, np.float32)
        if both.sum() >= _COMMON_TEXELS:
            mine, theirs = (lift.texture[both].astype(np.float32) for lift in (whole, other))
            gain = np.clip(
                np.median(mine, axis=0) / np.maximum(np.median(theirs, axis=0), 1), 1 / _MOST_GAIN, _MOST_GAIN
            )
            if np.median(abs(mine - theirs * gain).mean(1)) > _UNLIKE:
                unlike.append(k)
                continue
        better = np.where(whole.sure < 0.4, np.clip((other.sure - whole.sure - 0.15) / 0.2, 0, 1), 0)
        share = cv2.GaussianBlur(better.astype(np.float32), (0, 0), len(better) / 400)
        share = np.minimum(share, np.clip(other.sure * 4, 0, 1)) * (whole.validity > 0) * (other.validity == 255)
        colour = other.texture * gain
        texture = np.clip(whole.texture * (1 - share[..., None]) + colour * share[..., None] + 0.5, 0, 255)
        validity = np.where((share > 0.5), 255, whole.validity).astype(np.uint8)
        whole = replace(whole, texture=texture.astype(np.uint8), validity=validity, sure=np.maximum(whole.sure, share))
    return whole, unlike
