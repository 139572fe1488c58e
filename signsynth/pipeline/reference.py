"""From a photo to the reference picture of a big model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signsynth.capture import default_tracker
from signsynth.files.photo import read_photo
from signsynth.pipeline.portrait import sighted


def reference_from_photo(image: str | Path | np.ndarray, *, size: int = 1024, tracker: Any = None) -> np.ndarray:
    """uint8 ``(size, size, 3)``: the photo of one person, cut and scaled as signers are drawn.

    For ``WanAnimateRenderer(reference=...)``, with a signer who was made from the same photo. Errors: as
    ``Signer.from_image``.
    """
    photo = read_photo(image)
    sight = sighted(photo.pixels, photo.name, tracker or default_tracker())

    from signsynth.render.mesh import Lens
    from signsynth.render.photoreal.reference import framed

    return framed(photo.pixels, sight.points[:2], size, Lens().camera)
