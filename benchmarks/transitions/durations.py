"""How long transitions take: every rule on labelled real ones, and stitched sentences against fluent ones.

``python -m benchmarks.transitions.durations [DATA]``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions import recordings
from benchmarks.transitions.lengths import measured_lengths
from benchmarks.transitions.sentences import FPS, sentences
from benchmarks.transitions.tables import Compared, Table
from signsynth.motion import Motion
from signsynth.transition import TIMINGS, Duration, Tempo
from signsynth.transition.seam import Seam
from signsynth.transition.training.tempo import Gap, Movements, gaps, learned

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
GOAL_MS = 80
LAW = "ours, the law alone"
BOUNDS = ("the same transition in other recordings", "the same, pace of each recording known")
"""What nobody who sees both sides of a seam can know: how long this very transition took elsewhere."""
Rule = Callable[[Motion, Motion], float]


class Labelled(NamedTuple):
    """A real transition between two motions: what it is called, its recording, and its seconds."""

    name: str
    recording: str
    before: Motion
    after: Motion
    seconds: float


@dataclass(frozen=True)
class Constant:
    """Always the same seconds."""

    always_s: float

    def seconds(self, before: Motion, after: Motion) -> float:
        """The same."""
        return self.always_s

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """The same, in frames."""
        return max(1, round(self.always_s / pace * before.fps))


def spelled(data: Path) -> list[Labelled]:
    """Labelled transitions of `nsl23`: prepared spelling, sign after sign, by two signers."""
    found = []
    for recorded in (*recordings.nsl(data), *recordings.nsl_close(data)):
        motion = recorded.motion
        for past, segment, coming in zip(motion.segments, motion.segments[1:], motion.segments[2:], strict=False):
            if segment.kind == "transition":
                seconds = (segment.end - segment.start) / motion.fps
                sides = motion[past.start : segment.start], motion[segment.end : coming.end]
                found.append(Labelled(segment.label, recorded.name, *sides, seconds))
    return found


def conversed(data: Path, *, kept: bool = False) -> list[Labelled]:
    """Gaps between glosses of `dgs_sentences`, from and to what their maker has kept of the signs.

    ``kept`` counts half of the frames that were cut from both signs to the gap, as those that adjoin it.
    """
    found = []
    for sentence in sentences(data):
        for one, other in zip(sentence.signs, sentence.signs[1:], strict=False):
            if one.signed and other.signed:
                seconds = other.start_s - one.end_s + kept * (one.lost + other.lost) / 2 / FPS
                name = f"{one.gloss} {other.gloss}"
                found.append(Labelled(name, sentence.name, one.signed, other.signed, seconds))
    return found


def measured(methods: object, data: Path = DATA, limit: int | None = None) -> tuple[list[Table], list[Figure]]:
    """Tables of all rules and of all stitchings, and the figures that have goals (``methods`` do not matter)."""
    sets = {
        "nsl23": spelled(data),
        "dgs_sentences": conversed(data),
        "dgs, cut frames counted": conversed(data, kept=True),
    }
    rules = _rules(data)
    truths = {name: np.array([item.seconds for item in items]) for name, items in sets.items()}
    made = {
        rule: {name: np.array([make.seconds(i.before, i.after) for i in items]) for name, items in sets.items()}
        for rule, make in rules.items()
    }
    made["the law, fitted on the other recordings of the test set"] = {n: left_out(i, _law) for n, i in sets.items()}
    made["a constant, the same way"] = {n: left_out(i, _median) for n, i in sets.items()}
    made[f"{LAW}, pace of each recording known"] = {n: paced(i, made[LAW][n]) for n, i in sets.items()}
    others = repeated(sets["nsl23"])
    made["the same transition in other recordings"] = {"nsl23": others}
    made["the same, pace of each recording known"] = {"nsl23": paced(sets["nsl23"], others)}
    rows = {rule: [_cell(found.get(name), truth) for name, truth in truths.items()] for rule, found in made.items()}
    rows["real median"] = [f"{np.median(truth) * 1000:.0f}" for truth in truths.values()]
    for rule in (LAW, "ours, running text"):
        shares = [f"{_inside(rules[rule], items):.0%}" for items in sets.values()]
        rows[f"real ones within the 80 % interval, {rule}"] = shares
    columns = [f"{name} ({len(items)})" for name, items in sets.items()]
    tables = [Table("How long transitions take: mean absolute error in ms (median predicted)", columns, rows, _NOTE)]
    lengths, figures = measured_lengths(rules, data)
    errors = {rule: _pooled(made[rule], truths) for rule in ("distance", LAW, "ours")}
    bounds = {rule: _error_ms(made[rule]["nsl23"], truths["nsl23"]) for rule in BOUNDS}
    what = "tempo: duration of labelled transitions, mean absolute error"
    share = errors[LAW] / errors["distance"]
    return [*tables, lengths], [
        Figure(what, "", f"{errors[LAW]:.0f} ms", f"≤ {GOAL_MS} ms", errors[LAW] <= GOAL_MS),
        Figure(f"{what} ÷ the distance rule's", "", f"{share:.2f}", "< 1", share < 1),
        Figure(f"{what}, no faster than the signs (default)", "", f"{errors['ours']:.0f} ms", ""),
        *(Figure(f"{what}, `nsl23`, by {rule}", "", f"{error:.0f} ms", "") for rule, error in bounds.items()),
        *figures,
    ]


_NOTE = (
    "`nsl23` at 25 frames a second. `dgs_sentences` are gloss gaps of the corpus; their maker cut some frames of the\n"
    "signs next to them, which the third column counts (half) to the gap. What is fitted on the test set bounds what\n"
    "can be read off both sides of a seam; it is not used. “The same transition in other recordings”: the median of\n"
    "what the same signs took elsewhere, mostly by the same signer: whoever knows what is signed and by whom comes no\n"
    "nearer, and both sides of a seam say less. `ours` is never shorter than the signs' own speed allows; `the law\n"
    "alone` is what was learned. Neither times the letters of a word, which follow their own speed."
)


def _rules(data: Path) -> Mapping[str, object]:
    found = _training(data)
    seconds = [gap.seconds for gap in found]
    return {
        "a constant": Constant(float(np.exp(np.mean(np.log(seconds))))),
        "distance": Duration(),
        "Spoken2Sign's connector": _connector(found),
        "ours": TIMINGS["tempo"](),
        LAW: Tempo.load(),
        "ours, running text": Tempo.load("running"),
    }


def _cache() -> Path:
    return Path(os.environ.get("SIGNSYNTH_CACHE") or Path.home() / ".cache" / "signsynth") / "durations-1"


def _training(data: Path) -> list[Gap]:
    from signsynth.files.corpus import load_corpus, save_corpus
    from signsynth.pipeline.corpus import RECORDED, recorded

    path = _cache() / "recorded.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        save_corpus(path, [take for name in RECORDED for take in recorded(data / name)])
    return list(gaps(load_corpus(path), "any"))


def _connector(found: list[Gap]) -> object:
    from benchmarks.transitions.connector import ConnectorDuration, train

    path = _cache() / "connector.safetensors"
    if not path.exists():
        train(found, path)
    return ConnectorDuration.load(path)


def left_out(items: list[Labelled], fit: Callable[[list[Labelled]], Rule]) -> np.ndarray:
    """Seconds of each item by a rule that is fitted to the other recordings."""
    names = np.array([item.recording for item in items])
    found = np.zeros(len(items))
    for name in set(names):
        rule = fit([item for item in items if item.recording != name])
        for k in np.flatnonzero(names == name):
            found[k] = rule(items[k].before, items[k].after)
    return found


def _law(items: list[Labelled]) -> Rule:
    seams = np.array([Seam.between(item.before, item.after) for item in items])
    known = ~np.isnan(seams[:, 4:]).all(1)
    seconds = np.maximum([item.seconds for item in items], 1 / FPS)
    return learned(Movements(seams, seconds, np.full(len(items), "all")).taken(known)).seconds


def _median(items: list[Labelled]) -> Rule:
    return Constant(float(np.median([item.seconds for item in items]))).seconds


def paced(items: list[Labelled], made: np.ndarray) -> np.ndarray:
    """What was ``made (n,)`` times how slow the other transitions of the same recording are."""
    names, found = np.array([item.recording for item in items]), made.copy()
    truth = np.array([item.seconds for item in items])
    for k in range(len(items)):
        others = (names == names[k]) & (np.arange(len(items)) != k)
        if others.any():
            found[k] = made[k] * np.median(truth[others]) / np.median(made[others])
    return found


def repeated(items: list[Labelled]) -> np.ndarray:
    """The median of the transitions between the same signs in other recordings."""
    found = np.full(len(items), np.nan)
    for k, item in enumerate(items):
        others = [o.seconds for o in items if o.name == item.name and o.recording != item.recording]
        found[k] = np.median(others) if others else np.nan
    return found


def _cell(made: np.ndarray | None, truth: np.ndarray) -> str:
    if made is None:
        return ""
    return f"{_error_ms(made, truth):.0f} ({np.nanmedian(made) * 1000:.0f})"


def _error_ms(made: np.ndarray, truth: np.ndarray) -> float:
    return float(np.nanmean(np.abs(made - truth)) * 1000)


def _pooled(made: dict[str, np.ndarray], truths: dict[str, np.ndarray]) -> float:
    """Milliseconds over both sets, as labelled."""
    names = ("nsl23", "dgs_sentences")
    return float(np.concatenate([np.abs(made[name] - truths[name]) for name in names]).mean() * 1000)


def _inside(tempo: Tempo, items: list[Labelled]) -> float:
    intervals = np.array([tempo.distribution(item.before, item.after).interval(0.8) for item in items])
    seconds = np.maximum([item.seconds for item in items], 0.5 / FPS)
    return float(((intervals[:, 0] <= seconds) & (seconds <= intervals[:, 1])).mean())


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder of the real recordings")
    tables, figures = measured(None, parser.parse_args().data)
    print(Compared("Durations", "python -m benchmarks.transitions.durations", figures, "", tables).markdown())


if __name__ == "__main__":
    main()
