"""Where exactly the person ends: the mask moved to the picture's own edges, and their own colour there."""

from __future__ import annotations

import numpy as np

_SMOOTH = 1e-3
"""Variance of a colour, 0 to 1, below which a patch counts as even."""


def fine_mask(pixels: np.ndarray, mask: np.ndarray, reach_px: float) -> np.ndarray:
    """``mask`` float32 ``(h, w)`` moved to the edges of ``pixels`` uint8 ``(h, w, 3)`` by at most ``reach_px``.

    A guided filter (He, Sun and Tang, Guided Image Filtering, 2010, eq. 14 to 19) in three colours; nothing is
    changed where the mask is sure for ``reach_px`` around.
    """
    import cv2

    reach = max(2, round(reach_px))
    window = (2 * reach + 1, 2 * reach + 1)
    image = pixels.astype(np.float32) / 255

    def mean(picture: np.ndarray) -> np.ndarray:
        return cv2.boxFilter(picture, -1, window, borderType=cv2.BORDER_REFLECT)

    middle, share = mean(image), mean(mask)
    with_mask = mean(image * mask[..., None]) - middle * share[..., None]
    spread = np.empty((*mask.shape, 3, 3), np.float32)
    for i in range(3):
        for j in range(i, 3):
            together = mean(image[..., i] * image[..., j]) - middle[..., i] * middle[..., j]
            spread[..., i, j] = spread[..., j, i] = together + (_SMOOTH if i == j else 0)
    slope = np.linalg.solve(spread, with_mask[..., None])[..., 0]
    offset = share - (slope * middle).sum(-1)
    found = (mean(slope) * image).sum(-1) + mean(offset)
    near = np.ones(window, np.uint8)
    found = np.clip((found - 0.5) * 1.6 + 0.5, cv2.erode(mask, near), cv2.dilate(mask, near))
    return np.clip(found, 0, 1).astype(np.float32)


def foreground(pixels: np.ndarray, matte: np.ndarray, reach_px: float) -> np.ndarray:
    """The person's own colours float32 ``(h, w, 3)``, without the background that shines through at the edge.

    Germer's and Forte's estimate from blurs (Forte and Pitié, Approximate Fast Foreground Colour Estimation, 2021,
    eq. 4 to 7), from wide to narrow; further out the colours of the nearest edge go on.
    """
    import cv2

    image = pixels.astype(np.float32)
    own, other = image, image
    weight = matte[..., None]
    for wide in (reach_px, max(1.0, reach_px / 8)):

        def mixed(picture: np.ndarray, share: np.ndarray, wide: float = wide) -> np.ndarray:
            total = cv2.GaussianBlur(share, (0, 0), wide)
            return cv2.GaussianBlur(picture * share[..., None], (0, 0), wide) / np.maximum(total, 1e-4)[..., None]

        near, behind = mixed(own, matte**4), mixed(other, (1 - matte) ** 4)  # mostly from what is pure
        left = image - weight * near - (1 - weight) * behind
        own, other = near + weight * left, behind + (1 - weight) * left
    return np.clip(own, 0, 255)
