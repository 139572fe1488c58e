"""Colours of the person where the picture shows them, for what it does not show."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.costume import photo_light
from signsynth.render.mesh.light import brightness
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.wardrobe import Wardrobe
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight

RGB = tuple[int, int, int]
_IRIS, _EYE_REACH = 0.0058, 0.009
"""Metres: how large an iris is (radius), and how far from where the eye is thought to look it may be."""
_FEW_PX = 3
"""Pixels of an iris's radius up to which its pupil is not told from it."""
_LONG = 0.85
"""Sleeves of which nothing is seen."""


def tones(figure: Figure, colour: np.ndarray, good: np.ndarray) -> dict[str, RGB]:
    """Colours by the names of ``Look``, from ``colour (v, 3)`` at the vertices, where ``good (v,)``.

    "skin" is that of painted hands, on which the studio's light falls wholly, so that these show the face's tone.
    """
    found: dict[str, RGB] = {}
    area, wholly = _areas(figure), colour / _kept_light(figure)
    front = figure.normals[:, 2] > 0.6
    rest = figure.body.mesh.template.cpu().numpy()
    crown = figure.on("scalp") & (Wardrobe.of(figure.body).hair(rest, figure.part) > 0.02)
    places = {"skin": figure.on("face") & front, "lips": figure.on("lips") & front, "hair": crown,
              "top": figure.on("torso") & front}  # fmt: skip
    for name, rows in places.items():
        rows = rows & good
        if rows.sum() >= 12:
            if name == "top":
                found[name] = _rgb(_commonest(colour[rows]))
            else:
                found[name] = _rgb(_middle((wholly if name == "skin" else colour)[rows], area[rows]))
    skin, hair = found.get("skin", Look().skin), found.get("hair", Look().hair)
    found["brows"] = _rgb(0.5 * np.array(hair) + 0.25 * np.array(skin))
    if "top" in found:
        found["trousers"] = found["top"]
    return found


def _areas(figure: Figure) -> np.ndarray:
    """Surface around each vertex, ``(v,)``: about eyes and mouth vertices crowd, and there it is darker."""
    a, b, c = (figure.vertices[figure.faces[:, k]] for k in range(3))
    area = np.zeros(len(figure.vertices))
    np.add.at(area, figure.faces, np.linalg.norm(np.cross(b - a, c - a), axis=1)[:, None])
    return area


def _kept_light(figure: Figure) -> np.ndarray:
    """Factor ``(v, 1)`` of the studio's light that a photo is thought to hold."""
    whole = brightness(figure.normals) / brightness(np.array([[0.0, 0.0, 1.0]]))
    return (whole / photo_light(figure.body)(figure.normals))[:, None]


