"""The index of an MP4 film (ISO 14496-12, 8.6 and 8.7), of the fragments that it was written in."""

from __future__ import annotations

import struct
from array import array
from typing import BinaryIO

from signsynth.files.mp4_boxes import INTS, Bytes, big_endian, box, boxes, joined, number, table, with_number
from signsynth.files.mp4_fragments import NO_KEY, fragments, frames_of

_CHUNK = 2**20
"""Bytes of the frames that one place is written for."""
_ENTRY = 78
"""Bytes of what is told of pictures before the boxes about their encoding (8.5.2, 12.1.3)."""


class Mp4Tables:
    """The tables of a film, in numbers as they stand in the file; where the frames lie in its fragments."""

    def __init__(self, pieces: BinaryIO) -> None:
        self.sizes, self.keys, self.chunks = array(INTS), array(INTS), array(INTS)
        self.ticking, self.later, self.grouped = Runs(), Runs(), array(INTS)
        self.starts, self.ends = array("Q"), array("Q")
        self.bytes = self.ticks = self.first = self.last = 0
        self._chunk = 0, 0  # frames and bytes of the last one
        for moof, start, end in fragments(pieces):
            self._add(moof, end - start)
            self.starts.append(start)
            self.ends.append(end)
        if not self.sizes:
            raise ValueError("no frames")
        self._close()
        for column in (self.sizes, self.keys, self.grouped, self.ticking.pairs, self.later.pairs):
            big_endian(column)

    def _add(self, moof: bytes, length: int) -> None:
        before = self.bytes
        for ticks, size, flags, later in frames_of(moof):
            if self._chunk[0] and self._chunk[1] + size >= _CHUNK:
                self._close()
            if not self._chunk[0]:
                self.chunks.append(self.bytes)
            self._chunk = self._chunk[0] + 1, self._chunk[1] + size
            self.sizes.append(size)
            if not flags & NO_KEY:
                self.keys.append(len(self.sizes))
            if len(self.sizes) == 1:
                self.first = later
            self.last = max(self.last, self.ticks + later + ticks)
            self.ticking.add(ticks)
            self.later.add(later)
            self.bytes += size
            self.ticks += ticks
        if self.bytes - before != length:
            raise ValueError("frames of another length than their fragment")

    def _close(self) -> None:
        """End a chunk: chunks with as many frames as the one before are told with it."""
        if self._chunk[0] != (self.grouped[-2] if self.grouped else 0):
            self.grouped.extend((len(self.chunks), self._chunk[0], 1))
        self._chunk = 0, 0

    def index(self, moov: Bytes, before: int) -> list[Bytes]:
        """``moov`` of the begun film, in parts, for the whole one, whose frames lie behind ``before`` bytes."""
        whole = dict(boxes(moov))
        trak = dict(boxes(whole[b"trak"]))
        mdia = dict(boxes(trak[b"mdia"]))
        minf = dict(boxes(mdia[b"minf"]))
        edit = dict(boxes(trak[b"edts"]))[b"elst"]
        shown = -(-(self.last - self.first) * number(whole[b"mvhd"], 12) // number(mdia[b"mdhd"], 12))
        kinds = self._rated(dict(boxes(minf[b"stbl"]))[b"stsd"], number(mdia[b"mdhd"], 12))
        tables = self._tables(kinds, before)
        index = joined(minf, {b"stbl": tables})
        media = joined(mdia, {b"mdhd": [with_number(mdia[b"mdhd"], 16, self.ticks)], b"minf": index})
        track = {b"tkhd": [with_number(trak[b"tkhd"], 20, shown)], b"edts": box(b"elst", with_number(edit, 8, shown))}
        track = joined(trak, track | {b"mdia": media})
        return box(b"moov", *joined(whole, {b"mvhd": [with_number(whole[b"mvhd"], 16, shown)], b"trak": track}))

    def _rated(self, kinds: Bytes, unit: int) -> list[Bytes]:
        """``stsd`` with the bits a second of the whole film, where it tells them (8.5.2): at most, and in the mean."""
        ((kind, entry),) = boxes(kinds[8:])
        inner = dict(boxes(entry[_ENTRY:]))
        bits = 8 * self.bytes * unit
        rates = struct.pack(">II", (2 * bits + self.ticks) // (2 * self.ticks), bits // self.ticks)
        told = {b"btrt": [inner[b"btrt"][:4], rates]} if b"btrt" in inner else {}
        return [kinds[:8], *box(kind, entry[:_ENTRY], *joined(inner, told))]

    def _tables(self, kinds: list[Bytes], before: int) -> list[Bytes]:
        count = len(self.sizes)
        alike = self.sizes[0] if all(size == self.sizes[0] for size in self.sizes) else 0
        one_size = int.from_bytes(struct.pack("=I", alike), "big")
        return [
            *box(b"stsd", *kinds),
            *table(b"stts", self.ticking.pairs, 2),
            *(table(b"stss", self.keys) if 0 < len(self.keys) < count else ()),
            *(table(b"ctts", self.later.pairs, 2) if any(self.later.pairs[1::2]) else ()),
            *table(b"stsc", self.grouped, 3),
            *box(b"stsz", struct.pack(">III", 0, one_size, count), b"" if alike else memoryview(self.sizes).cast("B")),
            *table(b"stco", big_endian(array(INTS, [before + place for place in self.chunks]))),
        ]


class Runs:
    """How often each value follows itself, and the value."""

    def __init__(self) -> None:
        self.pairs = array(INTS)

    def add(self, value: int) -> None:
        """One more value."""
        if self.pairs and self.pairs[-1] == value:
            self.pairs[-2] += 1
        else:
            self.pairs.extend((1, value))
