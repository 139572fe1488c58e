"""One MP4 film of the fragments that it was written in, byte for byte the film that libavformat makes of them.

Its muxer keeps 70 bytes a frame until the end, its demuxer 40 more: ten megabytes an hour. All that the film needs of a
frame are the four to twelve bytes in its tables. So libavformat makes a film of the first fragment, and this its index
as long as the whole. Films too long for numbers of 32 bits, and an index with unknown boxes, are left to libavformat.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import BinaryIO

from signsynth.errors import FileError
from signsynth.files.mp4_boxes import box, boxes
from signsynth.files.mp4_tables import Mp4Tables

FRAGMENTS = "+frag_keyframe+delay_moov+default_base_moof"
"""What libavformat's muxer must be told. The delay is for the times of the first frames."""
_LARGEST = 2**32 - 2**26
"""Bytes of frames, and ticks, from which numbers may take 64 bits."""
_BLOCK = 2**20
_WRONG = struct.error, KeyError, IndexError, ValueError, OverflowError


def write_whole(pieces: BinaryIO, path: Path) -> None:
    """Write the film of one track that ``pieces`` holds in fragments, with one index in front.

    Errors: ``FileError`` where it is not such a film; ``av.FFmpegError`` as of libavformat.
    """
    try:
        film = Mp4Tables(pieces)
    except _WRONG as error:
        raise FileError(f"{path}: what was encoded is not a film of one track in fragments ({error!r})") from error
    pieces.seek(0)
    begun = io.BytesIO()
    _remux(io.BytesIO(pieces.read(film.ends[0])), begun)
    try:
        if max(film.bytes, film.ticks) > _LARGEST:
            raise OverflowError("numbers of 64 bits")
        known = dict(boxes(begun.getbuffer()))
        kind, free = box(b"ftyp", known[b"ftyp"]), box(b"free", known[b"free"])
        before = sum(map(len, [*kind, *film.index(known[b"moov"], 0), *free])) + 8
        index = film.index(known[b"moov"], before)
    except _WRONG:
        pieces.seek(0)
        _remux(pieces, str(path), movflags="+faststart")
        return
    with path.open("wb") as file:
        file.writelines([*kind, *index, *free, struct.pack(">I4s", 8 + film.bytes, b"mdat")])
        for start, end in zip(film.starts, film.ends, strict=True):
            pieces.seek(start)
            while start < end:
                start += file.write(pieces.read(min(_BLOCK, end - start)))


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
