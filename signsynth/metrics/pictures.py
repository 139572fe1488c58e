"""How near one picture is to another, and how steady a video is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat

import numpy as np

from signsynth.errors import InputError

_WINDOW = 11
"""Side of the Gaussian window of SSIM in pixels (sigma 1.5)."""
_SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""How much each of the five scales counts, from the finest (Wang et al. 2003)."""
_LEAST_OF_MANY = (_WINDOW - 1) * 2 ** (len(_SCALES) - 1) + 1
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def psnr(
    picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None, *, peak: float = 255, least: int = 1
) -> float:
    """Peak signal-to-noise ratio of ``(h, w, c)``, in dB, of ``peak``; more is better, infinite for equal pictures.

    ``region`` bool ``(h, w)`` says where; NaN where it has less than ``least`` pixels. 10 log10(peak² / mean squared
    error) over pixels and channels. Blind to: structure; a shift by one pixel costs as much as a smear.
    Errors: ``InputError`` for other shapes.
    """
    error = squared_errors(picture, reference, region)
    return decibels(float(error.sum()), error.size, peak) if len(error) >= least else float("nan")


def squared_errors(picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None) -> np.ndarray:
    """Squared differences float64 ``(pixels, c)`` inside ``region``. Errors: ``InputError`` for other shapes."""
    picture, reference = np.asarray(picture), np.asarray(reference)
    if picture.shape != reference.shape or picture.ndim != 3:
        raise InputError(f"pictures of shapes {picture.shape} and {reference.shape}, expected one (h, w, channels)")
    where = slice(None) if region is None else _fitting(region, picture)
    error = (picture[where].astype(np.float64) - reference[where]) ** 2
    return error.reshape(-1, picture.shape[2])


def decibels(total: float, count: int, peak: float = 255) -> float:
    """Signal to noise in dB of ``count`` squared errors that sum up to ``total``; NaN for none."""
    if not count:
        return float("nan")
    return float(10 * np.log10(peak**2 * count / total)) if total > 0 else float("inf")


def ssim(picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None) -> float:
    """Structural similarity (Wang et al., IEEE TIP 13 (2004) 600, equation 13), -1 to 1; 1 is best.

    Gaussian window of 11 pixels, sigma 1.5, borders mirrored; of each colour channel, of 255; the mean of its map, over
    windows whose middle is in ``region`` (NaN for none). Agrees with torchmetrics.
    Blind to: slow changes of colour. Errors: ``InputError`` for other shapes and pictures under 11 pixels.
    """
    picture, reference = checked(picture, reference)
    _large_enough(picture, _WINDOW)
    return _mean(_maps(picture.astype(np.float32), reference.astype(np.float32))[0], _weights(region, picture))


def ms_ssim(picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None) -> float:
    """Structural similarity at five scales (Wang, Simoncelli and Bovik, Asilomar 2003, equation 7), 0 to 1; 1 is best.

    Each scale halves the picture, and with it ``region``, whose pixels weigh by their share. Agrees with torchmetrics
    but for the borders of the four finer scales, which are mirrored here and left out there.
    Blind to: what SSIM is blind to. Errors: ``InputError`` as ``ssim``, and for pictures of less than 161 pixels.
    """
    picture, reference = checked(picture, reference)
    _large_enough(picture, _LEAST_OF_MANY)
    return similarities(picture, reference, {"": region})[""][1]


def similarities(
    picture: np.ndarray, reference: np.ndarray, regions: Mapping[str, np.ndarray | None]
) -> dict[str, tuple[float, float]]:
    """``ssim`` and ``ms_ssim`` of several regions at once (None: everywhere); the latter NaN in small pictures."""
    picture, reference = checked(picture, reference)
    _large_enough(picture, _WINDOW)
    own, real = picture.astype(np.float32), reference.astype(np.float32)
    weights = {name: _weights(region, picture) for name, region in regions.items()}
    plain, many = {}, dict.fromkeys(weights, 1.0)
    for number, power in enumerate(_SCALES):
        if number and min(picture.shape[:2]) < _LEAST_OF_MANY:
            return {name: (value, float("nan")) for name, value in plain.items()}
        whole, structure = _maps(own, real)
        last = number == len(_SCALES) - 1
        for name, weight in weights.items():
            plain.setdefault(name, _mean(whole, weight))
            many[name] *= max(_mean(whole if last else structure, weight), 0.0) ** power
        own, real = _halved(own), _halved(real)
        weights = {name: _halved(weight) for name, weight in weights.items()}
    return {name: (plain[name], many[name]) for name in weights}


def by_region(picture: np.ndarray, reference: np.ndarray, regions: Mapping[str, np.ndarray]) -> dict[str, dict]:
    """``psnr``, ``ssim`` and ``ms_ssim`` of each region, bool ``(h, w)`` by name (hands, face, body, ...)."""
    alike = similarities(picture, reference, regions)
    return {
        name: {"psnr": psnr(picture, reference, region), "ssim": alike[name][0], "ms_ssim": alike[name][1]}
        for name, region in regions.items()
    }


