"""The picture of the signers that ship: ``python docs/make_signers.py``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from PIL import Image

import signsynth as ss

SIGNERS = ("ada", "ben", "emil", "mei", "noor", "rosa")
SIDE = 256

if __name__ == "__main__":
    signed = ss.Translator(ss.Lexicon.open("ase"))("Name")
    sheet = Image.new("RGB", (SIDE * 3, SIDE * 2))
    for number, name in enumerate(SIGNERS):
        video = signed.render(ss.Signer.load(name), renderer="neural", size=SIDE)
        middle = next(islice(video, len(signed.motion) // 2, None))
        sheet.paste(Image.fromarray(middle), (SIDE * (number % 3), SIDE * (number // 3)))
    sheet.save(Path(__file__).with_name("pictures") / "signers.jpg", quality=90, optimize=True)
