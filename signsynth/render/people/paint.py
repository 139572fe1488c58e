"""The true texture of a made person, and which material is where."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.light import brightness
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.texture import texture
from signsynth.render.mesh.wardrobe import step
from signsynth.render.people.cloth import dress
from signsynth.render.people.hair import Hair
from signsynth.render.people.traits import Traits

PAINTED = ("eye_sockets", "mouth", "tongue", "hand.L", "hand.R", "foot.L", "foot.R")
_AHEAD = float(brightness(np.array([[0.0, 0.0, 1.0]]))[0])


def look(traits: Traits) -> Look:
    """The drawn person's colours that come nearest."""
    hair, skin = np.float32(traits.hair_colour), np.float32(traits.skin)
    brows = tuple(int(c) for c in 0.75 * hair + 0.15 * skin)
    top = traits.colours[0]
    return Look(skin=traits.skin, lips=traits.lips, hair=traits.hair_colour, brows=brows, iris=traits.iris, top=top,
                trousers=tuple(int(0.5 * c + 20) for c in top), backdrop=traits.backdrop)  # fmt: skip


def unfolded(body: Any, traits: Traits, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Texture, materials, painted and shade of a ``Person``, each ``(size, size, ...)``."""
    canvas = Canvas(body, traits.skin, size, traits.sleeve)
    canvas.wear(texture(body, look(traits), size, traits.sleeve))
    hair = Hair(traits, canvas.wardrobe)
    _skin(canvas, traits, hair)
    cloth = dress(canvas, traits)
    worn = _headwear(canvas, traits, hair)
    if traits.glasses > 0:
        _glasses(canvas)
    scarf = worn if hair.scarf else np.zeros_like(worn)
    locks = np.zeros_like(worn) if hair.scarf else np.maximum(worn, hair.beard(canvas.place, canvas.part))
    fabric = np.maximum(cloth * (1 - locks), scarf)
    eyes = canvas.wardrobe.on(canvas.part, "eyes", "mouth", "tongue", "eye_sockets")
    skin = np.where(eyes, 0, (1 - fabric) * (1 - locks))
    colours = canvas.picture()
    canvas.colour = 255 * np.stack([skin, np.where(eyes, 0, locks), fabric], 1).astype(np.float32)
    materials = canvas.picture()
    limbs = canvas.wardrobe.on(canvas.part, *(f"{name}.{s}" for name in ("upper_arm", "forearm") for s in "LR"))
    painted = canvas.wardrobe.on(canvas.part, *PAINTED) | (limbs & (cloth < 0.5))
    # Light that falls on the person with hanging arms, as far as photos keep it, and what lies in hollows.
    kept = (brightness(canvas.normal) / _AHEAD) ** 0.4 * (1 - 0.10 * np.clip(canvas.hollow / 0.006, 0, 1))
    canvas.colour = np.stack([255.0 * painted, np.where(eyes, 1, kept) * 160, kept], 1).astype(np.float32)
    extra = canvas.picture()
    shade = np.where(extra[..., 1] > 0, extra[..., 1] / 160, 1).astype(np.float32)
    return colours, materials, extra[..., 0] > 127, shade


def _skin(canvas: Canvas, traits: Traits, hair: Hair) -> None:
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
        spots = canvas.spots(bare, 220)
        x, y, _ = canvas.place[bare].T
        where = np.where(canvas.wardrobe.on(canvas.part[bare], "face"), np.exp(-(((y - 0.79) / 0.03) ** 2)), 0.35)
        canvas.tone(bare, (0.78, 0.66, 0.56), traits.freckles * where * step(0.45, 0.9, spots))
    for _ in range(draw.integers(0, 4)):  # moles
        at = canvas.place[bare[draw.integers(len(bare))]]
        near = bare[np.linalg.norm(canvas.place[bare] - at, axis=1) < 0.003]
        canvas.tone(near, (0.5, 0.4, 0.36), 0.8)
    if traits.seed % 5 == 0:  # painted nails
        for side in "LR":
            hand = canvas.area(f"hand.{side}")
            pink = canvas.colour[hand] - (np.float32(traits.skin) + (255, 226, 220)) / 2
            canvas.blend(hand, draw.uniform(60, 200, 3), 0.9 * (np.abs(pink).max(1) < 6))


def _headwear(canvas: Canvas, traits: Traits, hair: Hair) -> np.ndarray:
    """Hair, beard or headscarf; returns their share ``(n,)``, the beard's left out."""
    place, part = canvas.place, canvas.part
    inside = hair.inside(place, part)
    every = np.arange(len(part))
    ragged = 0.0 if hair.scarf else 0.0022
    inside = inside + ragged * canvas.spots(every, canvas.size // 4)
    share = step(-0.003, 0.004, inside).astype(np.float32)
    rows = np.flatnonzero(share > 0)
    x, y, z = place[rows].T
    edge = np.flatnonzero((inside > -0.012) & (inside < 0.001))
    canvas.tone(edge, (0.84, 0.79, 0.77), step(-0.012, 0.0, inside[edge]) * (1 - share[edge]))
    if hair.scarf:
        canvas.blend(rows, traits.scarf, share[rows])
        fold = np.sin(70 * y + 26 * abs(x) + 30 * z + 2.5 * canvas.spots(rows, 18))
        fold = fold + 0.6 * np.sin(150 * y - 60 * x + 2 * canvas.spots(rows, 24))
        canvas.tone(rows, (0.84, 0.84, 0.85), share[rows] * np.clip(0.5 * fold, -0.5, 1))
        return share
    canvas.blend(rows, traits.hair_colour, share[rows])
    fine = canvas.spots(rows, canvas.size // 3)
    if traits.hair in ("curly",):
        strands = 1.6 * canvas.spots(rows, 90) + fine
    else:
        turn = np.arctan2(x, z - 0.01)
        warp = 3 * canvas.spots(rows, 24)
        strands = np.sin(90 * turn + warp) + 0.7 * np.sin(230 * turn + 4 * canvas.spots(rows, 32)) + 0.5 * fine
    canvas.tone(rows, (1.30, 1.27, 1.24), np.clip(0.36 * strands, -0.6, 1) * share[rows])
    root = step(0.0, 0.03, inside[rows])
    canvas.tone(rows, (0.86, 0.85, 0.85), (1 - root) * share[rows])
    beard = hair.beard(place, part)
    rows = np.flatnonzero(beard > 0.01)
    if len(rows):
        grain = np.clip(0.95 + 0.2 * canvas.spots(rows, canvas.size // 3), 0.7, 1.1)
        canvas.blend(rows, 0.9 * np.float32(traits.hair_colour), np.clip(beard[rows] * grain, 0, 1))
    return share


def _glasses(canvas: Canvas) -> None:
    """A dark frame around both eyes, as it lies on the face in a photo."""
    rows = canvas.area("face")
    x, y, z = canvas.place[rows].T
    ring = np.maximum(abs((abs(x) - 0.033) / 0.026) ** 2.6, 0) + abs((y - 0.8185) / 0.0195) ** 2.6
    frame = np.exp(-(((ring - 1) / 0.17) ** 2)) + np.exp(-(((y - 0.826) / 0.0022) ** 2)) * (abs(x) < 0.010)
    frame = np.maximum(frame, np.exp(-(((y - 0.826) / 0.0022) ** 2)) * (abs(x) > 0.058))
    canvas.blend(rows, (34, 30, 32), np.clip(frame, 0, 1) * 0.92 * (z > 0.08))
