"""How well a signer made of a photo keeps it, and how it looks in poses that the photo does not show.

    python -m benchmarks portrait
    python -m benchmarks.portrait [IMAGE ...] [--sheet OUT.png] [--size 1024]

Own pose and view, by the mesh renderer and by the neural one, as it is trusted. The second tells more, of any images;
without names of photos and first frames of `../shared/data`, as the first. ``--sheet`` writes a contact sheet of the
hard poses instead. Needs the [capture] extra.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.table import Figure, Section
from signsynth.body import Body
from signsynth.capture import default_tracker
from signsynth.capture.video import Video
from signsynth.files.photo import read_photo
from signsynth.pipeline.best_frames import is_video
from signsynth.pipeline.portrait import sighted
from signsynth.render.mesh import MeshRenderer
from signsynth.render.mesh.canvas import atlas
from signsynth.render.neural import REGIONS, NeuralRenderer
from signsynth.render.neural.inputs import region_of
from signsynth.render.neural.own_picture import OwnPicture
from signsynth.render.portrait import Portrait, Sight, portrait
from signsynth.render.portrait.again import drawn_again, overlap, psnr
from signsynth.render.portrait.check import in_poses
from signsynth.render.portrait.poses import POSES
from signsynth.signer import Signer

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PHOTOS = ("people/astronaut.png", "people/business-person.png", "people_video/webcam_wave.mp4",
          "people_video/gesture_thumb_up.mp4")  # fmt: skip

COMMAND = "python -m benchmarks portrait"
OVERLAP, NEAR_DB = 0.93, 28.0


def section(quick: bool = False) -> Section:
    """Outline and colours of each test photo, drawn again."""
    rows = []
    for name, sight, found in people(1 if quick else None):
        figures = kept(found, sight)
        same = figures["silhouette IoU"]
        rows.append(Figure(f"{name}: silhouette IoU", "–", f"{same:.3f}", f"≥ {OVERLAP}", same >= OVERLAP))
        for what, shown in (("neural", "neural PSNR"), ("mesh", "PSNR")):
            near, lifted, face = (figures[f"{shown} {where}"] for where in ("in mask", "where lifted", "of face"))
            told = f"{near:.1f} dB (where lifted {lifted:.1f}, face {face:.1f})"
            rows.append(Figure(f"{name}: PSNR in the mask, {what}", "–", told, f"≥ {NEAR_DB:.0f} dB", near >= NEAR_DB))
    note = (
        "Own pose and view, at the photo's resolution, against the refined person mask; colours where a pixel is "
        "wholly the person's, one pixel in from the outline. Neural is the default renderer, trusted as the photo "
        "bears it out. Lifted are places of the body that the photo showed."
    )
    return Section("Signers made of a photo", COMMAND, rows, note)


def people(most: int | None = None, names: Sequence[str] = ()) -> Iterator[tuple[str, Sight, Portrait]]:
    """Name, sight and portrait of each test photo that is there."""
    paths = [Path(name) for name in names] or [DATA / name for name in PHOTOS if (DATA / name).exists()]
    tracker, body = default_tracker(), Body.load()
    for path in paths[:most]:
        pixels = next(iter(Video(path).frames())).pixels if is_video(path) else read_photo(path).pixels
        sight = sighted(pixels, path.name, tracker)
        yield path.stem, sight, portrait(sight, body)


def measured(sight: Sight, body: Body) -> dict[str, float]:
    """Figures of one person."""
    start = time.perf_counter()
    found = portrait(sight, body)
    return {"seconds": time.perf_counter() - start} | kept(found, sight)


def kept(found: Portrait, sight: Sight) -> dict[str, float]:
    """What the portrait keeps of the picture, in its pose and view, as the mesh and as the neural renderer shows it.

    "held" are hands and what is before the trunk.

    Colours are compared where a pixel is wholly the person's, one pixel in from the outline: farther out the photo's
    pixels hold its background, too.
    """
    picture, mask = drawn_again(found, sight)
    draw = NeuralRenderer(label="", mesh=MeshRenderer(body=found.figure.body))
    signer = Signer(shape=found.shape, appearance=found.appearance, witness=found.witness)
    trust = draw.trusted(signer)
    corrected, _ = drawn_again(found, sight, draw.known_network, trust)
    person = sight.matte > 0.5
    figure = found.figure
    names = figure.body.part_names
    part = figure.body.face_part.cpu().numpy()
    index = figure.drawn(sight.mask.shape).face_index

    def on(*parts: str) -> np.ndarray:
        return (index >= 0) & np.isin(part[index], [names.index(name) for name in parts])

    both = cv2.erode(np.uint8(mask & (sight.matte > 0.95)), np.ones((3, 3), np.uint8)) > 0
    held = sight.held_before | on("hand.L", "hand.R")
    areas = {"in mask": both, "where lifted": both & _lifted(found, sight), "without held": both & ~held}
    areas["of face"] = both & on("face", "lips")
    figures = {"face points px": figure.stand.face_error_px, "silhouette IoU": overlap(mask, person)}
    for what, shown in (("PSNR", picture), ("neural PSNR", corrected)):
        figures |= {f"{what} {where}": psnr(shown, sight.pixels, area) for where, area in areas.items()}
    return figures | {f"trust {name}": value for name, value in trust.items()} | as_saved(signer, draw, trust)


def as_saved(signer: Signer, draw: NeuralRenderer, trust: Mapping[str, float]) -> dict[str, float]:
    """The same by the signer's file alone, as films show them: both sleeves alike, the mouth the mesh's own. PSNR of
    the mesh and as trusted against the witness, whole, where lifted, and of each region."""
    own, seen = OwnPicture.of(signer, draw.mesh, draw.known_network), signer.witness
    size = len(seen.photo)
    region = np.array([REGIONS.index(region_of(name)) for name in own.part_names] + [-1])[own.passes.parts]
    areas = {"in mask": own.passes.mask, "where lifted": own.known > 0.99}
    areas |= {f"of {name}": region == row for row, name in enumerate(REGIONS)}
    figures = {}
    for what, share in (("mesh", dict.fromkeys(trust, 0.0)), ("neural", trust)):
        shown = own.shown(share, size)
        for where, area in areas.items():
            whole = cv2.resize(area.astype(np.float32), (size, size), interpolation=cv2.INTER_AREA) > 0.99
            both = cv2.erode(np.uint8(whole & (seen.mask >= 242)), np.ones((3, 3), np.uint8)) > 0
            if both.sum() > 30:
                figures[f"as saved: {what} PSNR {where}"] = psnr(shown, seen.photo, both)
    return figures


def _lifted(found: Portrait, sight: Sight) -> np.ndarray:
    """Bool ``(h, w)``: pixels of the figure whose place on the body the photo showed, by ``validity``."""
    body, validity = found.figure.body, np.float32(found.appearance.validity == 255)
    place = atlas(body) * len(validity) - 0.5
    drawn = found.figure.drawn(sight.mask.shape)
    u, v = cv2.split(drawn.interpolate(body.faces_uv.numpy(), place.astype(np.float32), background=-64.0))
    return cv2.remap(validity, u, v, cv2.INTER_LINEAR) > 0.99


def posed(found: Portrait, names: Sequence[str] = POSES, size: int = 1024) -> list[np.ndarray]:
    """Pictures uint8 ``(size, size, 3)`` of the portrait in some poses."""
    return in_poses(found.appearance, found.shape, names, size=size, body=found.figure.body)


def sheet(found: Sequence[tuple[str, Sight, Portrait]], size: int = 1024) -> np.ndarray:
    """One row a person, one column a pose, cut to head, chest and hands: uint8 ``(h, w, 3)``."""
    cut = np.s_[size // 32 : size * 25 // 32, size // 6 : size * 5 // 6]
    return np.concatenate([np.concatenate([one[cut] for one in posed(p, size=size)], 1) for _, _, p in found], 0)


def main() -> None:
    """Measure, or draw the sheet."""
    from PIL import Image

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", nargs="*")
    parser.add_argument("--sheet", metavar="OUT.png")
    parser.add_argument("--size", type=int, default=1024)
    options = parser.parse_args()
    everyone = people(names=options.images)
    if options.sheet:
        Image.fromarray(sheet(list(everyone), options.size)).save(options.sheet)
        return
    for name, sight, found in everyone:
        print(name, *(f"  {key} {value:.3g}" for key, value in kept(found, sight).items()), sep="\n")


if __name__ == "__main__":
    main()
