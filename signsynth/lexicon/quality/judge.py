"""One recording by itself, and recordings of one gloss together."""

from __future__ import annotations

from collections.abc import Sequence

from signsynth.lexicon.quality.agreement import agreement_faults
from signsynth.lexicon.quality.fault import Fault, Quality
from signsynth.lexicon.quality.footage import footage_faults
from signsynth.lexicon.quality.siblings import sibling_faults
from signsynth.lexicon.quality.tracking import tracking_faults
from signsynth.motion import Motion
from signsynth.motion.footage import Footage


def measure(motion: Motion, footage: Footage | None = None, *, body: bool = False) -> Quality:
    """Quality of one right-dominant recording by itself.

    ``footage``: what is known of its pictures. ``body``: also whether gesture and mesh agree with it (needs torch).
    """
    return Quality.of(_own(motion, footage, body))


def measure_siblings(motions: Sequence[Motion], handedness: Sequence[str] = (), *, body: bool = False) -> list[Quality]:
    """Quality of recordings of one gloss: each by itself, and how far it is from the others.

    ``handedness`` of each, where known: one that was signed with another hand than most is a fault.
    """
    among, ratio = sibling_faults(motions, handedness)
    return [
        Quality.of([*_own(motion, None, body), *faults], float(times))
        for motion, faults, times in zip(motions, among, ratio, strict=True)
    ]


def _own(motion: Motion, footage: Footage | None, body: bool) -> list[Fault]:
    found = tracking_faults(motion)
    found += footage_faults(footage, motion.fps) if footage is not None else ()
    found += agreement_faults(motion) if body else ()
    return found
