"""Part 7: what each part of the learned model is worth: the same training without it, and the same model used without.

All networks are trained with one small budget (``ablated``): compare them with each other, not with the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.table import Figure
from benchmarks.transitions import gaps, two_sample
from benchmarks.transitions.ablated import ABLATED, STEPS, Ablation, ablations
from benchmarks.transitions.methods import REFERENCE, SAMPLED, Methods
from benchmarks.transitions.observed import observed_table
from benchmarks.transitions.tables import Table
from signsynth.lexicon.place import cache_folder
from signsynth.transition import TRANSITIONS
from signsynth.transition.diffusion import Diffusion

WHOLE = next(iter(ABLATED))
TESTED = 4
"""A two-sample test takes so many times more windows than a cell of gaps."""
_GAPS_NOTE = (
    f"Every network with {STEPS:,} steps, one seed, one corpus, and the mixture and law of activity that shipped when\n"
    "they were trained. `physical graph only` lacks the learned adjacency, `no graph` both; `one side`: the encoder\n"
    "sees the frames before the gap only (the mixture sees both). `mixture alone` adds nothing to the guess, `no\n"
    "tremor` draws without texture; both are switches of use, with the weights of the first network. Means take all\n"
    "of the correction here, whatever share was best on the sets left out (`trust` below), so that networks differ."
)
_LEARNED_NOTE = (
    "Variance left: what denoising leaves of the waves, on sets that training never saw (`asl_selfrecorded`,\n"
    "`mocap_sample`, `msl150`), after so many steps; 1 is knowing nothing. Mean ÷ mixture: distance of the mean\n"
    "prediction there over the mixture's at the end, with all of the correction; `trust` is the share that is used.\n"
    "Told from real: accuracy of the two-sample test of drawn gaps, as recorded and smoothed; 0.5 is perfect."
)


def measured(methods: Methods, data: Path, limit: int) -> tuple[list[Table], list[Figure]]:
    """Errors of gaps, what was learned, and what becomes of observed frames; trains first what is not in the cache.

    ``limit`` windows a cell; of ``methods`` those are looked at that also return observed frames.
    """
    trained = ablations(cache_folder())
    return tables(trained, methods, data, limit), []


def tables(trained: Mapping[str, Ablation], methods: Methods, data: Path, limit: int) -> list[Table]:
    """The three tables of networks that are trained."""
    rows = switched(trained)
    reference = {name: TRANSITIONS[name]() for name in ("linear", REFERENCE)}
    (errors, _), _ = gaps.measured(reference | rows, data, limit)
    drawn = {name: row for name, row in rows.items() if row.sample}
    (told,), _ = two_sample.measured(reference | drawn, data, TESTED * limit)
    return [
        Table("Ablations: masked gaps in real motion", errors.columns, errors.rows, _GAPS_NOTE),
        learned_table(trained, told.rows),
        observed_table(methods, data, limit),
    ]


def switched(trained: Mapping[str, Ablation]) -> dict[str, Diffusion]:
    """Name -> method: mean and draw of every network, and the first one with parts of its use switched off."""
    rows: dict[str, Diffusion] = {}
    for name, ablation in trained.items():
        rows[name] = Diffusion(replace(ablation.model, trust=1.0), sample=False)
        rows[name + SAMPLED] = Diffusion(ablation.model)
    whole = trained[WHOLE].model
    rows["mixture alone"] = Diffusion(whole, sample=False, share=0.0)
    rows["no tremor" + SAMPLED] = Diffusion(whole, texture=0.0)
    return rows


def learned_table(trained: Mapping[str, Ablation], told: Mapping[str, Sequence[str]]) -> Table:
    """Size, curves on sets left out, and the two-sample test (name of the drawn method -> its cells)."""
    steps = sorted(set.intersection(*(set(ablation.curve) for ablation in trained.values())))
    rows = {}
    for name, ablation in trained.items():
        model = ablation.model
        network = {key: array for key, array in model.weights.items() if not key.startswith("mixture.")}
        millions = sum(array.size for array in network.values()) / 1e6
        rows[name] = [
            f"{millions:.2f} million",
            *(f"{ablation.curve[step]:.3f}" for step in steps),
            f"{ablation.distance[steps[-1]]:.3f}; {model.trust:g}",
            " / ".join(told[name + SAMPLED]),
        ]
    shown = [f"variance left, {step:,} steps" for step in steps]
    columns = ["numbers", *shown, "mean ÷ mixture; trust", "told from real / the same smoothed"]
    return Table("Ablations: what is learned", columns, rows, _LEARNED_NOTE)
