"""The known figures of DTW-MJE's controls under every reading of their definition.

``python -m benchmarks.metrics_controls`` prints the table of docs/metrics.md. Needs the ``[metrics]`` extra and
``../shared/data``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.lexicons import SHARED_DATA
from signsynth.files.sequences import read_skels
from signsynth.metrics import Sequence
from signsynth.metrics.slrtp import aligned_errors
from signsynth.metrics.warping import Aligner, fast_paths, warping_paths

KNOWN = {"noise 0.02": 0.0320, "static mean pose": 0.1499, "time-reversed": 0.1571, "another sentence": 0.1824}
"""Measured on 15 sequences of the same source, 1,942 frames, of which 10 with 1,172 are at hand."""
_FRAMES = 1942
Points = list[np.ndarray]
"""A corpus: ``(frames, 50, 3)`` each."""


def real() -> Points:
    """The ten sequences at 25 frames a second."""
    folder = SHARED_DATA / "phoenix14t" / "skels"
    return [s.points for name in ("train", "dev") for s in read_skels(folder / f"{name}.skels")]


def noisy(points: Points) -> list[Points]:
    """0.02 on every coordinate."""
    rng = np.random.default_rng(0)
    return [[p + rng.normal(0, 0.02, p.shape) for p in points]]


def mean_pose(points: Points) -> list[Points]:
    """The mean of all frames, as long as each."""
    return _frozen(points, [np.concatenate(points).mean(0)] * len(points))


def backwards(points: Points) -> list[Points]:
    """Each from its last frame."""
    return [[p[::-1] for p in points]]


def others(points: Points) -> list[Points]:
    """Each against every other one: all rotations of the list."""
    return [points[k:] + points[:k] for k in range(1, len(points))]


CONTROLS = dict(zip(KNOWN, (noisy, mean_pose, backwards, others), strict=True))


@dataclass(frozen=True)
class Reading:
    """One way to read the definitions; the default is what the challenge's evaluator does."""

    says: str
    align: Aligner = fast_paths
    step: int = 2
    start: int = 0
    of_pairs: bool = False
    """Mean of the pairs' means; otherwise all aligned frames of the corpus are pooled."""
    normal: Callable[[np.ndarray], np.ndarray] = lambda points: points
    controls: tuple[tuple[str, Callable[[Points], list[Points]]], ...] = ()
    """What takes the place of one of ``CONTROLS``."""

    def value(self, control: str, points: Points) -> float:
        """DTW-MJE of one control."""
        points = [self.normal(p) for p in points]
        found = [
            e for made in dict(CONTROLS, **dict(self.controls))[control](points) for e in self.errors(made, points)
        ]
        return float(np.mean([e.mean() for e in found]) if self.of_pairs else np.concatenate(found).mean())

    def errors(self, made: Points, points: Points) -> list[np.ndarray]:
        """Of each pair the distances of joints ``(steps, 50)``."""
        pairs = zip(made, points, strict=True)
        seen = [tuple(Sequence.of_array(side[self.start :: self.step]) for side in pair) for pair in pairs]
        return aligned_errors(seen, self.align)


def readings() -> Iterator[Reading]:
    """Every reading that the words leave room for."""
    yield Reading("as the evaluator: radius-1 fastdtw, frames 0, 2, 4 …, all aligned frames pooled")
    yield Reading("exact alignment", align=warping_paths)
    yield Reading("frames 1, 3, 5 …", start=1)
    yield Reading("every frame", step=1)
    yield Reading("mean of the pairs' means", of_pairs=True)
    yield Reading("mean of the pairs' means, frames 1, 3, 5 …", of_pairs=True, start=1)
    yield Reading("shoulders scaled to 0.334 in each sequence", normal=_same_shoulders)
    yield Reading("static: each one's own mean pose", controls=(("static mean pose", _own_mean),))
    yield Reading("static: each one's first frame", controls=(("static mean pose", _first_frame),))
    yield Reading("static: mean of the sequences' means", controls=(("static mean pose", _mean_of_means),))
    yield Reading("another: the next one only", controls=(("another sentence", lambda p: [p[1:] + p[:1]]),))
    stretched = (("another sentence", _stretched),)
    yield Reading("another: the next one, brought to the right length", controls=stretched)
    yield Reading("the last, mean of the pairs' means, frames 1, 3, 5 …", of_pairs=True, start=1, controls=stretched)


def table(points: Points) -> str:
    """Values and how far they are off, in Markdown."""
    lines = ["| reading | " + " | ".join(f"{name} ({known:.4f})" for name, known in KNOWN.items()) + " |"]
    lines += ["|---|" + "---|" * len(KNOWN)]
    for reading in readings():
        values = [reading.value(name, points) for name in KNOWN]
        cells = [f"{v:.4f}, {100 * (v / k - 1):+.1f} %" for v, k in zip(values, KNOWN.values(), strict=True)]
        lines.append(f"| {reading.says} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, *_missing(points)])


def _missing(points: Points) -> Iterator[str]:
    """What the five that are not at hand would have to be, and what single ones are."""
    yield "| **one sequence alone, least to most** | " + " | ".join(_range(name, points) for name in KNOWN) + " |"
    have = sum(map(len, points))
    needed = [(k * _FRAMES - Reading("").value(n, points) * have) / (_FRAMES - have) for n, k in KNOWN.items()]
    yield "| **what the five would have to be** | " + " | ".join(f"{value:.3f}" for value in needed) + " |"


def _range(control: str, points: Points) -> str:
    rows = [[e.mean() for e in Reading("").errors(made, points)] for made in CONTROLS[control](points)]
    each = np.mean(rows, axis=0)
    return f"{each.min():.3f} to {each.max():.3f}"


def _frozen(points: Points, poses: list[np.ndarray]) -> list[Points]:
    return [[np.repeat(pose[None], len(p), 0) for p, pose in zip(points, poses, strict=True)]]


def _own_mean(points: Points) -> list[Points]:
    return _frozen(points, [p.mean(0) for p in points])


def _first_frame(points: Points) -> list[Points]:
    return _frozen(points, [p[0] for p in points])


def _mean_of_means(points: Points) -> list[Points]:
    return _frozen(points, [np.mean([p.mean(0) for p in points], axis=0)] * len(points))


def _stretched(points: Points) -> list[Points]:
    other = points[1:] + points[:1]
    return [[o[np.linspace(0, len(o) - 1, len(p)).round().astype(int)] for o, p in zip(other, points, strict=True)]]


def _same_shoulders(points: np.ndarray) -> np.ndarray:
    return points * 0.334 / np.linalg.norm(points[:, 2] - points[:, 5], axis=-1).mean()


if __name__ == "__main__":
    print(table(real()))
