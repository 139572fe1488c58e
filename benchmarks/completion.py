"""What a photo did not show of made people: completed by mirror and growth alone, and with the learned guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.table import Figure, Section

_PEOPLE, _FIRST = 14, 1_000_600
"""Made people whom nobody was trained on; those who judge the training have other seeds."""
_LEAST = 300
"""Texels of a part that must be unseen before it counts."""
PARTS = ("scalp", "neck", "face and ears", "torso front", "torso sides", "torso back", "upper arm", "forearm")


@dataclass(frozen=True)
class Unseen:
    """Of a person's part: mean squared error of 0..1, mean distance in CIE Lab, before and after."""

    person: int
    part: str
    squared: tuple[float, float]
    far: tuple[float, float]


def texel_parts(body: Any, size: int) -> np.ndarray:
    """Index of ``PARTS`` of each texel ``(size, size)``, -1 elsewhere."""
    from signsynth.render.mesh.canvas import Canvas

    canvas = Canvas(body, (0, 0, 0), size)
    on, toward = canvas.wardrobe.on, canvas.normal[:, 2]
    torso = on(canvas.part, "torso") & (canvas.place[:, 1] > -0.05)
    arms = {name: on(canvas.part, f"{name}.L", f"{name}.R") for name in ("upper_arm", "forearm")}
    masks = (
        on(canvas.part, "scalp"), on(canvas.part, "neck"), on(canvas.part, "face", "ears"),
        torso & (toward > 0.4), torso & (abs(toward) <= 0.4), torso & (toward < -0.4),
        arms["upper_arm"], arms["forearm"],
    )  # fmt: skip
    part = np.full(len(canvas.part), -1)
    for k, mask in enumerate(masks):
        part[mask] = k
    canvas.colour = np.tile((part + 1.0)[:, None], 3).astype(np.float32)
    return canvas.picture()[..., 0].astype(int) - 1


def in_its_light(texture: np.ndarray, validity: np.ndarray, true: np.ndarray, materials: np.ndarray) -> np.ndarray:
    """True colours ``(n, n, 3)`` as bright and as tinted as the photo has what it shows, skin, hair and cloth apart."""
    from signsynth.render.mesh.costume import HEADROOM

    seen = (validity == 255) & (true.min(-1) > 12)
    kind = np.where(materials.max(-1) > 200, materials.argmax(-1), -1)
    ratio = (texture[seen] * HEADROOM + 1.0) / (true[seen] + 1.0)
    whole, gain = np.median(ratio, axis=0), np.ones(true.shape, np.float32)
    for k in range(-1, 3):
        own = ratio[kind[seen] == k]
        gain[kind == k] = np.median(own, axis=0) if k >= 0 and len(own) > 2000 else whole
    return np.minimum(true * gain, 255 * HEADROOM)


def unseen(person: int, texture: tuple[np.ndarray, np.ndarray], validity, true, materials, parts) -> list[Unseen]:
    """Errors of both textures uint8 ``(n, n, 3)`` where ``validity`` is 128, against the true colours."""
    import cv2

    from signsynth.render.mesh.costume import HEADROOM

    wanted = in_its_light(texture[0], validity, true, materials)
    found = []
    for k, name in enumerate(PARTS):
        rows = (validity == 128) & (parts == k)
        if rows.sum() < _LEAST:
            continue
        colours = [np.float32(wanted[rows]), *(np.float32(one[rows]) * HEADROOM for one in texture)]
        colours = [np.minimum(colour / 255, 1) for colour in colours]
        lab = [cv2.cvtColor(colour[None], cv2.COLOR_RGB2LAB)[0] for colour in colours]
        squared = tuple(float(((colour - colours[0]) ** 2).mean()) for colour in colours[1:])
        far = tuple(float(np.linalg.norm(one - lab[0], axis=1).mean()) for one in lab[1:])
        found.append(Unseen(person, name, squared, far))
    return found


def measured(people: int = _PEOPLE, first: int = _FIRST, network: Any = None) -> list[Unseen]:
    """All parts of all people, who wear what nobody wore in training, too."""
    from signsynth.body import Body
    from signsynth.render.neural.training.scene import Cast
    from signsynth.render.portrait.completion import completed
    from signsynth.render.portrait.completion.weights import read_completion
    from signsynth.render.portrait.lift import Lift

    body, found = Body.load(), []
    network = network or read_completion()
    for seed in range(first, first + people):
        cast = Cast.of(seed, body, known=False)
        shown, made = cast.lifted.appearance, cast.person
        parts = texel_parts(body, len(shown.texture))
        lift = Lift(shown.texture, shown.validity, 1.0, np.zeros(shown.validity.shape, np.float32))
        after = completed(lift, body, network).texture
        found += unseen(seed, (shown.texture, after), shown.validity, made.texture, made.materials, parts)
    return found


def section(quick: bool) -> Section:
    """The table."""
    return table(measured(2 if quick else _PEOPLE))


def table(found: list[Unseen]) -> Section:
    """Of what ``measured`` found."""
    rows = []
    for part in PARTS:
        some = [one for one in found if one.part == part]
        if not some:
            continue
        squared, far = np.array([one.squared for one in some]), np.array([one.far for one in some])
        decibels = -10 * np.log10(np.maximum(squared, 1e-6)).mean(0)
        far_, worse = far.mean(0), float((far[:, 1] > far[:, 0] + 0.1).mean())
        rows.append(
            Figure(f"{part}: ΔE without and with ({len(some)} people)", "–", f"{far_[0]:.1f} → {far_[1]:.1f}",
                   "not more", bool(far_[1] <= far_[0] + 0.05))
        )  # fmt: skip
        rows.append(
            Figure(f"{part}: PSNR; people for whom it is worse", "–",
                   f"{decibels[0]:.1f} → {decibels[1]:.1f} dB; {100 * worse:.0f} %", "–")
        )  # fmt: skip
    note = (
        "Texels that the picture showed on neither side, or on the other only (`validity` 128), of "
        f"{len({one.person for one in found})} made people of other seeds than those learned from, some with kinds of "
        "hair and cloth that were left out there. True colours are brought to the light of the picture by one factor a "
        "channel for skin, hair and cloth each, from what both show. ΔE is the distance in CIE Lab (1976)."
    )
    return Section("Completion of what a photo does not show", "python -m benchmarks completion", rows, note)
