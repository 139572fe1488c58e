"""Clothes of made people: patterns, prints and collars painted onto the unfolded body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.wardrobe import step
from signsynth.render.people.traits import Traits

_WHITE = np.float32([226, 226, 222])


_GIRTH = 0.29
"""Metres around a sleeve, about."""


@dataclass(frozen=True, eq=False)
class _Weave:
    """Where texels lie on the cloth as it is worn: on trunk and sleeves it is cut anew, at the armhole."""

    x: np.ndarray
    down: np.ndarray
    """Metres, ``(n,)``; on sleeves along the arm."""
    turn: np.ndarray
    """Around the sleeve from its front, -0.5 to 0.5, ``(n,)``."""
    sleeve: np.ndarray

    def across(self, period: float = 0.01) -> np.ndarray:
        """Metres ``(n,)``, such that a pattern of that ``period`` closes around the sleeves."""
        return np.where(self.sleeve, self.turn * max(1, round(_GIRTH / period)) * period, self.x)

    @classmethod
    def of(cls, canvas: Canvas, rows: np.ndarray, worn: np.ndarray) -> _Weave:
        """``worn (n, 3)`` is where the texels ``rows (n,)`` lie at rest, in clothes."""
        part, points, on = canvas.part[rows], canvas.wardrobe.points, canvas.wardrobe.on
        down, turn, sleeve = -worn[:, 1], np.zeros(len(rows)), np.zeros(len(rows), bool)
        for side, out in (("L", 1.0), ("R", -1.0)):
            start, elbow, wrist = (points[f"{joint}.{side}"] for joint in ("upperarm01", "lowerarm01", "wrist"))
            upper, lower = _unit(elbow - start), _unit(wrist - elbow)
            limb = on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand")))
            beyond = (worn - start) @ _unit(upper + (out, 0, 0)) > -0.01
            near = (np.linalg.norm(worn - start, axis=1) < 0.11) & (worn[:, 1] > start[1] - 0.03)
            arm = beyond & (limb | (on(part, "torso") & near))
            around, along = _around(worn[arm], start, upper, out)
            past, further = _around(worn[arm], elbow, lower, out)
            share = step(-0.03, 0.03, (worn[arm] - elbow) @ _unit(upper + lower))
            turn[arm] = around + share * (past - around - np.rint(past - around))
            down[arm] = along + share * (further + np.linalg.norm(elbow - start) - along) - start[1]
            sleeve |= arm
        return cls(worn[:, 0], down, turn, sleeve)


def _around(places: np.ndarray, start: np.ndarray, axis: np.ndarray, out: float) -> tuple[np.ndarray, np.ndarray]:
    """Turns around a bone from its front, outwards positive (``out`` is the sign of x there), and metres along it."""
    ahead = _unit(np.array([0, 0, 1.0]) - axis * axis[2])
    outwards = np.cross(axis, ahead)
    outwards = outwards * np.sign(outwards[0] * out)
    local = places - start
    return np.arctan2(local @ outwards, local @ ahead) / (2 * np.pi), local @ axis


def _unit(way: np.ndarray) -> np.ndarray:
    return way / np.linalg.norm(way)


def dress(canvas: Canvas, traits: Traits, worn: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Paint pattern and collar over the plain top; returns share ``(n,)`` of cloth of every texel.

    ``worn (n, 3)`` is where each texel lies at rest, in clothes, and ``normals (n, 3)`` where it looks.
    """
    inside = canvas.wardrobe.cloth(canvas.place, canvas.part)
    texel = 2.2 / canvas.size
    share = step(-texel / 2, texel / 2, inside)
    rows = np.flatnonzero(share > 0)
    draw = np.random.default_rng([traits.seed, 11])
    weave = _Weave.of(canvas, rows, worn[rows])
    _pattern(canvas, rows, share[rows], weave, worn[rows], traits, draw)
    _folds(canvas, rows, share[rows], weave, normals[rows], draw)
    _collar(canvas, share, inside, worn, traits)
    return share


