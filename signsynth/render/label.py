"""Small text in pictures."""

from __future__ import annotations

import numpy as np

from signsynth.render.theme import RGB


def text_mask(text: str, height: int) -> np.ndarray:
    """Coverage uint8 ``(h, w)`` of one line of text, its letters about ``height`` pixels high.

    OpenCV 5 brings fonts for most scripts. Before it, Pillow's own font knows ASCII only: other letters
    become "?".
    """
    import cv2

    if not hasattr(cv2, "FontFace"):
        return _ascii_mask(text, height)
    margin = 2 * height
    canvas = np.zeros((4 * height, (len(text) + 4) * 2 * height), np.uint8)
    cv2.putText(canvas, text, (margin, margin), (255,), cv2.FontFace("sans"), height, 400)
    rows, columns = np.nonzero(canvas)
    if not len(rows):
        return np.zeros((1, 1), np.uint8)
    return canvas[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _ascii_mask(text: str, height: int) -> np.ndarray:
    from PIL import Image, ImageDraw, ImageFont

    text = text.encode("ascii", "replace").decode("ascii")
    font = ImageFont.load_default(size=height)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (max(1, int(right - left) + 2), max(1, int(bottom - top) + 2)))
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, fill=255, font=font)
    return np.asarray(image)


class Label:
    """A word in the lower left corner of every frame."""

    def __init__(self, text: str, colour: RGB, size: int) -> None:
        mask = text_mask(text, max(7, round(size * 0.026)))
        mask = mask[: size // 2, :size]
        gap = min(max(3, round(size * 0.018)), size - mask.shape[0], max(size - mask.shape[1], 0))
        self._where = (slice(size - gap - mask.shape[0], size - gap), slice(gap, gap + mask.shape[1]))
        self._share = mask[..., None].astype(np.uint16)
        self._colour = np.array(colour, np.uint16)

    def onto(self, pixels: np.ndarray) -> np.ndarray:
        """Write into ``pixels`` (changed in place) and return them."""
        patch = pixels[self._where].astype(np.uint16)
        ink = self._colour
        if pixels.shape[2] == 4:
            # Straight alpha: an empty pixel takes the ink's colour and its coverage as alpha.
            patch[..., :3] = np.where(patch[..., 3:] == 0, ink, patch[..., :3])
            ink = np.append(ink, 255).astype(np.uint16)
        pixels[self._where] = ((patch * (255 - self._share) + ink * self._share + 127) // 255).astype(np.uint8)
        return pixels
