"""Boxes of MP4 files (ISO 14496-12, 4.2): taken apart and put together in parts, without copies of what is large."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping

INTS = "I"
"""Type of arrays of 32 bits."""
Bytes = bytes | memoryview


def boxes(data: Bytes) -> Iterator[tuple[bytes, Bytes]]:
    """Kind and content of the boxes that follow each other in ``data``. Errors: ``ValueError``, ``struct.error``."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if not 8 <= size <= len(data) - at:
            raise ValueError(f"a box of {size} bytes")
        yield kind, data[at + 8 : at + size]
        at += size


def box(kind: bytes, *parts: Bytes) -> list[Bytes]:
    """A box of parts, in parts."""
    return [struct.pack(">I4s", 8 + sum(map(len, parts)), kind), *parts]


def joined(boxes: Mapping[bytes, Bytes], others: Mapping[bytes, list[Bytes]]) -> list[Bytes]:
    """Boxes in their order, some of them with other contents."""
    return [part for kind, data in boxes.items() for part in box(kind, *others.get(kind, [data]))]


def table(kind: bytes, numbers: array, columns: int = 1) -> list[Bytes]:
    """A box with rows of numbers that are big-endian already, and how many rows."""
    return box(kind, struct.pack(">II", 0, len(numbers) // columns), memoryview(numbers).cast("B"))


def big_endian(numbers: array) -> array:
    """The same numbers as they stand in files; changed in place."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def number(data: Bytes, at: int) -> int:
    """The 32 bits at ``at``."""
    return struct.unpack_from(">I", data, at)[0]


def with_number(data: Bytes, at: int, value: int) -> bytes:
    """A header of version 0 with another number in one place. Errors: ``ValueError`` for other versions."""
    if data[0]:
        raise ValueError("a header with numbers of 64 bits")
    return bytes(data[:at]) + struct.pack(">I", value) + bytes(data[at + 4 :])
