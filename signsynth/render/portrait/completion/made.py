"""Made people on the vertices of the body: what a picture shows of them, and what they truly look like all around.

No picture is drawn and no texture painted, so that one takes a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.render.mesh.look import Look
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import Wardrobe, step, vertex_parts
from signsynth.render.people import Traits
from signsynth.render.people.hair import Hair
from signsynth.render.portrait.completion.evidence import Evidence
from signsynth.render.portrait.completion.places import Places
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.lift import grown
from signsynth.render.portrait.stand import Stand
from signsynth.render.portrait.tones import long_hair, tones

_ARMS = tuple(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand") for side in "LR")


@dataclass(frozen=True, eq=False)
class Made:
    """``evidence`` of one picture, ``true (v, 3)`` colours, 0 to 255, in the same light."""

    evidence: Evidence
    true: np.ndarray


def painted(traits: Traits, body: Any, draw: np.random.Generator) -> np.ndarray:
    """Colours ``(v, 3)`` of a person without light: what vertices can hold of skin, cloth, hair and beard."""
    rest, part = body.mesh.template.cpu().numpy(), vertex_parts(body)
    wardrobe, hair = Wardrobe.of(body, traits.sleeve), Hair(traits, Wardrobe.of(body, traits.sleeve))
    waves = np.sin(rest @ draw.normal(0, 40, (3, 6)) + draw.uniform(0, 6.3, 6)).sum(1)[:, None] / 3
    colour = np.float32(traits.skin) * (1 - 0.05 * traits.unevenness * np.clip(waves, -1, 1) * (0.8, 1.2, 1.2))

    def over(paint: Any, share: np.ndarray | float) -> None:
        nonlocal colour
        colour = colour + np.broadcast_to(share, len(colour))[:, None] * (np.asarray(paint) - colour)

    over(traits.lips, wardrobe.on(part, "lips"))
    above = wardrobe.hair(rest, part)
    if traits.hair in ("bald", "cropped") and draw.random() < 0.6:
        over(traits.hair_colour, 0.25 * step(-0.002, 0.008, above))
    over(*_cloth(traits, wardrobe, rest, part, waves, draw))
    inside = hair.inside(rest, part)
    share = step(-0.003, 0.004, inside)
    root = 1.0 if hair.scarf else 0.86 + 0.14 * step(0.0, 0.03, inside)
    over(np.multiply.outer(root, np.float32(traits.scarf if hair.scarf else traits.hair_colour)), share)
    over(0.9 * np.float32(traits.hair_colour), hair.beard(rest, part))
    return np.clip(colour, 0, 255)


def _cloth(
    traits: Traits, wardrobe: Wardrobe, rest: np.ndarray, part: np.ndarray, waves: np.ndarray, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Colours ``(v, 3)`` and share ``(v,)`` of the top; of fine patterns what they look like from afar."""
    x, y, z = rest.T
    first, second = (np.float32(colour) for colour in traits.colours[:2])
    fine = {"stripes": 0.45, "checks": 0.5, "dots": 0.2, "print": 0.3, "pinstripes": 0.1}.get(traits.cloth, 0.0)
    cloth = np.tile(first + fine * (second - first), (len(rest), 1))
    if traits.cloth == "blocks":
        cloth[y < draw.uniform(0.42, 0.55)] = second
    if traits.cloth in ("print", "stripes"):  # what of a coarse one falls on each place
        cloth = cloth + (second - first) * np.clip(0.35 * waves, -fine, fine)
    front = wardrobe.on(part, "torso", "neck") & (z > 0.04)
    if traits.cloth == "logo":
        cloth[front & (np.hypot(x / 0.06, (y - 0.5) / 0.05) < 1)] = second
    share = step(-0.002, 0.004, wardrobe.cloth(rest, part)).astype(np.float32)
    if traits.collar == "jacket":
        cloth[front & (abs(x) < 0.012 + 0.3 * np.clip(y - 0.36, 0, 1))] = second
    elif traits.collar == "v":
        share[front & (abs(x) < 0.62 * np.clip(y - 0.545, 0, 1))] = 0
    elif traits.collar == "high":
        share[wardrobe.on(part, "neck", "torso") & (y > 0.55) & (y < 0.705 + 0.3 * np.clip(0.05 - z, 0, 0.1))] = 1
    elif traits.collar == "shirt":
        cloth[(wardrobe.cloth(rest, part) < 0.03) & wardrobe.on(part, "torso", "neck")] = second
    return cloth * (1 - 0.05 * np.clip(waves, -1, 1)), share


def made(seed: int, body: Any, places: Places, views: int = 2) -> list[Made]:
    """Person ``seed`` in ``views`` pictures."""
    draw = np.random.default_rng([seed, 21])
    traits = Traits.drawn(seed, known=True)
    if draw.random() < 0.5:  # somebody else's hair: whatever the skin
        traits = replace(traits, hair_colour=Traits.drawn(int(draw.integers(1 << 30))).hair_colour)
    true = painted(traits, body, draw)
    return [_pictured(true, traits, body, places, draw) for _ in range(views)]


