"""What following a signer with MediaPipe's bundled models needs to load. It serves one video after another."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import numpy as np

from signsynth.capture.graph import Graph
from signsynth.capture.landmarks import array
from signsynth.capture.people import LEAST_SCORE, Person

_PEOPLE_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "PoseDetectionCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""


class Models:
    """Loads each model when it is first asked for. ``mask``: whether the holistic one outlines the person too."""

    def __init__(self, *, refine_face: bool, mask: bool) -> None:
        os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's C++ side logs to the terminal
        # Here, before two threads load models: imported in both at once it breaks.
        import_module("mediapipe.python.solutions.holistic")
        self._refine_face, self._mask = refine_face, mask
        self._holistic: Graph | None = None
        self._people: Any = None
        self._hands: Any = None

    def holistic(self) -> Graph:
        """Body, face and hands of one person, with nothing known of earlier pictures."""
        if self._holistic is None:
            from mediapipe.python.solutions.holistic import Holistic

            # Its own smoothing looks back only, so it lags and blunts; ``steady`` looks both ways.
            solution = Holistic(
                model_complexity=1,
                smooth_landmarks=False,
                refine_face_landmarks=self._refine_face,
                enable_segmentation=self._mask,
            )
            self._holistic = Graph(solution)
        else:
            self._holistic.forget()
        return self._holistic

    def people(self, pixels: np.ndarray) -> list[Person]:
        """People in a picture uint8 ``(h, w, 3)``.

        Key points of the detector: hips, circle around the body, shoulders, circle around the upper body (BlazePose,
        Bazarevsky et al. 2020, section 2.1).
        """
        self._people = self._people or _people_finder()
        tall = pixels.shape[0] / pixels.shape[1]
        people = []
        for found in self._people.process({"image": pixels}).detections or ():
            if found.score[0] >= LEAST_SCORE:
                points = np.array([(k.x, k.y * tall) for k in found.location_data.relative_keypoints])
                people.append(Person(tuple(points[2]), float(np.linalg.norm(points[3] - points[2]))))
        return people

    def hands(self, crop: np.ndarray) -> list[np.ndarray]:
        """Hands in a crop, ``(21, 4)`` each; meets ``second_look.HandFinder``."""
        if self._hands is None:
            from mediapipe.python.solutions.hands import Hands

            # Lenient, because where the hand should be is known, and how large.
            self._hands = Hands(
                static_image_mode=True, max_num_hands=2, min_detection_confidence=0.1, min_tracking_confidence=0.2
            )
        hands = [array(hand) for hand in self._hands.process(crop).multi_hand_landmarks or ()]
        for hand in hands:
            hand[:, 3] = 1.0
        return hands

    def close(self) -> None:
        """Give back what was loaded."""
        for model in (self._holistic, self._people, self._hands):
            if model is not None:
                model.close()
        self._holistic = self._people = self._hands = None


def _people_finder() -> Any:
    from google.protobuf import text_format
    from mediapipe.framework import calculator_pb2
    from mediapipe.python.solution_base import SolutionBase

    graph = text_format.Parse(_PEOPLE_GRAPH, calculator_pb2.CalculatorGraphConfig())
    return SolutionBase(graph_config=graph, outputs=["detections"])
