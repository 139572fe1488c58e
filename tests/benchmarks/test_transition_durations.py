"""Sentences taken apart, and rules of durations, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.transitions.connector import ConnectorDuration, train
from benchmarks.transitions.durations import Constant, Labelled, conversed, left_out, paced, repeated
from benchmarks.transitions.lengths import stitched
from benchmarks.transitions.sentences import JOIN, Sentence, Sign, parts, sentences
from signsynth.pipeline.clips import CAREFUL
from signsynth.transition.training.tempo import Gap, Side
from tests.transition.made import moved, signing, still


def glued(lengths: list[int], seed: int = 0) -> np.ndarray:
    """Random walks of these lengths with straight lines between them, smoothed as their maker does."""
    rng = np.random.default_rng(seed)
    pieces: list[np.ndarray] = []
    for length in lengths:
        piece = rng.normal(size=(length, 6, 3)).cumsum(0) + rng.normal(size=(1, 6, 3)) * 5
        if pieces and length:
            last = pieces[-1][-1]
            shares = (np.arange(1, JOIN + 1) / (JOIN + 1))[:, None, None]
            pieces.append(last + shares * (piece[0] - last))
        pieces.append(piece)
    path = np.concatenate(pieces)
    smooth = path.copy()
    smooth[1:-1] = (path[:-2] + path[1:-1] + path[2:]) / 3
    return smooth


@pytest.mark.parametrize("lengths", [[8, 9], [4, 12, 30, 6], [5]])
def test_signs_lie_between_straight_lines(lengths):
    found = parts(glued(lengths))
    assert [b - a for a, b in found] == lengths
    assert all(later - earlier == JOIN for (_, earlier), (later, _) in zip(found, found[1:], strict=False))


def test_two_joins_in_a_row_leave_nothing_of_the_sign_between():
    line = np.linspace(0, 1, 2 * JOIN + 2)[1:-1, None, None] * np.ones((1, 6, 3)) * 30
    rng = np.random.default_rng(0)
    ends = [rng.normal(size=(9, 6, 3)).cumsum(0) for _ in range(2)]
    path = np.concatenate([ends[0] - ends[0][-1], line, ends[1] - ends[1][0] + 30])
    smooth = path.copy()
    smooth[1:-1] = (path[:-2] + path[1:-1] + path[2:]) / 3
    found = parts(smooth)
    assert len(found) == 3 and found[1][0] == found[1][1]


def test_all_real_sentences_come_apart(shared_data):
    """Joins as many as gaps between glosses; no sign is longer than what was signed; 36 are dictionary signs."""
    found = sentences(shared_data)
    assert len(found) >= 15
    for sentence in found:
        assert all(sign.lost >= 0 for sign in sentence.signs)
        assert all(one.end_s <= other.start_s for one, other in zip(sentence.signs, sentence.signs[1:], strict=False))
    assert sum(sign.listed is not None for sentence in found for sign in sentence.signs) == 36
    gaps = conversed(shared_data)
    assert all(
        longer.seconds >= gap.seconds for gap, longer in zip(gaps, conversed(shared_data, kept=True), strict=True)
    )


def items() -> list[Labelled]:
    pose = still(1)
    rows = [("a", 0.1), ("a", 0.3), ("a", 0.5), ("b", 0.2), ("b", 0.6)]
    return [Labelled(f"t{k % 3}", name, pose, pose, seconds) for k, (name, seconds) in enumerate(rows)]


def test_left_out_is_fitted_to_the_others():
    """A constant that is the median of the other recordings: 0.4 for a, 0.3 for b."""
    fit = lambda others: Constant(float(np.median([i.seconds for i in others]))).seconds  # noqa: E731
    np.testing.assert_allclose(left_out(items(), fit), [0.4, 0.4, 0.4, 0.3, 0.3])


def test_pace_is_that_of_the_other_transitions_of_the_recording():
    """All made 0.2: the first of a is as slow as 0.3 and 0.5 are on average, the first of b as 0.6."""
    np.testing.assert_allclose(paced(items(), np.full(5, 0.2)), [0.4, 0.3, 0.2, 0.6, 0.2])


def test_repeated_takes_the_same_transition_from_other_recordings():
    np.testing.assert_allclose(repeated(items()), [0.2, 0.6, np.nan, 0.1, 0.3])


def test_stitched_is_signs_and_what_the_rule_says():
    one, other = signing(1, 10), moved(signing(2, 12), np.zeros(3))
    signs = (Sign("A", 0, 1, one, None, 0), Sign("B", 1, 2, None, None, 0), Sign("C", 2, 3, other, None, 0))
    made = stitched(Sentence("s", signs, 3, 3), Constant(0.2), CAREFUL)
    assert [(s.kind, s.end - s.start) for s in made.segments] == [("sign", 10), ("transition", 5), ("sign", 12)]


def test_the_connector_learns_and_comes_back(tmp_path):
    """Where the time is always the same, that is what it says."""
    sides = [Side(signing(seed).pose[:, :50], signing(seed).confidence[:, :50], 25.0) for seed in range(8)]
    gaps = [Gap(a, b, 0.4, "ksl13") for a, b in zip(sides, sides[1:], strict=False)]
    train(gaps, tmp_path / "connector.safetensors", steps=300, rate=3e-3)
    rule = ConnectorDuration.load(tmp_path / "connector.safetensors")
    assert rule.seconds(signing(0), signing(1)) == pytest.approx(0.4, abs=0.03)
    assert rule.frames(signing(0), signing(1), 2.0) == round(rule.seconds(signing(0), signing(1)) / 2 * 25)
