"""One picture of a made person, and the signer that a photo like it would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import torch

from signsynth.render.camera import Camera
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.track import posed_vertices
from signsynth.render.mesh.wardrobe import Wardrobe, vertex_parts
from signsynth.render.people.lamps import Lamps
from signsynth.render.people.person import Person
from signsynth.render.people.true import TruePicture
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.lift import Views, lifted, reliable
from signsynth.render.portrait.light import unlit
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import Stand
from signsynth.render.portrait.tones import iris, tones
from signsynth.render.portrait.witness import witness
from signsynth.signer import Appearance, Signer
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_POINTS = 189
_FAR = 4000.0
"""Distance of the camera in shoulder widths: lines of sight are as good as parallel, as a ``Stand`` has them."""
_LOOSE = {"rotations": 0.0008, "shift": 0.001, "actions": 0.01}
"""How far a fit is off: radians, shoulder widths, of 1."""


@dataclass(frozen=True, eq=False)
class Reference:
    """``sight`` what a tracker would see, ``stand`` how the person truly stands, ``lamps`` in which light."""

    sight: Sight
    stand: Stand
    lamps: Lamps

    @classmethod
    def of(cls, person: Person, body: Any, draw: np.random.Generator, worn: Any, size: int = 512) -> Reference:
        """``person`` from ahead, arms down, in a light and before a wall drawn by chance; ``worn`` is the body in
        their clothes."""
        shape = person.signer.shape
        rotations = np.zeros((body.joints, 3), np.float32)
        for side, sign in (("L", -1), ("R", 1)):
            rotations[body.joint(f"upperarm01.{side}")] = draw.normal(0, 0.06, 3) + (0, 0, 0.68 * sign)
        rotations[body.joint("head")] = draw.normal(0, 0.05, 3)
        rotations[0] = draw.normal(0, 0.03, 3)
        actions = np.zeros(len(body.action_names), np.float32)
        smile = draw.uniform(0, 0.5) * (draw.random() < 0.5)
        for name in ("mouthSmileLeft", "mouthSmileRight"):
            actions[body.action_names.index(name)] = smile
        near = draw.random() < 0.3
        width = draw.uniform(0.45, 0.62) if near else draw.uniform(0.32, 0.45)
        camera = Camera(width, (0.5 + draw.normal(0, 0.02), draw.uniform(0.62, 0.75) if near else 0.46))
        lens, lamps = Lens(camera, _FAR), Lamps.drawn(draw)
        picture = TruePicture(body, person, lens, size, worn=worn)
        vertices = next(posed_vertices(worn, rotations[None], actions=actions[None], shape=shape))
        pixels, share = picture(vertices, lamps, wall(size, draw))
        origin, metres = _frame(body, shape)
        scale = camera.scale(size) / metres
        shift = np.array(camera.middle) * size - 0.5 + scale * origin[:2] * (-1, 1)
        stand = Stand(shape, rotations, actions, float(scale), shift.astype(np.float32), 0.0)
        return cls(_sight(pixels, share, stand, body, draw), stand, lamps)

    def signer(self, person: Person, worn: Any, body: Any, draw: np.random.Generator) -> Signer:
        """The person as lifted from the picture. Body, hair and clothes keep their true form (``worn``), so that
        pictures of both lie on each other; the fit that the texture is lifted with is off as fits are."""
        stand, sight = self.stand, self.sight
        rotations = stand.rotations + draw.normal(0, _LOOSE["rotations"], stand.rotations.shape)
        off = draw.normal(0, _LOOSE["shift"] * sight.shoulder_width, 2)
        actions = np.clip(stand.actions + draw.normal(0, _LOOSE["actions"], stand.actions.shape), 0, 1)
        stand = replace(
            stand, rotations=rotations.astype(np.float32), shift=(stand.shift + off).astype(np.float32),
            actions=actions.astype(np.float32),
        )  # fmt: skip
        part, cuff = vertex_parts(body), person.traits.sleeve
        figure = Figure.of(body, worn, stand, part)
        before = np.zeros(sight.mask.shape, bool)
        colours = unlit(figure, sight)
        views = Views(figure, sight, colours, reliable(figure, sight, before))
        colour, known = views(figure.seen, figure.normals[:, 2])
        palette = tones(figure, colour, known > 0.5)
        if (eye := iris(figure, sight)) is not None:
            palette["iris"] = eye
        palette["backdrop"] = person.traits.backdrop
        skin, top = palette.get("skin", Look().skin), palette.get("top", Look().top)
        base = np.tile(np.float32(top), (len(part), 1))
        base[figure.on("face", "neck", "lips", "ears")] = skin
        wardrobe, rest = Wardrobe.of(body, cuff), body.mesh.template.cpu().numpy()
        base[wardrobe.hair(rest, part) > 0] = palette.get("hair", Look().hair)
        arms = wardrobe.on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand") for side in "LR"))
        bare = arms & (wardrobe.cloth(rest, part) < 0)
        faint = figure.on("leg.L", "leg.R")
        for side, elbow, wrist in (("L", 2, 4), ("R", 3, 5)):
            faint |= figure.on(f"upper_arm.{side}") & (not sight.seen(elbow))
            faint |= figure.on(f"forearm.{side}") & (not (sight.seen(elbow) and sight.seen(wrist)))
        lift = lifted(figure, sight, colours, before, base, bare, faint, 1024)
        appearance = Appearance(palette, cuff, lift.texture, lift.validity, person.signer.appearance.offsets)
        return replace(
            person.signer,
            name=f"{person.signer.name}-lifted",
            appearance=appearance,
            witness=witness(sight, stand),
        )


def _frame(body: Any, shape: np.ndarray) -> tuple[np.ndarray, float]:
    """Mid-shoulder at rest ``(3,)`` and one shoulder width in metres, as posed vertices are given in."""
    with torch.no_grad():
        points = body.landmarks(torch.zeros(body.joints, 3), shape=torch.tensor(shape)).numpy()
    return points[:2].mean(0), float(np.linalg.norm(points[0] - points[1]))


def _sight(pixels: np.ndarray, share: np.ndarray, stand: Stand, body: Any, draw: np.random.Generator) -> Sight:
    size = len(share)
    points, confidence = np.zeros((_POINTS, 2)), np.zeros(_POINTS)
    with torch.no_grad():
        marks = body.landmarks(
            torch.tensor(stand.rotations), shape=torch.tensor(stand.shape), actions=torch.tensor(stand.actions)
        ).numpy()
    points[: len(marks)], confidence[: len(marks)] = stand.project(marks)[:, :2], 1
    confidence[~((points >= 0) & (points < size)).all(1)] = 0
    confidence[LEFT_HAND] = confidence[RIGHT_HAND] = 0
    # A person mask is soft, and off by some pixels here and there.
    rough = cv2.resize(draw.normal(0, 0.35, (24, 24)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(share, (0, 0), size / 256)
    mask = np.clip(soft + rough * np.clip(4 * soft * (1 - soft), 0, 1), 0, 1)
    return Sight(pixels, points, confidence, mask.astype(np.float32))


def wall(size: int, draw: np.random.Generator) -> np.ndarray:
    """A backdrop drawn by chance, uint8 ``(size, size, 3)``: plain, graded, or busy."""
    coarse = int(draw.choice([2, 3, 8, 24]))
    picture = draw.uniform(30, 235, 3) + draw.normal(0, draw.choice([3, 20, 45]), (coarse, coarse, 3))
    picture = cv2.resize(picture.astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture, 0, 255).astype(np.uint8)
