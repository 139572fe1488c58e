"""How smooth joins are, how fast hands move inside signs, and whether the first clip's rate changes the length."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.lexicons import SOURCES, Source, lexicon_folder
from benchmarks.peer import Peer
from benchmarks.table import Figure, Section
from signsynth.files import load_motion
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion, Segment
from signsynth.motion.continuity import wrist_derivatives
from signsynth.pipeline import Translator
from signsynth.pipeline.clips import Clips, labelled, signed_span
from signsynth.transition import TIMINGS, TRANSITIONS, carried, join
from signsynth.transition.duration import tempo_sw_s

FPS = 25.0
RANDOM_SENTENCES, SIGNS = 40, 6


@dataclass(frozen=True)
class Measured:
    """Speed, acceleration and jerk at joins divided by those inside, the speed inside, transitions in ms."""

    ratios: np.ndarray
    inside_sw_s: float
    transitions_ms: np.ndarray

    @classmethod
    def of(cls, motions: Iterable[Motion]) -> Measured:
        """Pooled over motions of one rate or several: derivatives are per second."""
        joins, inside, lengths = ([], [], []), ([], [], []), []
        for motion in motions:
            for into, values in zip((joins, inside), wrist_derivatives(motion), strict=True):
                for order in range(3):
                    into[order].append(values[order])
            signs = [s for s in motion.segments if s.kind == "sign"]
            between = [
                s for s in motion.segments if s.kind == "transition" and signs[0].end <= s.start < signs[-1].start
            ]
            lengths += [(s.end - s.start) / motion.fps * 1000 for s in between]
        means = [[np.concatenate(values).mean() for values in side] for side in (joins, inside)]
        return cls(np.divide(*means), float(means[1][0]), np.array(lengths))

    def __str__(self) -> str:
        return " / ".join(f"{ratio:.2f}" for ratio in self.ratios)


def peer_motions(peer: Peer, source: Source, sentences: Iterable[Iterable[str]]) -> list[Motion]:
    """The peer's sentences on the canonical skeleton, its joins marked as transitions."""
    with tempfile.TemporaryDirectory() as out:
        job = {"lexicon": str(lexicon_folder(source)), "spoken": source.spoken, "signed": source.signed, "out": out}
        found = peer.run({**job, "sentences": [list(words) for words in sentences], "repeat": 0})
        return [marked(load_motion(Path(result["pose"])), result["joins"]) for result in found]


def marked(motion: Motion, joins: Iterable[tuple[int, int]]) -> Motion:
    """Segments from the frames of joins: signs before, between and after them."""
    segments, at = [], 0
    for start, end in joins:
        segments += [Segment(at, start), Segment(start, end, "transition")]
        at = end
    return replace(motion, segments=(*segments, Segment(at, len(motion))))


def random_sentences(clips: Clips, labels: list[str], transition: str) -> Iterator[Motion]:
    """Six different signs in random order, joined as by default; every lexicon's letters and digits aside."""
    rng, timing = np.random.default_rng(0), TIMINGS["tempo"]()
    for _ in range(RANDOM_SENTENCES):
        chosen = rng.choice(labels, min(SIGNS, len(labels)), replace=False)
        parts = carried([labelled(clips(label), label) for label in chosen])
        yield join(parts, TRANSITIONS[transition](), duration=timing)


def native_speed(lexicon: Lexicon, labels: Iterable[str]) -> float:
    """Mean wrist speed in the recordings themselves, at their own rate, from first to last frame of the sign."""
    speeds, weights = [], []
    for label in labels:
        motion = lexicon.motion(lexicon.best(label))
        span = signed_span(motion)
        speeds.append(tempo_sw_s(motion[span.slice]))
        weights.append(len(span) / motion.fps)
    return float(np.average(speeds, weights=weights))


def figures(peer: Peer, source: Source) -> Iterator[Figure]:
    """All rows of one lexicon."""
    lexicon = Lexicon.open(lexicon_folder(source))
    translate = Translator(lexicon, spoken=source.spoken, fps=FPS)
    texts = [" ".join(words) for words in source.sentences]
    ours = Measured.of(translate(text).motion for text in texts)
    theirs = Measured.of(peer_motions(peer, source, source.sentences))
    what = f"{source.name}: speed / acceleration / jerk at joins ÷ inside"
    yield Figure(what, str(theirs), str(ours), "≤ 1.0 each", bool((ours.ratios <= 1).all()))
    clips = Clips(lexicon, FPS)
    labels = [label for label in lexicon if len(label) > 1]
    for name in TRANSITIONS:
        pooled = Measured.of(random_sentences(clips, labels, name))
        what = f"{source.name}: the same, {RANDOM_SENTENCES} random sentences, {name}"
        yield Figure(what, "", str(pooled), "≤ 1.0 each", bool((pooled.ratios <= 1).all()))
    times = "{:.0f} / {:.0f} ms".format(*np.percentile(pooled.transitions_ms, [50, 90]))
    yield Figure(f"{source.name}: transitions, median / nine tenths", "", times, "real signing 170 / 380")
    used = [s.label for text in texts for s in translate(text).motion.segments if s.kind == "sign"]
    native = native_speed(lexicon, used)
    against = ours.inside_sw_s / native
    row = (f"{theirs.inside_sw_s / native:.2f} ×", f"{against:.2f} × ({ours.inside_sw_s:.2f} a second)", "0.9 to 1.1 ×")
    yield Figure(f"{source.name}: wrist speed inside signs ÷ native recording", *row, 0.9 <= against <= 1.1)


def length_ratio(peer: Peer) -> Figure:
    """The same two signs, once with the slower clip first and once with the faster one."""
    source = SOURCES[2]
    orders = (("kleine", "pizza"), ("pizza", "kleine"))
    translate = Translator(Lexicon.open(lexicon_folder(source)), spoken=source.spoken, fps=FPS)
    frames = [sum(s.end - s.start for s in translate(" ".join(o)).motion.segments if s.kind == "sign") for o in orders]
    theirs = [motion.duration_s for motion in peer_motions(peer, source, orders)]
    ratios = [max(lengths) / min(lengths) for lengths in (theirs, frames)]
    what = "the same signs at 24 and 25 frames/s, either first: length ratio"
    return Figure(what, f"{ratios[0]:.2f}", f"{ratios[1]:.2f}", "1.00", ratios[1] < 1.005)


def section(quick: bool = False) -> Section:
    """Joins, speeds and lengths on three lexicons; ``quick`` measures the smallest alone."""
    peer = Peer.installed()
    rows = [row for source in (SOURCES[2:] if quick else SOURCES) for row in figures(peer, source)]
    note = (
        "Joins ÷ inside as in `signsynth.motion.continuity`; real signing has 0.99 / 0.79 / 0.76. Single\n"
        "recorded signs lie four to six times as far apart as signs of a sentence, above all where a resting hand\n"
        "must rise, so transitions that move no faster than the signs are longer than real ones."
    )
    return Section("Joins", "python -m benchmarks joins", [*rows, length_ratio(peer)], note)
