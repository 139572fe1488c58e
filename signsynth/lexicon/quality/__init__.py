"""How good a recording is, measured: what a lexicon chooses its variants by.

Every fault has a severity from 0 to 1; the quality is the product of what each leaves. Thresholds
were set on tracked recordings of Korean and American signs; lengths are in shoulder widths.
"""

from signsynth.lexicon.quality.fault import Fault, Quality
from signsynth.lexicon.quality.judge import measure, measure_siblings
from signsynth.lexicon.quality.siblings import outliers
from signsynth.motion.footage import Footage

__all__ = ["Fault", "Footage", "Quality", "measure", "measure_siblings", "outliers"]