def _middle(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The median ``(c,)`` of each column of ``values (n, c)``, by ``weights (n,)``."""
    order = np.argsort(values, axis=0)
    share = np.cumsum(weights[order], axis=0) / weights.sum()
    return np.take_along_axis(values, order, 0)[np.argmax(share >= 0.5, axis=0), range(values.shape[1])]


def eyes(figure: Figure, sight: Sight) -> dict[str, RGB]:
    """ "iris", the colour between white and pupil: the median of the pixels of both eyes that lie in its lower half,
    which lashes and lids do not shade; and "white", of those farther out the brightest but for sparks. Nothing where
    the eyes are too small."""
    height, width = sight.mask.shape
    rows, columns = np.mgrid[:height, :width]
    inner, outer, beside = [], [], []
    across = figure.body.mesh.template[:, 0].cpu().numpy()
    for side in (1, -1):
        eye = np.flatnonzero(figure.on("eyes") & (across * side > 0))
        if not len(eye):
            return {}
        x, y = figure.seen[eye[figure.vertices[eye, 2].argmax()], :2]
        scale = figure.stand.scale
        around = np.hypot(columns - x, rows - y) < max(2.5, _EYE_REACH * scale)
        if not around.any():
            return {}
        light = sight.pixels[around].mean(1)
        dark = np.clip(np.quantile(light, 0.4) - light, 0, None)
        if dark.sum() > 0:  # the iris: gaze and fit may be a little off
            x, y = (float((each[around] * dark).sum() / dark.sum()) for each in (columns, rows))
        reach = max(1.5, _IRIS * scale)
        far = np.hypot(columns - x, rows - y) / reach
        inner.append(sight.pixels[(far < 0.9) & (far > (0.5 if reach > _FEW_PX else 0)) & (rows >= y)])
        beside.append(sight.pixels[(far > 1.5) & (far < 3.5)])
        outer.append(sight.pixels[np.hypot((columns - x) / 1.9, (rows - y) / 0.78) < reach])
    near, around = np.concatenate(inner), np.concatenate(outer)
    if len(near) < 6:
        return {}
    colour = np.median(near, axis=0)
    own = 1.0 if reach > _FEW_PX else 0.8  # lids and skin redden what few pixels show
    found = {"iris": _rgb(colour.mean() + own * (colour - colour.mean()))}
    light = around.mean(1)
    bright = around[(light >= np.quantile(light, 0.8)) & (light <= np.quantile(light, 0.95))]
    if len(bright):
        colour = bright.mean(0)
        colour = 1.1 * (colour.mean() + 0.5 * (colour - colour.mean()))
        # Lids and glasses shade it in the picture: it is no darker than the skin around.
        least = np.quantile(np.concatenate(beside).mean(1), 0.8)
        found["white"] = _rgb(np.minimum(colour * max(1.0, least / max(colour.mean(), 1.0)), 240))
    return found


def iris(figure: Figure, sight: Sight) -> RGB | None:
    """``eyes(...)["iris"]``, or None."""
    return eyes(figure, sight).get("iris")


def not_lips(colour: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Bool ``(n,)``: teeth, and the dark between them, among colours ``(n, 3)`` that lie on the lips.

    A smile shows teeth where the closed lips of the body are: brighter, or less red, than what is ``sure (n,)``.
    """
    if (sure > 0.5).sum() < 12:
        return np.zeros(len(colour), bool)
    light = colour.mean(1)
    red = colour[:, 0] / np.maximum(3 * light, 1) - 1 / 3
    usual = np.median(light[sure > 0.5])
    least = 0.55 * max(float(np.quantile(red[sure > 0.5], 0.8)), 0.0)  # most of a broad smile may be teeth
    return (light < 0.5 * usual) | ((red < least) & (light > 0.8 * usual)) | (light > 1.6 * usual)


def _commonest(colours: np.ndarray) -> np.ndarray:
    """The mean ``(3,)`` of the colours ``(n, 3)`` around the one that most others are near to."""
    some = colours[:: max(1, len(colours) // 500)]
    near = np.linalg.norm(some[:, None] - some, axis=-1) < 40
    return some[near[near.sum(1).argmax()]].mean(0)


def bare_trunk(figure: Figure, colour: np.ndarray, good: np.ndarray, skin: RGB) -> bool:
    """Whether what is seen of the trunk is mostly skin: then the rest is better dressed than guessed."""
    rows = figure.on("torso") & good
    if rows.sum() < 12:
        return True
    if max(skin) - min(skin) < 12:  # without colours skin cannot be told from cloth
        return False
    seen, skin_ = np.maximum(colour[rows], 1), np.array(skin, float)
    hue = np.linalg.norm(seen / seen.sum(1, keepdims=True) - skin_ / skin_.sum(), axis=1)
    alike = (hue < 0.045) & (abs(np.log(seen.mean(1) / skin_.mean())) < 0.9)
    return bool(alike.mean() > 0.5)


def long_hair(figure: Figure, colour: np.ndarray, good: np.ndarray, skin: RGB, hair: RGB) -> bool:
    """Whether hair hangs beside the neck: what is seen of its sides is nearer to hair than to skin."""
    rows = figure.on("neck") & good & (abs(figure.normals[:, 0]) > 0.5)
    if rows.sum() < 12:
        return True
    far = [np.linalg.norm(colour[rows] - np.array(tone, float), axis=1) for tone in (skin, hair)]
    return bool((far[1] < far[0]).mean() > 0.5)


def sleeve(sight: Sight, skin: RGB, top: RGB) -> float:
    """Where the sleeve ends, from elbow (0) to wrist (1), below 0 on the upper arm; ``_LONG`` where no arm is seen."""
    ends = []
    for shoulder, elbow, wrist in ((0, 2, 4), (1, 3, 5)):
        if sight.seen(elbow) and sight.seen(wrist):
            bare = _bare(sight, elbow, wrist, skin, top)
            if bare.any():
                first = float(np.argmax(bare)) / len(bare)
                ends.append(first if first > 0.1 else -0.5)
            else:
                ends.append(0.95)
        elif sight.seen(elbow) and _bare(sight, shoulder, elbow, skin, top)[4:].mean() > 0.6:
            ends.append(-0.5)
    return float(np.clip(np.mean(ends), -0.8, 0.95)) if ends else _LONG


def _bare(sight: Sight, start: int, end: int, skin: RGB, top: RGB) -> np.ndarray:
    """Bool ``(12,)``: from one point to another, is there skin rather than cloth?"""
    share = np.linspace(0.04, 1.0, 12)[:, None]
    path = np.rint(sight.points[start] * (1 - share) + sight.points[end] * share).astype(int)
    height, width = sight.mask.shape
    colour = sight.pixels[np.clip(path[:, 1], 0, height - 1), np.clip(path[:, 0], 0, width - 1)].astype(float)

    def far(from_: RGB) -> np.ndarray:
        """Distance of hue and, less, of lightness."""
        a, b = colour, np.array(from_, float)
        hue = a / np.maximum(a.sum(1, keepdims=True), 1) - b / max(b.sum(), 1)
        return 3 * np.linalg.norm(hue, axis=1) + 0.5 * abs(a.mean(1) - b.mean()) / 255

    return far(skin) < far(top)


def _rgb(colour: np.ndarray) -> RGB:
    return tuple(int(c) for c in np.clip(np.rint(colour), 0, 255))
