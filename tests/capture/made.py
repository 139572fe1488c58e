"""Videos, recordings and trackers made for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from signsynth.capture import Frame, Sighting
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from tests.motion.filmed import reaching


def write_timed(path: Path, times: Sequence[float], size=(64, 48), *, codec="libx264", pixels="yuv420p") -> Path:
    """A video whose frame ``k`` is shown at ``times[k]`` seconds, and is bright from the left by its index."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for index, time in enumerate(times):
            picture = np.zeros((size[1], size[0], 3), np.uint8)
            picture[:, : size[0] * (index + 1) // len(times)] = 230
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = round(time * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path) -> Path:
    """One second of silence."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        frame.rate, frame.pts = 8000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def seen(frames: int = 30, *, fps: float = 25.0) -> Recording:
    """A person of 100 pixels shoulder width, hands going round in front of the chest, all of it seen."""
    recording = reaching((0.75, -0.6), (-0.75, -0.7), frames=frames)
    points, t = recording.points.copy(), np.arange(frames) / fps
    for side, (hand, pace) in enumerate(((LEFT_HAND, 4), (RIGHT_HAND, 5))):
        way = 0.15 * np.stack([np.cos(pace * t), np.sin(pace * t), 0 * t], 1)[:, None]
        points[:, hand] += way
        points[:, [4 + side]] += way
    return Recording(points * 100 + [320, -200, 0], recording.confidence, fps)


def mirrored(recording: Recording) -> Recording:
    """Left and right exchanged, for the points that repairs look at; faces stay."""
    order = np.arange(RECORDED_POINTS)
    order[:8] = [1, 0, 3, 2, 5, 4, 7, 6]
    order[LEFT_HAND], order[RIGHT_HAND] = np.arange(29, 50), np.arange(8, 29)
    return Recording(recording.points[:, order] * [-1, 1, 1], recording.confidence[:, order], recording.fps)


@dataclass
class FakeTracker:
    """Plays a recording back, one sighting a frame; ``every`` frames beyond its end are of nobody."""

    recording: Recording
    notes: list[str] = field(default_factory=list)
    short_by: int = 0

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False):
        points, confidence = self.recording.points, self.recording.confidence
        frames = list(frames)
        for index, frame in enumerate(frames[: len(frames) - self.short_by]):
            shape = frame.pixels.shape[:2]
            shown = np.full(shape, index, np.uint8) if mask else None
            at = index if index < len(points) else None
            empty = np.zeros_like(points[0]), np.zeros_like(confidence[0])
            yield Sighting(*(empty if at is None else (points[at], confidence[at])), shown)
