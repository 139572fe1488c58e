"""From one photo, or a few, to a signer: read, look, fit, lift."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import signsynth
from signsynth.capture import Frame, default_tracker
from signsynth.errors import InputError
from signsynth.files.photo import Photo, read_photo
from signsynth.pipeline.background import behind_them, chosen_background
from signsynth.pipeline.best_frames import best_frames, is_video
from signsynth.signer import Provenance, Signer
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

if TYPE_CHECKING:
    from signsynth.render.portrait import Sight

MOST_IMAGES = 8
_LOOKS = 3
"""The same picture is shown this often: trackers follow what they saw before, and settle."""
_ON_FACE = 5
"""Points of a hand, of 21, that may not lie before the face."""
_FLAT = 0.8
"""Share of the face's pixels that equal their right neighbour, from which it is filled with colour, not lit."""
_LEAST_PERSON = 0.02
"""Share of the picture that a person fills at least."""


def signer_from_image(
    image: str | Path | np.ndarray,
    *,
    consent: str,
    images: Sequence[str | Path | np.ndarray] = (),
    background: str | Path | tuple[int, int, int] | np.ndarray = "studio",
    name: str = "",
    dominant_hand: Literal["right", "left"] = "right",
    tracker: Any = None,
) -> Signer:
    """See ``Signer.from_image``."""
    if len(consent) > 10_000 or (consent and not consent.strip()):
        raise InputError("consent: expected a text of 1 to 10,000 characters, or none")
    if len(images) >= MOST_IMAGES:
        raise InputError(f"{len(images) + 1} images, expected at most {MOST_IMAGES}")
    wall = chosen_background(background)  # what cannot be read fails before the long work
    if not any(is_video(one) for one in (image, *images)):
        photos = [read_photo(one) for one in (image, *images)]
        tracker = tracker or default_tracker()
    else:
        tracker = tracker or default_tracker()
        photos = [photo for one in (image, *images) for photo in _photos(one, tracker)]
    sights = [sighted(photo.pixels, photo.name, tracker) for photo in photos]

    from signsynth.body import Body
    from signsynth.render.portrait import portrait

    first = photos[0]
    try:
        found = portrait(sights[0], Body.load(), others=sights[1:])
    except InputError as error:
        raise InputError(f"{first.name}: {error}") from error
    provenance = Provenance(
        source=", ".join(dict.fromkeys(photo.name for photo in photos)),
        date=datetime.date.today().isoformat(),
        image_sha256=first.sha256,
        made_with=f"signsynth {signsynth.__version__}",
        notes=tuple(dict.fromkeys(note for photo in photos for note in photo.notes)) + found.notes,
    )
    name = name or (Path(first.name).stem if first.name else "signer")
    appearance = behind_them(found.appearance, wall, sights[0])
    return Signer(name, dominant_hand, consent.strip(), provenance, found.shape, appearance, found.witness)


def _photos(image: str | Path | np.ndarray, tracker: Any) -> list[Photo]:
    """A photo, or the best frames of a video, with the hash of the file that they come from."""
    if not is_video(image):
        return [read_photo(image)]
    sha256 = hashlib.sha256()
    frames = best_frames(image, tracker)
    with Path(image).open("rb") as stream:
        while block := stream.read(2**20):
            sha256.update(block)
    return [replace(read_photo(pixels), sha256=sha256.hexdigest(), name=Path(image).name) for pixels in frames]


def sighted(pixels: np.ndarray, name: str, tracker: Any) -> Sight:
    """What the tracker sees in a picture uint8 ``(h, w, 3)``.

    Errors: ``InputError`` for nobody, several people, no face, or a back.
    """
    from signsynth.render.portrait import Sight
    from signsynth.render.portrait.matte import fine_mask

    seen = list(tracker((Frame(pixels, k / 25) for k in range(_LOOKS)), mask=True))[-1]
    several = [note for note in tracker.notes if re.match(r"\d+ people", note)]
    if several:
        raise InputError(f"{name}: {several[0].split(' in view')[0]} in the picture, expected one; crop it")
    if seen.mask is None:
        raise InputError("tracker: gives no person mask; choose one that does (HolisticTracker)")
    mask = seen.mask.astype(np.float32) / 255
    points = seen.points[:, :2].astype(np.float64) * [1, -1]
    trunk = seen.confidence[:2].min() > 0.3 and np.linalg.norm(points[0] - points[1]) > 8
    if not trunk or (mask > 0.5).mean() < _LEAST_PERSON:
        raise InputError(f"{name}: nobody was found, expected one person from the front, head and shoulders at least")
    if (seen.confidence[FACE] > 0).mean() < 0.9:
        raise InputError(f"{name}: no face was found, expected one person who looks into the camera")
    if _hidden(points, seen.confidence):
        raise InputError(f"{name}: a hand is before the face, expected the face unhidden; take the hands down")
    across = points[0] - points[1]
    if abs(across[1]) > abs(across[0]):
        raise InputError(f"{name}: the person lies on their side, expected them upright; turn the picture")
    if _another(pixels, mask, tracker):
        raise InputError(f"{name}: several people in the picture, expected one; crop it")
    if points[0, 0] < points[1, 0]:
        raise InputError(f"{name}: the person is seen from behind, expected from the front")
    if _flat(pixels, points[FACE][seen.confidence[FACE] > 0]):
        raise InputError(f"{name}: the face is filled with even colours, as in a drawing, expected a photograph")
    fine = fine_mask(pixels, mask, 0.03 * float(np.linalg.norm(across)))
    return Sight(pixels, points, seen.confidence, fine, seen.points[:, 2].astype(np.float64))


def _flat(pixels: np.ndarray, face: np.ndarray) -> bool:
    """Whether a face, whose points are ``face (n, 2)``, shows no grain and no shading; white and black count not."""
    height, width = pixels.shape[:2]
    left, top = np.clip(np.floor(face.min(0)).astype(int), 0, [width, height])
    right, bottom = np.clip(np.ceil(face.max(0)).astype(int), 0, [width, height])
    cut = pixels[top:bottom, left:right]
    inside = ((cut > 2) & (cut < 253)).any(-1)[:, :-1]
    same = (cut[:, 1:] == cut[:, :-1]).all(-1)
    return bool(inside.sum() > 100 and same[inside].mean() > _FLAT)


def _hidden(points: np.ndarray, confidence: np.ndarray) -> bool:
    """Whether a hand, by a good part of its points, lies before the face; ``points (189, 2)`` in pixels."""
    import cv2

    hull = cv2.convexHull(np.float32(points[FACE][confidence[FACE] > 0]))
    for hand in (LEFT_HAND, RIGHT_HAND):
        found = points[hand][confidence[hand] > 0]
        inside = [cv2.pointPolygonTest(hull, (float(x), float(y)), False) > 0 for x, y in found]
        if sum(inside) >= _ON_FACE:
            return True
    return False


def _another(pixels: np.ndarray, mask: np.ndarray, tracker: Any) -> bool:
    """Whether somebody else looks out of the picture when the first person is painted over."""
    rest = np.where(mask[..., None] > 0.2, np.uint8(128), pixels)
    seen = list(tracker((Frame(rest, k / 25) for k in range(_LOOKS)), mask=False))[-1]
    if (seen.confidence[FACE] > 0).mean() < 0.9:
        return False
    x, y = (seen.points[FACE, :2].mean(0) * [1, -1]).astype(int)
    height, width = mask.shape
    return bool(0 <= x < width and 0 <= y < height and mask[y, x] < 0.2)
