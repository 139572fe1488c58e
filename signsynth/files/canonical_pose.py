"""Canonical motion as a ``.pose`` file, exact on a grid.

pose-format 0.2 (https://github.com/sign-language-processing/pose, docs/specs): a header that names
the points, then float32 coordinates and confidences. Ours is in pixels with y down, as pose viewers
expect: 256 pixels a shoulder width, mid-shoulder at (512, 400), z away from the viewer. The header
is the same bytes in every file, which is how such a file is known again and read without parsing.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from signsynth.errors import FileError
from signsynth.files.limits import check_frames
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL, HAND_EDGES

if TYPE_CHECKING:
    from pose_format.pose_body import PoseBody
    from pose_format.pose_header import PoseHeader

PIXELS_PER_SW = 256
ORIGIN_PX = np.array([512.0, 400.0, 0.0])
SIZE_PX = (1024, 1024, PIXELS_PER_SW)
_RECORD = b'{"record"'
"""How what follows the body begins, if anything does."""
GRID = 2.0**16
"""Grid lines a shoulder width: 1/256 pixel, so float32 holds every line up to 250 shoulder widths out."""

_AXES = np.array([1.0, -1.0, -1.0])
_FACE_LINES = (
    (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152)
    + (148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10),
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 61),
    (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78),
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 33),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 263),
    (70, 63, 105, 66, 107),
    (46, 53, 52, 65, 55),
    (300, 293, 334, 296, 336),
    (276, 283, 282, 295, 285),
)
"""Oval, lips, eyes and brows as lines through MediaPipe face points."""
_COLOURS = {
    "POSE_LANDMARKS": (70, 70, 70),
    "FACE_LANDMARKS": (150, 150, 150),
    "LEFT_HAND_LANDMARKS": (0, 114, 178),
    "RIGHT_HAND_LANDMARKS": (213, 94, 0),
}


def encode(motion: Motion, record: str = "") -> bytes:
    """The file's bytes. Coordinates snap to the grid; segments, gesture and mesh are not part of ``.pose``.

    ``record``, JSON of its origin, follows the body: readers of the format stop before it.
    """
    snapped = np.round(motion.pose.astype(np.float64) * GRID) / GRID
    pixels = (ORIGIN_PX + _AXES * PIXELS_PER_SW * snapped)[:, _file_order()]
    shape = struct.pack("<fIH", motion.fps, len(motion), 1)
    confidence = motion.confidence[:, _file_order()]
    return _header() + shape + pixels.astype("<f4").tobytes() + confidence.astype("<f4").tobytes() + record.encode()


def is_canonical(data: bytes) -> bool:
    """Whether these are the bytes of a file that ``encode`` made."""
    return data.startswith(_header())


def is_begun(head: bytes) -> bool:
    """Whether a file's first bytes may be those of one that ``encode`` made."""
    return _header().startswith(head) and bool(head)


def decode(data: bytes, source: str) -> Motion:
    """The motion in bytes that ``encode`` made. Errors: ``FileError`` where they are cut short or carry NaN."""
    start = len(_header()) + struct.calcsize("<fIH")
    if len(data) < start:
        raise FileError(f"{source}: cut short inside its header")
    fps, frames, people = struct.unpack_from("<fIH", data, start - struct.calcsize("<fIH"))
    check_frames(source, frames)
    points = len(CANONICAL)
    need = start + frames * points * 4 * 4
    if people != 1 or len(data) < need or not (len(data) == need or data.startswith(_RECORD, need)):
        raise FileError(f"{source}: {len(data)} bytes, expected {need} for {frames} frames of one person")
    values = np.frombuffer(data, "<f4", (need - start) // 4, offset=start)
    pixels = values[: frames * points * 3].reshape(frames, points, 3)
    confidence = values[frames * points * 3 :].reshape(frames, points)
    return _motion(pixels, confidence, fps, source)


def record_in(file: BinaryIO, most: int) -> str:
    """What follows the body in a file that ``encode`` made, at most ``most`` bytes; "" where nothing does."""
    header = _header()
    file.seek(0)
    head = file.read(len(header) + struct.calcsize("<fIH"))
    if not is_canonical(head):
        return ""
    _, frames, _ = struct.unpack_from("<fIH", head, len(header))
    file.seek(len(head) + frames * len(CANONICAL) * 4 * 4)
    return file.read(most).decode("utf-8", "replace")


def from_parsed(header: PoseHeader, body: PoseBody, source: str) -> Motion | None:
    """The motion of a parsed file with our size mark and points but other bytes (lines, colours); else None."""
    size, named = header.dimensions, [(part.name, tuple(part.points)) for part in header.components]
    ours = [(name, CANONICAL.points[part]) for name, part, _ in _components()]
    if (size.width, size.height, size.depth) != SIZE_PX or named != ours or body.data.shape[1] != 1:
        return None
    check_frames(source, len(body.data))
    return _motion(np.asarray(body.data.data)[:, 0], np.asarray(body.confidence)[:, 0], body.fps, source)


def _motion(pixels: np.ndarray, confidence: np.ndarray, fps: float, source: str) -> Motion:
    if not (np.isfinite(pixels).all() and np.isfinite(confidence).all() and np.isfinite(fps) and fps > 0):
        raise FileError(f"{source}: NaN, infinite values or no frame rate, expected finite ones")
    order = _canonical_order()
    # float32 throughout: on the grid both steps are exact.
    pose = (pixels[:, order] - ORIGIN_PX.astype(np.float32)) * (_AXES / PIXELS_PER_SW).astype(np.float32)
    # The shortest decimal that float32 rounds to the same number: 29.97 comes back as 29.97.
    return Motion(pose, confidence[:, order], float(str(np.float32(fps))))


@lru_cache(maxsize=1)
def _components() -> tuple[tuple[str, slice, tuple[tuple[int, int], ...]], ...]:
    """Name, points and lines of each component, in pose-format's order: body, face, left and right hand."""
    parts = dict(CANONICAL.components)
    face = {name: i for i, name in enumerate(CANONICAL.points[parts["FACE_LANDMARKS"]])}
    body = tuple(edge for edge in CANONICAL.edges if max(edge) < parts["POSE_LANDMARKS"].stop)
    lines = tuple((face[str(a)], face[str(b)]) for line in _FACE_LINES for a, b in zip(line, line[1:], strict=False))
    edges = {"POSE_LANDMARKS": body, "FACE_LANDMARKS": lines}
    return tuple((name, parts[name], edges.get(name, HAND_EDGES)) for name in _COLOURS)


@lru_cache(maxsize=1)
def _file_order() -> np.ndarray:
    return np.concatenate([np.arange(part.start, part.stop) for _, part, _ in _components()])


@lru_cache(maxsize=1)
def _canonical_order() -> np.ndarray:
    return np.argsort(_file_order())


@lru_cache(maxsize=1)
def _header() -> bytes:
    out = struct.pack("<fHHHH", 0.2, *SIZE_PX, len(_components()))
    for name, part, edges in _components():
        out += _text(name) + _text("XYZC") + struct.pack("<HHH", part.stop - part.start, len(edges), 1)
        out += b"".join(_text(point) for point in CANONICAL.points[part])
        out += b"".join(struct.pack("<HH", *edge) for edge in edges) + struct.pack("<HHH", *_COLOURS[name])
    return out


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text.encode())) + text.encode()
