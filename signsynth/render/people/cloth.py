"""Clothes of made people: patterns, prints and collars painted onto the unfolded body."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.wardrobe import step
from signsynth.render.people.traits import Traits

_WHITE = np.float32([226, 226, 222])


def dress(canvas: Canvas, traits: Traits) -> np.ndarray:
    """Paint pattern and collar over the plain top; returns share ``(n,)`` of cloth of every texel."""
    inside = canvas.wardrobe.cloth(canvas.place, canvas.part)
    texel = 2.2 / canvas.size
    share = step(-texel / 2, texel / 2, inside)
    rows = np.flatnonzero(share > 0)
    draw = np.random.default_rng([traits.seed, 11])
    _pattern(canvas, rows, share[rows], traits, draw)
    _folds(canvas, rows, share[rows], draw)
    _collar(canvas, share, inside, traits)
    return share


def _along(canvas: Canvas, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Metres across and down the cloth, ``(n,)`` each; on sleeves down is along the arm."""
    place, part, points = canvas.place[rows], canvas.part[rows], canvas.wardrobe.points
    across, down = place[:, 0].copy(), -place[:, 1]
    for side in "LR":
        arm = canvas.wardrobe.on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm", "hand")))
        start, end = points[f"upperarm01.{side}"], points[f"lowerarm01.{side}"]
        way = (end - start) / np.linalg.norm(end - start)
        down[arm] = (place[arm] - start) @ way - start[1]
        across[arm] = place[arm][:, 2] + 0.5 * (place[arm] - start) @ np.cross(way, (0, 0, 1))
    return across, down


def _pattern(canvas: Canvas, rows: np.ndarray, share: np.ndarray, traits: Traits, draw: np.random.Generator) -> None:
    across, down = _along(canvas, rows)
    x, y, z = canvas.place[rows].T
    second, third = (np.float32(colour) for colour in traits.colours[1:])
    soft = 3.0 / canvas.size

    def band(at: np.ndarray, period: float, width: float) -> np.ndarray:
        """1 within stripes of ``width`` of each ``period``, metres, soft by a texel."""
        off = abs((at / period + 0.5) % 1 - 0.5) * period
        return step(width / 2 + soft, width / 2 - soft, off)

    if traits.cloth == "stripes":
        period = draw.uniform(0.03, 0.075)
        canvas.blend(rows, second, share * band(down if draw.random() < 0.7 else across, period, period * 0.45))
    elif traits.cloth == "pinstripes":
        canvas.blend(rows, second, share * 0.6 * band(across, draw.uniform(0.012, 0.022), 0.003))
    elif traits.cloth == "checks":
        period = draw.uniform(0.025, 0.06)
        canvas.blend(rows, second, share * 0.5 * band(down, period, period * 0.5))
        canvas.blend(rows, second, share * 0.5 * band(across, period, period * 0.5))
        canvas.blend(rows, third, share * 0.7 * np.maximum(*(band(a, period, 0.004) for a in (down, across))))
    elif traits.cloth == "dots":
        period = draw.uniform(0.022, 0.045)
        row = np.floor(down / period)
        u, v = (across / period + 0.5 * (row % 2)) % 1 - 0.5, (down / period) % 1 - 0.5
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
        rib = np.sin(across * 2 * np.pi / 0.008) + 0.6 * np.sin(down * 2 * np.pi / 0.006)
        canvas.tone(rows, (0.86, 0.86, 0.86), share * np.clip(0.5 + 0.5 * rib, 0, 1))


