"""Video files, read back by another decoder; and everything that can go wrong on the way."""

from __future__ import annotations

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
import textwrap
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from signsynth.errors import FileError, InputError
from signsynth.files.video import COMMENT, write_video

KINDS = ["a.mp4", "a.webm", "a.gif", "frames", "f%03d.png"]


def moving(count: int = 12, size: tuple[int, int] = (96, 128), *, alpha: bool = False):
    """A bright disc that crosses a smooth ground."""
    height, width = size
    ground = np.zeros((height, width, 4 if alpha else 3), np.uint8)
    ground[..., 0] = np.linspace(40, 200, width)
    ground[..., 1] = np.linspace(200, 60, height)[:, None]
    ground[..., 2] = 90
    if alpha:
        ground[:] = 0
    for index in range(count):
        frame = ground.copy()
        cv2.circle(frame, (10 + 8 * index, height // 2), 20, (250, 180, 30, 255), -1, cv2.LINE_AA)
        yield frame


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return 10 * np.log10(255**2 / max(np.mean((a.astype(float) - b) ** 2), 1e-9))


def decoded(path, form: str = "rgb24") -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format=form) for frame in container.decode(video=0)]


@pytest.mark.parametrize(
    ("name", "codec", "pixels", "least"),
    [("a.mp4", "h264", "yuv420p", 33), ("a.webm", "vp9", "yuv420p", 30), ("a.gif", "gif", "bgra", 30)],
)
def test_what_is_written_is_read_back(tmp_path, name, codec, pixels, least):
    path = write_video(moving(), tmp_path / name, 25)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec.name, stream.pix_fmt) == (codec, pixels)
        assert (stream.width, stream.height) == (128, 96)
        assert stream.average_rate == 25
    for found, expected in zip(decoded(path), moving(), strict=True):
        assert psnr(found, expected) > least
    assert os.listdir(tmp_path) == [name]
    assert stat.S_IMODE(path.stat().st_mode) & 0o444 == 0o444 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
@pytest.mark.parametrize("fps", [12.5, 24, 25.0, 29.97, 30000 / 1001, 60])
def test_rates_are_kept(tmp_path, name, fps):
    path = write_video(moving(8), tmp_path / name, fps)
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    tolerance = 1e-3 if name == "a.webm" else 1e-4  # WebM counts milliseconds
    assert np.allclose(times, np.arange(8) / float(Fraction(fps).limit_denominator(1001)), atol=tolerance)


def test_gif_keeps_time_in_the_mean(tmp_path):
    path = write_video(moving(31, (64, 64)), tmp_path / "a.gif", 30)
    with Image.open(path) as image:
        delays = []
        for frame in range(image.n_frames):
            image.seek(frame)
            delays.append(image.info["duration"])
    assert abs(sum(delays[:30]) - 1000) <= 10
    assert set(delays) <= {30, 40}


def boxes(data: bytes) -> dict[str, bytes]:
    """Kind and content of the boxes that follow each other (ISO 14496-12, 4.2), in their order."""
    found, at = {}, 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        assert 8 <= size <= len(data) - at
        found[kind.decode()] = data[at + 8 : at + size]
        at += size
    return found


def test_mp4_is_one_film_with_its_index_in_front(tmp_path):
    """Longer than the encoder waits for a key frame, so that pieces would show."""
    whole = boxes(write_video(moving(600, (32, 32)), tmp_path / "a.mp4", 25).read_bytes())
    assert [kind for kind in whole if kind != "free"] == ["ftyp", "moov", "mdat", "uuid"]
    index = boxes(whole["moov"])
    assert "mvex" not in index and "trak" in index
    assert os.listdir(tmp_path) == ["a.mp4"]


