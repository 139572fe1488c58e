"""How long stitched sentences are, against the same sentences as really signed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions.sentences import FPS, Sentence, sentences, whole_sentence
from benchmarks.transitions.tables import Table
from signsynth.motion import Motion
from signsynth.pipeline.clips import CUTS, Cut, labelled, trimmed
from signsynth.stages import Timing
from signsynth.transition import Linear, carried, join

GOAL_RATIO = 1.4


def measured_lengths(rules: Mapping[str, Timing], data: Path) -> tuple[Table, list[Figure]]:
    """A table with a row for each cut and rule (name -> ``Timing``), and the figures that have goals."""
    everyone = sentences(data)
    found = [sentence for sentence in everyone if any(sign.listed for sign in sentence.signs)]
    real = sum(sentence.seconds for sentence in found)
    whole = whole_sentence(data)
    files = float(np.mean([s.stitched_s / s.fluent_s for s in everyone]))
    others = sum(sentence.stitched_s for sentence in found) / real, whole.stitched_s / whole.seconds
    rows = {"stitched by others": ["", "", *(f"{ratio:.2f}" for ratio in others)], "real": _real(found, real)}
    ratios = {}
    for cut_name, cut in CUTS.items():
        for name, rule in rules.items():
            joined = [stitched(sentence, rule, cut()) for sentence in found]
            signs = sum(s.end - s.start for m in joined for s in m.segments if s.kind == "sign") / FPS
            between = [(s.end - s.start) / FPS for m in joined for s in m.segments if s.kind == "transition"]
            ratios[cut_name, name] = ratio = (signs + sum(between)) / real
            other = stitched(whole, rule, cut()).duration_s / whole.seconds
            cells = [f"{signs:.1f} s", f"{np.mean(between) * 1000:.0f} ms", f"{ratio:.2f}", f"{other:.2f}"]
            rows[f"{cut_name} cut, {name}"] = cells
    note = (
        f"{len(found)} sentences in which {sum(sign.listed is not None for s in found for sign in s.signs)} of "
        f"{sum(len(s.signs) for s in found)} signs are dictionary signs; the others are as signed, in all rows.\n"
        "Real time is from the start of the first gloss to the end of the last: the fluent file has five frames in\n"
        f"place of each real transition. File ÷ file, the mean of all 16, is {files:.2f}. The sentence of the last\n"
        "column was not cut by anyone: its six signs are whole dictionary clips."
    )
    columns = ["signs", "a transition, mean", "length ÷ real time", "one whole sentence"]
    table = Table("Stitched sentences against fluent ones", columns, rows, note)
    what = "stitched ÷ fluent length, dictionary signs"
    return table, [
        Figure(f"{what}, {cut} cut, {rule}", f"{files:.2f}", f"{value:.2f}", f"≤ {GOAL_RATIO}", value <= GOAL_RATIO)
        for (cut, rule), value in ratios.items()
        if rule in ("ours", "ours, running text")
    ]


def _real(found: list[Sentence], real: float) -> list[str]:
    signed = sum(sign.end_s - sign.start_s for sentence in found for sign in sentence.signs)
    count = sum(len(sentence.signs) - 1 for sentence in found)
    return [f"{signed:.1f} s", f"{(real - signed) / count * 1000:.0f} ms", "1.00", "1.00"]


def stitched(sentence: Sentence, rule: Timing, cut: Cut) -> Motion:
    """Dictionary signs where there are some, cut by us, joined with as many frames as the rule says."""
    shown = [(s, trimmed(s.listed, cut) if s.listed else s.signed) for s in sentence.signs]
    parts = [labelled(motion, sign.gloss) for sign, motion in shown if motion]
    return join(carried(parts), Linear(), rest=False, duration=rule)
