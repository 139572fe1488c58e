"""Arms that do not sign: along the body, a little bent, hands at the thighs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.rig import SIDES, Rig
from signsynth.body.fit.turns import frame_of
from signsynth.body.reach.turning import MIRROR

_WRIST = np.array([-0.76, -1.62, 0.10])
"""Of the right arm, shoulder widths: outside the hip, a little in front."""
_FINGERS, _THUMB = np.array([0.05, -1.0, 0.2]), np.array([0.35, 0.0, 1.0])
"""Where the fingers point, and the thumb's side of the hand looks: the palm to the thigh and a little back."""


@lru_cache(maxsize=2)
def hanging(body: Body | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Wrists ``(2, 3)`` shoulder widths and palms ``(2, 3, 3)`` (as ``Gesture.wrists``) of arms that hang."""
    from signsynth.body.fit.fit import bundled

    rig = Rig.of(bundled() if body is None else body)
    wrist, index, middle, little = (
        rig.heads[rig.joint(f"{name}.{SIDES[1]}")] for name in ("wrist", "finger2-1", "finger3-1", "finger5-1")
    )
    palm = frame_of(_FINGERS, _THUMB) @ frame_of(middle - wrist, index - little).T
    return np.stack([_WRIST * [-1, 1, 1], _WRIST]), np.stack([MIRROR @ palm @ MIRROR, palm])
