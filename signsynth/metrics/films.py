"""Generated video against a reference of the same frames: by region, and how steady."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import zip_longest

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.pictures import change_along, decibels, similarities, squared_errors

WHOLE = "whole"
_THERE_AND_BACK = 1.0
"""Pixels by which the flow there and the flow back may differ: more is hidden in one of both frames."""
_ENDED = object()


@dataclass
class _Sums:
    """Of one region while frames go by."""

    error: float = 0.0
    count: int = 0
    ssim: list[float] = field(default_factory=list)
    ms_ssim: list[float] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        """The region's figures."""
        means = (float(np.nanmean(x)) if np.isfinite(x).any() else float("nan") for x in (self.ssim, self.ms_ssim))
        return {"psnr": decibels(self.error, self.count), **dict(zip(("ssim", "ms_ssim"), means, strict=True)),
                "frames": float(np.isfinite(self.ssim).sum())}  # fmt: skip


@dataclass(frozen=True)
class FilmEvaluation:
    """What was measured.

    ``rows``     by region (``whole`` and those given): ``psnr`` of all its pixels of all frames together, ``ssim`` and
                 ``ms_ssim`` mean of frames, ``frames`` in which it was seen; NaN where never or too small.
    ``flicker``  of ``hypothesis`` and ``reference`` along the reference's optical flow, of 255. The reference's own is
                 what light, noise and errors of the flow make: compare with it.
    ``again``    of each part, where keypoints were looked for in both: how often it was found again and how far off.
    ``features`` distances in the features of the user's networks.
    """

    frames: int
    size: tuple[int, int]
    rows: dict[str, dict[str, float]]
    flicker: dict[str, float]
    again: dict[str, dict[str, float]] = field(default_factory=dict)
    features: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict:
        """Plain numbers, None where there is none, "inf" for equal pictures."""
        return _plain(asdict(self))


def evaluate_films(
    hypothesis: Iterable[np.ndarray],
    reference: Iterable[np.ndarray],
    regions: Iterable[Mapping[str, np.ndarray]] | None = None,
) -> FilmEvaluation:
    """Frames uint8 ``(h, w, 3)`` one for one, streamed; ``regions`` are masks bool ``(h, w)`` by name for each frame.

    Errors: ``InputError`` for other sizes or lengths, or no frames.
    """
    sums: dict[str, _Sums] = {WHOLE: _Sums()}
    steady = np.zeros((2, 2))
    last: tuple[np.ndarray, np.ndarray] | None = None
    count, size = 0, (0, 0)
    for own, real, masks in _together(hypothesis, reference, regions):
        _fitting(own, real, count, size if count else real.shape[:2])
        size, count = real.shape[:2], count + 1
        _measure(sums, own, real, {WHOLE: None, **masks})
        if last is not None:
            steady += _steady(last, (own, real))
        last = own, real
    if not count:
        raise InputError("no frames on either side, expected at least one")
    values = [total / (3 * pixels) if pixels else float("nan") for total, pixels in steady]
    flickers = dict(zip(("hypothesis", "reference"), values, strict=True))
    return FilmEvaluation(count, size, {name: part.row() for name, part in sums.items()}, flickers)


def optical_flow(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flow float32 ``(h, w, 2)`` from one frame to the next, and where the way back agrees, bool ``(h, w)``.

    Dense inverse search (Kroeger et al., ECCV 2016), by OpenCV.
    """
    import cv2

    grey = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in (before, after)]
    search = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there, back = search.calc(*grey, None), search.calc(*grey[::-1], None)
    y, x = np.mgrid[: there.shape[0], : there.shape[1]].astype(np.float32)
    returned = cv2.remap(back, x + there[..., 0], y + there[..., 1], cv2.INTER_LINEAR, borderValue=(1e3, 1e3))
    return there, np.linalg.norm(there + returned, axis=-1) < _THERE_AND_BACK


def _together(*sides: Iterable | None) -> Iterator[tuple]:
    hypothesis, reference, regions = sides
    count = 0
    for own, real in zip_longest(hypothesis, reference, fillvalue=_ENDED):
        if own is _ENDED or real is _ENDED:
            short, long = ("hypothesis", "reference") if own is _ENDED else ("reference", "hypothesis")
            raise InputError(f"{short} ends after {count} frames, the {long} goes on; expected one length")
        if regions is None:
            masks = {}
        else:
            regions = iter(regions)
            masks = next(regions, None)
            if masks is None:
                raise InputError(f"regions of {count} frames, the films go on; expected one for each frame")
        count += 1
        yield own, real, masks


def _fitting(own: np.ndarray, real: np.ndarray, number: int, size: tuple[int, int]) -> None:
    for name, frame in (("hypothesis", own), ("reference", real)):
        if frame.shape != (*size, 3):
            found, expected = (f"{shape[1]}x{shape[0]}" for shape in (frame.shape, size))
            raise InputError(f"{name}: frame {number} is {found}, expected {expected} as the reference begins")


def _measure(
    sums: dict[str, _Sums], own: np.ndarray, real: np.ndarray, regions: Mapping[str, np.ndarray | None]
) -> None:
    shown = {name: mask for name, mask in regions.items() if mask is None or np.any(mask)}
    alike = similarities(own, real, shown)
    for name in regions:
        sums.setdefault(name, _Sums())
    for name, mask in shown.items():
        error, part = squared_errors(own, real, mask), sums[name]
        part.error, part.count = part.error + float(error.sum()), part.count + error.size
        part.ssim.append(alike[name][0])
        part.ms_ssim.append(alike[name][1])


def _steady(last: tuple[np.ndarray, np.ndarray], now: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Change along the reference's flow and pixels that count, of both sides ``(2, 2)``."""
    flow, known = optical_flow(last[1], now[1])
    everywhere = np.ones(known.shape, bool)
    return np.array([change_along(a, b, flow, known, everywhere) for a, b in zip(last, now, strict=True)])


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float) and not np.isfinite(value):
        return "inf" if value > 0 else None
    return value
