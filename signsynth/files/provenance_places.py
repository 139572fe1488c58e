"""Where each format keeps the record of its origin: written at the end of a whole file, found by jumping through it."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from signsynth.errors import FileError
from signsynth.files import canonical_pose
from signsynth.files.motion_npz import ORIGIN
from signsynth.files.provenance import LARGEST, RECORD
from signsynth.files.provenance_xmp import record_in

XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The user type of a box with XMP (XMP specification part 3, 1.2.6)."""
_XMP_GIF = b"XMP DataXMP"
_XMP_PNG = b"XML:com.adobe.xmp\0\0\0\0\0"
_GIF_TAIL = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
"""Leads readers that jump from block to block out of a packet, which is none (part 3, 1.1.2)."""


def into_mp4(path: Path, packet: bytes) -> None:
    """Append a packet to a whole MP4 file as a box of its own; nothing else moves."""
    with path.open("ab") as file:
        file.write(struct.pack(">I", 24 + len(packet)) + b"uuid" + XMP_BOX + packet)


def into_gif(path: Path, packet: bytes) -> None:
    """Put a packet at the end of a whole GIF file, before its trailer."""
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x21\xff\x0b" + _XMP_GIF + packet + _GIF_TAIL + b"\x3b")


def into_png(data: bytes, packet: bytes, comment: str) -> bytes:
    """A PNG picture with a comment and a packet behind its header, which is always 33 bytes long."""
    chunks = _chunk(b"tEXt", b"Comment\0" + comment.encode("latin-1", "replace")) if comment else b""
    return data[:33] + chunks + _chunk(b"iTXt", _XMP_PNG + packet) + data[33:]


def found_in(path: Path) -> str:
    """The JSON of the record in a file, empty where there is none. Errors: ``FileError`` for another kind of file."""
    with path.open("rb") as file:
        head = file.read(12)
        places = next((places for is_it, places in _KINDS if is_it(head)), None)
        if places is None:
            raise FileError(f"{path}: not a video that can be read, expected .mp4, .webm, .gif, .png, .pose or .npz")
        try:
            return next((text for place in places for text in place(path, file) if RECORD in text), "")
        except (struct.error, IndexError):  # cut short
            return ""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _tags(path: Path, file: BinaryIO) -> Iterator[str]:
    """The tags that players know of."""
    import av

    try:
        with av.open(str(path), metadata_errors="replace") as container:
            tags = {name.lower(): text for name, text in container.metadata.items()}
    except (av.FFmpegError, ValueError):
        return
    yield tags.get("description", "")[:LARGEST]


def _boxes(path: Path, file: BinaryIO) -> Iterator[str]:
    """The packets in boxes of an MP4 file (ISO 14496-12, 4.2)."""
    at, end = 0, os.fstat(file.fileno()).st_size
    while at + 8 <= end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
        if kind == b"uuid" and file.read(16) == XMP_BOX:
            yield record_in(file.read(min(size, LARGEST)))
        if size < 8:  # up to the end of the file, or damaged
            return
        at += size


def _png_chunks(path: Path, file: BinaryIO) -> Iterator[str]:
    file.seek(8)
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        if kind == b"iTXt" and size <= LARGEST:
            yield record_in(file.read(size))
            file.seek(4, os.SEEK_CUR)
        else:
            file.seek(size + 4, os.SEEK_CUR)


def _gif_blocks(path: Path, file: BinaryIO) -> Iterator[str]:
    """Comments and packets of a GIF file (GIF89a)."""

    def palette(flags: int) -> None:
        file.seek(3 << ((flags & 7) + 1) if flags & 0x80 else 0, os.SEEK_CUR)

    def data(keep: bool) -> bytes:
        parts, kept = [], 0
        while size := file.read(1)[0]:
            part = file.read(size)
            kept += size
            if keep and kept <= LARGEST:
                parts.append(part)
        return b"".join(parts)

    file.seek(0)
    palette(file.read(13)[10])
    while (kind := file.read(1)[0]) != 0x3B:
        if kind == 0x2C:
            palette(file.read(9)[8])
            file.seek(1, os.SEEK_CUR)
            data(keep=False)
        elif kind == 0x21:
            label = file.read(1)[0]
            if label == 0xFE:
                yield data(keep=True).decode("utf-8", "replace")
            elif label == 0xFF and file.read(1 + len(_XMP_GIF))[1:] == _XMP_GIF:
                start = file.tell()
                yield record_in(file.read(LARGEST))
                file.seek(start)
                data(keep=False)
            else:
                data(keep=False)
        else:
            return


def _pose(path: Path, file: BinaryIO) -> Iterator[str]:
    """What follows the body of a motion."""
    yield canonical_pose.record_in(file, LARGEST)


def _npz(path: Path, file: BinaryIO) -> Iterator[str]:
    """The bytes of one array of a motion."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(f"{ORIGIN}.npy") as member:
            data = member.read(LARGEST)
    except (KeyError, OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return
    yield data[data.find(b"{", data.find(b"\n")) :].decode("utf-8", "replace")


_KINDS = (
    (lambda head: head[4:8] == b"ftyp", (_boxes, _tags)),
    (lambda head: head[:4] == b"\x1aE\xdf\xa3", (_tags,)),
    (lambda head: head[:6] in (b"GIF87a", b"GIF89a"), (_gif_blocks,)),
    (lambda head: head[:8] == b"\x89PNG\r\n\x1a\n", (_png_chunks,)),
    (canonical_pose.is_begun, (_pose,)),
    (lambda head: head[:4] == b"PK\x03\x04", (_npz,)),
)
