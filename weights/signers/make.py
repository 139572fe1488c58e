"""Draw the signers that ship: colours and proportions chosen by hand, nobody's likeness.

python weights/signers/make.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.signer import Appearance, Provenance, Signer

SIGNERS = {
    "ada": (
        dict(skin=(232, 186, 160), lips=(190, 104, 100), hair=(120, 70, 40), brows=(96, 60, 40), iris=(84, 110, 92),
             top=(38, 74, 84), trousers=(48, 50, 58), backdrop=(216, 220, 222)),
        0.55, (),
    ),
    "ben": (
        dict(skin=(126, 84, 62), lips=(122, 70, 66), hair=(26, 22, 22), brows=(24, 20, 20), iris=(62, 44, 34),
             top=(196, 200, 190), trousers=(44, 46, 54), backdrop=(204, 210, 216)),
        -0.25, (),
    ),
}  # fmt: skip
"""Colours, where the sleeve ends, shape coefficients."""


def drawn(name: str) -> Signer:
    """One of ``SIGNERS``."""
    colours, sleeve, shape = SIGNERS[name]
    provenance = Provenance(
        source="weights/signers/make.py", licence="Apache-2.0", synthetic=True, notes=("drawn: no photo of anybody",)
    )
    return Signer(
        name=name,
        consent="none needed: drawn, and nobody's likeness",
        provenance=provenance,
        shape=np.array(shape, np.float32) if shape else None,
        appearance=Appearance(colours, sleeve),
    )


if __name__ == "__main__":
    for each in SIGNERS:
        drawn(each).save(Path(__file__).parent / each)
