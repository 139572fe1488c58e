"""One MP4 film of the fragments that it was written in, byte for byte the film that libavformat makes of them.

Its muxer keeps 70 bytes a frame until the end, its demuxer 40 more: ten megabytes an hour. All that the film needs of a
frame are the four to twelve bytes in its tables (ISO 14496-12, 8.6 and 8.7). So libavformat makes a film of the first
fragment, and this its index as long as the whole; that of films too long for numbers of 32 bits is left to libavformat.
"""

from __future__ import annotations

import io
import os
import struct
import sys
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np

from signsynth.errors import FileError

FRAGMENTS = "+frag_keyframe+delay_moov+default_base_moof"
"""What libavformat's muxer must be told. The delay is for the times of the first frames."""
_LARGEST = 2**32 - 2**26
"""Bytes of frames, and ticks, from which numbers may take 64 bits."""
_CHUNK = 2**20
"""Bytes of the frames that one place is written for."""
_NO_KEY = 0x10000
"""Flag of a frame that needs others (8.8.3.1)."""
_ENTRY = 78
"""Bytes of what is told of pictures before the boxes about their encoding (8.5.2, 12.1.3)."""
_INTS = "I"
Bytes = bytes | memoryview


def write_whole(pieces: BinaryIO, path: Path) -> None:
    """Write the film of one track that ``pieces`` holds in fragments, with one index in front.

    Errors: ``FileError`` where it is not such a film; ``av.FFmpegError`` as of libavformat.
    """
    try:
        film = _Tables(pieces)
    except (struct.error, KeyError, IndexError, ValueError, OverflowError) as error:
        raise FileError(f"{path}: what was encoded is not a film of one track in fragments ({error!r})") from error
    if max(film.bytes, film.ticks) > _LARGEST:
        pieces.seek(0)
        _remux(pieces, str(path), movflags="+faststart")
        return
    pieces.seek(0)
    begun = io.BytesIO()
    _remux(io.BytesIO(pieces.read(film.ends[0])), begun)
    boxes = dict(_boxes(begun.getbuffer()))
    kind, free = _box(b"ftyp", boxes[b"ftyp"]), _box(b"free", boxes[b"free"])
    before = sum(map(len, [*kind, *film.index(boxes[b"moov"], 0), *free])) + 8
    with path.open("wb") as file:
        file.writelines([*kind, *film.index(boxes[b"moov"], before), *free])
        file.write(struct.pack(">I4s", 8 + film.bytes, b"mdat"))
        for start, end in zip(film.starts, film.ends, strict=True):
            pieces.seek(start)
            while start < end:
                start += file.write(pieces.read(min(_CHUNK, end - start)))


def _remux(pieces: BinaryIO, to: str | BinaryIO, **options: str) -> None:
    """What libavformat makes of fragments, packets copied."""
    import av

    with av.open(pieces) as parts, av.open(to, "w", format="mp4", options=options) as film:
        film.metadata.update(parts.metadata)
        stream = film.add_stream_from_template(parts.streams.video[0])
        for packet in parts.demux(video=0):
            if packet.dts is not None:  # the last one only says that there are no more
                packet.stream = stream
                film.mux(packet)


