"""What the pictures of a recorded video say, where there are pictures: sharpness, light, rate, who left the frame."""

from __future__ import annotations

from collections.abc import Iterator

from signsynth.lexicon.quality.fault import Fault
from signsynth.motion.footage import Footage

DARK, BLURRED, SLOW_FPS = 30.0, 4.0, 20.0
"""Mean grey level of 255 around the signer, and variance of the Laplacian on a hand 128 pixels wide, below which a
tracker begins to lose hands (measured on videos darkened and blurred by known amounts: docs/capture.md); frames a
second below which a fingerspelled letter falls between two frames."""
_TOLERANCE = 0.03


def footage_faults(footage: Footage, fps: float) -> Iterator[Fault]:
    """What the pictures of a motion of ``fps`` frames a second suffer from."""
    if footage.brightness is not None and footage.brightness < DARK:
        what = f"the signer's mean brightness is {footage.brightness:.0f} of 255"
        yield Fault("low light", min(0.6, 0.1 + 0.5 * (1 - footage.brightness / DARK)), what)
    if footage.sharpness is not None and footage.sharpness < BLURRED:
        what = f"the hands' sharpness is {footage.sharpness:.0f}, expected {BLURRED:.0f}"
        yield Fault("blur", min(0.6, 0.1 + 0.5 * (1 - footage.sharpness / BLURRED)), what)
    if footage.outside:
        what = f"the picture's edge cuts off a hand or the head in {100 * footage.outside:.0f} % of the frames"
        yield Fault("out of frame", min(1.0, 0.1 + 1.5 * footage.outside), what)
    if footage.fps is not None and abs(footage.fps / fps - 1) > _TOLERANCE:
        what = f"{fps:g} frames a second stated, {footage.fps:.4g} by the times of the frames"
        yield Fault("wrong frame rate", min(0.8, 0.2 + abs(footage.fps / fps - 1)), what)
    elif footage.fps is not None and footage.fps < SLOW_FPS:
        yield Fault("slow frame rate", 0.1, f"{footage.fps:.4g} frames a second, expected at least {SLOW_FPS:g}")
    if footage.doubled is not None and footage.doubled > 0.1:
        what = f"{100 * footage.doubled:.0f} % of the frames repeat the one before"
        yield Fault("wrong frame rate", min(0.5, footage.doubled), what)