def _pictured(true: np.ndarray, traits: Traits, body: Any, places: Places, draw: np.random.Generator) -> Made:
    part = vertex_parts(body)
    size = 320
    near = draw.random() < 0.35
    figure = Figure.of(body, body, _stood(traits, body, size, near, draw), part)
    seen, normals = figure.seen, figure.normals
    inside = step(0, 8, np.minimum(seen[:, :2], size - 1 - seen[:, :2]).min(1))
    drawn = figure.drawn((size, size))
    x, y = (np.clip(np.rint(seen[:, k]), 0, size - 1).astype(int) for k in (0, 1))
    depth = np.where(np.isfinite(drawn.depth), drawn.depth, 1e9)
    shown = seen[:, 2] <= depth[y, x] + 0.012 * figure.stand.scale
    known = inside * shown * step(0.08, 0.3, normals[:, 2])
    if draw.random() < 0.35:  # something held before the trunk
        known *= ~_hidden(seen, size, draw) | figure.on("face", "scalp", "lips", "ears")
    elbows, wrists = (_within(figure, name, size) for name in ("lowerarm01", "wrist"))
    arm = {side: figure.on(f"upper_arm.{side}") for side in "LR"}
    fore = {side: figure.on(f"forearm.{side}") for side in "LR"}
    faint = figure.on("leg.L", "leg.R")
    for side in "LR":
        faint |= arm[side] & (not elbows[side])
        faint |= fore[side] & (not (elbows[side] and wrists[side]))
    known = np.where(faint | figure.on("eyes"), 0, known)

    tint = draw.uniform(0.78, 1.08) * np.exp(draw.normal(0, 0.03, 3))
    true = np.minimum(true * tint, 255)
    light = np.exp(normals @ draw.normal(0, (0.10, 0.10, 0.04)))
    wall = draw.uniform(30, 235, 3)
    bleeds = draw.uniform(0, 0.5) * (draw.random() < 0.5) * step(0.4, 0.1, normals[:, 2])
    colour = true * (light * np.exp(draw.normal(0, 0.03, len(true))))[:, None]
    colour = np.clip(colour + bleeds[:, None] * (wall - colour), 0, 255)

    palette = tones(figure, colour, known > 0.5)
    skin, top, hair = (palette.get(name, getattr(Look(), name)) for name in ("skin", "top", "hair"))
    wardrobe, rest = Wardrobe.of(body, traits.sleeve), body.mesh.template.cpu().numpy()
    base = np.tile(np.float32(top), (len(part), 1))
    base[figure.on("face", "neck", "lips", "ears")] = skin
    base[wardrobe.hair(rest, part) > 0] = hair
    if draw.random() < 0.3 or not long_hair(figure, colour, known > 0.5, skin, hair):
        base[figure.on("neck")] = skin
    bare = wardrobe.on(part, *_ARMS) & (wardrobe.cloth(rest, part) < 0)
    base[bare] = skin
    painted_ = (bare & faint) | figure.on("hand.L", "hand.R")
    known[painted_] = 0
    across = known[places.mirror]
    use = (known <= 0.5) & (across > 0.5)
    hold = np.where(use, 1.0, known)
    today = grown(figure, np.where(use[:, None], colour[places.mirror], colour), hold, base)
    share = step(0.3, 0.7, known)
    today = share[:, None] * colour + (1 - share[:, None]) * np.where(use[:, None], colour[places.mirror], today)
    seen_share = (known > 0.5).astype(float)
    # A texture has no vertices: what is seen ends anywhere between them.
    seen_share = Surface(figure.faces, len(part)).smoothed(seen_share[:, None], 1)[:, 0]
    open_ = (1 - seen_share) * places.guessed * ~painted_
    return Made(Evidence(today, seen_share, seen_share[places.mirror], open_), true)


def _stood(traits: Traits, body: Any, size: int, near: bool, draw: np.random.Generator) -> Stand:
    """How somebody stands before a camera, arms down."""
    import torch

    rotations = np.zeros((body.joints, 3), np.float32)
    for side, sign in (("L", -1), ("R", 1)):
        rotations[body.joint(f"upperarm01.{side}")] = draw.normal(0, 0.08, 3) + (0, 0, 0.68 * sign)
    rotations[body.joint("head")] = draw.normal(0, 0.08, 3)
    rotations[0] = draw.normal(0, (0.03, 0.08, 0.03))
    shape = np.array(traits.shape, np.float32)
    with torch.no_grad():
        points = body.landmarks(torch.tensor(rotations), shape=torch.tensor(shape)).numpy()
    middle, wide = points[:2].mean(0), float(np.linalg.norm(points[0] - points[1]))
    scale = size * (draw.uniform(0.42, 0.62) if near else draw.uniform(0.28, 0.45)) / wide
    at = np.array([0.5 + draw.normal(0, 0.03), draw.uniform(0.62, 0.8) if near else draw.uniform(0.4, 0.5)]) * size
    shift = at + scale * middle[:2] * (-1, 1)
    return Stand(shape, rotations, np.zeros(len(body.action_names), np.float32), float(scale), np.float32(shift), 0.0)


def _within(figure: Figure, joint: str, size: int) -> dict[str, bool]:
    """Whether the joint of either side lies in the picture, by the nearest vertex at rest."""
    rest, body = figure.body.mesh.template.cpu().numpy(), figure.body
    found = {}
    for side in "LR":
        head = body.heads[body.joint(f"{joint}.{side}")].cpu().numpy()
        x, y, _ = figure.seen[np.linalg.norm(rest - head, axis=1).argmin()]
        found[side] = bool(0 <= x < size and 0 <= y < size)
    return found


def _hidden(seen: np.ndarray, size: int, draw: np.random.Generator) -> np.ndarray:
    """Bool ``(v,)``: behind one or two bars, as forearms before the trunk are."""
    found = np.zeros(len(seen), bool)
    for _ in range(int(draw.integers(1, 3))):
        start, end = (np.array([draw.uniform(0.2, 0.8), draw.uniform(0.55, 1.0)]) * size for _ in range(2))
        way = end - start
        along = np.clip(((seen[:, :2] - start) @ way) / max(way @ way, 1), 0, 1)
        found |= np.linalg.norm(seen[:, :2] - start - along[:, None] * way, axis=1) < draw.uniform(0.04, 0.12) * size
    return found
