"""Text scores by hand, and against what the challenge's code says they are."""

from __future__ import annotations

import pytest

from signsynth.errors import InputError
from signsynth.metrics.text import rouge_l, text_scores, word_error_rate

pytest.importorskip("sacrebleu")
pytest.importorskip("jiwer")
pytest.importorskip("rouge_score")
REAL = ["am tag regnet es im norden", "der wind weht schwach", "morgen sonne"]


def test_perfect_texts():
    found = text_scores(REAL[:2], REAL[:2])
    assert [found[f"bleu_{n}"] for n in (1, 2, 3, 4)] == pytest.approx([100] * 4)
    assert found["chrf"] == found["rouge_l"] == pytest.approx(100) and found["wer"] == 0


def test_bleu_by_hand():
    # a b c d against a b x d, corpus of one: 3 of 4 words, 1 of 3 pairs, no triple.
    found = text_scores(["a b c d"], ["a b x d"])
    assert found["bleu_1"] == pytest.approx(75)
    assert found["bleu_2"] == pytest.approx(100 * (3 / 4 * 1 / 3) ** 0.5)
    assert found["bleu_3"] == found["bleu_4"] == 0  # no smoothing
    # Shorter than the reference: 2 of 2 words, times exp(1 - 4/2).
    assert text_scores(["a b"], ["a b x d"])["bleu_1"] == pytest.approx(100 * 2.718281828**-1)


def test_chrf_by_hand():
    # ab against ac: 1 of 2 characters, 0 of 1 pairs, nothing longer; precision = recall = (1/2 + 0) / 2.
    assert text_scores(["ab"], ["ac"])["chrf"] == pytest.approx(25)


def test_words_are_not_tokenised():
    assert text_scores(["regen."], ["regen"])["bleu_1"] == 0


def test_rouge_by_hand():
    # Common subsequence a b d of 4 and 5 words: P 3/4, R 3/5, F = (1 + 1.44) P R / (R + 1.44 P).
    assert rouge_l("a b c d", "a x b d y") == pytest.approx(2.44 * 0.75 * 0.6 / (0.6 + 1.44 * 0.75))
    assert rouge_l("", "a") == rouge_l("b", "a") == 0


def test_wer_by_hand():
    assert word_error_rate(["a b c"], ["a x c d"]) == pytest.approx(2 / 4)
    assert word_error_rate(["It's RAINING!"], ["it is  raining"]) == 0
    assert word_error_rate(["a b c d"], ["a"]) == 3  # more than all


@pytest.mark.parametrize(("own", "real"), [([], []), (["a"], []), (["a"], ["a", "b"])])
def test_texts_must_come_in_pairs(own, real):
    with pytest.raises(InputError, match="as many"):
        text_scores(own, real)
