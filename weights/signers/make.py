"""Make the signers that ship: people who do not exist, nobody's likeness.

python weights/signers/make.py [NAME ...]
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from signsynth.render.people import Traits, person
from signsynth.signer import Signer

SIZE = 1024
"""Texels a side."""
SIGNERS = {
    "ada": Traits(
        seed=11, shape=(-0.3, 0.4, 0.2, -0.3, 0.3, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0), skin=(232, 186, 160),
        lips=(196, 108, 104), iris=(84, 110, 92), unevenness=0.25, freckles=0.25, hair="bob", hair_colour=(120, 70, 40),
        colours=((38, 74, 84), (220, 220, 216), (150, 60, 50)), collar="round", sleeve=0.55, loose=0.3,
        backdrop=(216, 220, 222),
    ),
    "ben": Traits(
        seed=12, shape=(0.6, -0.4, 0, 0.5, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), skin=(126, 84, 62),
        lips=(122, 70, 66), iris=(62, 44, 34), unevenness=0.3, hair="cropped", hair_colour=(26, 22, 22), beard="none",
        colours=((196, 200, 190), (60, 70, 80), (150, 60, 50)), collar="round", sleeve=-0.25, loose=0.6,
        backdrop=(204, 210, 216),
    ),
    "emil": Traits(
        seed=13, shape=(0.9, 0.8, -0.4, 0.2, 0.5, 0, 0, 0.4, 0, 0, 0, 0, 0, 0, 0, 0), skin=(222, 166, 136),
        lips=(176, 106, 96), iris=(92, 116, 140), unevenness=0.4, hair="full", hair_colour=(104, 62, 40), beard="full",
        cloth="checks", colours=((46, 56, 88), (96, 104, 132), (190, 184, 170)), collar="shirt", sleeve=0.35, loose=0.8,
        backdrop=(210, 214, 210),
    ),
    "mei": Traits(
        seed=14, shape=(-0.8, -0.5, 0.3, -0.6, 0, 0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), skin=(236, 196, 164),
        lips=(190, 92, 92), iris=(56, 38, 30), unevenness=0.2, hair="long", hair_colour=(30, 26, 28),
        cloth="dots", colours=((104, 34, 48), (146, 72, 84), (120, 60, 60)), collar="round", sleeve=0.9, loose=0.2,
        backdrop=(222, 218, 214),
    ),
    "noor": Traits(
        seed=16, shape=(-0.5, 0.6, 0.5, 0.2, -0.4, 0, 0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0), skin=(188, 134, 100),
        lips=(158, 84, 80), iris=(70, 48, 36), unevenness=0.25, hair="headscarf", hair_colour=(30, 26, 28),
        scarf=(176, 184, 196), colours=((58, 40, 62), (200, 190, 180), (150, 60, 50)), collar="high", sleeve=0.94,
        loose=0.7, backdrop=(214, 216, 222),
    ),
    "rosa": Traits(
        seed=17, shape=(-0.2, 1.4, -0.6, 0.8, 0.3, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 0), skin=(92, 62, 48),
        lips=(104, 54, 54), iris=(50, 36, 30), unevenness=0.3, hair="curly", hair_colour=(74, 72, 72), volume=0.9,
        cloth="plain", colours=((206, 158, 60), (220, 220, 216), (150, 60, 50)), collar="v", sleeve=0.45, loose=0.5,
        backdrop=(208, 212, 218),
    ),
}  # fmt: skip
"""What each of them is like, chosen by hand."""


def made(name: str) -> Signer:
    """One of ``SIGNERS``."""
    signer = person(SIGNERS[name], size=SIZE).shown
    provenance = replace(signer.provenance, source="weights/signers/make.py")
    return replace(signer, name=name, provenance=provenance)


if __name__ == "__main__":
    for each in sys.argv[1:] or SIGNERS:
        made(each).save(Path(__file__).parent / each)
