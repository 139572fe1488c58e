"""Videos of every kind read as upright pictures at their real times; what is no video is one clear line."""

from __future__ import annotations

import struct
import tracemalloc

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.capture.orientation import sideways, turned
from signsynth.capture.picture import LONGEST
from signsynth.capture.video import Video
from signsynth.errors import FileError
from signsynth.files.video import write_video
from tests.capture.made import write_hdr, write_sound, write_timed

UNEVEN = [0, 0.033, 0.066, 0.133, 0.166, 0.233, 0.3, 0.333, 0.4, 0.5]


def lit(frame) -> float:
    """Share of the columns that are bright."""
    return float((frame.pixels[..., 1].mean(0) > 128).mean())


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("b.mkv", "libx264", "yuv420p10le"),
        ("c.webm", "libvpx-vp9", "yuv420p"),
        ("d.mov", "mpeg4", "yuv420p"),
        ("수어 10:30 비디오 e.mkv", "ffv1", "yuv444p"),
        ("f.avi", "rawvideo", "bgr24"),  # rows with room behind them
    ],
)
def test_frames_come_at_their_real_times(tmp_path, name, codec, pixels):
    video = Video(write_timed(tmp_path / name, UNEVEN, codec=codec, pixels=pixels))
    frames = list(video.frames())
    assert np.allclose([frame.time_s for frame in frames], UNEVEN, atol=2e-3)
    assert np.allclose([lit(frame) for frame in frames], np.arange(1, 11) / 10, atol=0.03)
    assert np.allclose(video.times(), [frame.time_s for frame in frames], atol=1e-9)
    assert frames[0].pixels.flags.c_contiguous and frames[0].pixels.dtype == np.uint8


def test_slow_motion_is_thinned_out(tmp_path):
    path = write_timed(tmp_path / "slow.mkv", np.arange(60) / 240)
    times = [frame.time_s for frame in Video(path).frames()]
    assert np.allclose(np.diff(times), 1 / 60, atol=6e-3)
    assert np.allclose(Video(path).times(), times)


def test_large_pictures_are_bounded_and_small_ones_kept(tmp_path):
    large = Video(write_timed(tmp_path / "8k.mkv", [0, 0.04], (7680, 4320), codec="mpeg4"))
    assert {frame.pixels.shape for frame in large.frames()} == {(720, LONGEST, 3)}
    assert large.notes == ["tracked at 1280x720 of 7680x4320"]
    small = Video(write_timed(tmp_path / "small.mkv", [0, 0.04], (34, 26)))
    assert {frame.pixels.shape for frame in small.frames()} == {(26, 34, 3)}
    assert small.notes == []


@pytest.mark.parametrize("curve", ["PQ", "HLG"])
@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "libx265"), ("b.mkv", "ffv1"), ("c.mp4", "libsvtav1")])
def test_hdr_looks_as_it_does_without(tmp_path, name, codec, curve):
    picture = np.full((96, 128, 3), 20, np.uint8)
    picture[:48] = np.linspace(10, 245, 128)[None, :, None]  # greys, and skin of several people
    for column, skin in enumerate(((233, 194, 166), (198, 134, 96), (141, 85, 36), (80, 50, 35))):
        picture[48:, 32 * column : 32 * column + 32] = skin
    video = Video(write_hdr(tmp_path / name, [picture] * 4, curve, codec=codec))
    frames = [frame.pixels for frame in video.frames()]
    assert len(frames) == 4 and video.notes == [f"HDR ({curve}) brought to standard range"]
    off = np.abs(frames[2].astype(int) - picture)
    assert off[:48].mean() < 5 and off[48:].mean() < 16  # greys as they were; colours a little pale


def test_a_video_whose_size_changes_keeps_the_first(tmp_path):
    joined = tmp_path / "joined.ts"
    parts = [write_timed(tmp_path / f"{n}.ts", np.arange(8) / 25 + n, s) for n, s in enumerate([(64, 48), (96, 80)])]
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    video = Video(joined)
    frames = list(video.frames())
    assert {frame.pixels.shape for frame in frames} == {(48, 64, 3)} and len(frames) > 12
    assert lit(frames[-1]) == 1.0
    assert video.notes[-1].startswith("the picture's size changes: ")


