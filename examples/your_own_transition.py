"""Any object that meets a Protocol takes a built-in's place: here a transition that only holds."""

import numpy as np

import signsynth as ss


def hold(before: ss.Motion, after: ss.Motion, frames: int | None = None, seed: int = 0) -> ss.Motion:
    """The last pose stands still until the next sign begins: what a transition must be better than."""
    count = 5 if frames is None else frames
    still = np.repeat(before.pose[-1:], count, axis=0)
    seen = np.repeat(before.confidence[-1:], count, axis=0)
    return ss.Motion(still, seen, after.fps, segments=(ss.Segment(0, count, "transition"),))


translate = ss.Translator(ss.Lexicon.open("ase"), transition=hold)
print(f"{translate('Anna').motion.duration_s:.2f} s")