@pytest.mark.parametrize("fps", [25, 30000 / 1001, 12.5])
def test_long_mp4_keeps_every_frame_in_its_time_and_finds_it(tmp_path, fps):
    rate, count = Fraction(fps).limit_denominator(1001), 600
    path = write_video(moving(count, (32, 32)), tmp_path / "a.mp4", fps)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.frames, stream.start_time) == (count, 0)
        assert stream.duration * stream.time_base == count / rate
        packets = [packet for packet in container.demux(stream) if packet.dts is not None]
        assert sum(packet.is_keyframe for packet in packets) > 2
        assert sorted(packet.pts * stream.time_base * rate for packet in packets) == list(range(count))
        assert all(packet.duration * stream.time_base == 1 / rate for packet in packets)
        container.seek(0)
        every = [frame.to_ndarray() for frame in container.decode(stream)]
        assert len(every) == count
        for wanted in (555, 0, 599, 250):
            container.seek(int(wanted / rate / stream.time_base), stream=stream)
            frame = next(frame for frame in container.decode(stream) if frame.pts * stream.time_base * rate >= wanted)
            assert np.array_equal(frame.to_ndarray(), every[wanted])


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_colours_survive(tmp_path, name):
    colours = [(240, 160, 20), (86, 180, 233), (58, 68, 86), (243, 241, 237), (255, 0, 0), (0, 255, 0), (0, 0, 255)]
    for colour in colours:
        still = [np.full((64, 64, 3), colour, np.uint8)] * 3
        found = decoded(write_video(still, tmp_path / name, 25))[1][32, 32].astype(int)
        assert np.abs(found - colour).max() <= 6, (colour, found)


def test_webm_keeps_transparency(tmp_path):
    path = write_video(moving(alpha=True), tmp_path / "a.webm", 25)
    with av.open(str(path)) as container:
        context = av.CodecContext.create("libvpx-vp9", "r")  # the built-in VP9 decoder drops alpha
        frames = [frame for packet in container.demux(video=0) for frame in context.decode(packet)]
    assert {frame.format.name for frame in frames} == {"yuva420p"}
    for frame, expected in zip(frames, moving(alpha=True), strict=True):
        luma_height = frame.height
        alpha = np.frombuffer(frame.planes[3], np.uint8).reshape(luma_height, -1)[:, : frame.width]
        assert psnr(alpha, expected[..., 3]) > 30
        inside = expected[..., 3] == 255
        assert psnr(frame.to_ndarray(format="rgb24")[inside], expected[inside][:, :3]) > 24


def test_gif_keeps_transparency_as_one_bit(tmp_path):
    path = write_video(moving(alpha=True), tmp_path / "a.gif", 25)
    for found, expected in zip(decoded(path, "rgba"), moving(alpha=True), strict=True):
        assert np.array_equal(found[..., 3] == 255, expected[..., 3] >= 128)


def test_mp4_shows_transparent_frames_on_white(tmp_path):
    found = decoded(write_video(moving(alpha=True), tmp_path / "a.mp4", 25))
    assert (found[0][0, -1] >= 253).all()
    assert np.abs(found[0][48, 10].astype(int) - (250, 180, 30)).max() < 12


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize(
    ("name", "first"), [("frames", "000000.png"), ("new/", "000000.png"), ("f%03d.png", "f000.png")]
)
def test_pictures_are_exact(tmp_path, name, first, alpha):
    write_video(moving(alpha=alpha), f"{tmp_path}/{name}", 25)
    folder = tmp_path if "%" in name else tmp_path / name
    pictures = sorted(folder.iterdir())
    assert pictures[0].name == first and len(pictures) == 12
    for path, expected in zip(pictures, moving(alpha=alpha), strict=True):
        with Image.open(path) as image:
            assert np.array_equal(np.asarray(image), expected)
            assert image.text["Comment"] == COMMENT


def test_old_pictures_are_not_mixed_with_new_ones(tmp_path):
    (tmp_path / "notes.txt").write_text("stays")
    write_video(moving(3), tmp_path, 25)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileError, match="holds 00000.*.png already"):
        write_video(moving(2), tmp_path, 25)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif"])
def test_every_file_says_that_it_is_synthetic(tmp_path, name):
    for comment in (COMMENT, "mine, synthetic", "x" * 600):
        path = write_video(moving(2), tmp_path / name, 25, comment=comment)
        with av.open(str(path)) as container:
            metadata = {key.lower(): value for key, value in container.metadata.items()}
        if name == "a.gif":
            with Image.open(path) as image:
                image.seek(image.n_frames - 1)
            data = path.read_bytes()
            assert data.endswith(b"\x00\x3b") and comment[:200].encode() in data
        else:
            assert metadata["comment"] == comment
            assert "ynthetic" in metadata["title"]
    assert len(decoded(tmp_path / name)) == 2


@pytest.mark.parametrize("name", KINDS)
def test_a_generator_that_fails_leaves_nothing(tmp_path, name):
    def failing():
        yield from moving(20)
        raise RuntimeError("renderer broke")

    with pytest.raises(RuntimeError, match="renderer broke"):
        write_video(failing(), tmp_path / name, 25)
    assert os.listdir(tmp_path) == []


