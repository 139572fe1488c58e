"""The head of a recording, shown on the canonical face."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import fill_missing, rotation_between, rotation_near, smooth
from signsynth.motion.contact import Head
from signsynth.motion.motion import GUESSED
from signsynth.skeleton import CANONICAL, FACE, head_template

LARGEST_SW = 0.08
"""Largest movement of a face point that is believed: a mouth wide open."""
NEAR_SW = 0.03
"""How far the movement of a face point carries its neighbours along, where only some points were tracked."""
SETTLING = 5
"""Frames from a lost face in which its expression is not believed fully."""
WILD_DEG = 25.0
"""Turn away from the neighbouring frames from which a face is not believed (heads shake at 10 to 15)."""
NEIGHBOURS = 3


def canonical_face(
    points: np.ndarray, confidence: np.ndarray, *, depth: bool = True
) -> tuple[np.ndarray, np.ndarray, Head | None]:
    """Face ``(frames, 128, 3)``, its confidence ``(frames, 128)``, and where the head is (None if never seen).

    ``points (frames, 189, 3)`` are in shoulder widths around mid-shoulder. The head's turn is a
    rigid fit of the canonical face to what was seen; its place is the canonical place plus the
    clip's own deviation from its median; expression is what remains, relative to the clip's median,
    so the shape of this face is forgotten. Without face points the head points place a neutral face.
    Without ``depth`` only the head's roll can be read.
    """
    template = np.concatenate([CANONICAL.rest[FACE], head_template()])
    observed, weight = points[:, FACE.start :], confidence[:, FACE.start :].copy()
    flat = (weight[:, :128] > 0).sum(1) < 6
    weight[~flat, 128:] = 0.0  # the face mesh is sharper than the body tracker's head points
    usable = (weight > 0).sum(1) >= 3
    frames = len(points)
    if not usable.any():
        return np.broadcast_to(template[:128], (frames, 128, 3)).copy(), np.zeros((frames, 128)), None
    turns = np.broadcast_to(np.eye(3), (frames, 3, 3)).copy()
    centres, scales = np.zeros((frames, 3)), np.ones(frames)
    for t in np.flatnonzero(usable):
        turns[t], scales[t], centres[t] = _fit(template, observed[t], weight[t], planar=not depth or bool(flat[t]))
    meshed = usable & ~flat
    wild = meshed & ~_steady(turns, meshed)
    if (usable & ~wild).any():  # a face that a hand passes is often lost for a few frames
        usable, weight = usable & ~wild, np.where(wild[:, None], 0.0, weight)
    scale = np.median(scales[usable])
    middle = template[:128].mean(0)
    drift = fill_missing(centres, usable)
    drift = np.clip(drift - np.median(drift[usable], axis=0), -0.5, 0.5) * [1, 1, 0]
    # A single frame's turn is noisy where only eleven points carry it.
    turns = _smoothed_turns(turns, usable, flat)
    expression = _expression(template, observed, weight, turns, scale, usable & ~flat)
    expression *= _trust(usable & ~flat)[:, None, None]
    shape = template[:128] - middle + expression
    face = np.einsum("tij,tnj->tni", turns, shape) + middle + drift[:, None]
    seen = weight[:, :128] > 0
    level = np.where(usable | wild, GUESSED, 0.0)[:, None]
    raw = fill_missing(centres, usable)[:, :2]
    head = Head(raw, (middle + drift)[:, :2], float(scale), usable)
    return face, np.where(seen, weight[:, :128], level), head


def _steady(turns: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Frames ``(frames,)`` whose turn is like that of the frames before or of those after; a step is believed."""
    known = np.flatnonzero(usable)
    steady = np.ones(len(turns), bool)
    for k, t in enumerate(known):
        sides = [side for side in (known[max(k - NEIGHBOURS, 0) : k], known[k + 1 : k + 1 + NEIGHBOURS]) if len(side)]
        steady[t] = not sides or any(_apart_deg(_typical(turns[side]), turns[t]) <= WILD_DEG for side in sides)
    return steady


def _typical(turns: np.ndarray) -> np.ndarray:
    """The rotation nearest the median of some."""
    return rotation_near(np.median(turns, axis=0))


def _apart_deg(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.rad2deg(np.arccos(np.clip((np.trace(one.T @ other) - 1) / 2, -1, 1))))


def _fit(template, observed, weight, *, planar: bool) -> tuple[np.ndarray, float, np.ndarray]:
    """Rotation, scale and place of the middle of the face in one frame (weighted similarity)."""
    w = weight / weight.sum()
    axes = np.array([1.0, 1.0, 0.0 if planar else 1.0])
    source, target = template * axes, observed * axes
    source_mean, target_mean = w @ source, w @ target
    a, b = source - source_mean, target - target_mean
    if planar:  # only roll can be read off a flat head
        turn = _roll(a, b, w)
    else:
        turn = rotation_between(a, b, w)
    scale = np.sqrt((w @ (b**2).sum(-1)) / max(w @ (a**2).sum(-1), 1e-12))
    middle = (template[:128].mean(0) * axes) - source_mean
    return turn, scale, target_mean + scale * (turn @ middle)


def _roll(a: np.ndarray, b: np.ndarray, w: np.ndarray) -> np.ndarray:
    sine = w @ (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    cosine = w @ (a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1])
    angle = np.arctan2(sine, cosine)
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def _smoothed_turns(turns, usable, flat) -> np.ndarray:
    turns = fill_missing(turns, usable)
    blurred = smooth(turns, 1.5)
    return rotation_near(np.where(flat[:, None, None], blurred, turns))


def _expression(template, observed, weight, turns, scale, usable) -> np.ndarray:
    """Movement of each face point in the head's frame relative to the clip's median, ``(frames, 128, 3)``."""
    out = np.zeros((len(observed), 128, 3))
    if not usable.any():
        return out
    face = observed[usable, :128]
    seen = weight[usable, :128, None] > 0
    count = np.maximum(seen.sum(1, keepdims=True), 1)
    centred = face - np.where(seen, face, 0).sum(1, keepdims=True) / count
    local = np.einsum("tji,tnj->tni", turns[usable], centred) / max(scale, 1e-6)
    out[usable] = np.where(seen, local - np.median(local, axis=0), 0.0)
    out = np.clip(out, -LARGEST_SW, LARGEST_SW)
    few = usable & ((weight[:, :128] > 0).mean(1) < 0.9)
    if few.any():
        out[few] = _spread(template[:128], out[few], weight[few, :128] > 0)
    return out


def _trust(tracked: np.ndarray) -> np.ndarray:
    """0 where the face was lost, rising to 1 within ``SETTLING`` frames: what a tracker finds first is often wrong."""
    lost = np.flatnonzero(~tracked)
    if len(lost) in (0, len(tracked)):
        return np.ones(len(tracked))
    nearest = np.abs(np.arange(len(tracked))[:, None] - lost).min(1)
    return np.clip(nearest / SETTLING, 0.0, 1.0)


def _spread(template: np.ndarray, moved: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Displacements ``(frames, 128, 3)`` of a face of which few points were seen: the others go along.

    A kernel average over the seen points, drawn to rest where none is near, so that no edge is torn.
    """
    distance = np.linalg.norm(template[:, None, :2] - template[None, :, :2], axis=-1)
    kernel = np.exp(-0.5 * (distance / NEAR_SW) ** 2)
    weight = kernel[None] * seen[:, None]
    return (weight @ np.where(seen[..., None], moved, 0.0)) / (weight.sum(-1, keepdims=True) + 0.2)
