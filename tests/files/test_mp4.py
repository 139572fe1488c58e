"""Films made whole of fragments: byte for byte what libavformat makes of them, said with less memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError
from signsynth.files import mp4
from signsynth.files.mp4 import FRAGMENTS, write_whole

FEW = settings(max_examples=15, deadline=None)


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("films")


def encoded(count: int, rate: Fraction = Fraction(25), side: int = 32, flags: str = FRAGMENTS, **options: str) -> bytes:
    """A moving picture of noise, as libavformat writes it."""
    file = io.BytesIO()
    ground = np.random.default_rng(0).integers(0, 255, (side, side, 3), dtype=np.uint8)
    with av.open(file, "w", format="mp4", options={"movflags": flags} if flags else {}) as container:
        container.metadata.update(title="A film", comment="of a test")
        stream = container.add_stream("libx264", rate=rate, options={"preset": "superfast", "threads": "1"} | options)
        stream.width, stream.height, stream.pix_fmt = side, side, "yuv420p"
        for index in range(count):
            frame = av.VideoFrame.from_ndarray(np.roll(ground, index * index, 0), format="rgb24")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


@cache
def small(count: int) -> bytes:
    """A key frame every seven frames."""
    return encoded(count, g="7")


def both(pieces: bytes, room: Path) -> tuple[bytes, bytes]:
    """Our film, and libavformat's."""
    write_whole(io.BytesIO(pieces), room / "ours.mp4")
    mp4._remux(io.BytesIO(pieces), str(room / "theirs.mp4"), movflags="+faststart")
    return (room / "ours.mp4").read_bytes(), (room / "theirs.mp4").read_bytes()


def leaves(data: bytes, path: str = "") -> dict[str, bytes]:
    """What the innermost boxes hold, by where they are."""
    found = {}
    for kind, body in mp4._boxes(data):
        name = f"{path}/{kind.decode()}"
        found |= leaves(body, name) if name in TREE else {name: body}
    return found


TREE = {f"/moov{rest}" for rest in ("", "/trak", "/trak/mdia", "/trak/mdia/minf", "/trak/mdia/minf/stbl", "/trak/edts")}
STBL = "/moov/trak/mdia/minf/stbl"
MDHD = "/moov/trak/mdia/mdhd"


def packets(path: Path) -> list[tuple]:
    with av.open(str(path)) as film:
        return [(one.pts, one.dts, one.duration, one.is_keyframe, bytes(one)) for one in film.demux(video=0)]


def check(room: Path, count: int, rate: Fraction = Fraction(25), **how) -> bool:
    """Byte for byte, but where libavformat strays: it takes pictures for key frames that need what is before them, and
    may count a frame too many. There ours says what the encoder said, and the sum of the frames."""
    ours, theirs = both(encoded(count, rate, **how), room)
    assert packets(room / "ours.mp4") == packets(room / "theirs.mp4")
    one, other, said = leaves(ours), leaves(theirs), leaves(encoded(count, rate, flags="", **how))
    assert all(one.get(f"{STBL}/{name}") == said.get(f"{STBL}/{name}") for name in ("stts", "stss", "ctts", "stsz"))
    unit, ticks = struct.unpack(">II", one[MDHD][12:20])
    assert Fraction(ticks, unit) == count / rate
    odd = {name for name in one | other if one.get(name) != other.get(name)}
    assert odd <= {MDHD, f"{STBL}/stss", f"{STBL}/stco"} and (odd or ours == theirs)
    places = (np.frombuffer(data[f"{STBL}/stco"][8:], ">u4").astype(int) for data in (one, other))
    mine, his = (all_ - film.index(b"mdat") for all_, film in zip(places, (ours, theirs), strict=True))
    assert np.array_equal(mine, his) and mine[0] == 4
    return not odd


@FEW
@given(
    count=st.integers(1, 90),
    rate=st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(25, 2), Fraction(60), Fraction(1)]),
    every=st.integers(1, 40),
    between=st.integers(0, 3),
)
def test_it_is_the_muxers_own_film(room, count, rate, every, between):
    check(room, count, rate, g=str(every), bf=str(between))


@pytest.mark.parametrize("count", [1, 2, 40, 300])
def test_byte_for_byte_as_films_are_encoded_here(room, count):
    assert check(room, count, crf="20")


def test_also_where_one_place_does_not_do(room):
    """Places stand for a megabyte of frames; these frames have 4."""
    check(room, 40, side=256, g="12", qp="1")
    assert (room / "ours.mp4").stat().st_size > 3 * 2**20


def test_what_needs_numbers_of_64_bits_is_left_to_libavformat(room, monkeypatch):
    ours, _ = both(small(30), room)
    given = []
    remux = mp4._remux
    monkeypatch.setattr(mp4, "_remux", lambda pieces, to, **how: (given.append(to), remux(pieces, to, **how)))
    monkeypatch.setattr(mp4, "_LARGEST", 0)
    write_whole(io.BytesIO(small(30)), room / "large.mp4")
    assert given == [str(room / "large.mp4")] and (room / "large.mp4").read_bytes() == ours


def test_libavformat_is_given_the_first_fragment_however_long_the_film(room, monkeypatch):
    lengths = []
    remux = mp4._remux
    monkeypatch.setattr(
        mp4, "_remux", lambda pieces, to, **how: (lengths.append(len(pieces.getvalue())), remux(pieces, to, **how))
    )
    for count in (30, 90):
        write_whole(io.BytesIO(small(count)), room / "a.mp4")
    assert lengths[0] == lengths[1] < len(small(30)) / 2


def test_little_is_kept_of_a_frame(room):
    """At most 32 bytes at the peak, columns that grow are copied; libavformat takes 110."""

    def peak(count: int) -> int:
        pieces = io.BytesIO(small(count))
        tracemalloc.start()
        write_whole(pieces, room / "a.mp4")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(700)
    assert peak(2800) - peak(700) < 32 * 2100


@pytest.mark.parametrize("kept", [0, 5, 700, 0.5, 0.99])
def test_half_a_film_is_refused(room, kept):
    data = small(30)
    short = io.BytesIO(data[: kept if isinstance(kept, int) else int(kept * len(data))])
    with pytest.raises(FileError, match=r"half\.mp4: what was encoded"):
        write_whole(short, room / "half.mp4")
    assert not (room / "half.mp4").exists()


def test_another_kind_of_film_is_refused(room):
    for data in (encoded(5, flags=""), b"GIF89a" + bytes(40)):
        with pytest.raises(FileError, match="fragments"):
            write_whole(io.BytesIO(data), room / "half.mp4")
