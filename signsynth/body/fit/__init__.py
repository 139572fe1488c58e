"""Fitting the body to a motion, and what comes of it."""

from signsynth.body.fit.faults import Faults, faults
from signsynth.body.fit.fit import fit
from signsynth.body.fit.pose import BodyPose, body_pose
from signsynth.body.fit.report import FitReport, body_points, measure

__all__ = ["BodyPose", "Faults", "FitReport", "body_points", "body_pose", "faults", "fit", "measure"]
