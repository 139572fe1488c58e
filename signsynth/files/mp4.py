"""MP4 films that were written in fragments, made whole: the index of an hour is never held as a muxer holds it.

A muxer keeps 64 bytes a frame until the end, in blocks that double and leave holes behind them. Fragments (ISO
14496-12, 8.8) go to the disk with their own index; the one before the whole film is made of these, at 12 bytes a frame.
Whole films are what every player, editor and ELAN opens and jumps in.
"""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np

from signsynth.errors import FileError

FRAGMENTS = "+empty_moov+frag_keyframe+default_base_moof"
"""What libavformat's muxer must be told."""
_TYPE = b"isom\0\0\x02\0isomiso2avc1mp41"
_LARGE = 2**32 - 2**24
"""Bytes of a film from which places take 64 bits; its index has its share of them."""
_NO_KEY = 0x10000
"""Flag of a frame that needs others (8.8.3.1)."""


def write_whole(pieces: BinaryIO, path: Path) -> None:
    """Write the film of one track that ``pieces`` holds in fragments, with one index in front.

    Errors: ``FileError`` where it is not such a film.
    """
    try:
        moov, film = _read(pieces)
        large = pieces.seek(0, os.SEEK_END) > _LARGE
        length = sum(film.lengths)
        opening = struct.pack(">I4sQ", 1, b"mdat", length + 16) if large else struct.pack(">I4s", length + 8, b"mdat")
        kind = _box(b"ftyp", _TYPE)
        # The index is as long wherever the frames lie.
        before = len(kind) + len(film.index(moov, 0, large)) + len(opening)
        with path.open("wb") as file:
            file.write(kind + film.index(moov, before, large) + opening)
            for start, size in zip(film.starts, film.lengths, strict=True):
                pieces.seek(start)
                file.write(pieces.read(size))
    except (struct.error, KeyError, IndexError, ValueError, OverflowError) as error:
        raise FileError(f"{path}: what was encoded is not a film of one track in fragments ({error!r})") from error