def _folds(canvas: Canvas, rows: np.ndarray, share: np.ndarray, draw: np.random.Generator) -> None:
    """What soft folds hide and show of the light, whatever its direction."""
    across, down = _along(canvas, rows)
    relief = np.zeros(len(rows))
    for _ in range(7):
        slope, size = draw.normal(0, 0.6), draw.uniform(50, 120)
        relief += np.sin(
            size * (across + slope * down) + 3 * np.sin(14 * down + draw.uniform(0, 6)) + draw.uniform(0, 6)
        )
    relief = np.clip(relief / 5 + 0.15 * canvas.spots(rows, 40), -1, 1)
    canvas.tone(rows, (0.93, 0.93, 0.935), share * np.clip(relief, 0, 1))
    canvas.tone(rows, (1.03, 1.03, 1.03), share * np.clip(-relief, 0, 1))
    side = canvas.normal[rows][:, 1]  # under the arms and the chest
    canvas.tone(rows, (0.88, 0.88, 0.89), share * np.clip(-side - 0.1, 0, 1))


def _collar(canvas: Canvas, share: np.ndarray, inside: np.ndarray, traits: Traits) -> None:
    second = np.float32(traits.colours[1])
    x, y, z = canvas.place.T
    body = canvas.wardrobe.on(canvas.part, "torso", "neck")
    if traits.collar == "high":
        rows = np.flatnonzero(body & (y < 0.705 + 0.3 * np.clip(0.05 - z, 0, 0.1)) & (y > 0.55) & (share < 1))
        canvas.blend(rows, traits.colours[0], 1)
        ribs = np.sin(np.arctan2(x[rows], z[rows] - 0.03) * 90)
        canvas.tone(rows, (0.90, 0.90, 0.90), 0.5 + 0.5 * ribs)
        share[rows] = 1
    elif traits.collar == "v":
        low = 0.545
        open_ = 0.62 * np.clip(y - low, 0, 1)
        rows = np.flatnonzero(body & (z > 0.05) & (abs(x) < open_) & (inside > -0.013))
        canvas.blend(rows, np.float32(traits.skin) * (0.97, 0.95, 0.94), step(0, 0.003, (open_ - abs(x))[rows]))
        share[rows] = 0
        edge = np.flatnonzero(body & (z > 0.05) & (abs(abs(x) - open_) < 0.004) & (y > low - 0.004))
        canvas.tone(edge, (0.8, 0.8, 0.8), 0.6)
    elif traits.collar == "shirt":
        fold = body & (share > 0) & (inside < 0.030 + 0.45 * np.clip(0.03 - abs(x), 0, 0.03))
        fold &= ~((abs(x) < 0.006) & (z > 0.03))
        rows = np.flatnonzero(fold)
        canvas.blend(
            rows, np.where(np.mean(second) > 120, second, _WHITE), 0.0 if sum(traits.colours[0]) > 500 else 0.85
        )
        edge = np.flatnonzero(body & (share > 0) & (abs(inside - 0.031) < 0.0022))
        canvas.tone(edge, (0.72, 0.72, 0.73), 0.7)
        line = np.flatnonzero(body & (share > 0) & (z > 0.03) & (abs(x - 0.012) < 0.0016) & (y < 0.62))
        canvas.tone(line, (0.78, 0.78, 0.78), 0.8)
        button = np.flatnonzero(
            body & (z > 0.03) & (np.hypot(x, (y % 0.075) - 0.0375) < 0.005) & (y < 0.62) & (y > 0.1)
        )
        canvas.blend(button, _WHITE * (0.9 if sum(traits.colours[0]) < 380 else 0.5), 0.9)
    elif traits.collar == "jacket":
        open_ = 0.012 + 0.30 * np.clip(y - 0.36, 0, 1)
        front = body & (z > 0.04) & (share > 0)
        rows = np.flatnonzero(front & (abs(x) < open_))
        canvas.blend(rows, np.where(np.mean(second) > 110, second, _WHITE), step(0, 0.003, (open_ - abs(x))[rows]))
        lapel = np.flatnonzero(front & (abs(x) >= open_) & (abs(x) < open_ + 0.035 * step(0.36, 0.5, y)))
        canvas.tone(lapel, (1.16, 1.16, 1.16), 0.8)
        for off in (0.0, 0.035):
            edge = np.flatnonzero(front & (abs(abs(x) - open_ - off * step(0.36, 0.5, y)) < 0.003))
            canvas.tone(edge, (0.62, 0.62, 0.64), 0.8)
