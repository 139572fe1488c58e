"""Whether a signer made of a photo is still recognised: distances of face embeddings, own against others.

    python -m benchmarks likeness

dlib's face network (128 numbers a face; below 0.6 it takes two faces for one person). Needs the [capture] extra,
dlib (`dlib-bin`) and its weights, which `face_recognition_models` carries: no download while it runs. Photos and
first frames of `../shared/data`, which were never used to fit anything. Left out with a word where one is missing.
The pictures are those of films: the neural renderer's, as the signer's witness has it trusted; beside it the mesh's.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.portrait import people
from benchmarks.table import Figure, Section
from signsynth.capture.choice import bundled_solutions
from signsynth.render.mesh import MeshRenderer
from signsynth.render.neural import NeuralRenderer
from signsynth.render.portrait.check import filmed
from signsynth.signer import Signer

COMMAND = "python -m benchmarks likeness"
SAME = 0.40
VIEWS = ("plain", "turned left", "turned right")


class Embedder:
    """dlib's network, on uint8 ``(h, w, 3)`` RGB."""

    def __init__(self) -> None:
        import dlib

        # Found, not imported: the package itself asks for a module that newer Pythons lack.
        models = Path(find_spec("face_recognition_models").origin).parent / "models"
        self._faces = dlib.get_frontal_face_detector()
        self._points = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
        self._network = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))

    @staticmethod
    def missing() -> str:
        """What is not installed, or nothing."""
        return ", ".join(name for name in ("dlib", "face_recognition_models") if find_spec(name) is None)

    def __call__(self, picture: np.ndarray) -> np.ndarray | None:
        """``(128,)`` of the largest face; None where there is none."""
        picture = np.ascontiguousarray(picture)
        found = list(self._faces(picture, 0)) or list(self._faces(picture, 1))
        if not found:
            return None
        face = max(found, key=lambda box: box.area())
        return np.array(self._network.compute_face_descriptor(picture, self._points(picture, face)))


def distances(photos: list[Any], renders: list[list[Any]]) -> np.ndarray:
    """``(people, people, renders)``: from each one's photo to each one's renders; NaN where no face was found."""
    found = np.full((len(photos), len(photos), max(map(len, renders))), np.nan)
    for i, photo in enumerate(photos):
        for j, pictures in enumerate(renders):
            for k, picture in enumerate(pictures):
                if photo is not None and picture is not None:
                    found[i, j, k] = np.linalg.norm(photo - picture)
    return found


def _row(name: str, what: str, apart: np.ndarray, i: int) -> Figure:
    """Of one person's renders, ``apart (people, renders)`` from every photo; theirs is the one in row ``i``."""
    own, others = apart[i], np.delete(apart, i, axis=0)
    nearest = f", nearest other {np.nanmin(others):.2f}" if others.size and not np.isnan(others).all() else ""
    met = bool(np.nanmax(own) <= SAME and not (others <= own[None]).any()) if not np.isnan(own).any() else False
    told = f"{np.nanmean(own):.2f} (plain {own[0]:.2f}, turned {own[1]:.2f}, {own[2]:.2f}){nearest}"
    return Figure(f"{name}: photo to render, {what}", "–", told, f"≤ {SAME:.2f}, nearer than any other", met)


def section(quick: bool = False) -> Section:
    """Own pose and view, a plain face and the head turned, each against every photo."""
    lacking = Embedder.missing() or ("" if bundled_solutions() else "the [capture] extra")
    if lacking:
        return Section("Likeness", COMMAND, [], f"Not measured: {lacking} is not installed.")
    embed, mesh = Embedder(), MeshRenderer(label="", without_consent=True)
    draws = {"as filmed": NeuralRenderer(label="", mesh=mesh), "mesh": mesh}
    names, photos, renders = [], [], {what: [] for what in draws}
    for name, sight, found in people(1 if quick else None):
        names.append(name)
        photos.append(embed(sight.pixels))
        signer = Signer(name, shape=found.shape, appearance=found.appearance, witness=found.witness)
        for what, draw in draws.items():
            renders[what].append([embed(picture) for picture in filmed(signer, draw, VIEWS)])
    apart = {what: distances(photos, pictures) for what, pictures in renders.items()}
    rows = [_row(name, what, apart[what][:, i], i) for i, name in enumerate(names) for what in draws]
    note = "dlib's face embedding; different people of these photos are this far apart: "
    between = [
        np.linalg.norm(a - b) for k, a in enumerate(photos) for b in photos[:k] if a is not None and b is not None
    ]
    return Section("Likeness", COMMAND, rows, note + ", ".join(f"{distance:.2f}" for distance in sorted(between)) + ".")
