"""How well a signer made of a photo keeps it, in the photo's own pose and view.

python -m benchmarks.portrait IMAGE [IMAGE ...]      needs the [capture] extra
"""

from __future__ import annotations

import sys
import time

import numpy as np

from signsynth.body import Body
from signsynth.capture import default_tracker
from signsynth.files.photo import read_photo
from signsynth.pipeline.portrait import sighted
from signsynth.render.portrait import Sight, portrait
from signsynth.render.portrait.again import drawn_again, overlap, psnr


def measured(sight: Sight, body: Body) -> dict[str, float]:
    """Figures of one person."""
    start = time.perf_counter()
    found = portrait(sight, body)
    seconds = time.perf_counter() - start
    picture, mask = drawn_again(found, sight)
    person = sight.matte > 0.5
    figure = found.figure
    face = np.isin(figure.part[figure.faces].min(1), [body.part_names.index(n) for n in ("face", "lips")])
    index = figure.drawn(sight.mask.shape).face_index
    facial = (index >= 0) & face[index] & person
    return {
        "seconds": seconds,
        "face points px": figure.stand.face_error_px,
        "silhouette IoU": overlap(mask, person),
        "PSNR in mask": psnr(picture, sight.pixels, mask & person),
        "PSNR of face": psnr(picture, sight.pixels, facial),
    }


if __name__ == "__main__":
    tracker, model = default_tracker(), Body.load()
    for name in sys.argv[1:]:
        photo = read_photo(name)
        figures = measured(sighted(photo.pixels, photo.name, tracker), model)
        print(photo.name, ", ".join(f"{key} {value:.3g}" for key, value in figures.items()))
