"""Whatever is wrong with a corpus: a clear error, or the pair is named, left out of the mean, and counted."""

from __future__ import annotations

import json

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.errors import FileError, InputError
from signsynth.metrics import Corpus, Sequence, evaluate, read_corpus
from signsynth.metrics.evaluation import HYPOTHESES
from signsynth.metrics.layout import PHOENIX_50, SLRTP_178
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL
from tests.metrics.made import moving


def blind(frames: int) -> Sequence:
    """Nothing was seen."""
    return Sequence.of_array(np.full((frames, 50, 3), np.nan))


def faster(sequence: Sequence) -> Sequence:
    return Sequence(sequence.points, sequence.seen, 50.0, sequence.order)


BAD = {
    "no frames": (moving(3)[:0], moving(9), "0 and 9 frames"),
    "no reference frames": (moving(9), moving(3)[:0], "9 and 0 frames"),
    "all masked": (blind(9), moving(9), "no point"),
    "all masked reference": (moving(9), blind(9), "no point"),
    "other layout": (moving(9, order=SLRTP_178), moving(9), "layouts slrtp178 and phoenix150"),
    "other rate": (faster(moving(9)), moving(9), "50 and 25 frames a second"),
    "no partner": (None, moving(9), "only among the references"),
    "nobody's": (moving(9), None, "only among the hypotheses"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pair_changes_no_other(name):
    own, real, why = BAD[name]
    good = [Corpus({"a": moving(20, 1), "b": moving(15, 2)}), Corpus({"a": moving(18, 3), "b": moving(15, 4)})]
    both = [
        Corpus(dict(c.sequences, bad=side) if side is not None else c.sequences)
        for c, side in zip(good, (own, real), strict=True)
    ]
    found = evaluate(*both)
    assert list(found.left_out) == ["bad"] and why in found.left_out["bad"]
    assert found.as_json()["rows"] == evaluate(*good).as_json()["rows"] and found.rows[HYPOTHESES]["pairs"] == 2


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pair_alone_is_an_error_that_names_it(name):
    own, real, why = BAD[name]
    with pytest.raises(InputError, match="no pair can be measured; the first: bad: .*" + why):
        evaluate(*(Corpus({"bad": side} if side is not None else {}) for side in (own, real)))


def test_one_frame_is_measured_and_has_no_movement():
    one = Corpus({"a": moving(1, 1)})
    row = evaluate(one, Corpus({"a": moving(1, 2)})).rows[HYPOTHESES]
    assert row["dtw_mje"] > 0 and row["mpjpe"] > 0 and row["duration"] == 1
    assert all(np.isnan(row[name]) for name in ("total_distance", "speed", "npss", "fast_share"))


def test_what_is_hidden_is_masked_and_not_filled():
    """A joint hidden in some frames leaves the mean of the others as it is, whatever number lies there."""
    own, real = moving(30, 1), moving(30, 2)
    hidden = own.points.copy()
    hidden[3:9, 40] = np.nan
    masked = Sequence.of_array(hidden)
    seen = masked.seen.copy()
    away = Sequence(np.where(seen[..., None], own.points, 99.0), seen, 25.0, PHOENIX_50)
    rows = [evaluate(Corpus({"a": s}), Corpus({"a": real})).rows[HYPOTHESES] for s in (masked, away)]
    assert rows[0]["mpjpe"] == rows[1]["mpjpe"]
    halves = np.linalg.norm(own.points - real.points, axis=-1)[::2]
    assert rows[0]["mpjpe"] == pytest.approx(halves[masked.seen[::2]].mean())
    assert rows[0]["dtw_mje"] == pytest.approx(rows[1]["dtw_mje"], rel=0.2)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_sequences_hold_no_nan(value):
    points = moving(3).points.copy()
    points[1, 1, 1] = value
    with pytest.raises(InputError, match="NaN"):
        Sequence(points, np.ones((3, 50), bool), 25.0, PHOENIX_50)
    assert not Sequence.of_array(points).seen[1, 1]


def test_values_too_large_to_square_name_their_pair():
    huge = Sequence.of_array(moving(4).points * 1e200)
    found = evaluate(Corpus({"a": moving(4), "huge": huge}), Corpus({"a": moving(4, 1), "huge": moving(4)}))
    assert list(found.pairs) == ["a"] and "infinite" in found.left_out["huge"]


def test_folders(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "real").mkdir()
    with pytest.raises(FileError, match="holds no recording"):
        read_corpus(tmp_path / "empty")
    pose = np.repeat(CANONICAL.rest[None], 4, 0)
    for side, names in (("own", "ab"), ("real", "ac")):
        for name in names:
            Motion(pose, np.ones((4, 178), np.float32), 25).save(tmp_path / side / f"{name}.pose")
    (tmp_path / "own" / "broken.pose").write_bytes(b"none")
    assert main(["evaluate", str(tmp_path / "own"), str(tmp_path / "real"), "--json", str(tmp_path / "o.json")]) == 0
    shown = capsys.readouterr().out
    assert "3 left out of the mean" in shown and "left out: b: only among the hypotheses" in shown
    held = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert set(held["left_out"]) == {"b", "c", "broken"} and held["rows"][HYPOTHESES]["pairs"] == 1
    assert main(["evaluate", str(tmp_path / "empty"), str(tmp_path / "real")]) == 2
    assert "empty: holds no recording" in capsys.readouterr().err
