"""What a back-translation is worth: BLEU, chrF, ROUGE-L and word error rate with the challenge's settings.

A back-translator reads signing and writes text; what it writes is compared with what was to be said. It measures the
reader as much as the signing: memorised training clips read best of all (more than real signing).
"""

from __future__ import annotations

from collections.abc import Sequence as List
from typing import Protocol

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.sequence import Sequence

_BETA = 1.2
"""Recall counts more than precision: as in the captions evaluation of MS COCO."""


class BackTranslator(Protocol):
    """Reads signing. Any trained sign-language translation model can be wrapped in one."""

    def __call__(self, sequences: List[Sequence]) -> list[str]:
        """One text a sequence, in the same order."""


def text_scores(hypotheses: List[str], references: List[str]) -> dict[str, float]:
    """BLEU-1 to 4, chrF, ROUGE-L and WER, all × 100, of texts in pairs; WER: less is better, the others: more.

    ``bleu_k``   of the corpus, no tokenisation, no smoothing, effective order (``raw_corpus_bleu`` of sacrebleu 1).
    ``chrf``     sacrebleu's default: 6 characters, beta 2 (Popović, WMT 2015).
    ``rouge_l``  mean of the F measure of longest common subsequences with beta 1.2, words between spaces (Lin 2004).
    ``wer``      of the corpus; contractions expanded, lower case, punctuation removed; may exceed 100.
    Blind to: signing that the reader was not trained on; memorised clips read best.
    Errors: ``InputError`` for lists of different lengths, none at all, or without the ``[metrics]`` extra.
    """
    hypotheses, references = list(hypotheses), list(references)
    if len(hypotheses) != len(references) or not references:
        raise InputError(f"{len(hypotheses)} and {len(references)} texts, expected as many of one as of the other")
    try:
        from sacrebleu.metrics import BLEU, CHRF
    except ImportError as error:
        raise InputError("sacrebleu is not installed; pip install 'signsynth[metrics]'") from error
    found = {}
    for order in (1, 2, 3, 4):
        bleu = BLEU(max_ngram_order=order, tokenize="none", smooth_method="floor", smooth_value=0.0, force=True)
        bleu.effective_order = True
        found[f"bleu_{order}"] = float(bleu.corpus_score(hypotheses, [references]).score)
    found["chrf"] = float(CHRF().corpus_score(hypotheses, [references]).score)
    found["rouge_l"] = 100 * float(np.mean([rouge_l(h, r) for h, r in zip(hypotheses, references, strict=True)]))
    found["wer"] = 100 * word_error_rate(hypotheses, references)
    return found


def rouge_l(hypothesis: str, reference: str) -> float:
    """F measure of the longest common subsequence of words, 0 to 1, beta 1.2 (Lin, WAS 2004, equations 2 to 4).

    More is better, 0 (not NaN) for no words in common. Blind to: synonyms; the reader, as all scores of text.
    """
    from rouge_score.rouge_scorer import RougeScorer

    class Spaces:
        def tokenize(self, text: str) -> list[str]:
            return text.split()

    score = RougeScorer(["rougeL"], tokenizer=Spaces()).score(reference, hypothesis)["rougeL"]
    precision, recall = score.precision, score.recall
    below = recall + _BETA**2 * precision
    return (1 + _BETA**2) * precision * recall / below if below else 0.0


def word_error_rate(hypotheses: List[str], references: List[str]) -> float:
    """Words to insert, delete and replace ÷ words of the references; by jiwer. References without words count none.

    0 is best, no upper end. Blind to: meaning; a word moved costs two.
    """
    import jiwer

    clean = jiwer.Compose(
        [
            jiwer.ExpandCommonEnglishContractions(),
            jiwer.ToLowerCase(),
            jiwer.RemoveMultipleSpaces(),
            jiwer.Strip(),
            jiwer.RemovePunctuation(),
            jiwer.ReduceToListOfListOfWords(),
        ]
    )
    return float(jiwer.wer(references, hypotheses, reference_transform=clean, hypothesis_transform=clean))
