"""A made person in a pose of real signing before a camera: what the network sees, and what it should show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.render.camera import Camera
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.track import posed_vertices
from signsynth.render.neural.inputs import stacked, validity_on_screen
from signsynth.render.neural.retouch import AS_DRAWN
from signsynth.render.neural.training.poses import Poses
from signsynth.render.neural.training.reference import Reference
from signsynth.render.people import Person, person
from signsynth.render.people.lamps import Lamps
from signsynth.render.people.true import TruePicture
from signsynth.signer import Signer


@dataclass(frozen=True, eq=False)
class Cast:
    """One person, the signer that was lifted from one picture of them, and the light of the film."""

    person: Person
    lifted: Signer
    lamps: Lamps
    worn: Any
    body: Any

    @classmethod
    def of(cls, seed: int, body: Any, *, known: bool = True) -> Cast:
        """``known`` people wear none of the kinds of hair and cloth that are left out.

        The film has the studio's lamps, as bright and of the same colour as the light of the picture was.
        """
        draw = np.random.default_rng([seed, 1])
        made = person(seed, body=body, known=known)
        worn = Costume(Look(), made.signer.appearance).worn(body)
        reference = Reference.of(made, body, draw, worn, int(draw.choice([448, 512, 640])))
        lifted = reference.signer(made, worn, body, draw)
        return cls(made, lifted, Lamps.studio(reference.lamps.tint), worn, body)

    def vertices(self, poses: Poses, draw: np.random.Generator) -> np.ndarray:
        """Somebody's pose, more or less as it was: turned by up to 25 degrees, the face moved, ``(v, 3)``."""
        row = int(draw.integers(len(poses)))
        rotations, actions = poses.rotations[row].copy(), poses.actions[row].copy()
        if draw.random() < 0.6:
            turn = _turn(draw.normal(0, 0.12), np.clip(draw.normal(0, 0.18), -0.45, 0.45), draw.normal(0, 0.05))
            head = self.body.joint(str(draw.choice(["head", "neck01"])))
            rotations[head] = rotations[head] @ turn
        if draw.random() < 0.5:
            rotations[0] = _turn(draw.normal(0, 0.06), np.clip(draw.normal(0, 0.2), -0.45, 0.45), 0.0) @ rotations[0]
        if draw.random() < 0.6:
            some = draw.integers(0, len(actions), 6)
            actions[some] = np.clip(actions[some] + draw.uniform(0, 0.7, 6), 0, 1)
            pair = [self.body.action_names.index(f"eyeBlink{side}") for side in ("Left", "Right")]
            actions[pair] = draw.choice([0.0, 0.0, draw.uniform(0, 1), 1.0])
            actions[self.body.action_names.index("jawOpen")] = draw.choice([0.0, 0.0, draw.uniform(0, 0.8)])
        return next(posed_vertices(self.worn, rotations[None], actions=actions[None], shape=self.person.signer.shape))

    def stage(self, lens: Lens, size: int) -> Stage:
        """Where both are drawn."""
        studio = Studio(self.body, Look(), lens, size, self.lifted.appearance, details=True)
        return Stage(self, studio, TruePicture(self.body, self.person, lens, size, worn=self.worn))


@dataclass(frozen=True, eq=False)
class Stage:
    """A cast before one camera."""

    cast: Cast
    studio: Studio
    truth: TruePicture

    def shot(self, vertices: np.ndarray) -> Shot:
        """Both pictures of vertices ``(v, 3)``. The true one has no teeth: what the renderer leaves as drawn
        (``AS_DRAWN``) is in both the mesh's."""
        passes = self.studio.passes(vertices, vertices)
        validity = validity_on_screen(passes, self.cast.lifted.appearance.validity)
        names, distance = self.cast.body.part_names, self.studio.lens.distance
        inputs = stacked(passes, validity, part_names=names, distance=distance)
        target = self.truth(vertices, self.cast.lamps, self.studio.backdrop)[0]
        inside = np.isin(passes.parts, [names.index(name) for name in AS_DRAWN])
        target[inside] = passes.colour[inside]
        return Shot(inputs, target, passes)


@dataclass(frozen=True, eq=False)
class Shot:
    """``inputs`` float32 ``(13, size, size)`` of the network, ``target`` uint8 ``(size, size, 3)``, and the passes."""

    inputs: np.ndarray
    target: np.ndarray
    passes: Passes


def drawn_lens(draw: np.random.Generator) -> Lens:
    """A camera like that of films of signers, nearer or farther, a little off the middle."""
    plain = Lens()
    width = plain.camera.shoulder_width * draw.uniform(0.8, 1.5)
    middle = (0.5 + draw.normal(0, 0.03), 0.46 + draw.normal(0, 0.04))
    return replace(plain, camera=Camera(width, middle), distance=float(draw.uniform(7, 15)))


def _turn(x: float, y: float, z: float) -> np.ndarray:
    """Rotation float32 ``(3, 3)`` about x, then y, then z, radians."""
    (a, b, c), (d, e, f) = np.cos((x, y, z)), np.sin((x, y, z))
    about_x = np.array([[1, 0, 0], [0, a, -d], [0, d, a]])
    about_y = np.array([[b, 0, e], [0, 1, 0], [-e, 0, b]])
    about_z = np.array([[c, -f, 0], [f, c, 0], [0, 0, 1]])
    return (about_z @ about_y @ about_x).astype(np.float32)
