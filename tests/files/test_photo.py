"""Images from outside: every kind comes out upright and in colours, or is refused in one line."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from PIL import Image

from signsynth.errors import FileError, InputError, SignsynthError
from signsynth.files import photo as module
from signsynth.files.photo import LONGEST, read_photo


def picture(height: int = 150, width: int = 200) -> np.ndarray:
    """Red above left, green above right, blue below."""
    out = np.zeros((height, width, 3), np.uint8)
    out[: height // 2, : width // 2, 0] = 250
    out[: height // 2, width // 2 :, 1] = 250
    out[height // 2 :, :, 2] = 250
    return out


def test_a_file_and_its_pixels(tmp_path):
    Image.fromarray(picture()).save(tmp_path / "a.png")
    found = read_photo(tmp_path / "a.png")
    assert np.array_equal(found.pixels, picture()) and found.notes == () and found.name == "a.png"
    assert found.sha256 == hashlib.sha256((tmp_path / "a.png").read_bytes()).hexdigest()
    assert np.array_equal(read_photo(picture()).pixels, picture())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_by_exif(tmp_path, orientation):
    """PIL's own inverse, written out: what the camera stored so that ``orientation`` makes it upright."""
    upright = picture()
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: upright.transpose(1, 0, 2), 6: np.rot90(upright), 7: np.rot90(upright, 2).transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.ascontiguousarray(stored)).save(tmp_path / "a.png", exif=exif)
    assert np.array_equal(read_photo(tmp_path / "a.png").pixels, upright)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_mode_becomes_rgb(tmp_path, mode):
    image = Image.fromarray(picture())
    if mode == "I;16":
        image = Image.fromarray(picture().max(2).astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    image.save(path)
    found = read_photo(path)
    assert found.pixels.shape == (150, 200, 3) and found.pixels.dtype == np.uint8
    if mode in ("P", "RGBA", "CMYK"):
        assert np.quantile(abs(found.pixels[:70, :90].astype(int) - picture()[:70, :90]), 0.95) < 60
    assert bool(found.notes) == (mode in ("L", "1", "LA", "CMYK") or mode == "I;16")


def test_what_shines_through_is_laid_on_grey():
    seen = read_photo(np.dstack([picture(), np.zeros((150, 200), np.uint8)])).pixels
    assert (seen == seen[0, 0]).all() and 150 < seen[0, 0].mean() < 230


def test_large_pictures_are_scaled(tmp_path):
    Image.fromarray(picture(300, 3000)).save(tmp_path / "a.png")
    assert read_photo(tmp_path / "a.png").pixels.shape == (205, LONGEST, 3)


def test_bombs_are_refused_unopened(tmp_path, monkeypatch):
    """The header alone decides: a few hundred bytes that claim 10^9 pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40000, 25000, 8, 2, 0, 0, 0)
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )
    with pytest.raises(FileError, match="a.png: "):
        read_photo(tmp_path / "a.png")
    Image.fromarray(picture()).save(tmp_path / "b.png")
    monkeypatch.setattr(module, "MOST_PIXELS", 29_999)
    with pytest.raises(FileError, match="200x150 pixels, expected at most"):
        read_photo(tmp_path / "b.png")
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(FileError, match="MB, expected at most"):
        read_photo(tmp_path / "b.png")


def test_no_images(tmp_path):
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("hello")
    Image.fromarray(picture()).save(tmp_path / "good.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "good.jpg").read_bytes()[:400])
    for name in ("missing.png", "empty.png", "text.png", "cut.jpg", "."):
        with pytest.raises(FileError) as error:
            read_photo(tmp_path / name)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "image", [np.zeros((150, 200), float), np.zeros((150, 200, 2), np.uint8), np.zeros(5, np.uint8), picture(127, 300)]
)
def test_other_arrays_are_refused(image):
    with pytest.raises(InputError):
        read_photo(image)
    assert issubclass(InputError, SignsynthError)
