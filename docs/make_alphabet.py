"""Make docs/alphabet.png: every written letter and digit as the viewer sees it. ``python docs/make_alphabet.py``"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from signsynth.render import SkeletonRenderer
from signsynth.writing.letters import WrittenSign, read_signs, realise

DOCS = Path(__file__).resolve().parent
SIGNS = DOCS.parent / "lexicon" / "ase" / "writing"
COLUMNS, CELL = 8, 150


def cell(sign: WrittenSign) -> np.ndarray:
    """One sign's first frame, cut to the hand, with its gloss."""
    frame = next(iter(SkeletonRenderer()(realise(sign)[:1], size=900)))[290:660, 120:490, :3]
    small = cv2.resize(frame, (CELL, CELL), interpolation=cv2.INTER_AREA)
    return cv2.putText(small, sign.gloss, (6, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 2, cv2.LINE_AA)


def main() -> None:
    alphabet = [sign for sign in read_signs(SIGNS) if len(sign.gloss) == 1 or sign.gloss.isdigit()]
    signs = sorted(alphabet, key=lambda sign: (sign.gloss.isdigit(), len(sign.gloss), sign.gloss))
    cells = [cell(sign) for sign in signs]
    cells += [np.full_like(cells[0], 255)] * (-len(cells) % COLUMNS)
    rows = [np.hstack(cells[start : start + COLUMNS]) for start in range(0, len(cells), COLUMNS)]
    cv2.imwrite(str(DOCS / "alphabet.png"), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
