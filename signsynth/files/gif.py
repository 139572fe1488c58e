"""Frames to GIF: one palette for the whole video, frames as differences."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

_CENTISECONDS = Fraction(1, 100)
"""GIF counts time in hundredths of a second."""
_COLOURS = 255


def gif_stream(container: Any, rate: Fraction, shape: tuple[int, ...]) -> tuple[Any, Callable]:
    """A GIF stream of an open PyAV container, and what turns ``(frame, index)`` into a frame to encode.

    The palette is that of the first frame: the camera and the signer stay the same. Pixels whose alpha
    is below half become transparent.
    """
    stream = container.add_stream("gif", rate=rate)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "pal8"
    stream.codec_context.time_base = _CENTISECONDS
    palette: list[Any] = []

    def picture(pixels: np.ndarray, index: int) -> Any:
        import av
        from PIL import Image

        image = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
        if not palette:
            palette.append(image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE))
        indices = np.array(image.quantize(palette=palette[0], dither=Image.Dither.NONE))
        if pixels.shape[2] == 4:
            indices[pixels[..., 3] < 128] = 255
        frame = av.VideoFrame.from_ndarray((indices, _argb(palette[0])), format="pal8")
        frame.pts, frame.time_base = round(index * 100 / rate), _CENTISECONDS
        return frame

    return stream, picture


def add_comment(path: Path, comment: str) -> None:
    """Put a comment at the end of a whole GIF file, in blocks of 255 bytes (GIF89a, section 24)."""
    text = comment.encode("utf-8")
    blocks = b"".join(bytes([len(text[k : k + 255])]) + text[k : k + 255] for k in range(0, len(text), 255))
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)  # over the trailer, which comes last
        file.write(b"\x21\xfe" + blocks + b"\x00\x3b")


def _argb(image: Any) -> np.ndarray:
    """256 palette entries as PyAV wants them, uint8 ``(256, 4)`` ARGB; the last is transparent."""
    colours = np.zeros((256, 4), np.uint8)
    listed = np.array(image.getpalette(), np.uint8).reshape(-1, 3)[:_COLOURS]
    colours[:_COLOURS, 0] = 255
    colours[: len(listed), 1:] = listed
    return colours