def flicker(
    frames: Iterable[np.ndarray],
    flows: Iterable[np.ndarray],
    masks: Iterable[np.ndarray],
    surfaces: Iterable[np.ndarray] | None = None,
    *,
    alike: float = 0.12,
) -> float:
    """Mean change of colour between a frame and the next one along the surface's own motion, 0 to 255; 0 is steady.

    ``flows (h, w, 2)``: where each pixel's surface lies in the next frame less where it lies now (x right, y down,
    pixels); ``masks`` bool ``(h, w)``: where that is known. Pixels that leave the picture or the next mask are left
    out; with ``surfaces (h, w, k)``, numbers that say what is seen at a pixel (part, depth), also those where one of
    them differs by ``alike`` or more, as something else has come before them. NaN for less than two frames.
    Blind to: slow drift; compare with the same motion rendered otherwise. Lai et al., ECCV 2018, equation 8, with
    absolute in place of squared differences.
    """
    total, count, last = 0.0, 0, None
    told = surfaces if surfaces is not None else repeat(None)
    for frame, flow, mask, surface in zip(frames, flows, masks, told, strict=surfaces is not None):
        if last is not None:
            before, moved, known, was = last
            added, pixels = change_along(before, frame, moved, known, mask, (was, surface), alike)
            total, count = total + added, count + pixels * frame.shape[2]
        last = frame, flow, mask, surface
    return total / count if count else float("nan")


def change_along(
    before: np.ndarray,
    after: np.ndarray,
    flow: np.ndarray,
    known: np.ndarray,
    still: np.ndarray,
    surfaces: tuple[np.ndarray | None, np.ndarray | None] = (None, None),
    alike: float = 0.12,
) -> tuple[float, int]:
    """One step of ``flicker``: summed change of all channels, and pixels counted; ``still``: the next frame's mask."""
    import cv2

    height, width = known.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    to = x + flow[..., 0].astype(np.float32), y + flow[..., 1].astype(np.float32)
    there = cv2.remap(after, *to, cv2.INTER_LINEAR)
    both = known & (cv2.remap(still.astype(np.uint8) * 255, *to, cv2.INTER_LINEAR) > 250)
    was, now = surfaces
    if was is not None:
        shown = cv2.remap(np.asarray(now, np.float32), *to, cv2.INTER_NEAREST).reshape(was.shape)
        both &= (np.abs(shown - was) < alike).all(-1)
    return float(np.abs(there[both].astype(np.float64) - before[both]).sum()), int(both.sum())


def checked(picture: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both, uint8 ``(h, w, 3)`` of one shape. Errors: ``InputError``."""
    picture, reference = np.asarray(picture), np.asarray(reference)
    if picture.shape != reference.shape or picture.ndim != 3 or picture.shape[2] != 3:
        raise InputError(f"pictures of shapes {picture.shape} and {reference.shape}, expected one (h, w, 3)")
    if picture.dtype != np.uint8 or reference.dtype != np.uint8:
        raise InputError(f"pictures of type {picture.dtype} and {reference.dtype}, expected uint8")
    return picture, reference


def _fitting(region: np.ndarray, picture: np.ndarray) -> np.ndarray:
    region = np.asarray(region, bool)
    if region.shape != picture.shape[:2]:
        raise InputError(f"region of shape {region.shape}, expected {picture.shape[:2]}")
    return region


def _large_enough(picture: np.ndarray, least: int) -> None:
    if min(picture.shape[:2]) < least:
        raise InputError(f"picture of {picture.shape[1]} x {picture.shape[0]}, expected at least {least} pixels a side")


def _maps(own: np.ndarray, real: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Similarity, and contrast and structure alone, ``(h, w)``, mean of channels."""
    import cv2

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (_WINDOW, _WINDOW), 1.5, borderType=cv2.BORDER_REFLECT_101)

    m, n = mean(own), mean(real)
    # Three filters of five: both variances are only needed as their sum.
    spread = np.maximum(mean(own * own + real * real) - m * m - n * n, 0)
    structure = (2 * (mean(own * real) - m * n) + _C2) / (spread + _C2)
    whole = (2 * m * n + _C1) / (m * m + n * n + _C1) * structure
    return whole.mean(-1), structure.mean(-1)


def _weights(region: np.ndarray | None, picture: np.ndarray) -> np.ndarray:
    return (np.ones(picture.shape[:2], bool) if region is None else _fitting(region, picture)).astype(np.float32)


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    total = float(weights.sum())
    return float((values * weights).sum() / total) if total > 0 else float("nan")


def _halved(values: np.ndarray) -> np.ndarray:
    """Means of 2 × 2 pixels; an odd last row or column is left out."""
    height, width = (x // 2 * 2 for x in values.shape[:2])
    values = values[:height, :width]
    return (values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2]) / 4
