"""Many texts and signers to many videos: resumable, parallel, a line of report each."""

from signsynth.pipeline.batch.report import Line, Report
from signsynth.pipeline.batch.run import run_batch

__all__ = ["Line", "Report", "run_batch"]
