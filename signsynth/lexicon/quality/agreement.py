"""Whether pose, gesture and mesh of a recording say the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signsynth.lexicon.quality.fault import Fault
from signsynth.motion import Motion

FAR_SW, POPPING, INSIDE = 0.12, 0.1, 0.25
"""Median distance of the posed body's hand from the keypoints, and shares of frames that pop or are inside, from which
the three disagree."""


def agreement_faults(motion: Motion) -> Iterator[Fault]:
    """Nothing for a motion that has no gesture and mesh. Needs torch where it has."""
    if motion.gesture is None or motion.mesh is None or len(motion) == 0:
        return
    from signsynth.body.fit import faults, measure  # late: torch

    report, wrong = measure(motion), faults(motion)
    hands = report.hands[np.isfinite(report.hands)]
    off = float(np.median(hands)) if len(hands) else 0.0
    if off > FAR_SW:
        what = f"the posed body's hands are {100 * off:.0f} % of a shoulder width from the keypoints"
        yield Fault("modalities disagree", min(0.5, 0.1 + off), what)
    popping, inside = float(wrong.popping.mean()), float(wrong.inside.mean())
    if popping > POPPING:
        yield Fault(
            "joints jump", min(0.3, popping), f"a joint of the mesh jumps in {100 * popping:.0f} % of the frames"
        )
    if inside > INSIDE:
        what = f"a hand is inside the body or the other hand in {100 * inside:.0f} % of the frames"
        yield Fault("hands inside", min(0.2, 0.4 * inside), what)
