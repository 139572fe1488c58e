"""How near one picture is to another, and how steady a video is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from signsynth.errors import InputError

_WINDOW = 11
"""Side of the Gaussian window of SSIM in pixels (sigma 1.5)."""
_SCALES = 5


def psnr(picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None) -> float:
    """Peak signal-to-noise ratio of uint8 ``(h, w, 3)``, in dB, of 255; more is better, infinite for equal pictures.

    ``region`` bool ``(h, w)`` says where; NaN where it is empty. Blind to: structure; a shift by one pixel costs as
    much as a smear. Errors: ``InputError`` for other shapes.
    """
    picture, reference = _checked(picture, reference)
    error = (picture.astype(np.float64) - reference) ** 2
    error = error if region is None else error[_fitting(region, picture)]
    if not error.size:
        return float("nan")
    return float(10 * np.log10(255**2 / error.mean())) if error.any() else float("inf")


def ssim(picture: np.ndarray, reference: np.ndarray, region: np.ndarray | None = None) -> float:
    """Structural similarity (Wang et al., IEEE TIP 13 (2004) 600, equation 13); 1 is best, by torchmetrics.

    Gaussian window of 11 pixels; of the pictures' colour channels; the mean of its map over ``region``.
    Blind to: slow changes of colour. Errors: ``InputError`` for other shapes, pictures under 11 pixels, or without the
    ``[metrics]`` extra.
    """
    picture, reference = _checked(picture, reference)
    _large_enough(picture, _WINDOW)
    functional, torch = _torchmetrics()
    pair = (_tensor(x, torch) for x in (picture, reference))
    value, full = functional.structural_similarity_index_measure(*pair, data_range=1.0, return_full_image=True)
    if region is None:
        return float(value)
    full = full[0].mean(0).numpy()
    inside = _fitting(region, picture)
    border = (np.array(picture.shape[:2]) - full.shape) // 2  # windows that leave the picture have no value
    inside = inside[border[0] : border[0] + full.shape[0], border[1] : border[1] + full.shape[1]]
    return float(full[inside].mean()) if inside.any() else float("nan")


def ms_ssim(picture: np.ndarray, reference: np.ndarray) -> float:
    """Structural similarity at five scales (Wang, Simoncelli and Bovik, Asilomar 2003, equation 7); 1 is best.

    Errors: ``InputError`` as ``ssim``, and for pictures of less than 161 pixels.
    """
    picture, reference = _checked(picture, reference)
    _large_enough(picture, (_WINDOW - 1) * 2 ** (_SCALES - 1) + 1)
    functional, torch = _torchmetrics()
    pair = (_tensor(x, torch) for x in (picture, reference))
    return float(functional.multiscale_structural_similarity_index_measure(*pair, data_range=1.0))


def by_region(picture: np.ndarray, reference: np.ndarray, regions: Mapping[str, np.ndarray]) -> dict[str, dict]:
    """``psnr`` and ``ssim`` of each region, bool ``(h, w)`` by name (hands, face, body, ...)."""
    return {
        name: {"psnr": psnr(picture, reference, region), "ssim": ssim(picture, reference, region)}
        for name, region in regions.items()
    }


def flicker(frames: Iterable[np.ndarray], flows: Iterable[np.ndarray], masks: Iterable[np.ndarray]) -> float:
    """Mean change of colour between a frame and the next one along the surface's own motion, 0 to 255; 0 is steady.

    ``flows (h, w, 2)``: where each pixel's surface lies in the next frame less where it lies now (x right, y down,
    pixels); ``masks`` bool ``(h, w)``: where that is known. Pixels that leave the picture or the next mask are left
    out. NaN for less than two frames. Blind to: slow drift; compare with the same motion rendered otherwise. Lai et
    al., ECCV 2018, equation 8, without occlusion weights.
    """
    import cv2

    total, count, last = 0.0, 0, None
    for frame, flow, mask in zip(frames, flows, masks, strict=True):
        if last is not None:
            before, moved, known = last
            height, width = known.shape
            y, x = np.mgrid[:height, :width].astype(np.float32)
            to_x, to_y = x + moved[..., 0].astype(np.float32), y + moved[..., 1].astype(np.float32)
            there = cv2.remap(frame, to_x, to_y, cv2.INTER_LINEAR)
            still = cv2.remap(mask.astype(np.uint8) * 255, to_x, to_y, cv2.INTER_LINEAR) > 250
            both = known & still
            total += float(np.abs(there[both].astype(np.float64) - before[both]).sum())
            count += int(both.sum()) * 3
        last = frame, flow, mask
    return total / count if count else float("nan")


class FeatureNetwork(Protocol):
    """A trained network of the user's own. signsynth ships none: those of LPIPS, FID and FVD are other people's."""

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """Features float ``(n, d)`` of uint8 ``(n, h, w, 3)`` pictures (FID, LPIPS-like) or of clips (FVD)."""


def frechet_distance(made: np.ndarray, real: np.ndarray, network: FeatureNetwork | None = None) -> float:
    """Distance of two sets as Gaussians in a network's features: FID or FVD, by which network it is; 0 is best.

    |m - m'|² + tr(C + C' - 2 (C C')^½) (Heusel et al., NeurIPS 2017, equation 6). Depends on the network and on how
    many pictures there are; blind to single broken frames. Errors: ``InputError`` without a network, or for fewer than
    two pictures on a side.
    """
    if network is None:
        raise InputError(
            "fid, fvd: need a feature network (InceptionV3, I3D), which signsynth does not ship; give yours"
        )
    from scipy.linalg import sqrtm

    sides = [np.asarray(network(x), np.float64) for x in (made, real)]
    if any(x.ndim != 2 or len(x) < 2 for x in sides) or sides[0].shape[1] != sides[1].shape[1]:
        raise InputError(f"features of shapes {sides[0].shape} and {sides[1].shape}, expected (n, d), n at least 2")
    (m, c), (other, d) = ((x.mean(0), np.atleast_2d(np.cov(x, rowvar=False))) for x in sides)
    return float(((m - other) ** 2).sum() + np.trace(c + d - 2 * np.real(sqrtm(c @ d))))


def perceptual_distance(picture: np.ndarray, reference: np.ndarray, network: FeatureNetwork | None = None) -> float:
    """Mean squared distance of unit features (the unweighted form of LPIPS, Zhang et al., CVPR 2018); 0 is best.

    Errors: ``InputError`` without a network.
    """
    picture, reference = _checked(picture, reference)
    if network is None:
        raise InputError("lpips: needs a feature network (AlexNet, VGG), which signsynth does not ship; give yours")
    pair = [np.asarray(network(x[None]), np.float64).ravel() for x in (picture, reference)]
    a, b = (x / max(float(np.linalg.norm(x)), 1e-12) for x in pair)
    return float(((a - b) ** 2).sum())


def _checked(picture: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def _tensor(picture: np.ndarray, torch):
    return torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None].float() / 255


def _torchmetrics():
    try:
        import torch
        from torchmetrics.functional import image
    except ImportError as error:
        raise InputError("torchmetrics is not installed; pip install 'signsynth[metrics]'") from error
    return image, torch
