"""Facts about the pictures behind a recording: what capture measures and quality judges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Footage:
    """Facts about a video's frames; None is unknown, and what is unknown is no fault.

    ``brightness`` mean grey level 0..255 around the signer; ``sharpness`` variance of the Laplacian of the hands, each
    scaled to 128 pixels; ``outside`` share of the frames in which a hand or the head is cut off by the picture's
    edge; ``fps`` measured from the times of the frames; ``doubled`` share of the frames that repeat the one before.
    """

    brightness: float | None = None
    sharpness: float | None = None
    outside: float | None = None
    fps: float | None = None
    doubled: float | None = None