class _Tables:
    """The tables of a film, in numbers as they stand in the file; where the frames lie in its fragments."""

    def __init__(self, pieces: BinaryIO) -> None:
        self.sizes, self.keys, self.chunks = array(_INTS), array(_INTS), array(_INTS)
        self.ticking, self.later, self.grouped = _Runs(), _Runs(), array(_INTS)
        self.starts, self.ends = array("Q"), array("Q")
        self.bytes = self.ticks = self.first = self.last = 0
        self._chunk = [0, 0]  # frames and bytes of the last one
        for moof, start, end in _fragments(pieces):
            self._add(moof, end - start)
            self.starts.append(start)
            self.ends.append(end)
        if not self.sizes:
            raise ValueError("no frames")
        self._close()
        for column in (self.sizes, self.keys, self.grouped, self.ticking.pairs, self.later.pairs):
            _big(column)

    def _add(self, moof: bytes, length: int) -> None:
        (traf,) = (body for kind, body in _boxes(moof) if kind == b"traf")
        header = dict(_boxes(traf))[b"tfhd"]
        total = 0
        for run in (body for kind, body in _boxes(traf) if kind == b"trun"):
            for ticks, size, flags, later in _frames(run, header):
                if self._chunk[0] and self._chunk[1] + size >= _CHUNK:
                    self._close()
                if not self._chunk[0]:
                    self.chunks.append(self.bytes)
                self._chunk[0] += 1
                self._chunk[1] += size
                self.sizes.append(size)
                if not flags & _NO_KEY:
                    self.keys.append(len(self.sizes))
                if len(self.sizes) == 1:
                    self.first = later
                self.last = max(self.last, self.ticks + later + ticks)
                self.ticking.add(ticks)
                self.later.add(later)
                self.bytes += size
                self.ticks += ticks
                total += size
        if total != length:
            raise ValueError("frames of another length than their fragment")

    def _close(self) -> None:
        """End a chunk: chunks with as many frames as the one before are told with it."""
        if self._chunk[0] != (self.grouped[-2] if self.grouped else 0):
            self.grouped.extend((len(self.chunks), self._chunk[0], 1))
        self._chunk = [0, 0]

    def index(self, moov: Bytes, before: int) -> list[Bytes]:
        """``moov`` of the begun film, in parts, for the whole one, whose frames lie behind ``before`` bytes."""
        whole = dict(_boxes(moov))
        trak = dict(_boxes(whole[b"trak"]))
        mdia = dict(_boxes(trak[b"mdia"]))
        minf = dict(_boxes(mdia[b"minf"]))
        edit = dict(_boxes(trak[b"edts"]))[b"elst"]
        shown = -(-(self.last - self.first) * _number(whole[b"mvhd"], 12) // _number(mdia[b"mdhd"], 12))
        kinds = self._rated(dict(_boxes(minf[b"stbl"]))[b"stsd"], _number(mdia[b"mdhd"], 12))
        tables = self._tables(kinds, before)
        index = _joined(minf, {b"stbl": tables})
        media = _joined(mdia, {b"mdhd": [_with(mdia[b"mdhd"], 16, self.ticks)], b"minf": index})
        track = {b"tkhd": [_with(trak[b"tkhd"], 20, shown)], b"edts": _box(b"elst", _with(edit, 8, shown))}
        track = _joined(trak, track | {b"mdia": media})
        return _box(b"moov", *_joined(whole, {b"mvhd": [_with(whole[b"mvhd"], 16, shown)], b"trak": track}))

    def _rated(self, kinds: Bytes, unit: int) -> list[Bytes]:
        """``stsd`` with the bits a second of the whole film, where it tells them (8.5.2): at most, and in the mean."""
        ((kind, entry),) = _boxes(kinds[8:])
        inner = dict(_boxes(entry[_ENTRY:]))
        bits = 8 * self.bytes * unit
        rates = struct.pack(">II", (2 * bits + self.ticks) // (2 * self.ticks), bits // self.ticks)
        told = {b"btrt": [inner[b"btrt"][:4], rates]} if b"btrt" in inner else {}
        return [kinds[:8], *_box(kind, entry[:_ENTRY], *_joined(inner, told))]

    def _tables(self, kinds: list[Bytes], before: int) -> list[Bytes]:
        count = len(self.sizes)
        alike = self.sizes[0] if all(size == self.sizes[0] for size in self.sizes) else 0
        one_size = int.from_bytes(struct.pack("=I", alike), "big")
        return [
            *_box(b"stsd", *kinds),
            *_table(b"stts", self.ticking.pairs, 2),
            *(_table(b"stss", self.keys) if 0 < len(self.keys) < count else ()),
            *(_table(b"ctts", self.later.pairs, 2) if any(self.later.pairs[1::2]) else ()),
            *_table(b"stsc", self.grouped, 3),
            *_box(b"stsz", struct.pack(">III", 0, one_size, count), b"" if alike else memoryview(self.sizes).cast("B")),
            *_table(b"stco", _big(array(_INTS, [before + place for place in self.chunks]))),
        ]


class _Runs:
    """How often each value follows itself, and the value."""

    def __init__(self) -> None:
        self.pairs = array(_INTS)

    def add(self, value: int) -> None:
        if self.pairs and self.pairs[-1] == value:
            self.pairs[-2] += 1
        else:
            self.pairs.extend((1, value))


def _fragments(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The index of each fragment, and from where to where its frames lie."""
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


def _frames(trun: Bytes, tfhd: Bytes) -> list[list[int]]:
    """Ticks, bytes, flags and ticks until it is shown of each frame of a run (8.8.7, 8.8.8)."""
    has, at, usual = _number(tfhd, 0), 8, []
    for bit, length in ((0x1, 8), (0x2, 4), (0x8, 4), (0x10, 4), (0x20, 4)):
        if bit >= 0x8:
            usual.append(_number(tfhd, at) if has & bit else 0)
        at += length if has & bit else 0
    has, count = _number(trun, 0), _number(trun, 4)
    rows = np.tile(np.array([*usual, 0], np.int64), (count, 1))
    at = 8 + 4 * bool(has & 0x1)
    if has & 0x4:
        rows[0, 2] = _number(trun, at)
        at += 4
    told = [column for column, bit in enumerate((0x100, 0x200, 0x400, 0x800)) if has & bit]
    rows[:, told] = np.frombuffer(trun, ">u4", count * len(told), at).reshape(count, -1)
    return rows.tolist()


def _boxes(data: Bytes) -> Iterator[tuple[bytes, Bytes]]:
    """Kind and content of the boxes that follow each other in ``data`` (4.2)."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if not 8 <= size <= len(data) - at:
            raise ValueError(f"a box of {size} bytes")
        yield kind, data[at + 8 : at + size]
        at += size


def _box(kind: bytes, *parts: Bytes) -> list[Bytes]:
    return [struct.pack(">I4s", 8 + sum(map(len, parts)), kind), *parts]


def _joined(boxes: Mapping[bytes, Bytes], others: Mapping[bytes, list[Bytes]]) -> list[Bytes]:
    """Boxes in their order, some of them with other contents."""
    return [part for kind, data in boxes.items() for part in _box(kind, *others.get(kind, [data]))]


def _table(kind: bytes, numbers: array, columns: int = 1) -> list[Bytes]:
    return _box(kind, struct.pack(">II", 0, len(numbers) // columns), memoryview(numbers).cast("B"))


def _big(numbers: array) -> array:
    """The same numbers (in place) as they stand in files."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _number(data: Bytes, at: int) -> int:
    return struct.unpack_from(">I", data, at)[0]


def _with(data: Bytes, at: int, number: int) -> bytes:
    """A header of version 0 with another number in one place."""
    if data[0]:
        raise ValueError("a header with numbers of 64 bits")
    return bytes(data[:at]) + struct.pack(">I", number) + bytes(data[at + 4 :])
