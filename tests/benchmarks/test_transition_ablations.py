"""Ablations: trained alike but for what is switched off; and what becomes of observed frames."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks.transitions import ablated
from benchmarks.transitions.ablated import ABLATED, Ablation, ablations, budget
from benchmarks.transitions.ablations import WHOLE, learned_table, switched, tables
from benchmarks.transitions.methods import FULL, MEAN_OF, SAMPLED, mean_and_drawn
from benchmarks.transitions.observed import _step, figures, own_sequence
from benchmarks.transitions.windows import Window
from signsynth.files.corpus import save_corpus
from signsynth.transition import Linear
from signsynth.transition.diffusion import Diffusion, bundled
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import NetworkConfig
from tests.transition.learned import tiny
from tests.transition.made import signing
from tests.transition.training.made import takes

SMALL = {"channels": 12, "frame_channels": 6, "encoder_dilations": (1,), "denoiser_blocks": 1}


def window(seed: int = 0, gap: int = 6) -> Window:
    return Window(f"r{seed}", signing(seed, 16 + gap), 8, (True, True))


def rival(observed_put_back: bool = True):
    torch = pytest.importorskip("torch")
    pytest.importorskip("diffusers", exc_type=ImportError)
    from benchmarks.transitions.rivals.filler import Filler
    from benchmarks.transitions.rivals.mict import MicTConfig, MicTNetwork

    torch.manual_seed(0)
    config = MicTConfig(width=16, feedforward=16, heads=2, layers=1, observed_put_back=observed_put_back)
    return Filler(MicTNetwork(config).eval())


def trained(**curves: dict[int, float]) -> dict[str, Ablation]:
    return {name: Ablation(tiny(), curve, {step: 1.0 for step in curve}) for name, curve in curves.items()}


def test_each_ablation_switches_one_thing():
    whole, seed = ABLATED[WHOLE]
    for name, (network, other) in list(ABLATED.items())[1:]:
        switches = [f.name for f in fields(NetworkConfig) if getattr(whole, f.name) != getattr(network, f.name)]
        switches += ["seed"] if other != seed else []
        assert len(switches) == 1, name
    assert {network.graph for network, _ in ABLATED.values()} == {"learned", "physical", "none"}
    assert {network.sides for network, _ in ABLATED.values()} == {"both", "before"}


def test_training_is_kept_and_shares_the_shipped_mixture(tmp_path, monkeypatch):
    pytest.importorskip("torch")
    pytest.importorskip("diffusers", exc_type=ImportError)
    corpus = tmp_path / "corpus.npz"
    save_corpus(corpus, takes())
    tiny_budget = lambda seed: replace(budget(seed), steps=2, every=1, batch=4, workers=0, leave_out=("flat",))  # noqa: E731
    monkeypatch.setattr(ablated, "budget", tiny_budget)
    chosen = {"whole": (NetworkConfig(**SMALL), 0), "no graph, 1": (NetworkConfig(graph="none", **SMALL), 1)}
    monkeypatch.setattr(ablated, "ABLATED", chosen)
    assert ablations(tmp_path, train=False) == {}
    found = ablations(tmp_path, corpus=corpus)
    shipped = TransitionModel.load(bundled())
    for name, ablation in found.items():
        assert (ablation.model.config, ablation.model.about["seed"]) == chosen[name]
        assert sorted(ablation.curve) == [1, 2] and all(0 < left < np.inf for left in ablation.curve.values())
        assert np.array_equal(ablation.model.law, shipped.law)
        mixture = {key: array for key, array in shipped.weights.items() if key.startswith("mixture.") or key == "sizes"}
        assert mixture and all(np.array_equal(array, ablation.model.weights[key]) for key, array in mixture.items())
    monkeypatch.setattr(ablated, "fit", lambda *_: pytest.fail("trained again"))
    assert list(ablations(tmp_path, corpus=corpus)) == list(chosen)


def test_training_that_was_stopped_goes_on(tmp_path, monkeypatch):
    pytest.importorskip("torch")
    path = tmp_path / f"ablations-{ablated.VERSION}" / "whole.safetensors"
    path.parent.mkdir()
    path.touch()
    path.with_suffix(".state").touch()
    went_on = []
    monkeypatch.setattr(ablated, "fit", lambda path, *_: went_on.append(path.name))
    monkeypatch.setattr(ablated, "ABLATED", {"whole": ABLATED[WHOLE]})
    assert ablations(tmp_path, corpus=tmp_path / "none.npz") == {} and went_on == ["whole.safetensors"]


def test_switches_of_use():
    rows = switched(trained(**{WHOLE: {1: 0.5}, "no graph": {1: 0.5}}))
    assert [name for name, row in rows.items() if row.sample] == [
        WHOLE + SAMPLED, "no graph" + SAMPLED, "no tremor" + SAMPLED,
    ]  # fmt: skip
    assert rows["mixture alone"].share == 0 and rows["no tremor" + SAMPLED].texture == 0
    assert rows[WHOLE].model.trust == 1.0


def test_what_is_learned_is_shown_at_the_steps_that_all_have():
    found = trained(whole={250: 0.71239, 500: 0.5}, other={250: 0.8, 500: 0.6, 750: 0.4})
    table = learned_table(found, {"whole" + SAMPLED: ["0.9", "0.8"], "other" + SAMPLED: ["0.7", "0.6"]})
    assert table.columns[1:3] == ["variance left, 250 steps", "variance left, 500 steps"]
    assert table.rows["whole"][1:] == ["0.712", "0.500", "1.000; 1", "0.9 / 0.8"]
    assert len(table.rows["other"]) == len(table.columns)


def test_methods_that_draw_come_as_their_mean_and_drawn():
    found = mean_and_drawn({"linear": Linear(), "ours": Diffusion(tiny()), "rival": rival()})
    assert list(found) == ["linear", "ours", "ours" + SAMPLED, "ours" + FULL, "rival", "rival" + SAMPLED]
    assert [found["ours" + FULL].variety, found["ours" + FULL].texture] == [1, 1]
    assert [found["ours"].sample, found["ours" + SAMPLED].sample] == [False, True]
    assert [found["rival"].samples, found["rival" + SAMPLED].samples] == [MEAN_OF, 1]


def test_ours_moves_no_observed_frame():
    moved, put_back, left = figures(Diffusion(tiny()), [window(seed) for seed in range(3)])
    assert moved < 1e-5
    assert put_back == pytest.approx(left, rel=1e-3)


def test_an_untrained_rival_moves_them_and_putting_back_makes_a_step():
    for put_back in (True, False):  # whatever its release does
        moved, step, left = figures(rival(put_back), [window()])
        assert moved > 0.1 and step > 2 * left
    assert own_sequence(Linear()) is None


def test_step_is_over_both_seams():
    points = np.zeros((6, 2, 3))
    points[2:4, :, 0] = 3.0  # a gap of two frames, three away on one side ...
    points[4:, :, 1] = 4.0  # ... and on the other three across and four up
    assert _step(points, slice(2, 4)) == pytest.approx((3 + 5) / 2)


@pytest.mark.slow
def test_tables_of_real_gaps(shared_data):
    pytest.importorskip("torch")
    found = trained(**{WHOLE: {1: 0.5}, "no graph": {1: 0.5}})
    gaps, learned, observed = tables(found, {"linear": Linear(), "rival": rival()}, shared_data, 4)
    assert set(gaps.rows) == {"linear", "gaussian-process", *switched(found)}
    assert list(learned.rows) == [WHOLE, "no graph"] and list(observed.rows) == ["rival"]
    for table in (gaps, learned, observed):
        assert all(len(cells) == len(table.columns) for cells in table.rows.values())
