"""Everything at once: hypotheses against references, with the controls beside them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Sequence as List
from dataclasses import asdict, dataclass, field
from typing import TypeVar

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.controls import CONTROLS, replay_share
from signsynth.metrics.corpus import Corpus
from signsynth.metrics.movement import fast_share, hand_rigidity, liveliness, motion_range, npss
from signsynth.metrics.sequence import Sequence
from signsynth.metrics.slrtp import Pair, aligned_errors, duration, mpjpe, pooled, total_distance
from signsynth.metrics.text import text_scores
from signsynth.metrics.warping import ALIGNERS

ALIKE_FPS = 0.01
_TOGETHER = 256
"""Pairs that are aligned at once."""
_Name = TypeVar("_Name", bound=Hashable)
HYPOTHESES = "hypotheses"


@dataclass(frozen=True)
class Evaluation:
    """What was measured.

    ``rows``      figures by the name of who is judged: the hypotheses, then the controls; names as in ``measure``, and
                  ``pairs_alike``: how many pairs are of one length, which MPJPE is of.
    ``pairs``     DTW-MJE of each pair that was measured, by name.
    ``left_out``  why a pair or file was not measured, by name.
    ``text``      BLEU and its like, where texts were given.
    """

    rows: dict[str, dict[str, float]]
    pairs: dict[str, float]
    left_out: dict[str, str] = field(default_factory=dict)
    text: dict[str, float] = field(default_factory=dict)
    units: str = ""

    def as_json(self) -> dict:
        """Plain numbers, None where there is none."""
        return _plain(asdict(self))


def evaluate(
    hypotheses: Corpus,
    references: Corpus,
    *,
    align: str = "exact",
    every_second: bool = True,
    training: Corpus | None = None,
    translations: Mapping[str, str] | None = None,
    seed: int = 0,
    progress: Callable[[List[List[str]]], Iterable[List[str]]] = lambda groups: groups,
) -> Evaluation:
    """Measure pairs of one name.

    ``align`` ``exact`` or ``fastdtw`` (what the SLRTP evaluator uses); ``every_second`` as it does, both sides.
    ``training`` adds the share of frames that were copied from it; ``translations`` are a back-translator's texts of
    hypotheses by name, compared with the references' own. Pairs that cannot be measured are named in ``left_out``.
    ``progress`` wraps groups of names, e.g. ``tqdm``. Errors: ``InputError`` where no pair is left.
    """
    if align not in ALIGNERS:
        raise InputError(f"alignment {align!r}, expected one of: {', '.join(ALIGNERS)}")
    left_out = {**hypotheses.left_out, **{f"reference {k}": v for k, v in references.left_out.items()}}
    pairs = _paired(hypotheses, references, left_out, every_second)
    names, errors = sorted(pairs), {}
    for group in progress([names[k : k + _TOGETHER] for k in range(0, len(names), _TOGETHER)]):
        errors |= _errors({name: pairs[name] for name in group}, align, left_out)
    names = sorted(errors)
    if not names:
        first = next(iter(left_out.items()), ("", "no name is in both"))
        raise InputError(f"no pair can be measured; the first: {first[0]}: {first[1]}")
    own, real = ([pairs[name][side] for name in names] for side in (0, 1))
    rows = {HYPOTHESES: _figures(own, real, [errors[name] for name in names])}
    for control, made in CONTROLS.items():
        stand_in = made(real, seed) if control == "shuffled" else made(real)
        apart = _errors(dict(enumerate(zip(stand_in, real, strict=True))), align, {})
        rows[control] = _figures(stand_in, real, list(apart.values()))
    if training is not None:
        known = [s.halved() if every_second else s for s in training.sequences.values()]
        rows[HYPOTHESES]["replay_share"] = replay_share(own, known)
    text = _text(translations, references, left_out) if translations else {}
    means = {name: float(np.nanmean(error)) for name, error in errors.items()}
    units = "shoulder widths" if own[0].order.name == "canonical178" else "the corpus's own units"
    return Evaluation(rows, means, left_out, text, units)


def _paired(hypotheses: Corpus, references: Corpus, left_out: dict[str, str], every_second: bool) -> dict[str, Pair]:
    pairs = {}
    for name in sorted({*hypotheses.sequences, *references.sequences}):
        own, real = hypotheses.sequences.get(name), references.sequences.get(name)
        if own is None or real is None:
            left_out.setdefault(name, "only among the " + ("references" if own is None else "hypotheses"))
            continue
        if own.order is not real.order:
            left_out[name] = f"layouts {own.order.name} and {real.order.name}, expected one"
        elif abs(own.fps - real.fps) > ALIKE_FPS * real.fps:
            left_out[name] = f"{own.fps:g} and {real.fps:g} frames a second, expected one rate (--fps)"
        elif not len(own) or not len(real):
            left_out[name] = f"{len(own)} and {len(real)} frames, expected at least one each"
        else:
            pairs[name] = (own.halved(), real.halved()) if every_second else (own, real)
    return pairs


def _errors(pairs: Mapping[_Name, Pair], align: str, left_out: dict[_Name, str]) -> dict[_Name, np.ndarray]:
    """Aligned errors by name; why a pair has none is noted. All at once, and one by one only where some pair fails."""
    try:
        return dict(zip(pairs, aligned_errors(list(pairs.values()), ALIGNERS[align]), strict=True))
    except InputError as error:
        if len(pairs) == 1:
            left_out[next(iter(pairs))] = str(error)
            return {}
    errors: dict[_Name, np.ndarray] = {}
    for name, pair in pairs.items():
        errors |= _errors({name: pair}, align, left_out)
    return errors


def _figures(own: List[Sequence], real: List[Sequence], errors: List[np.ndarray]) -> dict[str, float]:
    pairs = list(zip(own, real, strict=True))
    alike = [pair for pair in pairs if len(pair[0]) == len(pair[1])]
    rigid = [hand_rigidity(sequence) for sequence in own]
    fast = [fast_share(sequence) for sequence in own]
    return {
        "dtw_mje": pooled(errors),
        "mpjpe": mpjpe(alike),
        "total_distance": total_distance(pairs),
        "duration": duration(pairs),
        **liveliness(pairs),
        "npss": npss(pairs),
        "motion_range": motion_range(pairs),
        "hand_rigidity": float(np.nanmax(rigid)) if np.isfinite(rigid).any() else float("nan"),
        "fast_share": float(np.nanmean(fast)) if np.isfinite(fast).any() else float("nan"),
        "pairs": float(len(pairs)),
        "pairs_alike": float(len(alike)),
    }


def _text(translations: Mapping[str, str], references: Corpus, left_out: dict[str, str]) -> dict[str, float]:
    names = sorted(translations.keys() & references.texts.keys())
    for name in sorted(translations.keys() ^ references.texts.keys()):
        left_out.setdefault(
            f"text {name}", "only among the " + ("references" if name in references.texts else "translations")
        )
    if not names:
        raise InputError("no translation has a reference text of its name")
    return text_scores([translations[n] for n in names], [references.texts[n] for n in names])


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value
