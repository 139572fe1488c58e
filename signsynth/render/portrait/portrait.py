"""A sight of a person to shape, appearance and what a user should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from signsynth.errors import InputError
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.wardrobe import Wardrobe, vertex_parts
from signsynth.render.portrait.arms import faint, with_arms
from signsynth.render.portrait.beside import not_its_own, sleeve_beside
from signsynth.render.portrait.completion import completed_as_learned
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.hands import GOOD_CM, drawn_on, onto_skin, put_behind, skin_of_hands, with_hands
from signsynth.render.portrait.lift import Lift, Views, lifted, reliable
from signsynth.render.portrait.light import unevenness, unlit
from signsynth.render.portrait.merge import merged
from signsynth.render.portrait.outline import even_sleeves, outlined
from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import stand
from signsynth.render.portrait.tones import bare_trunk, eyes, long_hair, sleeve, tones
from signsynth.render.portrait.witness import witness
from signsynth.signer import Appearance, Witness

SMALLEST_FACE_PX = 40
_WORST_FACE = 0.12
"""Mean distance of the face's points from the fitted ones, in face widths, beyond which it is not seen from ahead."""
_OWN_TOP, _NO_SLEEVE = (62, 68, 84), -0.8


@dataclass(frozen=True, eq=False)
class Portrait:
    """``shape (16,)``, ``appearance`` and ``witness`` of a signer; ``figure`` as in the picture; ``notes``, a line
    each."""

    shape: np.ndarray
    appearance: Appearance
    figure: Figure
    notes: tuple[str, ...]
    witness: Witness


def portrait(sight: Sight, body: Any, *, size: int | None = None, others: Sequence[Sight] = ()) -> Portrait:
    """``body`` is a ``signsynth.body.Body``; ``size`` of the texture, by default as the picture's detail needs;
    ``others`` are more sights of the same person, which show what the first one hides.

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
    stood = with_arms(stood, sight, body, worn, part)
    stood, off_cm = with_hands(stood, sight, body)
    shown = tuple(side for side, off in off_cm.items() if off < GOOD_CM)
    plain = Figure.of(body, worn, stood, part)
    before, notes = sight.held_before, []
    offsets = outlined(plain, sight, before)
    figure = plain.moved(offsets)
    figure = figure.moved(drawn_on(figure, sight, shown))
    hands = skin_of_hands(sight, shown) if shown else None
    if shown:
        figure = figure.moved(onto_skin(figure, sight, hands, shown))
        figure = figure.moved(put_behind(figure, sight, hands, sleeve_beside(figure, sight)[1]))

    colours = unlit(figure, sight)
    views = Views(figure, sight, colours, reliable(figure, sight, before))
    colour, known = views(figure.seen, figure.normals[:, 2])
    palette = tones(figure, colour, known > 0.5)
    palette |= eyes(figure, sight)
    skin, top = palette.get("skin", Look().skin), palette.get("top", Look().top)
    cuff = sleeve(sight, skin, top)
    rest = body.mesh.template.cpu().numpy()
    naked = bare_trunk(figure, colour, known > 0.5, skin)
    if naked:
        palette["top"] = palette["trousers"] = top = _OWN_TOP
        cuff = _NO_SLEEVE
        notes.append("hardly any clothes are in the picture: a plain top is painted where it ends")
    base = np.tile(np.float32(top), (len(part), 1))
    base[figure.on("face", "neck", "lips", "ears")] = skin
    base[Wardrobe.of(body).hair(rest, part) > 0] = palette.get("hair", Look().hair)
    if not long_hair(figure, colour, known > 0.5, skin, palette.get("hair", Look().hair)):
        base[figure.on("neck")] = skin
    dim = faint(figure, sight)
    bare = _bare(body, part, cuff) & (dim if shown else dim | figure.on("hand.L", "hand.R"))
    base[_bare(body, part, cuff)] = skin
    if naked:
        # The plain top begins where the picture ends, and on the back.
        below = (figure.seen[:, 1] - (sight.mask.shape[0] - 2)) / (0.02 * figure.stand.scale)
        level = np.maximum(np.clip(below, -1, 1), np.clip(-3 * (figure.normals[:, 2] + 0.3), -1, 1))
        bare = np.where(figure.on("torso", "leg.L", "leg.R"), level, np.where(bare, 1, -1)).astype(np.float32)
    if size is None:
        size = 2048 if stood.scale > 500 else 1024
    painted = Costume(Look(), Appearance(palette, min(cuff, 0.5))).texture(body, size) if shown else None
    lift = lifted(figure, sight, colours, base=base, bare=bare, faint=dim, size=size, hands=hands, painted=painted,
                  **not_its_own(figure, sight, hands))  # fmt: skip

    resting = even_sleeves(figure, figure.at_rest(offsets)).astype(np.float32)
    if others:
        clothed = replace(worn, mesh=replace(worn.mesh, template=worn.mesh.template + torch.tensor(resting)))
        more = [_also(other, body, clothed, stood.shape, base, bare, size) for other in others]
        lift, unlike = merged([lift, *more])
        notes += [
            f"image {k + 1}: does not look like the first (clothes, light, person?) and is left out" for k in unlike
        ]
    lift, told = completed_as_learned(lift, body)
    notes += told
    appearance = Appearance(palette, cuff, lift.texture, lift.validity, resting, unevenness(figure, sight))
    if before.any():
        notes.append("arms or hands are before the body: what they hide is guessed; best is a photo with the arms down")
    if not (sight.seen(6) and sight.seen(7)):
        notes.append("the hips are not in the picture: the lower body is guessed")
    if lift.share < 0.6:
        notes.append(f"only {100 * lift.share:.0f} % of the front was seen; the rest is guessed")
    if sight.face_width < 3 * SMALLEST_FACE_PX:
        notes.append(f"the face is {sight.face_width:.0f} pixels wide: expect it to look soft")
    return Portrait(stood.shape, appearance, figure, tuple(notes), witness(sight, stood))


def _also(sight: Sight, body: Any, worn: Any, shape: np.ndarray, base: np.ndarray, bare: np.ndarray, size: int) -> Lift:
    """What another picture shows of the person whose ``shape`` and clothes are known."""
    part = vertex_parts(body)
    stood = with_arms(stand(sight, body, shape=shape), sight, body, worn, part)
    figure = Figure.of(body, worn, stood, part)
    before = sight.held_before
    figure = figure.moved(outlined(figure, sight, before))
    dim, colours = faint(figure, sight), unlit(figure, sight)
    return lifted(figure, sight, colours, base=base, bare=bare, faint=dim, size=size, **not_its_own(figure, sight))


def _bare(body: Any, part: np.ndarray, cuff: float) -> np.ndarray:
    """Bool ``(v,)``: arms beyond the sleeve, which keep the painted skin."""
    wardrobe = Wardrobe.of(body, cuff)
    rest = body.mesh.template.cpu().numpy()
    arms = wardrobe.on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand") for side in "LR"))
    return arms & (wardrobe.cloth(rest, part) < 0)
