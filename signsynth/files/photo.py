"""One image from outside as pixels: any common format, the right way up, within limits."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.errors import FileError, InputError
from signsynth.files.limits import read_bytes

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
MOST_BYTES, MOST_PIXELS = 100 * 2**20, 100_000_000
SMALLEST, LONGEST = 128, 2048
"""Shortest side in pixels that is taken, and the longest that is kept: larger pictures are scaled down."""
_UNDER = (200, 204, 208)


@dataclass(frozen=True, eq=False)
class Photo:
    """``pixels`` uint8 ``(h, w, 3)`` RGB, upright; ``sha256`` of the file's bytes, or of the pixels where there was
    no file; ``name`` to show; ``notes`` on what had to be changed."""

    pixels: np.ndarray
    sha256: str
    name: str
    notes: tuple[str, ...] = ()


def read_photo(image: str | Path | np.ndarray) -> Photo:
    """An image file, or an array uint8 ``(h, w)``, ``(h, w, 3)`` or ``(h, w, 4)``.

    Errors: ``FileError`` for a file that is missing, no image, damaged, or larger than 100 MB or 100 megapixels;
    ``InputError`` for an array of another kind, and for sides shorter than 128 pixels.
    """
    from PIL import Image

    if isinstance(image, np.ndarray):
        if image.dtype != np.uint8 or image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (3, 4)):
            raise InputError(f"image: {image.dtype} {image.shape}, expected uint8 (h, w), (h, w, 3) or (h, w, 4)")
        if not image.size:
            raise InputError(f"image: {image.shape} holds no pixels")
        data = np.ascontiguousarray(image)
        return _photo(Image.fromarray(data), hashlib.sha256(data.tobytes()).hexdigest(), "image")
    path = Path(image)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"{path}: {path.stat().st_size / 2**20:.0f} MB, expected at most {MOST_BYTES // 2**20}")
    except (OSError, ValueError):
        pass  # read_bytes says it better
    data = read_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PIL's own warning of large pictures: here they are refused
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    found, most = f"{opened.width}x{opened.height} pixels", f"{MOST_PIXELS // 10**6} megapixels"
                    raise FileError(f"{path}: {found}, expected at most {most}")
                return _photo(opened, hashlib.sha256(data).hexdigest(), path.name)
    except (FileError, InputError):
        raise
    except Exception as error:  # PIL fails in many ways on damaged bytes
        raise FileError(
            f"{path}: not a readable image ({type(error).__name__}), expected one of {', '.join(FORMATS)}"
        ) from error


def _photo(opened: object, sha256: str, name: str) -> Photo:
    from PIL import Image, ImageOps

    notes = []
    if getattr(opened, "n_frames", 1) > 1:
        notes.append("several pictures in one file: the first is taken")
    if max(opened.size) > 2 * LONGEST and opened.format == "JPEG":
        opened.draft("RGB", (LONGEST, LONGEST))
    picture = ImageOps.exif_transpose(opened)
    if min(picture.size) < SMALLEST:
        raise InputError(f"{name}: {picture.width}x{picture.height} pixels, expected at least {SMALLEST} on each side")
    if picture.mode in ("I;16", "I;16B", "I", "F"):
        values = np.asarray(picture, np.float64)
        most = 65535 if values.max() > 255 else 255
        picture = Image.fromarray(np.clip(values * (255 / most), 0, 255).astype(np.uint8))
    if picture.mode in ("L", "1", "LA"):
        notes.append("the image has no colours: skin and clothes will be grey")
    if picture.mode == "CMYK":
        notes.append("CMYK was converted without its profile: colours may be off")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        picture = Image.new("RGBA", over.size, (*_UNDER, 255))
        picture.alpha_composite(over)
    picture = picture.convert("RGB")
    if max(picture.size) > LONGEST:
        picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return Photo(np.array(picture), sha256, name, tuple(notes))
