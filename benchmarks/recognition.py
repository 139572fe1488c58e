"""Whether real recordings recognise the written vocabulary: ``python -m benchmarks recognition``.

Each written sign is compared with the 100 recordings of ``asl100`` (one signer) by ``signsynth.motion.likeness``:
hand shape, orientation, place and path of both hands, time-warped. Its own recording should be the nearest.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.alphabet import SIGNS
from benchmarks.lexicons import SOURCES, lexicon_folder
from benchmarks.table import Figure, Section
from signsynth.lexicon import Lexicon
from signsynth.motion.likeness import SignCode, likeness
from signsynth.writing.realise import FPS
from signsynth.writing.source import Written, read_folder

MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE",
    "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
NEAREST, AMONG = 0.85, 0.95


def recordings() -> tuple[list[str], list[SignCode]]:
    """Glosses of the 100 recordings, and what of them is compared."""
    lexicon = Lexicon.open(lexicon_folder(next(source for source in SOURCES if source.name == "asl100")))
    return list(lexicon), [SignCode.of(lexicon.motion(lexicon[gloss][0])) for gloss in lexicon]


def vocabulary(folder: Path, glosses: list[str]) -> list[Written]:
    """Written words and months that were recorded; letters and digits have their own benchmark."""
    return [sign for sign in read_folder(folder) if sign.gloss in glosses and len(sign.gloss) > 2]


def ranks(signs: list[Written], glosses: list[str], codes: list[SignCode]) -> dict[str, tuple[int, str, float]]:
    """Of each sign: how many recordings are nearer than its own, the nearest one, and how much nearer it is."""
    found = {}
    for sign in signs:
        far = likeness(SignCode.of(sign.realise(FPS).motion), codes)
        own, first = float(far[glosses.index(sign.gloss)]), int(far.argmin())
        found[sign.gloss] = (int((far < own).sum()), glosses[first], own - float(far[first]))
    return found


def _share(places: np.ndarray, best: int) -> float:
    return float((places < best).mean()) if len(places) else float("nan")


def section(quick: bool = False) -> Section:
    """How many written signs are nearest to their own recording, and what the others are taken for.

    ``quick`` takes every fourth sign.
    """
    glosses, codes = recordings()
    found = ranks(vocabulary(SIGNS, glosses)[:: 4 if quick else 1], glosses, codes)
    figures = []
    groups = {"words and months": set(found), "words": set(found) - set(MONTHS), "months": set(found) & set(MONTHS)}
    for name, group in groups.items():
        places = np.array([found[gloss][0] for gloss in sorted(group)])
        for what, best, goal in (("nearest", 1, NEAREST), ("among the nearest three", 3, AMONG)):
            share = _share(places, best)
            ours = f"{100 * share:.0f} % of {len(places)}"
            aim = f"≥ {100 * goal:.0f} %" if group == set(found) else ""
            figures.append(Figure(f"{name}: own recording {what}", "", ours, aim, share >= goal if aim else None))
    failed = {gloss: value for gloss, value in found.items() if value[0]}
    listed = ", ".join(
        f"{gloss} (own is number {place + 1}; nearest {other}, {nearer:.2f} nearer)"
        for gloss, (place, other, nearer) in sorted(failed.items(), key=lambda pair: pair[1][0])
    )
    note = (
        f"Not recognised: {listed or 'none'}. One recording of one signer a word; none was reviewed by a Deaf signer."
    )
    return Section("Recognition of the written vocabulary", "python -m benchmarks recognition", figures, note)
