"""Written signs: how many become motion, how they agree with another realiser, how natural they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.lexicons import SHARED_DATA, SOURCES, Source, lexicon_folder
from benchmarks.ngt import Hands, acting, aligned, ours, realised, theirs
from benchmarks.strokes import Strokes
from benchmarks.table import Figure, Section
from signsynth.body.fit.faults import faults
from signsynth.motion import Motion
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.writing.notation import Sign

WRITING = Path(__file__).resolve().parents[1] / "lexicon" / "ase" / "writing"
EVERY_QUICK, EVERY_FAULTS = 110, 5
NEAR_ZONE, NEAR_SW = 0.35, 0.3
"""The same location: heights on the scale hips 0, shoulders 1, eyes 2; and sideways."""
NEAR_DEG = 45.0
CLOSED_DEG = (70.0, 85.0)
"""The same hand shape: no finger's knuckle or middle joint differs by more, bends beyond a closed finger's left out."""
TOUCHING_SW = 0.25


def section(quick: bool) -> Section:
    """The table. Errors: ``FileNotFoundError`` without the shared data."""
    figures = (
        _ngt(EVERY_QUICK if quick else 1)
        + _natural(5 if quick else 1)
        + _transcribed(SOURCES[:1] if quick else SOURCES[:2], 4 if quick else 1)
    )
    return Section("Written signs", "python -m benchmarks writing", figures, _NOTE)


_NOTE = (
    "Agreement is with `motion.npz`: what another realiser makes of the same files on a body of other\n"
    "proportions. It is no truth, but two readings of one notation should meet. Compared is from the first\n"
    "posture to the last; the way from and to rest is not. Paths are those of the palm, aligned in time; *offset*\n"
    "means that the mean difference of each sign is taken off. Their directions are turned by a quarter, in\n"
    "movements and in orientations: what is written up points to the signer, what is written out points up;\n"
    "*turned back* means that their whole way is turned again. Location is that of the written place of the hand\n"
    "(the palm where none is written) at the first posture: in height as a share from hips over shoulders to\n"
    "eyes, and sideways. Hand shape is what HamNoSys tells apart: knuckle and middle joint of the four fingers\n"
    "straight, round or bent, at the first and last posture, the same within 45 degrees; their closed fingers\n"
    "bend by 290 degrees and ours by 220, and both are closed. [writing-review.md](writing-review.md) judges the\n"
    "worst disagreements. Real movements are those of the asl100 recordings, from a tenth of the peak speed to a\n"
    "tenth."
)


def _ngt(every: int) -> list[Figure]:
    other = theirs(SHARED_DATA)
    rows, touching, deep, frames, failed, warned, count = [], [], 0, 0, 0, 0, 0
    spent = []
    signs = realised(SHARED_DATA, every)
    while True:
        start = time.process_time()
        found = next(signs, None)
        if found is None:
            break
        spent.append(time.process_time() - start)
        name, sign, done = found
        count += 1
        if sign is None or done is None:
            failed += 1
            continue
        warned += bool(done.warnings)
        rows.append(agreement(sign, done.motion, other[name], touching))
        if count % EVERY_FAULTS == 0:
            found = faults(done.motion)
            deep += int(((np.nan_to_num(found.body_m, nan=-1).max(1) > 0.01) | (found.hands_m > 0.01)).sum())
            frames += len(done.motion)
    path, offset, back, zone, aside, bend = np.array(rows).T
    same = (zone < NEAR_ZONE) & (aside < NEAR_SW)
    share, location, shape = 1 - failed / count, float(same.mean()), float((bend < NEAR_DEG).mean())
    warm, total = float(np.median(spent[5:])), float(np.sum(spent)) * 2203 / count
    off, left = float(np.median(offset)), float(np.median(path))
    inside, together = deep / max(frames, 1), float(np.mean(touching))
    return [
        Figure(f"NGT signs realised, of {count}", "", f"{100 * share:.1f} %", "≥ 99 %", share >= 0.99),
        Figure("signs with a warning that names what is approximated", "", f"{warned}", ""),
        Figure("dominant palm's path off, median (offset)", "", _sw(off), "≤ 0.25", off <= 0.25),
        Figure("the same, their ways turned back", "", _sw(float(np.median(back))), ""),
        Figure("dominant palm's path off, offset left in", "", _sw(left), ""),
        Figure("location agrees", "", f"{100 * location:.1f} %", "≥ 90 %", location >= 0.9),
        Figure("hand shape agrees", "", f"{100 * shape:.1f} %", "≥ 90 %", shape >= 0.9),
        Figure("frames where hands are together: agree", "", f"{100 * together:.1f} %", ""),
        Figure("frames with a hand over 1 cm inside", "", f"{100 * inside:.2f} %", "< 1 %", inside < 0.01),
        Figure("realise one sign, warm, processor time", "", f"{1000 * warm:.0f} ms", "≤ 50 ms", warm <= 0.05),
        Figure("2,203 signs, processor time", "", f"{total / 60:.1f} min", "≤ 2 min", total <= 120),
    ]


def _sw(value: float) -> str:
    return f"{value:.2f} shoulder widths"


def agreement(sign: Sign, motion: Motion, other: Hands, touching: list[float]) -> tuple[float, ...]:
    """Path off with offset, without, without and turned back; location off in height, sideways; a finger's joint off.

    ``touching`` gets the share of frames in which both hold their hands together, or both do not.
    """
    one, used = ours(motion), motion.confidence[:, [LEFT_HAND.start, RIGHT_HAND.start]].any(0)
    side = 1 if used[1] else 0
    way, theirs_way, back = (hands.palms[:, side] for hands in (one, other, other.turned_back()))
    at = aligned(way, theirs_way)
    apart = way - theirs_way[at]
    if used.all():
        together = [_closest(hands) < TOUCHING_SW for hands in (one.points, other.points[at])]
        touching.append(float((together[0] == together[1]).mean()))
    bend = np.abs(_bends(one, side) - _bends(other, side)).max()
    here, there = (hands.site(acting(sign))[0, side] for hands in (one, other))
    return (
        float(np.linalg.norm(apart, axis=-1).mean()),
        _varying(apart),
        _varying(way - back[aligned(way, back)]),
        float(abs(one.zones(here) - other.zones(there))),
        float(abs(here[0] - there[0])),
        float(bend),
    )


def _varying(apart: np.ndarray) -> float:
    """Mean length of what differs from the mean of ``apart (n, 3)``."""
    return float(np.linalg.norm(apart - apart.mean(0), axis=-1).mean())


def _bends(hands: Hands, side: int) -> np.ndarray:
    """Knuckles and middle joints of the four fingers at the first and last frame ``(2, 4, 2)``."""
    return np.minimum(hands.bends[[0, -1], side, 1:, :2], CLOSED_DEG)


def _closest(points: np.ndarray) -> np.ndarray:
    """Least distance of the hands' points ``(n,)``."""
    return np.linalg.norm(points[:, 0, :, None] - points[:, 1, None], axis=-1).min((1, 2))


