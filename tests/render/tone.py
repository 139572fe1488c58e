"""How far the colour of somebody's hands is from that of their face, whatever the pose."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.surface import Surface
from signsynth.signer import Appearance


def hands_from_face(body: Any, appearance: Appearance) -> np.ndarray:
    """CIE L*a*b* of the hands less that of the face, medians: the face as it looks ahead, hands seen from any side.

    The light is the studio's without shadows; a hand's is the mean of 64 directions that look at the viewer.
    """
    costume = Costume(Look(), appearance)
    canvas = Canvas(body, (0, 0, 0), 512)
    canvas.wear(costume.texture(body, 512))
    light = costume.light(body)
    rest = body.mesh.template.numpy()
    normals = Surface(body.faces.numpy(), len(rest)).normals(rest)
    face = canvas.area("face")
    face = face[canvas.normal[face][:, 2] > 0.6]
    draw = np.random.default_rng(0).normal(size=(2000, 3))
    some = draw[draw[:, 2] > 0.6 * np.linalg.norm(draw, axis=1)][:64]
    some = (some / np.linalg.norm(some, axis=1, keepdims=True)).astype(np.float32)
    anyhow = np.mean([light(np.tile(way, (len(rest), 1))) for way in some], axis=0)
    tones = []
    for rows, factor in ((face, light(normals.astype(np.float32))), (canvas.area("hand.L", "hand.R"), anyhow)):
        shown = canvas.colour[rows] * canvas.at(factor[:, None])[rows]
        found = cv2.cvtColor(np.clip(shown, 0, 255).astype(np.float32)[None] / 255, cv2.COLOR_RGB2LAB)[0]
        tones.append(np.median(found, axis=0))
    return tones[1] - tones[0]