@pytest.mark.parametrize(
    ("matrix", "corner"),
    [  # where the bright left edge of the stored picture is shown
        ((1, 0, 0, 1), "left"),
        ((-1, 0, 0, -1), "right"),
        ((0, 1, -1, 0), "top"),
        ((0, -1, 1, 0), "bottom"),
        ((-1, 0, 0, 1), "right"),
    ],
)
def test_the_files_turn_is_followed(tmp_path, matrix, corner):
    path = write_timed(tmp_path / "turned.mp4", [0, 0.04, 0.08, 0.12])
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # version 0: 40 bytes before the matrix (ISO 14496-12, 8.3.2)
    a, b, c, d = (value << 16 for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    video = Video(path)
    first = next(iter(video.frames())).pixels[..., 1]  # its left quarter is bright
    assert first.shape == ((64, 48) if matrix[0] == 0 else (48, 64))
    edges = {"left": first[:, 4], "right": first[:, -4], "top": first[4], "bottom": first[-4]}
    assert max(edges, key=lambda name: edges[name].mean()) == corner
    assert len(list(video.frames())) == 4
    assert ("turned upright, as the file says" in video.notes) == (matrix != (1, 0, 0, 1))


SIGNS = [(a, b) for a in (1, -1) for b in (1, -1)]
TURNS = [((a, 0), (0, b)) for a, b in SIGNS] + [((0, a), (b, 0)) for a, b in SIGNS]


@given(st.sampled_from(TURNS))
def test_a_turn_and_its_inverse_are_the_identity(turn):
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    (a, b), (c, d) = turn
    inverse = ((a, c), (b, d))  # orthogonal: the transpose
    assert np.array_equal(turned(turned(pixels, turn), inverse), pixels)
    assert turned(pixels, turn).shape[:2] == ((6, 4) if sideways(turn) else (4, 6))


def broken(folder, kind):
    path = folder / f"{kind}.mp4"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "folder":
        path.mkdir()
    elif kind == "noise":
        path.write_bytes(np.random.default_rng(0).bytes(5000))
    elif kind == "text":
        path = folder / "notes.txt"
        path.write_text("a diary, not a video\n" * 40)
    elif kind == "sound":
        write_sound(path)
    elif kind == "no frame":
        path = path.with_suffix(".mkv")
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            container.start_encoding()
    elif kind == "unreadable":
        path.symlink_to(path)
    elif kind == "one frame":
        write_timed(path, [0])
    elif kind == "without index":
        write_timed(path, np.arange(40) / 25)
        path.write_bytes(path.read_bytes()[:-600])
    elif kind == "cut short":
        write_video((np.random.default_rng(k).integers(0, 255, (96, 128, 3), np.uint8) for k in range(50)), path, 25)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif kind == "playlist":
        write_timed(folder / "real.mp4", [0, 0.04])
        path = folder / "list.m3u8"
        path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nreal.mp4\n#EXT-X-ENDLIST\n")
    return path


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing", "no such file"),
        ("empty", "the file is empty"),
        ("folder", "is a folder"),
        ("noise", "not a video"),
        ("text", "expected a video"),
        ("sound", "sound only"),
        ("no frame", "expected a video"),
        ("unreadable", "cannot be read"),
        ("one frame", "holds one picture"),
        ("without index", "not a video, or damaged"),
        ("cut short", "cut short"),
        ("playlist", "expected a video"),
    ],
)
def test_what_is_no_video_is_one_line_that_names_it(tmp_path, kind, said):
    path = broken(tmp_path, kind)
    with pytest.raises(FileError) as caught:
        list(Video(path).frames())
    text = str(caught.value)
    assert text.startswith(f"{path}: ") and said in text and "\n" not in text


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "libx264"), ("b.mkv", "libx264"), ("d.avi", "mpeg4")])
def test_damage_anywhere_is_read_or_one_line(tmp_path, name, codec):
    whole = write_timed(tmp_path / name, np.arange(25) / 25, codec=codec).read_bytes()
    rng, path = np.random.default_rng(0), tmp_path / f"damaged {name}"
    refused = 0
    for attempt in range(40):
        data = bytearray(whole)
        if attempt % 2:
            data = data[: rng.integers(1, len(data))]
        else:
            for index in rng.integers(0, len(data), rng.integers(1, 20)):
                data[index] = rng.integers(256)
        path.write_bytes(data)
        for read in (Video.frames, Video.times):
            try:
                assert len(list(read(Video(path)))) <= 60
            except FileError as error:
                refused += 1
                assert str(error).startswith(f"{path}: ") and "\n" not in str(error)
    assert refused > 10


def test_long_videos_are_refused_before_they_are_read(tmp_path):
    path = write_timed(tmp_path / "long.mp4", [0, 0.04, 3, 3.04])
    frames = Video(path, longest_s=2.0).frames()
    with pytest.raises(FileError, match="expected at most 0; cut it"):
        next(frames)


def test_memory_does_not_grow_with_length(tmp_path):
    path = write_timed(tmp_path / "a.mp4", np.arange(300) / 25, (320, 240))
    frames = Video(path).frames()
    next(frames)
    tracemalloc.start()
    for count, _ in enumerate(frames, start=2):
        assert count <= 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300 and peak < 20 * 320 * 240 * 3