def _pattern(canvas, rows, share, weave: _Weave, worn: np.ndarray, traits: Traits, draw: np.random.Generator) -> None:
    down = weave.down
    x, y, z = worn.T
    second, third = (np.float32(colour) for colour in traits.colours[1:])
    soft = 3.0 / canvas.size

    def band(at: np.ndarray, period: float, width: float) -> np.ndarray:
        """1 within stripes of ``width`` of each ``period``, metres, soft by a texel."""
        off = abs((at / period + 0.5) % 1 - 0.5) * period
        return step(width / 2 + soft, width / 2 - soft, off)

    if traits.cloth == "stripes":
        period = draw.uniform(0.03, 0.075)
        along = down if draw.random() < 0.7 else weave.across(period)
        canvas.blend(rows, second, share * band(along, period, period * 0.45))
    elif traits.cloth == "pinstripes":
        period = draw.uniform(0.012, 0.022)
        canvas.blend(rows, second, share * 0.6 * band(weave.across(period), period, 0.003))
    elif traits.cloth == "checks":
        period = draw.uniform(0.025, 0.06)
        across = weave.across(period)
        canvas.blend(rows, second, share * 0.5 * band(down, period, period * 0.5))
        canvas.blend(rows, second, share * 0.5 * band(across, period, period * 0.5))
        canvas.blend(rows, third, share * 0.7 * np.maximum(*(band(a, period, 0.004) for a in (down, across))))
    elif traits.cloth == "dots":
        period = draw.uniform(0.022, 0.045)
        row = np.floor(down / period)
        u, v = (weave.across(period) / period + 0.5 * (row % 2)) % 1 - 0.5, (down / period) % 1 - 0.5
        canvas.blend(rows, second, share * step(0.28, 0.22, np.hypot(u, v)))
    elif traits.cloth == "print":
        for colour, rough in ((second, 26), (third, 34)):
            canvas.blend(rows, colour, share * step(0.25, 0.40, canvas.spots(rows, rough)))
    elif traits.cloth == "logo":
        u, v = x / draw.uniform(0.05, 0.075), (y - draw.uniform(0.47, 0.53)) / draw.uniform(0.035, 0.06)
        front = share * (z > 0.03)
        shape = np.hypot(u, v) if draw.random() < 0.5 else np.maximum(abs(u), abs(v))
        canvas.blend(rows, second, front * step(1.03, 0.97, shape))
        canvas.blend(
            rows, third, front * step(0.62, 0.56, shape) * step(-0.3, -0.2, np.sin(60 * u * draw.random() + 2))
        )
    elif traits.cloth == "blocks":
        line = draw.uniform(0.42, 0.55)
        canvas.blend(rows, second, share * step(line + soft, line - soft, -down))
        canvas.blend(rows, third, share * band(-down - line, 9.0, 0.012))
    elif traits.cloth == "knit":
        rib = np.sin(weave.across(0.008) * 2 * np.pi / 0.008) + 0.6 * np.sin(down * 2 * np.pi / 0.006)
        canvas.tone(rows, (0.86, 0.86, 0.86), share * np.clip(0.5 + 0.5 * rib, 0, 1))


def _folds(canvas, rows, share, weave: _Weave, normals: np.ndarray, draw: np.random.Generator) -> None:
    """What soft folds hide and show of the light, whatever its direction."""
    across, down = weave.across(), weave.down
    relief = np.zeros(len(rows))
    for _ in range(7):
        slope, size = draw.normal(0, 0.6), draw.uniform(24, 64)
        relief += np.sin(
            size * (across + slope * down) + 2 * np.sin(9 * down + draw.uniform(0, 6)) + draw.uniform(0, 6)
        )
    relief = np.clip(relief / 5 + 0.08 * canvas.spots(rows, 40), -1, 1)
    canvas.tone(rows, (0.93, 0.93, 0.935), share * np.clip(relief, 0, 1))
    canvas.tone(rows, (1.03, 1.03, 1.03), share * np.clip(-relief, 0, 1))
    under = np.clip(-normals[:, 1] - 0.1, 0, 1)  # the arms and the chest
    canvas.tone(rows, (0.88, 0.88, 0.89), share * under)


