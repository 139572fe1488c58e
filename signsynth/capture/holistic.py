"""MediaPipe holistic with the models that its package ships; the ``[capture]`` extra."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signsynth.capture.landmarks import HANDS, View, array, sighting
from signsynth.capture.people import LEAST_SCORE, Person, merged, movement, strip
from signsynth.capture.second_look import SecondLook
from signsynth.capture.tracker import RECOVERED, Frame, Sighting, nobody

_LOOK_AHEAD, _LOOKS = 16, 3
"""Frames held back at the start, and how many of them are searched for people."""
_PEOPLE_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "PoseDetectionCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""


@dataclass
class HolisticTracker:
    """Follows one signer with MediaPipe's legacy holistic solution; meets ``Tracker``.

    ``refine_face``  the sharper model of lips and eyes (mouthing).
    ``second_look``  whether lost hands are searched in a crop around the wrist.
    """

    refine_face: bool = True
    second_look: bool = True
    notes: list[str] = field(default_factory=list)

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """One sighting a frame; see ``Tracker``."""
        import os

        os.environ.setdefault("GLOG_minloglevel", "2")  # its C++ side logs to the terminal
        self.notes.clear()
        frames = iter(frames)
        with ExitStack() as stack:
            loader = stack.enter_context(ThreadPoolExecutor(1))
            first = list(itertools.islice(frames, 1))
            if not first:
                return
            # The models load while the first pictures are decoded and searched for people.
            loading = loader.submit(_holistic, self.refine_face, mask)
            stack.callback(lambda: loading.result().close())
            ahead = first + list(itertools.islice(frames, _LOOK_AHEAD - 1))
            view = self._signer([frame.pixels for frame in ahead])
            holistic = loading.result()
            look = SecondLook(_LazyHands(stack)) if self.second_look else None
            while ahead:
                yield _seen(ahead.pop(0).pixels, view, holistic, look, mask)
            for frame in frames:
                yield _seen(frame.pixels, view, holistic, look, mask)
            if look is not None and look.found:
                self.notes.append(f"hands found by a second look in {look.found} cases")

    def _signer(self, pictures: list[np.ndarray]) -> View:
        height, width = pictures[0].shape[:2]
        looks = [pictures[k] for k in np.unique(np.linspace(0, len(pictures) - 1, _LOOKS).round().astype(int))]
        with closing(_people_finder()) as finder:
            people = merged([_people(finder, picture) for picture in looks])
        if len(people) > 1:
            people = [Person(p.middle, p.radius, movement(pictures, p)) for p in people]
            chosen = strip(people, width, height)
            if chosen is not None:
                where = ("left", "middle", "right")[min(2, int(3 * people[chosen[1]].middle[0]))]
                self.notes.append(f"{len(people)} people in view: the one on the {where} of the picture is followed")
                return chosen[0]
        return View(0, width, height)


def _seen(pixels: np.ndarray, view: View, holistic: Any, look: SecondLook | None, mask: bool) -> Sighting:
    part = pixels
    if view.width != pixels.shape[1]:
        part = np.ascontiguousarray(pixels[:, view.left : view.left + view.width])
    result = holistic.process(part)
    body = array(result.pose_landmarks)
    hands = [array(result.left_hand_landmarks), array(result.right_hand_landmarks)]
    again = look(part, body, hands) if look else [None, None]
    out = sighting(view, body, [h if h is not None else a for h, a in zip(hands, again, strict=True)],
                   array(result.face_landmarks))  # fmt: skip
    for side, found in zip(HANDS, again, strict=True):
        if found is not None:
            out.confidence[side] = RECOVERED
    if not mask:
        return out
    whole = nobody(pixels.shape[:2]).mask
    if result.segmentation_mask is not None and body is not None:
        whole[:, view.left : view.left + view.width] = (np.clip(result.segmentation_mask, 0, 1) * 255 + 0.5).astype(
            np.uint8
        )
    return out._replace(mask=whole)


def _holistic(refine_face: bool, mask: bool) -> Any:
    from mediapipe.python.solutions.holistic import Holistic

    # Its own smoothing looks back only, so it lags and blunts; ``steady`` looks both ways.
    return Holistic(
        model_complexity=1, smooth_landmarks=False, refine_face_landmarks=refine_face, enable_segmentation=mask
    )


class _LazyHands:
    """The hand detector, loaded when a hand is first lost; meets ``second_look.HandFinder``."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack, self.hands = stack, None

    def __call__(self, crop: np.ndarray) -> list[np.ndarray]:
        if self.hands is None:
            from mediapipe.python.solutions.hands import Hands

            self.hands = self.stack.enter_context(
                # Lenient, because where the hand should be is known, and how large.
                closing(
                    Hands(
                        static_image_mode=True,
                        max_num_hands=2,
                        min_detection_confidence=0.1,
                        min_tracking_confidence=0.2,
                    )
                )
            )
        found = self.hands.process(crop).multi_hand_landmarks or ()
        hands = [array(hand) for hand in found]
        for hand in hands:
            hand[:, 3] = 1.0
        return hands


def _people_finder() -> Any:
    from google.protobuf import text_format
    from mediapipe.framework import calculator_pb2
    from mediapipe.python.solution_base import SolutionBase
    from mediapipe.python.solutions import holistic  # noqa: F401  loads the calculators' options

    graph = text_format.Parse(_PEOPLE_GRAPH, calculator_pb2.CalculatorGraphConfig())
    return SolutionBase(graph_config=graph, outputs=["detections"])


def _people(finder: Any, pixels: np.ndarray) -> list[Person]:
    """People in one picture. Key points of the detector: hips, circle around the body, shoulders, circle around the
    upper body (BlazePose, Bazarevsky et al. 2020, section 2.1).
    """
    tall = pixels.shape[0] / pixels.shape[1]
    people = []
    for found in finder.process({"image": pixels}).detections or ():
        if found.score[0] >= LEAST_SCORE:
            points = np.array([(k.x, k.y * tall) for k in found.location_data.relative_keypoints])
            people.append(Person(tuple(points[2]), float(np.linalg.norm(points[3] - points[2]))))
    return people
