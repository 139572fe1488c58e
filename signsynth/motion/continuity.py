"""How smooth the joins of a motion are, against its signs."""

from __future__ import annotations

import numpy as np

from signsynth.motion.motion import Motion

DERIVATIVES = ("speed", "acceleration", "jerk")


def joins_over_inside(motion: Motion) -> dict[str, float]:
    """Speed, acceleration and jerk of the wrists at joins divided by those inside signs.

    2D wrists in shoulder widths; the ``k``-th difference times ``fps ** k``, its length averaged over both
    wrists and over stencils of ``k + 1`` frames: those with at least one transition frame, divided by
    those wholly inside one sign. Stencils that touch a pause, or lie before the first or after the last sign,
    are left out. NaN where either side has no stencil. Real signing: 0.99, 0.79, 0.76.
    """
    joins, inside = wrist_derivatives(motion)
    return {
        name: float(np.mean(a) / np.mean(b)) if len(a) and len(b) and np.mean(b) > 0 else float("nan")
        for name, a, b in zip(DERIVATIVES, joins, inside, strict=True)
    }


def wrist_derivatives(motion: Motion) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Lengths of the first three derivatives, a value a stencil: at joins, and inside signs.

    Pool them over motions of one rate before dividing where single motions are short.
    """
    kind = np.full(len(motion), -1)  # the index of a sign, -2 for transitions, -1 for everything else
    signs = [s for s in motion.segments if s.kind == "sign"]
    for number, segment in enumerate(signs):
        kind[segment.start : segment.end] = number
    for segment in motion.segments:
        if segment.kind == "transition":
            kind[segment.start : segment.end] = -2
    if signs:
        kind[: min(s.start for s in signs)] = -1
        kind[max(s.end for s in signs) :] = -1
    wrists = motion.pose[:, 4:6, :2].astype(np.float64)
    joins, inside = [], []
    for order in (1, 2, 3):
        length = np.linalg.norm(np.diff(wrists, n=order, axis=0), axis=-1).mean(-1) * motion.fps**order
        count = max(len(motion) - order, 0)
        windows = np.stack([kind[k : k + count] for k in range(order + 1)], axis=1)
        clear = (windows != -1).all(1)
        touching = clear & (windows == -2).any(1)
        within = clear & ~touching & (windows == windows[:, :1]).all(1)
        joins.append(length[touching])
        inside.append(length[within])
    return joins, inside
