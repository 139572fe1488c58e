"""How well a signer made of a photo keeps it, and how it looks in poses that the photo does not show.

    python -m benchmarks.portrait [IMAGE ...] [--sheet OUT.png] [--size 1024]

Own pose and view, by the renderer itself. Without names: photos and first frames of `../shared/data`. ``--sheet``
writes a contact sheet of the hard poses instead. Needs the [capture] extra.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from signsynth.body import Body
from signsynth.capture import default_tracker
from signsynth.capture.video import Video
from signsynth.files.photo import read_photo
from signsynth.pipeline.best_frames import is_video
from signsynth.pipeline.portrait import sighted
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.track import posed_vertices
from signsynth.render.portrait import Portrait, Sight, portrait
from signsynth.render.portrait.again import drawn_again, overlap, psnr

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PHOTOS = ("people/astronaut.png", "people/business-person.png", "people_video/webcam_wave.mp4",
          "people_video/gesture_thumb_up.mp4")  # fmt: skip
POSES = ("plain", "mouth open", "blink", "turned left", "turned right", "hand on the forehead", "fist at the chin")
_TURN = np.deg2rad(20)


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
    """What the portrait keeps of the picture, in its pose and view; "held" are hands and what is before the trunk.

    Colours are compared where a pixel is wholly the person's, one pixel in from the outline: farther out the photo's
    pixels hold its background, too.
    """
    import cv2

    picture, mask = drawn_again(found, sight)
    person = sight.matte > 0.5
    figure = found.figure
    names = figure.body.part_names
    part = figure.body.face_part.cpu().numpy()
    index = figure.drawn(sight.mask.shape).face_index

    def on(*parts: str) -> np.ndarray:
        return (index >= 0) & np.isin(part[index], [names.index(name) for name in parts])

    both = cv2.erode(np.uint8(mask & (sight.matte > 0.95)), np.ones((3, 3), np.uint8)) > 0
    held = sight.held_before | on("hand.L", "hand.R")
    return {
        "face points px": figure.stand.face_error_px,
        "silhouette IoU": overlap(mask, person),
        "PSNR in mask": psnr(picture, sight.pixels, both),
        "PSNR without held": psnr(picture, sight.pixels, both & ~held),
        "PSNR of face": psnr(picture, sight.pixels, both & on("face", "lips")),
    }


def pose(name: str, body: Body, shape: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations ``(joints, 3, 3)`` and actions ``(52,)`` of one of ``POSES``."""
    from signsynth.body.fit.arms import JOINTS
    from signsynth.body.reach import reach
    from signsynth.rotations import exponential

    local = np.tile(np.eye(3), (body.joints, 1, 1))
    actions = np.zeros(len(body.action_names), np.float32)
    for action, value in {"mouth open": {"jawOpen": 0.6}, "blink": {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}}.get(
        name, {}
    ).items():
        actions[body.action_names.index(action)] = value
    if name.startswith("turned"):
        local[body.joint("head")] = exponential(np.array([0.0, _TURN if name == "turned left" else -_TURN, 0.0]))
    heads = dict(zip(body.joint_names, body.heads.numpy(), strict=True))
    wrist, knuckle = heads["wrist.R"], heads["finger3-1.R"]
    finger = knuckle - wrist
    back = np.cross(heads["finger2-1.R"] - wrist, heads["finger5-1.R"] - wrist)
    back *= np.sign(back[1])  # at rest the backs look up
    used, goal = name in ("hand on the forehead", "fist at the chin"), np.zeros(3)
    palm = np.eye(3)
    if used:
        flat = name == "hand on the forehead"
        along = np.array([0.72, 0.62, 0.0]) if flat else np.array([0.5, 0.85, -0.1])
        palm = _axes(along, np.array([-0.2, 0.0, 1.0])) @ _axes(finger, back).T
        top, chin = (heads["head"] + offset for offset in ((0.0, 0.135, 0.125), (0.0, -0.035, 0.125)))
        reach_m = np.linalg.norm(finger) * (1.75 if flat else 1.05)
        goal = (top if flat else chin) - reach_m * along / np.linalg.norm(along) + (0, 0, 0.03 if flat else 0.02)
        if not flat:
            bent = np.zeros((body.joints, 3), np.float32)
            for k in range(2, 6):
                for bone, degrees in ((1, 80), (2, 95), (3, 60)):
                    bent[body.joint(f"finger{k}-{bone}.R"), 0] = np.deg2rad(degrees)
            for bone, degrees in ((2, 35), (3, 50)):
                bent[body.joint(f"finger1-{bone}.R"), 0] = np.deg2rad(degrees)
            import torch

            fist = body.from_angles(torch.tensor(bent)).numpy()
            some = np.flatnonzero(bent.any(1))
            local[some] = fist[some]
    middle = (heads["upperarm01.L"] + heads["upperarm01.R"]) / 2
    width = np.linalg.norm(heads["upperarm01.L"] - heads["upperarm01.R"])
    wrists, palms = np.zeros((1, 2, 3)), np.tile(np.eye(3), (1, 2, 1, 1))
    wrists[0, 1], palms[0, 1] = (goal - middle) / width, palm
    reached = reach(wrists, palms, np.array([[False, used]]), body=body)
    for side, sign in enumerate("LR"):
        for k, joint in enumerate(JOINTS):
            local[body.joint(f"{joint}.{sign}")] = reached.local[0, side, k]
    return local.astype(np.float32), actions


def _axes(along: np.ndarray, back: np.ndarray) -> np.ndarray:
    """A right-handed frame ``(3, 3)`` in columns: along, back made square to it, and across."""
    along = along / np.linalg.norm(along)
    back = back - along * (along @ back)
    back = back / np.linalg.norm(back)
    return np.stack([along, back, np.cross(along, back)], 1)


def posed(found: Portrait, names: Sequence[str] = POSES, size: int = 1024) -> list[np.ndarray]:
    """Pictures uint8 ``(size, size, 3)`` of the portrait in some poses, from nearer than signing is shown."""
    body = found.figure.body
    worn = Costume(Look(), found.appearance).worn(body)
    studio = Studio(body, Look(), Lens(), size, found.appearance)
    both = [pose(name, body, found.shape) for name in names]
    rotations, actions = (np.stack(each) for each in zip(*both, strict=True))
    return [studio.frame(v) for v in posed_vertices(worn, rotations, actions=actions, shape=found.shape)]


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
        print(name, ", ".join(f"{key} {value:.3g}" for key, value in kept(found, sight).items()))


if __name__ == "__main__":
    main()