def test_an_old_file_survives_a_failure(tmp_path):
    path = write_video(moving(), tmp_path / "a.mp4", 25)
    before = path.read_bytes()

    def interrupted():
        yield from moving(5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_video(interrupted(), path, 25)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["a.mp4"]


@pytest.mark.parametrize("name", KINDS)
def test_frames_that_do_not_fit_leave_nothing(tmp_path, name):
    good = np.zeros((64, 64, 3), np.uint8)
    for bad in (good[:32], good.astype(float), good[..., 0], np.zeros((64, 64, 4), np.uint8)):
        with pytest.raises(InputError, match="frame 1 is"):
            write_video([good, bad], tmp_path / name, 25)
    with pytest.raises(InputError, match="no frames"):
        write_video(iter(()), tmp_path / name, 25)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.mp5", "did you mean '.mp4'"),
        ("a.avi", "choose one of: .gif, .mp4, .webm"),
        ("a.png", "pattern such as"),
        ("nowhere/a.mp4", "folder .*nowhere does not exist"),
        ("nowhere/frames/", "folder .*nowhere does not exist"),
    ],
)
def test_paths_that_cannot_be_written(tmp_path, name, message):
    with pytest.raises(FileError, match=message):
        write_video(moving(), f"{tmp_path}/{name}", 25)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("size", [(63, 64), (64, 63)])
def test_odd_sizes(tmp_path, size):
    for name in ("a.mp4", "a.webm"):
        with pytest.raises(InputError, match="even"):
            write_video(moving(size=size), tmp_path / name, 25)
    assert [frame.shape[:2] for frame in decoded(write_video(moving(2, size), tmp_path / "a.gif", 25))] == [size] * 2
    assert os.listdir(tmp_path) == ["a.gif"]


@pytest.mark.parametrize("fps", [0, -1, 0.5, float("nan"), float("inf"), 1001])
def test_rates_that_no_video_has(tmp_path, fps):
    with pytest.raises(InputError, match="1 to 1000"):
        write_video(moving(), tmp_path / "a.mp4", fps)


_NOISE = """
    import os, resource, signal, sys
    import numpy as np
    from signsynth.errors import FileError
    from signsynth.files.video import write_video

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    noise = np.random.default_rng(0)
    frames = (noise.integers(0, 255, (256, 256, 3), dtype=np.uint8) for _ in range(40))
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    try:
        write_video(frames, sys.argv[1], 25)
    except FileError as error:
        print(error)
"""


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_cannot_grow_leaves_nothing(tmp_path, name):
    """The kernel refuses to write beyond 60 kB, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_NOISE), str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing was written" in run.stdout and name in run.stdout
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("name", "nth"), [("a.mp4", 1), ("a.mp4", 2), ("a.webm", 1), ("a.gif", 1)])
def test_a_full_disk_is_named(tmp_path, name, nth, monkeypatch):
    """While frames are encoded, and while an MP4 is made whole of its fragments."""
    opened, written = av.open, []

    class Full:
        """A container that has no room for packets."""

        def __init__(self, container):
            self._container = container

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._container.close()

        def __getattr__(self, attribute):
            return getattr(self._container, attribute)

        def mux(self, packet):
            raise av.FFmpegError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path))

    def opens(file, mode="r", **options):
        written.extend([file] * (mode == "w"))
        container = opened(file, mode, **options)
        return Full(container) if mode == "w" and len(written) == nth else container

    monkeypatch.setattr(av, "open", opens)
    with pytest.raises(FileError, match="disk is full"):
        write_video(moving(), tmp_path / name, 25)
    assert len(written) == nth and os.listdir(tmp_path) == []


_KILLED = """
    import os, signal, sys
    import numpy as np
    from signsynth.files.video import write_video

    def end(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def frames():
        for number in range(600):
            if sys.argv[2] == "drawing" and number == 500:
                end()
            yield np.full((32, 32, 3), number % 200, np.uint8)

    if sys.argv[2] == "whole":
        os.replace = end
    write_video(frames(), sys.argv[1], 25)
"""


@pytest.mark.parametrize("moment", ["drawing", "whole"])
def test_a_kill_leaves_the_former_film(tmp_path, moment):
    """In the middle, and when only the name is missing."""
    path = write_video(moving(), tmp_path / "a.mp4", 25)
    before = path.read_bytes()
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(_KILLED), str(path), moment])
    assert run.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    # Nobody takes what is left for a film: it is hidden.
    assert [name for name in os.listdir(tmp_path) if not name.startswith(".")] == ["a.mp4"]