def _collar(canvas: Canvas, share: np.ndarray, inside: np.ndarray, worn: np.ndarray, traits: Traits) -> None:
    second = np.float32(traits.colours[1])
    x, y, z = worn.T
    side, soft = abs(x), 1.5 / canvas.size
    body = canvas.wardrobe.on(canvas.part, "torso", "neck")

    def line(off: np.ndarray, width: float, amount: float) -> np.ndarray:
        """How much of a seam ``off (n,)`` metres away is seen; finer ones than texels fainter."""
        return amount * min(1.0, width / soft) * np.exp(-((off / max(width, soft)) ** 2))

    def paint(colour: np.ndarray, how_much: np.ndarray) -> None:
        rows = np.flatnonzero(how_much > 0.004)
        canvas.blend(rows, colour, how_much[rows])

    def tone(factor: float, how_much: np.ndarray) -> None:
        rows = np.flatnonzero(how_much > 0.004)
        canvas.tone(rows, (factor, factor, factor + 0.01), how_much[rows])

    if traits.collar == "high":
        rest_y, rest_z = canvas.place[:, 1], canvas.place[:, 2]
        rows = np.flatnonzero(
            body & (rest_y < 0.705 + 0.3 * np.clip(0.05 - rest_z, 0, 0.1)) & (rest_y > 0.55) & (share < 1)
        )
        canvas.blend(rows, traits.colours[0], 1)
        ribs = np.sin(np.arctan2(x[rows], z[rows] - 0.03) * 90)
        canvas.tone(rows, (0.90, 0.90, 0.90), 0.5 + 0.5 * ribs)
        share[rows] = 1
    elif traits.collar == "v":
        low = 0.545
        open_ = 0.62 * (y - low)
        front = body & (z > 0.05)
        bare = front * step(-soft, soft, open_ - side) * step(-0.035, 0.0, inside)  # above, the neck's own shade
        paint(np.float32(traits.skin) * (0.99, 0.96, 0.95), bare)
        share *= 1 - bare
        tone(0.8, front * share * line(side - open_ - 0.002, 0.003, 0.6))
    elif traits.collar == "shirt":
        reach = 0.030 + 0.45 * np.clip(0.03 - side, 0, 0.03)
        fold = body * share * step(soft, -soft, inside - reach)
        fold = fold * np.where(z > 0.03, step(0.006 - soft, 0.006 + soft, side), 1)
        colour = second if np.mean(second) > 120 else _WHITE
        paint(colour, (0.0 if sum(traits.colours[0]) > 500 else 0.92) * fold)
        front = body * share * (z > 0.03)
        tone(0.72, body * share * line(inside - reach - 0.001, 0.0022, 0.7) * (side > 0.006))
        tone(0.78, front * (1 - fold) * line(x - 0.012, 0.0016, 0.8) * (y < 0.62))
        button = front * step(0.0056, 0.0040, np.hypot(x, (y % 0.075) - 0.0375)) * (y < 0.62) * (y > 0.1)
        paint(_WHITE * (0.9 if sum(traits.colours[0]) < 380 else 0.5), 0.9 * button)
    elif traits.collar == "jacket":
        open_ = 0.012 + 0.30 * np.clip(y - 0.36, 0, 1)
        front = body * share * (z > 0.04)
        paint(second if np.mean(second) > 110 else _WHITE, front * step(-soft, soft, open_ - side))
        wide = 0.035 * step(0.36, 0.5, y)
        lapel = front * step(-soft, soft, side - open_) * step(soft, -soft, side - open_ - wide)
        tone(1.16, 0.8 * lapel)
        for off in (0.0, 1.0):
            tone(0.62, front * line(side - open_ - off * wide, 0.003, 0.8))
