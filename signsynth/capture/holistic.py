"""MediaPipe holistic with the models that its package ships; the ``[capture]`` extra."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signsynth.capture.landmarks import HANDS, View, array, sighting
from signsynth.capture.models import Models
from signsynth.capture.people import Person, merged, movement, strip
from signsynth.capture.second_look import SecondLook
from signsynth.capture.tracker import RECOVERED, Frame, Sighting, nobody

_LOOK_AHEAD, _LOOKS = 16, 3
"""Frames held back at the start, and how many of them are searched for people."""


@dataclass
class HolisticTracker:
    """Follows one signer with MediaPipe's legacy holistic solution; meets ``Tracker``.

    ``refine_face``  the sharper model of lips and eyes (mouthing).
    ``second_look``  whether lost hands are searched in a crop around the wrist.

    Its models are loaded for the first video, 0.3 s, and serve all that follow until ``close``; those for masks go
    with their video.
    """

    refine_face: bool = True
    second_look: bool = True
    notes: list[str] = field(default_factory=list)
    _idle: list[Models] = field(default_factory=list, init=False, repr=False, compare=False)

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """One sighting a frame; see ``Tracker``."""
        self.notes.clear()
        frames = iter(frames)
        first = list(itertools.islice(frames, 1))
        if not first:
            return
        with self._models(mask) as models, ThreadPoolExecutor(1) as loader:
            # The models load while the first pictures are decoded and searched for people.
            loading = loader.submit(models.holistic)
            ahead = first + list(itertools.islice(frames, _LOOK_AHEAD - 1))
            view = self._signer(models, [frame.pixels for frame in ahead])
            look = SecondLook(models.hands) if self.second_look else None
            parts = ((frame.pixels.shape, part(frame.pixels, view)) for frame in _emptied(ahead, frames))
            # What a frame shows is kept until its result has come: the second look needs it.
            with closing(loading.result().results((item, item[1]) for item in parts)) as results:
                for (shape, pixels), result in results:
                    yield _seen(shape, pixels, view, result, look, mask)
            if look is not None and look.found:
                self.notes.append(f"hands found by a second look in {look.found} cases")

    def close(self) -> None:
        """Give back the models."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _models(self, mask: bool) -> Iterator[Models]:
        """Models that no other video uses now; they stay for the next."""
        # The filter of masks does not forget the last video, and ends the graph over one of another size.
        models = self._idle.pop() if self._idle and not mask else Models(refine_face=self.refine_face, mask=mask)
        kept = not mask
        try:
            yield models
        except RuntimeError:  # a graph that failed once does not go on
            kept = False
            raise
        finally:
            if kept:
                self._idle.append(models)
            else:
                with suppress(RuntimeError):
                    models.close()

    def _signer(self, models: Models, pictures: list[np.ndarray]) -> View:
        height, width = pictures[0].shape[:2]
        looks = [pictures[k] for k in np.unique(np.linspace(0, len(pictures) - 1, _LOOKS).round().astype(int))]
        people = merged([models.people(picture) for picture in looks])
        if len(people) > 1:
            people = [Person(p.middle, p.radius, movement(pictures, p)) for p in people]
            chosen = strip(people, width, height)
            if chosen is not None:
                where = ("left", "middle", "right")[min(2, int(3 * people[chosen[1]].middle[0]))]
                self.notes.append(f"{len(people)} people in view: the one on the {where} of the picture is followed")
                return chosen[0]
        return View(0, width, height)


def part(pixels: np.ndarray, view: View) -> np.ndarray:
    """The part of a picture that is tracked."""
    if view.width == pixels.shape[1]:
        return pixels
    return np.ascontiguousarray(pixels[:, view.left : view.left + view.width])


def _emptied(held: list[Frame], rest: Iterator[Frame]) -> Iterator[Frame]:
    """Frames that were held back, let go one by one, then the rest."""
    while held:
        yield held.pop(0)
    yield from rest


def _seen(
    shape: tuple[int, ...], pixels: np.ndarray, view: View, result: Any, look: SecondLook | None, mask: bool
) -> Sighting:
    body = array(result.pose_landmarks)
    hands = [array(result.left_hand_landmarks), array(result.right_hand_landmarks)]
    again = look(pixels, body, hands) if look else [None, None]
    out = sighting(view, body, [h if h is not None else a for h, a in zip(hands, again, strict=True)],
                   array(result.face_landmarks))  # fmt: skip
    for side, found in zip(HANDS, again, strict=True):
        if found is not None:
            out.confidence[side] = RECOVERED
    if not mask:
        return out
    whole = nobody(shape[:2]).mask
    if result.segmentation_mask is not None and body is not None:
        whole[:, view.left : view.left + view.width] = (np.clip(result.segmentation_mask, 0, 1) * 255 + 0.5).astype(
            np.uint8
        )
    return out._replace(mask=whole)
