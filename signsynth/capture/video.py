"""Videos read as a stream of upright pictures with their real times; memory does not grow with length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.capture.orientation import UPRIGHT, display_turn
from signsynth.capture.picture import hdr, picture
from signsynth.capture.tracker import Frame
from signsynth.errors import FileError

LONGEST_S = 3600.0
"""Longest video that is captured in one go: one hour; keypoints of an hour take 0.3 GB."""
MAX_FPS = 60.0
"""Frames closer in time than this are left out: slow-motion recordings hold up to 960 a second."""
_NO_VIDEO = ("tty", "hls", "concat", "dash", "lavfi", "libmodplug", "lrc", "srt", "webvtt", "ass")
_CUT_SHORT = 0.9
_WANTED = "expected a video (.mp4, .mov, .webm, .avi, .mkv, …)"


@dataclass(frozen=True)
class Video:
    """A video file. ``notes`` fills while it is read, a line for each thing that a user should know."""

    path: Path
    longest_s: float = LONGEST_S
    notes: list[str] = field(default_factory=list)

    def frames(self) -> Iterator[Frame]:
        """Pictures in the order of their times, starting at 0, at most ``MAX_FPS`` a second.

        Errors: ``FileError``, one line, where the file is missing, empty, no video, damaged, cut short, holds
        fewer than two pictures, or is longer than ``longest_s``.
        """
        with _opened(self.path) as (container, stream):
            declared = _declared_s(container, stream)
            self._check_length(declared)
            yield from self._paced(container, stream, declared)

    def times(self) -> np.ndarray:
        """Times in seconds of the pictures that ``frames`` yields, read without decoding. Errors: as there."""
        with _opened(self.path) as (container, stream):
            self._check_length(_declared_s(container, stream))
            packets = _packets(container, stream, self.path)
            stamps = [packet.pts * packet.time_base for packet in packets if packet.pts is not None and packet.size]
        times = np.array(sorted(map(float, set(stamps))))
        pace = _Pace()
        return np.array([at for time in times if (at := pace(time)) is not None])

    def _check_length(self, seconds: float) -> None:
        if seconds > self.longest_s:
            raise FileError(
                f"{self.path}: {seconds / 60:.0f} minutes long, expected at most {self.longest_s / 60:.0f}; cut it"
            )

    def _paced(self, container: Any, stream: Any, declared: float) -> Iterator[Frame]:
        import av
        import cv2

        pace, count, damaged, odd, last = _Pace(), 0, 0, 0, 0.0
        for frame in _decoded(container, stream, self.path):
            if frame is None or frame.is_corrupt:
                damaged += 1
            if frame is None:
                continue
            time = float(frame.time) if frame.time is not None else count / float(stream.average_rate or 25)
            at = pace(time)
            if at is None:
                continue
            last = at
            self._check_length(at)
            try:
                pixels = picture(frame)
            except (ValueError, MemoryError, av.FFmpegError) as error:
                raise FileError(
                    f"{self.path}: pictures of format {frame.format.name} cannot be read ({error})"
                ) from error
            if count == 0:
                self._describe(frame, pixels)
                size = pixels.shape[1::-1]
            elif pixels.shape[1::-1] != size:
                pixels, odd = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), odd + 1
            count += 1
            yield Frame(pixels, at)
        if count < 2:
            found = "no picture" if count == 0 else "one picture"
            raise FileError(f"{self.path}: holds {found} that can be read, {_WANTED} of at least two frames")
        if declared and last + 2 * last / (count - 1) < _CUT_SHORT * declared:
            raise FileError(f"{self.path}: ends after {last:.1f} of {declared:.1f} s; damaged or cut short?")
        if damaged:
            self.notes.append(f"{damaged} damaged frames")
        if odd:
            self.notes.append(f"the picture's size changes: {odd} frames brought to that of the first")

    def _describe(self, frame: Any, pixels: np.ndarray) -> None:
        if display_turn(frame) != UPRIGHT:
            self.notes.append("turned upright, as the file says")
        if curve := hdr(frame):
            self.notes.append(f"HDR ({curve}) brought to standard range")
        if max(pixels.shape[:2]) < max(frame.width, frame.height):
            self.notes.append(f"tracked at {pixels.shape[1]}x{pixels.shape[0]} of {frame.width}x{frame.height}")


class _Pace:
    """Times from the first on, None for a frame that is late, doubled or too soon after the last."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.last = -np.inf

    def __call__(self, time: float) -> float | None:
        self.first = time if self.first is None else self.first
        at = time - self.first
        if at - self.last < 0.75 / MAX_FPS:
            return None
        self.last = at
        return at


class _opened:
    """Opens a container and its best video stream, and names the file in every error."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> tuple[Any, Any]:
        import av

        _check_file(self.path)
        try:
            # Playlists and the like may name other files and addresses: nothing but this file is read.
            # From the root, because "10:30.mp4" would be a protocol "10".
            self.container = av.open(str(self.path.absolute()), options={"protocol_whitelist": "file"})
        except (av.FFmpegError, OSError, ValueError) as error:
            raise FileError(f"{self.path}: not a video, or damaged ({_reason(error)}); {_WANTED}") from error
        names = set(self.container.format.name.split(","))
        streams = [s for s in self.container.streams.video if s.codec_context is not None and not _is_cover(s)]
        if names & set(_NO_VIDEO) or not streams:
            held = "sound only" if self.container.streams.audio else f"no moving pictures ({min(names)})"
            self.container.close()
            raise FileError(f"{self.path}: holds {held}, {_WANTED}")
        stream = max(streams, key=lambda s: (s.width or 0) * (s.height or 0))
        stream.thread_type = "AUTO"
        return self.container, stream

    def __exit__(self, *_: object) -> None:
        self.container.close()


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise FileError(f"{path}: is a folder, {_WANTED}")
        if path.stat().st_size == 0:
            raise FileError(f"{path}: the file is empty, {_WANTED}")
    except FileNotFoundError as error:
        raise FileError(f"{path}: no such file") from error
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: cannot be read ({error})") from error


def _packets(container: Any, stream: Any, path: Path) -> Iterator[Any]:
    import av

    try:
        yield from container.demux(stream)
    except av.FFmpegError as error:
        raise FileError(f"{path}: breaks off ({_reason(error)}); damaged or cut short?") from error


def _decoded(container: Any, stream: Any, path: Path) -> Iterator[Any]:
    """Frames; None for a packet that could not be decoded. A file that breaks off ends here."""
    import av

    for packet in _packets(container, stream, path):
        try:
            yield from packet.decode()
        except av.FFmpegError:
            yield None


def _declared_s(container: Any, stream: Any) -> float:
    """Length in seconds that the file states, 0 where it does not."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return float(container.duration or 0) / 1e6


def _is_cover(stream: Any) -> bool:
    """Whether a stream is the cover picture of a sound file."""
    return bool(int(getattr(stream, "disposition", 0) or 0) & 0x400)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).splitlines()[0]
