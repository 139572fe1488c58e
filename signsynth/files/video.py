"""Frames to a video file, streamed: ``.mp4``, ``.webm``, ``.gif`` or numbered PNG pictures."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from signsynth.errors import FileError, InputError, nearest
from signsynth.files.atomic import atomic_path
from signsynth.files.provenance import Origin

if TYPE_CHECKING:
    from signsynth.files.provenance_c2pa import Credentials

VIDEO_SUFFIXES = (".mp4", ".webm", ".gif")
TITLE = "Synthetic signing"
COMMENT = "Synthetic signing, made with signsynth"
_FRAGMENTS = "+frag_keyframe+delay_moov+default_base_moof"
"""Written while frames come: no index grows beside the renderer. The delay is for the times of the first frames."""
_AHEAD = 8
"""Frames that may wait for the encoder, so that drawing and encoding run side by side in little memory."""


def write_video(
    frames: Iterable[np.ndarray],
    path: str | Path,
    fps: float,
    *,
    comment: str = COMMENT,
    origin: Origin | None = None,
    credentials: Credentials | None = None,
) -> Path:
    """Write frames, uint8 ``(h, w, 3)`` RGB or ``(h, w, 4)`` RGBA with straight alpha; returns the path.

    The ending chooses: ``.mp4`` (H.264, plays everywhere, transparency on white), ``.webm`` (VP9, keeps
    transparency), ``.gif``, a folder or a pattern such as ``frame%04d.png`` for pictures. ``comment`` goes
    into the metadata of the file or of every picture, and so does ``origin``: without one, that it is synthetic (see
    ``provenance``). ``credentials`` sign it (C2PA). The file is whole or absent, whatever goes wrong.

    Errors: ``FileError`` for another ending or where nothing can be written; ``InputError`` for no frames,
    frames of other shapes, odd sizes (mp4, webm) or a rate outside 1 to 1000.
    """
    from signsynth.files import frames as pictures

    origin = origin or Origin()
    if credentials is not None:
        credentials.check(path)
    if not (np.isfinite(fps) and 1 <= fps <= 1000):
        raise InputError(f"{path}: {fps} frames a second, expected 1 to 1000")
    if pictures.is_pictures(path):
        return pictures.write_frames(_checked(frames, path), path, comment, origin)
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in VIDEO_SUFFIXES:
        raise FileError(f"{path}: format {suffix}; {_choices(suffix)}")
    checked = _checked(frames, path)
    first = next(checked)
    height, width = first.shape[:2]
    if suffix != ".gif" and (height % 2 or width % 2):
        raise InputError(f"{path}: frames of {width}x{height}, expected even sizes for {suffix}")
    stream = itertools.chain([first], checked)
    with atomic_path(target) as temporary:
        film = Fraction(fps).limit_denominator(1001), first.shape, comment, origin
        if suffix == ".mp4":
            with TemporaryFile(dir=temporary.parent) as pieces:
                _encode(stream, pieces, target, *film)
                _join(pieces, temporary, target)
        else:
            _encode(stream, str(temporary), target, *film)
        _mark(temporary, suffix, comment, origin)
        if credentials is not None:
            credentials.sign(temporary, target, origin)
    return target


def _mark(path: Path, suffix: str, comment: str, origin: Origin) -> None:
    """Append to a whole file what is not among its tags."""
    from signsynth.files.gif import add_comment
    from signsynth.files.provenance_places import into_gif, into_mp4
    from signsynth.files.provenance_xmp import packet

    if suffix == ".gif":
        into_gif(path, packet(origin, comment))
        add_comment(path, f"{comment}\n{origin.json()}")
    elif suffix == ".mp4":
        into_mp4(path, packet(origin, comment))


def _choices(suffix: str) -> str:
    if suffix == ".png":
        return "for pictures name a folder or a pattern such as 'frame%04d.png'"
    return f"{nearest(suffix, VIDEO_SUFFIXES)}, or a folder for PNG frames"


def _checked(frames: Iterable[np.ndarray], path: str | Path) -> Iterator[np.ndarray]:
    shape = None
    for number, frame in enumerate(frames):
        frame = np.asarray(frame)
        if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] not in (3, 4) or 0 in frame.shape:
            found = f"{frame.dtype} {frame.shape}"
            raise InputError(f"{path}: frame {number} is {found}, expected uint8 (height, width, 3 or 4)")
        shape = shape or frame.shape
        if frame.shape != shape:
            raise InputError(f"{path}: frame {number} is {frame.shape}, expected {shape} like the first")
        yield frame
    if shape is None:
        raise InputError(f"{path}: no frames to write, expected at least one")


def _encode(
    frames: Iterator[np.ndarray],
    to: str | BinaryIO,
    path: Path,
    rate: Fraction,
    shape: tuple[int, ...],
    comment: str,
    origin: Origin,
) -> None:
    import av

    suffix = path.suffix.lower()
    options = {"movflags": _FRAGMENTS} if suffix == ".mp4" else {}
    with _explained(path), av.open(to, "w", format=suffix[1:], options=options) as container:
        container.metadata.update(title=TITLE, comment=comment, description=origin.json())
        stream, picture = _STREAMS[suffix](container, rate, shape)

        def encode(frame: Any) -> None:
            for packet in stream.encode(frame):
                container.mux(packet)

        with ThreadPoolExecutor(1) as worker:
            waiting = deque()
            for index, frame in enumerate(frames):
                waiting.append(worker.submit(encode, picture(frame, index)))
                if len(waiting) > _AHEAD:
                    waiting.popleft().result()
            for encoded in waiting:
                encoded.result()
        encode(None)


def _join(pieces: BinaryIO, to: Path, path: Path) -> None:
    """One film with its index in front, which every player, editor and ELAN opens and jumps in, of fragments."""
    import av

    pieces.seek(0)
    options = {"movflags": "+faststart"}
    with _explained(path), av.open(pieces) as parts, av.open(str(to), "w", format="mp4", options=options) as film:
        film.metadata.update(parts.metadata)
        stream = film.add_stream_from_template(parts.streams.video[0])
        for packet in parts.demux(video=0):
            if packet.dts is not None:  # the last one only says that there are no more
                packet.stream = stream
                film.mux(packet)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Errors of the encoder in ours. Errors: ``OSError`` where it is the system's, else ``FileError``."""
    import av

    try:
        yield
    except av.FFmpegError as error:
        if error.errno and error.errno > 0:
            raise OSError(error.errno, os.strerror(error.errno)) from error
        raise FileError(f"{path}: cannot be encoded ({error})") from error


