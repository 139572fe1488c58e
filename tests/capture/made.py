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


CURVES = {"PQ": 16, "HLG": 18}


def write_hdr(path: Path, pictures: Sequence[np.ndarray], curve: str, *, codec="libx265", fps=25) -> Path:
    """Pictures as phones and cameras film them: 10 bits, BT.2020, light coded by PQ or HLG, white at 203 nit."""
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p10le"
        if codec == "libx265":
            stream.options = {"preset": "ultrafast", "crf": "12", "x265-params": "log-level=none"}
        tags = {"color_primaries": 9, "color_trc": CURVES[curve], "colorspace": 9, "color_range": 1}
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame(width, height, "yuv420p10le")
            for plane, values in zip(frame.planes, _ycc_2020(_hdr_code(picture, curve)), strict=True):
                rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                rows[:, : values.shape[1]] = values
                plane.update(rows.tobytes())
            for name, value in tags.items():
                setattr(frame, name, value)
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _hdr_code(picture: np.ndarray, curve: str) -> np.ndarray:
    """sRGB to a code 0..1 of BT.2020 colours: BT.2087 (matrix), SMPTE ST 2084, BT.2100, all in their own direction."""
    light = (picture / 255.0) ** 2.2 @ [[0.6274, 0.0691, 0.0164], [0.3293, 0.9195, 0.0880], [0.0433, 0.0114, 0.8956]]
    if curve == "PQ":
        power = (203 * light / 10000) ** 0.1593017578125
        return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    scene = 0.26496 * light ** (1 / 1.2)  # 75 % of the code is white
    logarithm = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), logarithm)


def _ycc_2020(code: np.ndarray) -> list[np.ndarray]:
    """Y, Cb and Cr of 10 bits in video range; colours at half the size."""
    red, green, blue = np.moveaxis(code, -1, 0)
    luma = 0.2627 * red + 0.678 * green + 0.0593 * blue
    height, width = luma.shape
    halves = [
        (512 + 896 * (colour - luma) / scale).reshape(height // 2, 2, width // 2, 2).mean((1, 3))
        for colour, scale in ((blue, 1.8814), (red, 1.4746))
    ]
    return [np.round(plane).astype(np.uint16) for plane in (64 + 876 * luma, *halves)]


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
