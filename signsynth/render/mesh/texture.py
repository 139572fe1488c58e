"""Skin, face, hair and clothes, painted once onto the unfolded body."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import Canvas
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.wardrobe import CUFF, step

_IRIS_DEG, _PUPIL_DEG = 25.0, 10.0
_BLACK, _SPARK = (18, 14, 14), np.float32([-0.15, 0.10, 0.98])
_MOUTH, _TONGUE = (96, 36, 36), (176, 92, 88)
_FINGER, _FINGER_END = 0.013, 0.045
"""No finger is thicker (radius) or longer beyond its last joint, metres: what lies farther out is another one."""
_NAIL, _NAIL_TIP = (1.08, 1.15, 1.22), (1.05, 1.13, 1.18)
"""Factors on the skin around: flesh shines through a nail, whatever its tone; its free edge is lighter still."""


def texture(body: Any, look: Look, size: int, cuff: float = CUFF) -> np.ndarray:
    """uint8 ``(size, size, 3)`` RGB for the coordinates of ``atlas``; ``body`` is without clothes."""
    canvas = Canvas(body, look.skin, size, cuff)
    heads = dict(zip(body.joint_names, body.heads.cpu().numpy(), strict=True))
    _skin(canvas)
    for side in "LR":
        _hand(canvas, side, heads, look)
        _eye(canvas, side, heads, look)
    rows, share, tip = nails(body, canvas)
    canvas.tone(rows, _NAIL, share)
    canvas.tone(rows, _NAIL_TIP, share * tip)
    _face(canvas, heads["eye.L"], look)
    dim = min(1.0, sum(look.skin) / 540)  # of a dark picture the mouth is no brighter than the lips
    canvas.blend(canvas.area("mouth"), dim * np.float32(_MOUTH), 1)
    canvas.blend(canvas.area("tongue"), dim * np.float32(_TONGUE), 1)
    _clothes(canvas, look)
    _hair(canvas, look)
    return canvas.picture()


def _skin(canvas: Canvas) -> None:
    rows = canvas.area("face", "neck", "ears", "torso", "hand.L", "hand.R", "forearm.L", "forearm.R", "scalp")
    hollow = canvas.hollow[rows]
    canvas.tone(rows, (1.02, 0.985, 0.98), canvas.spots(rows, 48))
    most = np.where(canvas.wardrobe.on(canvas.part[rows], "hand.L", "hand.R"), 0.35, 1)
    canvas.tone(rows, (0.80, 0.68, 0.64), np.clip(hollow / 0.004, 0, most))
    canvas.tone(rows, (1.03, 1.03, 1.02), np.clip(-hollow / 0.006, 0, 1))
    rows = canvas.area("ears")
    canvas.tone(rows, (1.03, 0.91, 0.90), np.exp(-(((abs(canvas.place[rows, 0]) - 0.084) / 0.010) ** 2)))
    canvas.tone(canvas.area("eye_sockets"), (0.72, 0.55, 0.52), 1)


def _hand(canvas: Canvas, side: str, heads: dict[str, np.ndarray], look: Look) -> None:
    """A lighter palm, the more so the darker the skin, a darker back, redder joints; fading along the forearm."""
    rows = canvas.area(f"hand.{side}", f"forearm.{side}")
    place, wrist = canvas.place[rows], heads[f"wrist.{side}"]
    back = np.cross(heads[f"finger2-1.{side}"] - wrist, heads[f"finger5-1.{side}"] - wrist)
    back *= np.sign(back[1]) / np.linalg.norm(back)  # at rest the backs look up
    along = wrist - heads[f"lowerarm01.{side}"]
    limb = step(-0.06, 0.03, (place - wrist) @ (along / np.linalg.norm(along)))
    palm = np.clip(0.15 - canvas.normal[rows] @ back, 0, 1)
    pale = 1 + 0.3 * max(0.0, 1 - sum(look.skin) / 510)
    canvas.tone(rows, (1.05 * pale, 1.02 * pale, 1.03 * pale), palm * limb)
    canvas.tone(rows, (0.97, 0.92, 0.90), (1 - palm) * limb * 0.7)
    for finger in range(1, 6):
        for bone in (1, 2, 3):
            near = np.exp(-((place - heads[f"finger{finger}-{bone}.{side}"]) ** 2).sum(1) / 0.008**2)
            canvas.tone(rows, (0.94, 0.82, 0.80), near * (1 - palm))


def nails(body: Any, canvas: Canvas) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows ``(n,)`` of the ten nails, share of nail ``(n,)`` there, and how far each is its free edge ``(n,)``."""
    heads = dict(zip(body.joint_names, body.heads.cpu().numpy(), strict=True))
    axes = dict(zip(body.joint_names, body.axes.cpu().numpy(), strict=True))
    found = [_nail(canvas, side, finger, heads, axes) for side in "LR" for finger in range(1, 6)]
    rows, share, tip = (np.concatenate(each) for each in zip(*found, strict=True))
    return rows, share, tip


