"""Fragments of MP4 films (ISO 14496-12, 8.8): where each lies, and what its index says of its frames."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from signsynth.files.mp4_boxes import Bytes, boxes, number

NO_KEY = 0x10000
"""Flag of a frame that needs others (8.8.3.1)."""


def fragments(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The index of each fragment, and from where to where its frames lie. Errors: ``ValueError``, ``struct.error``."""
    at, end, moof = 0, file.seek(0, os.SEEK_END), b""
    while at < end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            (size,), header = struct.unpack(">Q", file.read(8)), 16
        if size < header or at + size > end:
            raise ValueError(f"a box of {size} bytes at {at}")
        if kind == b"moof":
            moof = file.read(size - header)
        elif kind == b"mdat":
            yield moof, at + header, at + size
            moof = b""
        at += size


def frames_of(moof: bytes) -> Iterator[list[int]]:
    """Ticks, bytes, flags and ticks until it is shown of each frame of a fragment with one track.

    Errors: ``ValueError``, ``KeyError`` and ``struct.error`` where it is none.
    """
    (traf,) = (body for kind, body in boxes(moof) if kind == b"traf")
    header = dict(boxes(traf))[b"tfhd"]
    for kind, body in boxes(traf):
        if kind == b"trun":
            yield from _frames(body, header)


def _frames(trun: Bytes, tfhd: Bytes) -> list[list[int]]:
    """Ticks, bytes, flags and ticks until it is shown of each frame of a run (8.8.7, 8.8.8)."""
    has, at, usual = number(tfhd, 0), 8, []
    for bit, length in ((0x1, 8), (0x2, 4), (0x8, 4), (0x10, 4), (0x20, 4)):
        if bit >= 0x8:
            usual.append(number(tfhd, at) if has & bit else 0)
        at += length if has & bit else 0
    has, count = number(trun, 0), number(trun, 4)
    rows = np.tile(np.array([*usual, 0], np.int64), (count, 1))
    at = 8 + 4 * bool(has & 0x1)
    if has & 0x4:
        rows[0, 2] = number(trun, at)
        at += 4
    told = [column for column, bit in enumerate((0x100, 0x200, 0x400, 0x800)) if has & bit]
    rows[:, told] = np.frombuffer(trun, ">u4", count * len(told), at).reshape(count, -1)
    return rows.tolist()
