"""A made person before a camera, of whom everything is known: what trackers would see of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch

from signsynth.body import Body
from signsynth.capture.tracker import Frame, Sighting
from signsynth.motion.recording import RECORDED_POINTS
from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.light import brightness
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.wardrobe import vertex_parts
from signsynth.render.portrait import Sight
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.stand import Stand
from signsynth.signer import Appearance
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

LOOK = {"skin": (150, 104, 84), "hair": (40, 30, 28), "top": (170, 60, 50), "lips": (140, 70, 66)}
SIZE = (600, 480)


def person(body: Body, seed: int = 0, *, scale: float = 700.0, sleeve: float = 0.9) -> tuple[Sight, Stand]:
    """A sight of somebody with hanging arms, and how they truly stand."""
    import cv2

    draw = np.random.default_rng(seed)
    shape = draw.normal(0, 0.8, 16).astype(np.float32)
    rotations = np.zeros((body.joints, 3), np.float32)
    for side, sign in (("L", -1), ("R", 1)):
        rotations[body.joint(f"upperarm01.{side}")] = 0, 0, 0.65 * sign
    rotations[body.joint("head")] = draw.normal(0, 0.06, 3)
    actions = np.zeros(52, np.float32)
    actions[body.action_names.index("mouthSmileLeft")] = actions[body.action_names.index("mouthSmileRight")] = 0.4
    stood = Stand(shape, rotations, actions, scale, np.float32([SIZE[1] / 2, 720]), 0.0)
    costume = Costume(Look(), Appearance(LOOK, sleeve))
    figure = Figure.of(body, costume.worn(body), stood, vertex_parts(body))
    drawn = figure.drawn(SIZE)
    light = drawn.interpolate(figure.faces, brightness(figure.normals)[:, None].astype(np.float32))
    texture = costume.texture(body, 1024)
    u, v = cv2.split(drawn.interpolate(body.faces_uv.numpy(), atlas(body) * 1024 - 0.5, background=-64.0))
    colour = cv2.remap(texture, u, v, cv2.INTER_LINEAR) * light
    pixels = np.where(drawn.mask[..., None], colour, (90, 120, 90)).clip(0, 255).astype(np.uint8)
    points, confidence = np.zeros((RECORDED_POINTS, 2)), np.zeros(RECORDED_POINTS)
    with torch.no_grad():
        marks = body.landmarks(torch.tensor(rotations), shape=torch.tensor(shape), actions=torch.tensor(actions))
    points[:178], confidence[:178] = stood.project(marks.numpy())[:, :2], 1
    inside = (points >= 0).all(1) & (points[:, 0] < SIZE[1]) & (points[:, 1] < SIZE[0])
    confidence[~inside] = 0
    confidence[LEFT_HAND] = confidence[RIGHT_HAND] = 0
    mask = cv2.GaussianBlur(drawn.mask.astype(np.float32), (0, 0), 1.5)
    return Sight(pixels, points, confidence, mask), stood


@dataclass
class MadeTracker:
    """Meets ``capture.Tracker``: sees one sight, whatever it is shown."""

    sight: Sight
    notes: list[str] = field(default_factory=list)
    people: int = 1

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """The same sighting for each frame."""
        for _ in frames:
            points = np.zeros((len(self.sight.points), 3), np.float32)
            points[:, :2] = self.sight.points * [1, -1]
            yield Sighting(points, self.sight.confidence.astype(np.float32), np.uint8(self.sight.mask * 255))
        if self.people > 1:
            self.notes.append(f"{self.people} people in view: the one on the left of the picture is followed")