def _nail(canvas: Canvas, side: str, finger: int, heads: dict, axes: dict) -> tuple[np.ndarray, ...]:
    head = heads[f"finger{finger}-3.{side}"]
    across, back, along = axes[f"finger{finger}-3.{side}"].T
    along = along * np.sign(along @ (head - heads[f"finger{finger}-2.{side}"]))
    if finger == 1:  # the thumb's nail looks away from the little finger's side
        back = back * -np.sign(back @ (heads[f"finger5-1.{side}"] - head))
    else:
        back = back * np.sign(back[1])
    rows = canvas.area(f"hand.{side}")
    local = canvas.place[rows] - head
    length = local @ along
    own = (length > 0) & (length < _FINGER_END) & (np.linalg.norm(local - length[:, None] * along, axis=1) < _FINGER)
    rows, local, length = rows[own], local[own], length[own]
    breadth = local @ across
    u, w = (length - length.max() + 0.0075) / 0.0062, breadth / (0.62 * np.abs(breadth).max())
    inside = step(1.25, 0.8, u**4 + w**4) * (canvas.normal[rows] @ back > 0.15)
    kept = inside > 0
    return rows[kept], inside[kept], step(0.62, 0.85, u)[kept]


def _face(canvas: Canvas, eye: np.ndarray, look: Look) -> None:
    rows = canvas.area("face", "lips")
    x, y, z = canvas.place[rows].T
    side = abs(x)

    def spot(px: float, py: float, rx: float, ry: float) -> np.ndarray:
        return np.exp(-(((side - px) / rx) ** 2) - ((y - eye[1] - py) / ry) ** 2)

    canvas.tone(rows, (1.02, 0.88, 0.86), 0.75 * spot(0.042, -0.034, 0.022, 0.020))  # cheeks
    canvas.tone(rows, (1.00, 0.90, 0.88), 0.70 * spot(0.0, -0.040, 0.014, 0.012))  # nose
    canvas.tone(rows, (0.90, 0.82, 0.82), 0.55 * spot(eye[0], 0.004, 0.020, 0.010))  # upper lids
    canvas.tone(rows, (0.93, 0.86, 0.86), 0.50 * spot(eye[0], -0.014, 0.017, 0.006))  # under the eyes
    t = np.clip((side - 0.0105) / 0.046, -1, 2)  # along the brow, from the nose outwards
    out = np.clip(t, 0, 1)
    arch = eye[1] + 0.0195 + 0.0075 * np.sin(0.72 * np.pi * out) - 0.004 * out**2
    half = 0.0042 * (1 - 0.62 * out**1.5)
    brow = step(1.25, 0.55, abs(y - arch) / half) * step(-0.06, 0.10, t) * step(1.08, 0.86, t) * (z > 0.09)
    canvas.blend(rows, look.brows, brow * np.clip(0.88 + 0.04 * canvas.spots(rows, canvas.size // 5), 0.7, 1))
    # The part's edge follows its triangles: rounded by a blur and a threshold.
    canvas.blend(rows, look.lips, 0.82 * step(0.36, 0.62, canvas.blurred(canvas.area("lips"), canvas.size / 420)[rows]))


def _eye(canvas: Canvas, side: str, heads: dict[str, np.ndarray], look: Look) -> None:
    rows = canvas.area("eyes", where=lambda p: (p[:, 0] > 0) == (side == "L"))
    out = canvas.place[rows] - heads[f"eye.{side}"]
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    angle, turn = np.degrees(np.arccos(np.clip(out[:, 2], -1, 1))), np.arctan2(out[:, 1], out[:, 0])
    soft = 2400 / canvas.size  # degrees in about two texels
    canvas.blend(rows, look.white, 1)
    canvas.tone(rows, (0.84, 0.80, 0.78), step(35, 75, angle))
    shine = (1.15 - 0.55 * step(0.6 * _IRIS_DEG, _IRIS_DEG, angle)) * (
        1 + 0.1 * np.sin(23 * turn) * np.sin(7 * turn + 1)
    )
    canvas.blend(rows, np.float32(look.iris) * shine[:, None], step(_IRIS_DEG + soft, _IRIS_DEG - soft, angle))
    canvas.blend(rows, _BLACK, step(_PUPIL_DEG + soft, _PUPIL_DEG - soft, angle))
    canvas.tone(rows, (0.72, 0.69, 0.68), step(0.0, 0.5, out[:, 1]))  # the shade of the upper lid
    spark = out @ (_SPARK / np.linalg.norm(_SPARK))
    canvas.blend(
        rows,
        np.minimum(255, 1.12 * np.float32(look.white)),
        step(6.5, 4.0, np.degrees(np.arccos(np.clip(spark, -1, 1)))),
    )


def _clothes(canvas: Canvas, look: Look) -> None:
    everything = np.arange(len(canvas.part))
    inside = canvas.wardrobe.cloth(canvas.place, canvas.part)
    texel = 2.2 / canvas.size  # metres, about
    hem = everything[(inside > -0.012) & (inside < texel)]
    canvas.tone(hem, (0.86, 0.83, 0.82), step(-0.010, -0.001, inside[hem]))
    rows = everything[inside > -texel]
    inside = inside[rows]
    share = step(-texel / 2, texel / 2, inside)
    canvas.blend(rows, look.top, share)
    weave = 0.5 * canvas.spots(rows, canvas.size // 4) + 0.4 * canvas.spots(rows, 24)
    canvas.tone(rows, (1.07, 1.07, 1.06), np.clip(weave, -1, 1) * share)
    canvas.tone(rows, (0.88, 0.88, 0.89), share * np.exp(-(((inside - 0.012) / max(0.0012, texel)) ** 2)))
    canvas.tone(rows, (1.10, 1.10, 1.09), share * step(0.011, 0.006, inside))
    legs = canvas.area("leg.L", "leg.R", "torso", where=lambda p: p[:, 1] < -0.05)
    canvas.blend(legs, look.trousers, 1)


def _hair(canvas: Canvas, look: Look) -> None:
    rows = canvas.area("scalp", "face", "neck", "ears")
    above = canvas.wardrobe.hair(canvas.place[rows], canvas.part[rows])
    rows, above = rows[above > -0.02], above[above > -0.02]
    above = above + 0.0018 * canvas.spots(rows, canvas.size // 4)
    share = step(-0.004, 0.005, above)
    canvas.tone(rows, (0.88, 0.82, 0.80), step(-0.012, 0.0, above))
    canvas.blend(rows, look.hair, share)
    # Strands run from the crown down: stripes in the angle about it.
    x, _, z = canvas.place[rows].T
    turn = np.arctan2(x, z - 0.01)
    strands = np.sin(131 * turn + 3 * canvas.spots(rows, 24)) + 0.7 * np.sin(307 * turn + 4 * canvas.spots(rows, 32))
    canvas.tone(rows, (1.28, 1.26, 1.24), np.clip(0.38 * strands, -0.5, 1) * share)
