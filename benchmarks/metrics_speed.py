"""How fast alignment is beside the ``fastdtw`` package: figures of ``python -m benchmarks metrics``.

Run as a program it measures and prints JSON. A process of its own, as BLAS reads once how many threads it may use: one,
like fastdtw.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.table import Figure
from signsynth.metrics import Corpus, Sequence, evaluate
from signsynth.metrics.layout import SLRTP_178
from signsynth.metrics.warping import fast_paths, warping_path, warping_paths

SENTENCES, MEAN_FRAMES = 642, 114
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def figures(quick: bool) -> Iterator[Figure]:
    """Rows of the table."""
    command = [sys.executable, "-m", "benchmarks.metrics_speed", *(["--quick"] if quick else [])]
    held = json.loads(subprocess.run(command, env=os.environ | _ONE_THREAD, check=True, capture_output=True).stdout)
    theirs, (one, many) = f"{held['fastdtw_ms']:.1f} ms", (held[f"{name}_ms"] for name in ("one", "many"))
    times = held["fastdtw_ms"] / many
    yield Figure(
        f"exact alignment of {held['sentences']} pairs of 178 points: times faster than fastdtw",
        theirs,
        f"{times:.0f} × ({many:.2f} ms a pair)",
        "≥ 20 ×",
        times >= 20,
    )
    yield Figure("one pair alone", theirs, f"{held['fastdtw_ms'] / one:.0f} × ({one:.2f} ms)", "")
    yield Figure("alignments that cost more than fastdtw's", "", f"{held['worse']} of {held['pairs']}", "0",
                 held["worse"] == 0)  # fmt: skip
    seconds = held["corpus_s"]
    what = f"{held['sentences']} sentences of 178 points, all figures and controls"
    yield Figure(what, "", f"{seconds:.0f} s", "≤ 60 s", seconds <= 60)


def measured(quick: bool) -> dict[str, float]:
    """Milliseconds of processor time a pair, medians of rounds in which all three take turns; and the corpus."""
    real = _corpus(60 if quick else SENTENCES)
    own = real[1:] + real[:1]
    pairs = [tuple(s.halved().points.reshape(-1, 534) for s in pair) for pair in zip(own, real, strict=True)]
    few = pairs[: 10 if quick else 40]
    rounds = [
        (_ms(lambda: fast_paths(few)), _ms(lambda: [warping_path(*p) for p in few]), _ms(lambda: warping_paths(pairs)))
        for _ in range(3 if quick else 7)
    ]
    whole = np.median(rounds, axis=0) / [len(few), len(few), len(pairs)]
    costs = [[_cost(*pair, path) for pair, path in zip(few, find(few), strict=True)]
             for find in (warping_paths, fast_paths)]  # fmt: skip
    names = [str(k) for k in range(len(real))]
    corpora = [Corpus(dict(zip(names, side, strict=True))) for side in (own, real)]
    return {
        **dict(zip(("fastdtw_ms", "one_ms", "many_ms"), whole.tolist(), strict=True)),
        "worse": int((np.array(costs[0]) > np.array(costs[1]) * (1 + 1e-9)).sum()),
        "pairs": len(few),
        "sentences": len(real),
        "corpus_s": _ms(lambda: evaluate(*corpora)) / 1000,
    }


def _ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def _cost(first: np.ndarray, second: np.ndarray, path: np.ndarray) -> float:
    return float(np.linalg.norm(first[path[:, 0]] - second[path[:, 1]], axis=1).sum())


def _corpus(count: int) -> list[Sequence]:
    """Smooth random motion."""
    rng, found = np.random.default_rng(1), []
    for frames in rng.integers(MEAN_FRAMES // 2, MEAN_FRAMES * 3 // 2, count):
        knots = rng.normal(size=(frames // 6 + 3, 178 * 3)).cumsum(0) * 0.02
        at = np.linspace(0, len(knots) - 1.001, frames)
        low, share = at.astype(int), (at % 1)[:, None]
        points = knots[low] * (1 - share) + knots[low + 1] * share
        found.append(Sequence.of_array(points.reshape(frames, 178, 3), order=SLRTP_178))
    return found


if __name__ == "__main__":
    print(json.dumps(measured("--quick" in sys.argv)))
