"""Everything together, from Python and from the command line."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.errors import InputError
from signsynth.metrics import Corpus, evaluate
from signsynth.metrics.evaluation import HYPOTHESES
from signsynth.metrics.layout import SLRTP_178
from signsynth.metrics.measure import MEASURES, page
from signsynth.metrics.sequence import Sequence
from tests.metrics.made import moving


def corpus(**sequences) -> Corpus:
    return Corpus(sequences)


def test_references_against_themselves():
    real = corpus(a=moving(30, 1), b=moving(24, 2), c=moving(41, 3))
    found = evaluate(real, real, training=real)
    own = found.rows[HYPOTHESES]
    assert own["dtw_mje"] == own["mpjpe"] == own["npss"] == 0 and own["replay_share"] == 1
    ratios = ("total_distance", "duration", "speed", "acceleration", "jerk", "motion_range")
    assert [own[name] for name in ratios] == pytest.approx([1] * 6)
    assert set(found.rows) == {HYPOTHESES, "static", "shuffled", "reversed"} and not found.left_out
    assert found.rows["static"]["speed"] == found.rows["static"]["total_distance"] == 0
    assert all(found.rows[name]["dtw_mje"] > 0 for name in ("static", "shuffled", "reversed"))


def test_a_frozen_pose_may_beat_a_shuffled_sentence_and_the_table_shows_it():
    real = corpus(**{f"s{k}": moving(40, k) for k in range(6)})
    rows = evaluate(real, real).rows
    assert rows["static"]["dtw_mje"] < rows["shuffled"]["dtw_mje"]


def test_what_cannot_be_paired_is_named():
    own = corpus(a=moving(30), only=moving(10), other=moving(10, order=SLRTP_178), slow=moving(10), none=moving(3)[:0])
    real = corpus(
        a=moving(30), other=moving(10), slow=Sequence(moving(10).points, moving(10).seen, 50, moving(1).order)
    )
    real.sequences["none"] = moving(3)
    blind = np.full((4, 50, 3), np.nan)
    own.sequences["blind"], real.sequences["blind"] = Sequence.of_array(blind), moving(4)
    found = evaluate(own, real)
    assert list(found.pairs) == ["a"]
    for name, why in dict(only="only", other="layouts", slow="one rate", none="0 and 3", blind="no point").items():
        assert why in found.left_out[name]


def test_no_pair_at_all():
    with pytest.raises(InputError, match="no pair"):
        evaluate(corpus(a=moving(3)), corpus(b=moving(3)))
    with pytest.raises(InputError, match="alignment"):
        evaluate(corpus(a=moving(3)), corpus(a=moving(3)), align="fast")


def test_translations_are_scored():
    pytest.importorskip("sacrebleu")
    real = Corpus({"a": moving(5)}, {"a": "es regnet heute", "b": "wind"})
    found = evaluate(real, real, translations={"a": "es regnet heute", "c": "x"})
    assert found.text["bleu_1"] == pytest.approx(100) and {"text b", "text c"} <= set(found.left_out)


def test_command_line(tmp_path, capsys, shared_data):
    folder = shared_data / "dgs_sentences" / "train"
    out = tmp_path / "out.json"
    few = f"{folder}/train_1*_updated.pose", f"{folder}/train_1*_original.pose"
    assert main(["evaluate", *few, "--json", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "DTW-MJE" in shown and "static" in shown and "shoulder widths" in shown
    held = json.loads(out.read_text("utf-8"))
    assert held["rows"][HYPOTHESES]["duration"] > 1.5  # stitched signs last longer than fluent ones
    assert held["rows"]["shuffled"]["mpjpe"] is None or held["rows"]["shuffled"]["mpjpe"] > 0


def test_command_line_says_what_is_wrong(tmp_path, capsys):
    assert main(["evaluate", str(tmp_path), str(tmp_path)]) == 2
    assert "holds no recording" in capsys.readouterr().err


def test_every_figure_is_explained():
    real = corpus(a=moving(9), b=moving(9, 1))
    names = set(evaluate(real, real, training=real).rows[HYPOTHESES]) - {"pairs", "pairs_alike"}
    assert names <= {measure.name for measure in MEASURES}
    assert page().count("\n") == len(MEASURES) + 1


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_function_says_what_it_is_blind_to(measure):
    rest = {**vars(measure), "by": "elsewhere"}
    assert all(rest.values())
    if measure.by:
        module, function = measure.by.split(".")
        said = getattr(import_module(f"signsynth.metrics.{module}"), function).__doc__
        assert "lind to" in said


def test_the_page_is_current():
    text = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")
    assert page() in text
