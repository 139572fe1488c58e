"""Non-manual tiers over the frames of a sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from signsynth.errors import nearest
from signsynth.geometry import smooth
from signsynth.writing.face import codes
from signsynth.writing.face.sampa import phonemes
from signsynth.writing.face.track import HEAD, TRUNK, FaceTrack
from signsynth.writing.notation import Expression, NonManual

SOUND_S = 0.1
"""A sound of a mouthing takes this long, unless the sign is shorter than its word."""
ONSET_S, LIPS_S = 0.12, 0.035
"""Half the time that brows and head, or lips, take to change."""
_FACES = {"eye_brows": codes.BROWS, "eye_lids": codes.LIDS, "nose": codes.NOSE, "mouth_gesture": codes.MOUTH}
_OTHERS: Mapping[str, Mapping] = {
    "head_movement": codes.HEAD,
    "shoulder_movement": codes.SHOULDERS,
    "body_movement": codes.TRUNK,
    "eye_gaze": codes.GAZE,
}


def express(nonmanual: NonManual, *, frames: int, fps: float, action_names: Sequence[str]) -> FaceTrack:
    """Face, head and body over ``frames``; every tier spans the whole sign, its steps share it.

    A mouthing takes ``SOUND_S`` a sound and ends with the sign where it would be longer. What cannot be shown is
    named in ``warnings``.
    """
    names = list(action_names)
    track = FaceTrack(
        np.zeros((frames, len(names))), np.zeros((frames, 4)), np.zeros((frames, 3)),
        np.zeros((frames, 2, 2)), np.zeros((frames, 2)),
    )  # fmt: skip
    lips, warnings = np.zeros((frames, len(names))), []
    for _, steps in nonmanual.tiers:
        bounds = np.linspace(0, frames, len(steps) + 1).round().astype(int)
        for step, start, end in zip(steps, bounds, bounds[1:], strict=False):
            for item in dict.fromkeys(step):  # the same said twice is not done twice as far
                if item.kind == "mouth_picture":
                    warnings += _say(item, lips[start:end], names, fps)
                elif end > start:
                    warnings += _show(item, track, slice(start, end), names, fps)
    slow = ONSET_S * fps / 2
    gaze = smooth(track.gaze, slow)
    actions = smooth(track.actions, slow) + smooth(lips, LIPS_S * fps) + _looking(gaze, names)
    parts = [smooth(part, slow) for part in (track.head, track.trunk, track.shoulders)]
    return FaceTrack(np.clip(actions, 0, 1), *parts, gaze, tuple(dict.fromkeys(warnings)))


def _say(item: Expression, lips: np.ndarray, names: list[str], fps: float) -> list[str]:
    sounds, unknown = phonemes(item.code)
    lengths = np.array([length for _, length in sounds])
    if len(lengths) and len(lips):
        seconds = np.cumsum(lengths) * SOUND_S / max(item.speed, 0.1)
        seconds *= min(1.0, len(lips) / fps / seconds[-1])
        at = np.searchsorted(seconds, (np.arange(len(lips)) + 0.5) / fps)
        for frame, sound in enumerate(at):
            if sound < len(sounds):
                _add(lips[frame], sounds[sound][0], item.amount, names)
    return [f"mouth_picture {item.code!r}: no mouth shape for {unknown!r}"] if unknown else []


def _show(item: Expression, track: FaceTrack, span: slice, names: list[str], fps: float) -> list[str]:
    table = _FACES.get(item.kind) or _OTHERS.get(item.kind)
    if table is None or item.code not in table:
        known = nearest(item.code, table) if table else "the body has nothing of that kind"
        return [f"{item.kind} {item.code!r}: not shown; {known}"]
    seconds = np.arange(span.stop - span.start) / fps * item.speed
    if item.kind in _FACES:
        row = np.zeros(len(names))
        _add(row, table[item.code], item.amount, names)
        track.actions[span] += row
        if item.kind == "mouth_gesture" and item.code.startswith(codes.APPROXIMATE):
            return [f"mouth_gesture {item.code!r}: approximated, the body shows no teeth, tongue in cheek or air"]
    elif item.kind == "head_movement":
        which, far, swings = table[item.code]
        wave = np.sin(2 * np.pi * swings * seconds) if swings else 1.0
        if item.code == "NO":
            wave = wave**2  # a nod goes down from level
        track.head[span, HEAD.index(which)] += far * item.amount * wave
    elif item.kind == "shoulder_movement":
        sides, way, shrugs = table[item.code]
        wave = np.sin(np.pi * shrugs * seconds) ** 2 if shrugs else np.ones(len(seconds))
        for side in sides:
            track.shoulders[span, side, way] += item.amount * wave
    elif item.kind == "body_movement":
        which, far = table[item.code]
        track.trunk[span, TRUNK.index(which)] += far * item.amount
    else:
        track.gaze[span] += np.array(table[item.code]) * item.amount
    return []


def _add(row: np.ndarray, shape: Mapping[str, float], amount: float, names: list[str]) -> None:
    """A shape's weights; a name without a side moves both."""
    for name, weight in shape.items():
        for full in (name,) if name in names else (f"{name}Left", f"{name}Right"):
            row[names.index(full)] += weight * amount


def _looking(gaze: np.ndarray, names: list[str]) -> np.ndarray:
    """Lids go along with the eyes; 0.6 radians is as far as eyes go."""
    left, down = np.clip(gaze / 0.6, -1, 1).T
    out = np.zeros((len(gaze), len(names)))
    parts = {
        "eyeLookOutLeft": np.maximum(left, 0), "eyeLookInRight": np.maximum(left, 0),
        "eyeLookInLeft": np.maximum(-left, 0), "eyeLookOutRight": np.maximum(-left, 0),
        "eyeLookDownLeft": np.maximum(down, 0), "eyeLookDownRight": np.maximum(down, 0),
        "eyeLookUpLeft": np.maximum(-down, 0), "eyeLookUpRight": np.maximum(-down, 0),
    }  # fmt: skip
    for name, value in parts.items():
        out[:, names.index(name)] = value
    return out