def _mp4(container: Any, rate: Fraction, shape: tuple[int, ...]) -> tuple[Any, Callable]:
    stream = container.add_stream("libx264", rate=rate, options={"preset": "superfast", "crf": "20"})
    _describe(stream, shape, "yuv420p")
    return stream, lambda frame, index: _frame(_on_white(frame), index, rate)


def _webm(container: Any, rate: Fraction, shape: tuple[int, ...]) -> tuple[Any, Callable]:
    alpha = shape[2] == 4
    options = {"deadline": "realtime", "cpu-used": "7", "row-mt": "1", "crf": "26", "b": "0", "threads": "2"}
    if alpha:
        options["auto-alt-ref"] = "0"
    stream = container.add_stream("libvpx-vp9", rate=rate, options=options)
    _describe(stream, shape, "yuva420p" if alpha else "yuv420p")
    return stream, lambda frame, index: _frame(frame, index, rate)


def _gif(container: Any, rate: Fraction, shape: tuple[int, ...]) -> tuple[Any, Callable]:
    from signsynth.files.gif import gif_stream

    return gif_stream(container, rate, shape)


_STREAMS = {".mp4": _mp4, ".webm": _webm, ".gif": _gif}


def _describe(stream: Any, shape: tuple[int, ...], pixel_format: str) -> None:
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = pixel_format
    context = stream.codec_context
    # BT.601, limited range: what OpenCV's conversion makes; said in the file, so that players do not guess.
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 6, 6, 6


def _frame(pixels: np.ndarray, index: int, rate: Fraction) -> Any:
    import av
    import cv2

    height, width = pixels.shape[:2]
    planes = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2YUV_I420)
    if pixels.shape[2] == 4:
        frame = av.VideoFrame(width, height, "yuva420p")
        luma = planes[:height]
        chroma = planes[height:].reshape(2, height // 2, width // 2)
        for plane, values in zip(frame.planes, (luma, *chroma, pixels[..., 3]), strict=True):
            padded = np.zeros((plane.height, plane.line_size), np.uint8)
            padded[:, : plane.width] = values
            plane.update(padded)
    else:
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = index, 1 / rate
    frame.color_range, frame.colorspace = 1, 6
    return frame


def _on_white(pixels: np.ndarray) -> np.ndarray:
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:].astype(np.uint16)
    return ((pixels[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
