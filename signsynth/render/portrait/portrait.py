"""A sight of a person to shape, appearance and what a user should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.wardrobe import Wardrobe, vertex_parts
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.lift import Views, lifted, reliable
from signsynth.render.portrait.light import unlit
from signsynth.render.portrait.outline import outlined
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import stand
from signsynth.render.portrait.tones import bare_trunk, iris, sleeve, tones
from signsynth.signer import Appearance

SMALLEST_FACE_PX = 40
_WORST_FACE = 0.12
"""Mean distance of the face's points from the fitted ones, in face widths, beyond which it is not seen from ahead."""
_OWN_TOP = (62, 68, 84)


@dataclass(frozen=True, eq=False)
class Portrait:
    """``shape (16,)`` and ``appearance`` of a signer; ``figure`` as in the picture; ``notes``, a line each."""

    shape: np.ndarray
    appearance: Appearance
    figure: Figure
    notes: tuple[str, ...]


def portrait(sight: Sight, body: Any, *, size: int | None = None) -> Portrait:
    """``body`` is a ``signsynth.body.Body``; ``size`` of the texture, by default as the picture's detail needs.

    Errors: ``InputError`` for a face too small, or not seen from the front.
    """
    if sight.face_width < SMALLEST_FACE_PX:
        raise InputError(
            f"a face {sight.face_width:.0f} pixels wide, expected at least {SMALLEST_FACE_PX}: "
            "come nearer, or use a larger picture, with the face seen from the front"
        )
    stood = stand(sight, body)
    if stood.face_error_px > _WORST_FACE * sight.face_width:
        raise InputError("the face does not fit one seen from the front; look into the camera, nothing before the face")
    part = vertex_parts(body)
    cuff = 0.9
    worn = Costume(Look(), Appearance(sleeve=cuff)).worn(body)
    plain = Figure.of(body, worn, stood, part)
    before, notes = sight.held_before, []
    offsets = outlined(plain, sight, before)
    figure = plain.moved(offsets)

    colours = unlit(figure, sight)
    views = Views(figure, sight, colours, reliable(figure, sight, before))
    colour, known = views(figure.seen, figure.normals[:, 2])
    palette = tones(figure, colour, known > 0.5)
    if (eye := iris(figure, sight)) is not None:
        palette["iris"] = eye
    skin, top = palette.get("skin", Look().skin), palette.get("top", Look().top)
    cuff = sleeve(sight, skin, top)
    base = np.tile(np.float32(top), (len(part), 1))
    base[figure.on("face", "neck", "lips", "ears")] = skin
    rest = body.mesh.template.cpu().numpy()
    base[Wardrobe.of(body).hair(rest, part) > 0] = palette.get("hair", Look().hair)
    naked = bare_trunk(figure, colour, known > 0.5, skin)
    if naked:
        palette["top"] = palette["trousers"] = top = _OWN_TOP
        cuff = 0.55
        notes.append("hardly any clothes are in the picture: a plain top is painted")
    bare = _bare(body, part, cuff)
    faint = _faint(figure, sight)
    if naked:
        bare = bare | (Wardrobe.of(body, cuff).cloth(rest, part) > -0.004)
    if size is None:
        size = 2048 if stood.scale > 1100 else 1024
    lift = lifted(figure, sight, colours, before, base, bare, faint, size)

    appearance = Appearance(palette, cuff, lift.texture, lift.validity, figure.at_rest(offsets).astype(np.float32))
    if before.any():
        notes.append("arms or hands are before the body: what they hide is guessed; best is a photo with the arms down")
    if not (sight.seen(6) and sight.seen(7)):
        notes.append("the hips are not in the picture: the lower body is guessed")
    if lift.share < 0.6:
        notes.append(f"only {100 * lift.share:.0f} % of the front was seen; the rest is guessed")
    if sight.face_width < 3 * SMALLEST_FACE_PX:
        notes.append(f"the face is {sight.face_width:.0f} pixels wide: expect it to look soft")
    return Portrait(stood.shape, appearance, figure, tuple(notes))


def _faint(figure: Figure, sight: Sight) -> np.ndarray:
    """Bool ``(v,)``: arms that were not surely seen, so that the figure's may be elsewhere."""
    found = figure.on("leg.L", "leg.R")
    for side, elbow, wrist in (("L", 2, 4), ("R", 3, 5)):
        found |= figure.on(*(() if sight.seen(elbow) else (f"upper_arm.{side}",)))
        found |= figure.on(*(() if sight.seen(elbow) and sight.seen(wrist) else (f"forearm.{side}",)))
    return found


def _bare(body: Any, part: np.ndarray, cuff: float) -> np.ndarray:
    """Bool ``(v,)``: arms beyond the sleeve, which keep the painted skin."""
    wardrobe = Wardrobe.of(body, cuff)
    rest = body.mesh.template.cpu().numpy()
    arms = wardrobe.on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand") for side in "LR"))
    return arms & (wardrobe.cloth(rest, part) < 0)
