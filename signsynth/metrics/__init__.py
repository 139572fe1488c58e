"""Is it any good, and can the number be trusted?"""

from signsynth.metrics.corpus import Corpus, read_corpus
from signsynth.metrics.evaluation import Evaluation, evaluate
from signsynth.metrics.measure import MEASURES, Measure
from signsynth.metrics.sequence import Sequence

__all__ = ["MEASURES", "Corpus", "Evaluation", "Measure", "Sequence", "evaluate", "read_corpus"]