def _natural(every: int) -> list[Figure]:
    """Our ASL words against the recordings of the same words."""
    from signsynth.lexicon import Lexicon
    from signsynth.writing import read_folder

    source = next(source for source in SOURCES if source.name == "asl100")
    recorded = Lexicon.open(lexicon_folder(source))
    written = [w for w in read_folder(WRITING) if w.file.suffix == ".sigml" and w.gloss in recorded][::every]
    mine = Strokes.of(w.realise(25.0).motion for w in written)
    real = Strokes.of(recorded.motion(recorded[w.gloss][0]) for w in written)
    figures = []
    for what, a, b in (
        ("peak speed ÷ mean speed of a movement", mine.peak, real.peak),
        ("exponent of speed against curvature", mine.power, real.power),
        ("log10 of dimensionless jerk", mine.jerk, real.jerk),
        ("seconds of a movement", mine.seconds, real.seconds),
    ):
        figures.append(Figure(what, "", f"{a:.2f} (real {b:.2f})", "within 20 %", abs(a - b) <= 0.2 * abs(b)))
    return figures


def _transcribed(sources: Sequence[Source], every: int) -> list[Figure]:
    """Recordings written down and realised again: is the nearest recording of the set one of their own gloss?"""
    from signsynth.lexicon import Lexicon
    from signsynth.motion.likeness import SignCode, likeness
    from signsynth.writing import realise
    from signsynth.writing.transcribe import transcribe

    figures = []
    for source in sources:
        lexicon = Lexicon.open(lexicon_folder(source))
        known = [(gloss, entry) for gloss, entries in lexicon.items() for entry in entries[:3]]
        codes = [SignCode.of(lexicon.motion(entry)) for _, entry in known]
        hits = []
        for gloss in list(lexicon)[::every]:
            again = realise(transcribe(lexicon.motion(lexicon[gloss][0]), gloss).sign).motion
            nearest = likeness(SignCode.of(again), codes).argmin()
            hits.append(known[nearest][0] == gloss)
        share = float(np.mean(hits))
        what = f"{source.name}: written down and realised, nearest recording is its own, of {len(hits)}"
        figures.append(Figure(what, "", f"{100 * share:.0f} %", "≥ 80 %", share >= 0.8))
    return figures