class _Film:
    """Of frames, in the order of decoding: bytes, ticks, ticks until they are shown; numbers of key frames, from 1.

    Of fragments: where their bytes start, how many bytes, how many frames.
    """

    def __init__(self) -> None:
        self.sizes, self.ticks, self.later, self.keys = array("I"), array("I"), array("i"), array("I")
        self.starts, self.lengths, self.counts = array("Q"), array("Q"), array("I")

    def add(self, moof: bytes, start: int, length: int) -> None:
        """Take in a fragment: its index, and where its bytes are. Errors: ``ValueError`` for several tracks."""
        (traf,) = (body for kind, body in _boxes(moof) if kind == b"traf")
        rows = np.concatenate([_frames(body, _box_of(traf, b"tfhd")) for kind, body in _boxes(traf) if kind == b"trun"])
        ticks, sizes, flags, later = rows.T
        if sizes.sum() != length:
            raise ValueError("frames of another length than their fragment")
        keys = np.flatnonzero((flags & _NO_KEY) == 0) + len(self.sizes) + 1
        for column, values in ((self.ticks, ticks), (self.sizes, sizes), (self.later, later), (self.keys, keys)):
            column.extend(values.tolist())
        self.starts.append(start)
        self.lengths.append(length)
        self.counts.append(len(rows))

    def index(self, moov: bytes, before: int, large: bool) -> bytes:
        """The index of the whole film: ``moov`` of the first fragment, with the frames behind ``before`` bytes."""
        whole = dict(_boxes(moov))
        trak = dict(_boxes(whole[b"trak"]))
        mdia = dict(_boxes(trak[b"mdia"]))
        minf = dict(_boxes(mdia[b"minf"]))
        ticks = sum(self.ticks)
        shown = -(-ticks * _number(whole[b"mvhd"], 12) // _number(mdia[b"mdhd"], 12))
        # The frame that comes first is shown at once, though all are shown later than they are decoded.
        edit = struct.pack(">IIIiI", 0, 1, shown, self.later[0], 0x10000)
        minf[b"stbl"] = self._tables(_box_of(minf[b"stbl"], b"stsd"), before, large)
        mdia |= {b"mdhd": _with(mdia[b"mdhd"], 16, ticks), b"minf": _joined(minf)}
        trak = {b"tkhd": _with(trak[b"tkhd"], 20, shown), b"edts": _box(b"elst", edit), b"mdia": _joined(mdia)}
        whole |= {b"mvhd": _with(whole[b"mvhd"], 16, shown), b"trak": _joined(trak)}
        del whole[b"mvex"]
        return _box(b"moov", _joined(whole))

    def _tables(self, kinds: bytes, before: int, large: bool) -> bytes:
        """What ``stbl`` holds (8.6.1, 8.7): one chunk a fragment."""
        counts = np.array(self.counts)
        first = np.flatnonzero(np.diff(counts, prepend=0))
        chunks = np.stack([first + 1, counts[first], np.ones_like(first)], 1)
        places = before + np.cumsum([0, *self.lengths[:-1]])
        sizes = _box(b"stsz", struct.pack(">III", 0, 0, len(self.sizes)) + _packed(self.sizes))
        return b"".join((
            _box(b"stsd", kinds),
            _table(b"stts", _runs(self.ticks)),
            _table(b"stss", self.keys),
            _table(b"ctts", _runs(self.later), version=int(min(self.later) < 0)),
            _table(b"stsc", chunks),
            sizes,
            _table(b"co64", places, ">u8") if large else _table(b"stco", places),
        ))  # fmt: skip


def _read(file: BinaryIO) -> tuple[bytes, _Film]:
    """The index of the first fragment, and the frames of all."""
    at, end, film, heads = 0, file.seek(0, os.SEEK_END), _Film(), {}
    while at < end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            (size,), header = struct.unpack(">Q", file.read(8)), 16
        if size < header or at + size > end:
            raise ValueError(f"a box of {size} bytes at {at}")
        if kind in (b"moov", b"moof"):
            heads[kind] = file.read(size - header)
        elif kind == b"mdat":
            film.add(heads.pop(b"moof"), at + header, size - header)
        at += size
    return heads[b"moov"], film


def _frames(trun: bytes, tfhd: bytes) -> np.ndarray:
    """Frames of a run, int64 ``(frames, 4)``: ticks, bytes, flags, ticks until shown (8.8.7, 8.8.8)."""
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
    found = np.frombuffer(trun, ">u4", count * len(told), at).reshape(count, -1)
    rows[:, told] = found
    rows[:, 3] = rows[:, 3].astype(np.int32)  # version 0 counts from 0, but never so far
    return rows


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the boxes that follow each other in ``data`` (4.2)."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if not 8 <= size <= len(data) - at:
            raise ValueError(f"a box of {size} bytes")
        yield kind, data[at + 8 : at + size]
        at += size


def _box_of(data: bytes, kind: bytes) -> bytes:
    return dict(_boxes(data))[kind]


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), kind) + data


def _joined(boxes: Mapping[bytes, bytes]) -> bytes:
    return b"".join(_box(kind, data) for kind, data in boxes.items())


def _table(kind: bytes, rows: np.ndarray | array, form: str = ">u4", version: int = 0) -> bytes:
    return _box(kind, struct.pack(">B3xI", version, len(rows)) + _packed(rows, form))


def _packed(values: np.ndarray | array, form: str = ">u4") -> bytes:
    return np.asarray(values).astype(form).tobytes()


def _runs(values: array) -> np.ndarray:
    """How often each value follows itself, and the value: ``(runs, 2)``."""
    each = np.array(values)
    starts = np.flatnonzero(np.diff(each, prepend=each[0] - 1))
    return np.stack([np.diff(starts, append=len(each)), each[starts]], 1)


def _number(data: bytes, at: int) -> int:
    return struct.unpack_from(">I", data, at)[0]


def _with(data: bytes, at: int, number: int) -> bytes:
    """A header of version 0 with another number in one place."""
    if data[0]:
        raise ValueError("a header with numbers of 64 bits")
    return data[:at] + struct.pack(">I", number) + data[at + 4 :]
