"""The true texture of a made person, and which material is where."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.light import brightness
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.texture import nails, texture
from signsynth.render.mesh.wardrobe import step
from signsynth.render.people.cloth import dress
from signsynth.render.people.hair import Hair
from signsynth.render.people.traits import Traits

PAINTED = ("eye_sockets", "mouth", "tongue", "hand.L", "hand.R", "foot.L", "foot.R")
_AHEAD = float(brightness(np.array([[0.0, 0.0, 1.0]]))[0])


def look(traits: Traits) -> Look:
    """The drawn person's colours that come nearest."""
    hair, skin = np.float32(traits.hair_colour), np.float32(traits.skin)
    brows = tuple(int(c) for c in 0.55 * hair + 0.20 * skin)
    top = traits.colours[0]
    return Look(skin=traits.skin, lips=traits.lips, hair=traits.hair_colour, brows=brows, iris=traits.iris, top=top,
                trousers=tuple(int(0.5 * c + 20) for c in top), backdrop=traits.backdrop)  # fmt: skip


def unfolded(
    body: Any, traits: Traits, size: int, worn: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Texture, materials, painted and shade of a ``Person``, each ``(size, size, ...)``; ``worn (v, 3)`` is the body at
    rest in hair and clothes: patterns lie evenly on these."""
    canvas = Canvas(body, traits.skin, size, traits.sleeve)
    canvas.wear(texture(body, look(traits), size, traits.sleeve))
    hair = Hair(traits, canvas.wardrobe)
    _skin(body, canvas, traits, hair)
    normals = Surface(body.faces.cpu().numpy(), len(worn)).normals(worn)
    over = canvas.at(np.concatenate([worn, normals], 1))
    cloth = dress(canvas, traits, over[:, :3], over[:, 3:])
    headwear = _headwear(canvas, traits, hair, over[:, :3])
    if traits.glasses > 0:
        _glasses(canvas)
    scarf = headwear if hair.scarf else np.zeros_like(headwear)
    locks = np.zeros_like(headwear) if hair.scarf else np.maximum(headwear, hair.beard(canvas.place, canvas.part))
    fabric = np.maximum(cloth * (1 - locks), scarf)
    eyes = canvas.wardrobe.on(canvas.part, "eyes", "mouth", "tongue", "eye_sockets")
    skin = np.where(eyes, 0, (1 - fabric) * (1 - locks))
    colours = canvas.picture()
    canvas.colour = 255 * np.stack([skin, np.where(eyes, 0, locks), fabric], 1).astype(np.float32)
    materials = canvas.picture()
    limbs = canvas.wardrobe.on(canvas.part, *(f"{name}.{s}" for name in ("upper_arm", "forearm") for s in "LR"))
    painted = canvas.wardrobe.on(canvas.part, *PAINTED) | (limbs & (cloth < 0.5))
    # Light that falls on the person with hanging arms, as far as photos keep it, and what lies in hollows.
    covered = np.maximum(fabric, locks)[:, None]
    facing = canvas.normal + covered * (over[:, 3:] - canvas.normal)
    facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-6)
    hollow = (1 - covered[:, 0]) * np.clip(canvas.hollow / 0.006, 0, 1)
    kept = (brightness(facing) / _AHEAD) ** 0.4 * (1 - 0.10 * hollow)
    canvas.colour = np.stack([255.0 * painted, np.where(eyes, 1, kept) * 160, kept], 1).astype(np.float32)
    extra = canvas.picture()
    shade = np.where(extra[..., 1] > 0, extra[..., 1] / 160, 1).astype(np.float32)
    return colours, materials, extra[..., 0] > 127, shade


def _skin(body: Any, canvas: Canvas, traits: Traits, hair: Hair) -> None:
    """Own hands and cheeks: unevenness, freckles, moles; the scalp where the drawn person's hair is not worn."""
    rows = canvas.area("face", "neck", "ears", "torso", "scalp", *(f"{name}.{s}" for name in (
        "upper_arm", "forearm", "hand") for s in "LR"))  # fmt: skip
    draw = np.random.default_rng([traits.seed, 3])
    skinny = canvas.wardrobe.cloth(canvas.place, canvas.part)[rows] < 0
    rows = rows[skinny]
    drawn_hair = canvas.wardrobe.hair(canvas.place[rows], canvas.part[rows]) > -0.012
    scalp = rows[drawn_hair & canvas.wardrobe.on(canvas.part[rows], "scalp", "face", "neck", "ears")]
    brow = canvas.wardrobe.hair(canvas.place[scalp], canvas.part[scalp])
    canvas.blend(scalp, np.float32(traits.skin) * (1.0, 0.985, 0.98), step(-0.012, -0.004, brow))
    if traits.hair in ("bald", "cropped") and draw.random() < 0.6:
        canvas.blend(scalp, traits.hair_colour, 0.25 * step(-0.002, 0.008, brow))
    bare = rows
    amount = traits.unevenness
    for rough, red in ((30, 0.95), (70, 0.96), (160, 0.975)):
        canvas.tone(bare, (0.96, red * 0.97, red * 0.97), amount * np.clip(canvas.spots(bare, rough) * 0.9, -1, 1))
    if traits.freckles > 0:
        spots = canvas.spots(bare, 420)
        x, y, _ = canvas.place[bare].T
        where = np.where(canvas.wardrobe.on(canvas.part[bare], "face"), np.exp(-(((y - 0.79) / 0.03) ** 2)), 0.35)
        canvas.tone(bare, (0.78, 0.66, 0.56), traits.freckles * where * step(0.7, 1.2, spots))
    for _ in range(draw.integers(0, 4)):  # moles
        at = canvas.place[bare[draw.integers(len(bare))]]
        far = np.linalg.norm(canvas.place[bare] - at, axis=1)
        canvas.tone(bare[far < 0.004], (0.62, 0.52, 0.48), step(0.0026, 0.0008, far[far < 0.004]))
    if traits.seed % 5 == 0:  # painted nails
        on_nail, share, _ = nails(body, canvas)
        canvas.blend(on_nail, draw.uniform(60, 200, 3), 0.9 * share)


def _headwear(canvas: Canvas, traits: Traits, hair: Hair, worn: np.ndarray) -> np.ndarray:
    """Hair, beard or headscarf; returns their share ``(n,)``, the beard's left out."""
    place, part = canvas.place, canvas.part
    inside = hair.inside(place, part, worn)
    strands = np.zeros(len(part), np.float32) if hair.scarf else _strands(canvas, traits, worn)
    # Tips of strands show where hair ends, on the forehead and below; beside the face it hangs along its edge.
    tips = step(0.80, 0.84, worn[:, 1]) + step(0.025, 0.0, worn[:, 1] - (hair.hangs or -1.0))
    inside = inside + 0.0014 * tips * strands
    soft = max(0.0012, 0.6 / canvas.size) if hair.scarf else 0.0035
    share = step(-soft, soft, inside).astype(np.float32)
    rows = np.flatnonzero(share > 0)
    x, y, z = worn[rows].T
    edge = np.flatnonzero((inside > -0.012) & (inside < 0.001))
    canvas.tone(edge, (0.84, 0.81, 0.80), step(-0.012, 0.0, inside[edge]) * (1 - share[edge]))
    if hair.scarf:
        canvas.blend(rows, traits.scarf, share[rows])
        fold = np.sin(70 * y + 26 * abs(x) + 30 * z + 2.5 * canvas.spots(rows, 18))
        fold = fold + 0.6 * np.sin(150 * y - 60 * x + 2 * canvas.spots(rows, 24))
        canvas.tone(rows, (0.84, 0.84, 0.85), share[rows] * np.clip(0.5 * fold, -0.5, 1))
        return share
    canvas.blend(rows, traits.hair_colour, share[rows])
    canvas.tone(rows, (1.30, 1.27, 1.24), np.clip(0.40 * strands[rows], -0.7, 1) * share[rows])
    root = step(0.0, 0.03, inside[rows])
    canvas.tone(rows, (0.86, 0.85, 0.85), (1 - root) * share[rows])
    lips = step(0.36, 0.62, canvas.blurred(canvas.area("lips"), canvas.size / 420))
    beard = hair.beard(place, part) * (1 - lips)
    rows = np.flatnonzero(beard > 0.01)
    if len(rows):
        grain = np.clip(0.95 + 0.1 * canvas.spots(rows, canvas.size // 3), 0.7, 1.1)
        canvas.blend(rows, 0.9 * np.float32(traits.hair_colour), np.clip(beard[rows] * grain, 0, 1))
    return share


def _strands(canvas: Canvas, traits: Traits, worn: np.ndarray) -> np.ndarray:
    """How much lighter than the rest each texel's strand is, ``(n,)``, about -2 to 2; ``worn (n, 3)`` as above.

    Strands run down from the crown: what they look like depends on the turn around the head, in locks of all widths.
    """
    every = np.arange(len(worn))
    fine = canvas.spots(every, canvas.size // 3)
    if traits.hair == "curly":
        return 0.7 * canvas.spots(every, 90) + 1.2 * canvas.spots(every, 200) + fine
    if traits.hair == "cropped":
        return 1.3 * fine
    draw = np.random.default_rng([traits.seed, 7])
    x, y, z = worn.T
    turn = np.arctan2(x, z - 0.01) / (2 * np.pi) + 0.02 * np.sin(9 * y) + 0.006 * canvas.spots(every, 24)
    found = 0.35 * fine
    for locks, share in ((40, 0.45), (110, 0.6), (260, 0.7), (520, 0.5)):
        tones = draw.normal(0, 1, locks)
        at = np.arange(locks + 1) / locks
        found = found + share * np.interp(turn % 1, at, np.append(tones, tones[0]))
    return found.astype(np.float32)


def _glasses(canvas: Canvas) -> None:
    """A dark frame around both eyes, as it lies on the face in a photo."""
    rows = canvas.area("face")
    x, y, z = canvas.place[rows].T
    ring = np.maximum(abs((abs(x) - 0.033) / 0.026) ** 2.6, 0) + abs((y - 0.8185) / 0.0195) ** 2.6
    frame = np.exp(-(((ring - 1) / 0.17) ** 2)) + np.exp(-(((y - 0.826) / 0.0022) ** 2)) * (abs(x) < 0.010)
    frame = np.maximum(frame, np.exp(-(((y - 0.826) / 0.0022) ** 2)) * (abs(x) > 0.058))
    canvas.blend(rows, (34, 30, 32), np.clip(frame, 0, 1) * 0.92 * (z > 0.08))
