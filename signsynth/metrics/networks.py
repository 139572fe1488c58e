"""Distances of pictures in the features of a trained network that the user supplies."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np

from signsynth.errors import FileError, InputError
from signsynth.metrics.pictures import checked


class FeatureNetwork(Protocol):
    """A trained network of the user's own. signsynth ships none: those of LPIPS, FID and FVD are other people's."""

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """Features float ``(n, d)`` of uint8 ``(n, h, w, 3)`` pictures (FID, LPIPS-like) or of clips (FVD)."""


def frechet_distance(made: np.ndarray, real: np.ndarray, network: FeatureNetwork | None = None) -> float:
    """Distance of two sets as Gaussians in a network's features: FID or FVD, by which network it is; 0 is best.

    |m - m'|² + tr(C + C' - 2 (C C')^½) (Heusel et al., NeurIPS 2017, equation 6). Depends on the network and on how
    many pictures there are.
    Blind to: single broken frames. Errors: ``InputError`` without a network, or for fewer than
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
    """Squared distance of unit features (the unweighted form of LPIPS, Zhang et al., CVPR 2018), 0 to 4; 0 is best.

    Blind to: what the network was not trained to see. Errors: ``InputError`` without a network.
    """
    picture, reference = checked(picture, reference)
    if network is None:
        raise InputError("lpips: needs a feature network (AlexNet, VGG), which signsynth does not ship; give yours")
    pair = [np.asarray(network(x[None]), np.float64).ravel() for x in (picture, reference)]
    a, b = (x / max(float(np.linalg.norm(x)), 1e-12) for x in pair)
    return float(((a - b) ** 2).sum())


def read_network(path: str | Path) -> FeatureNetwork:
    """A network in a TorchScript file, as those of FID, FVD and LPIPS are passed on by their users.

    It is called with float32 ``(n, 3, h, w)`` or ``(n, 3, frames, h, w)``, 0 to 255; arguments that such files take
    (``return_features``, ``return_lpips``, ``rescale``, ``resize``) are set. TorchScript is a program: take it only
    from people whom you trust. Errors: ``FileError`` for none, ``InputError`` where it cannot read the pictures.
    """
    import torch

    path = Path(path)
    if not path.is_file():  # an option without a file asks for ours, and there is none
        raise FileError(
            f"{path}: no such file; signsynth ships no weights of LPIPS, FID or FVD, give yours (TorchScript)"
        )
    try:
        module = torch.jit.load(str(path), map_location="cpu").eval()
    except (RuntimeError, ValueError, OSError) as error:
        raise FileError(f"{path}: not a TorchScript file ({str(error).splitlines()[0][:80]})") from error
    taken = {argument.name for argument in module.forward.schema.arguments}
    options = {name: True for name in ("return_features", "return_lpips", "rescale", "resize") if name in taken}

    def features(pictures: np.ndarray) -> np.ndarray:
        given = torch.from_numpy(np.moveaxis(np.asarray(pictures), -1, 1).astype(np.float32))
        try:
            with torch.no_grad():
                found = module(given, **options)
        except RuntimeError as error:
            why = str(error).strip().splitlines()[-1][:120]
            raise InputError(f"{path}: cannot read pictures of shape {tuple(given.shape)} ({why})") from error
        return found.reshape(len(given), -1).numpy()

    return features
