"""Films made whole of fragments: what libavformat's own muxer makes of the same packets, said with less memory."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from math import ceil

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError
from signsynth.files import mp4
from signsynth.files.mp4 import FRAGMENTS, write_whole

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def encoded(flags: str, count: int = 12, rate: Fraction = Fraction(25), **options: str) -> io.BytesIO:
    """A moving picture of 32x32, as libavformat writes it."""
    file = io.BytesIO()
    ground = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    with av.open(file, "w", format="mp4", options={"movflags": flags} if flags else {}) as container:
        container.metadata.update(title="A film", comment="of a test")
        stream = container.add_stream("libx264", rate=rate, options={"preset": "superfast", "threads": "1"} | options)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for index in range(count):
            frame = av.VideoFrame.from_ndarray(np.roll(ground, index, 0), format="rgb24")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


def boxes(data: bytes, *path: bytes) -> bytes:
    """What a box inside boxes holds."""
    for kind in path:
        data = dict(mp4._boxes(data))[kind]
    return data


TRAK = (b"moov", b"trak")
TABLES = (*TRAK, b"mdia", b"minf", b"stbl")


@FEW
@given(
    count=st.integers(1, 90),
    rate=st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(25, 2), Fraction(60)]),
    every=st.integers(1, 40),
    between=st.integers(0, 3),
)
def test_it_is_the_muxers_own_film(tmp_path, count, rate, every, between):
    how = {"g": str(every), "bf": str(between)}
    theirs, path = encoded("", count, rate, **how), tmp_path / "a.mp4"
    write_whole(encoded(FRAGMENTS, count, rate, **how), path)
    ours = path.read_bytes()
    tables = dict(mp4._boxes(boxes(theirs.getvalue(), *TABLES)))
    for kind in {b"stts", b"ctts", b"stss"} & set(tables):  # left out where all frames are alike
        assert boxes(ours, *TABLES, kind) == tables[kind]
    for *where, length in ((b"moov", b"mvhd", 16), (*TRAK, b"tkhd", 20), (*TRAK, b"edts", b"elst", 8)):
        one, other = boxes(ours, *where), boxes(theirs.getvalue(), *where)
        assert one[:length] + one[length + 4 :] == other[:length] + other[length + 4 :]
        # In thousandths of a second, which the muxer rounds up or down.
        assert mp4._number(one, length) == ceil(1000 * count / rate)
        assert 0 <= mp4._number(one, length) - mp4._number(other, length) <= 1
    assert boxes(ours, b"moov", b"udta") == boxes(theirs.getvalue(), b"moov", b"udta")
    # Theirs ends when the last frame is shown, counted from the first that is decoded (8.4.2.3: the sum of the ticks).
    unit, ticks = struct.unpack(">II", boxes(ours, *TRAK, b"mdia", b"mdhd")[12:20])
    assert Fraction(ticks, unit) == count / rate
    theirs.seek(0)
    with av.open(str(path)) as found, av.open(theirs) as expected:
        assert found.metadata == expected.metadata
        for name in ("frames", "start_time", "average_rate", "time_base"):
            assert getattr(found.streams[0], name) == getattr(expected.streams[0], name)
        pairs = zip(found.demux(), expected.demux(), strict=True)
        for one, other in pairs:
            assert (one.pts, one.dts, one.is_keyframe) == (other.pts, other.dts, other.is_keyframe)
            assert bytes(one) == bytes(other)


def test_the_index_lies_before_the_frames_and_knows_no_fragments(tmp_path):
    write_whole(encoded(FRAGMENTS, 30, g="7"), tmp_path / "a.mp4")
    whole = dict(mp4._boxes((tmp_path / "a.mp4").read_bytes()))
    assert list(whole) == [b"ftyp", b"moov", b"mdat"]
    assert b"mvex" not in dict(mp4._boxes(whole[b"moov"]))


def test_any_frame_is_found(tmp_path):
    path = tmp_path / "a.mp4"
    write_whole(encoded(FRAGMENTS, 80, g="10"), path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        every = [frame.to_ndarray() for frame in container.decode(stream)]
        for wanted in (55, 0, 79, 30):
            container.seek(int(wanted / 25 / stream.time_base), stream=stream)
            frame = next(frame for frame in container.decode(stream) if frame.pts * stream.time_base * 25 >= wanted)
            assert np.array_equal(frame.to_ndarray(), every[wanted])


def test_places_may_need_64_bits(tmp_path, monkeypatch):
    """Of films above 4 GB; here of a small one, that says all places in 64 bits."""
    write_whole(encoded(FRAGMENTS, 30, g="7"), tmp_path / "a.mp4")
    monkeypatch.setattr(mp4, "_LARGE", 0)
    write_whole(encoded(FRAGMENTS, 30, g="7"), tmp_path / "b.mp4")
    assert b"co64" in (tmp_path / "b.mp4").read_bytes()
    films = []
    for name in ("a.mp4", "b.mp4"):
        with av.open(str(tmp_path / name)) as container:
            films.append([frame.to_ndarray() for frame in container.decode(video=0)])
    assert len(films[0]) == 30 and np.array_equal(*films)


@pytest.mark.parametrize("kept", [0, 5, 700, 0.5, 0.99])
def test_half_a_film_is_refused(tmp_path, kept):
    data = encoded(FRAGMENTS, 30, g="7").getvalue()
    short = io.BytesIO(data[: kept if isinstance(kept, int) else int(kept * len(data))])
    with pytest.raises(FileError, match=r"a\.mp4: what was encoded"):
        write_whole(short, tmp_path / "a.mp4")


def test_another_kind_of_film_is_refused(tmp_path):
    with pytest.raises(FileError, match="fragments"):
        write_whole(encoded(""), tmp_path / "a.mp4")
    with pytest.raises(FileError, match="fragments"):
        write_whole(io.BytesIO(b"GIF89a" + bytes(40)), tmp_path / "a.mp4")
