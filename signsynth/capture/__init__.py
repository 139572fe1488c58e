"""Video to motion: what a camera saw of a signer becomes keypoints over time."""

from signsynth.capture.camera import Camera
from signsynth.capture.capture import capture, masks
from signsynth.capture.captured import Captured
from signsynth.capture.choice import default_tracker
from signsynth.capture.tracker import Frame, Sighting, Tracker

__all__ = ["Camera", "Captured", "Frame", "Sighting", "Tracker", "capture", "default_tracker", "masks"]
