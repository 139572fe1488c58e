"""A hand shape in joint angles, settled on the body's hand."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.writing.hand.contact import Touches, touching
from signsynth.writing.hand.forms import THUMBS
from signsynth.writing.hand.handshape import HandShape
from signsynth.writing.hand.sites import spots_of
from signsynth.writing.notation import HandSite

Touch = tuple[HandSite, HandSite]
"""Two places of one hand that meet; without a name it is any place on the last bone of the digit."""


@lru_cache(maxsize=512)
def settled(shape: HandShape, touch: tuple[Touch, ...] = ()) -> HandShape:
    """The shape changed as little as makes its touches touch and keeps fingers out of each other and of the palm.

    Errors: ``InputError`` for a site that no hand has.
    """
    spots, capsules, angles = [], [], shape.angles
    for one, other in touch:
        if one.name is None or other.name is None:
            capsules.append(tuple(sorted(3 * site.digits[0] - 1 for site in (one, other))))
        else:
            spots.append((spots_of(one)[0], spots_of(other)[0]))
            if (
                one.digits == (1,)
                and other.digits != (1,)
                and "palmar" in (other.side, {"pad": "palmar"}.get(other.name))
            ):
                # The body's thumb starts elsewhere than the canonical one: pad to pad it is found from an opposed one.
                angles = np.concatenate([angles[:16], HandShape(thumb=THUMBS["opposed"]).angles[16:19], angles[19:]])
    return HandShape.from_angles(touching(angles, Touches(tuple(spots), tuple(capsules))))
