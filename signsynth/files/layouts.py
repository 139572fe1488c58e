"""Keypoints as flat arrays and JSON, as published sets lay them out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.files.aspect import estimate_aspect
from signsynth.files.limits import MAX_FRAMES
from signsynth.files.tracker import MEDIAPIPE_BODY, empty, recorded_index
from signsynth.motion.recording import Recording
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

_FOUR_THIRDS, _WIDE = 4 / 3, 16 / 9


class Layout(NamedTuple):
    """How a set of keypoints is laid out.

    ``read``     turns one clip into a ``Recording``: ``read(clip, aspect=None, fps=None)``.
    ``holds``    what a clip is, in words.
    ``values``   values a frame in a flat array, 0 for JSON.
    """

    read: Callable[..., Recording]
    holds: str
    values: int


def read_layout(
    clip: Any, name: str | None = None, *, aspect: float | None = None, fps: float | None = None
) -> Recording:
    """A clip in a named layout, or in the one that fits it, as a ``Recording``.

    ``clip``: array ``(frames, values)`` or parsed JSON. ``aspect`` is the picture's width over its
    height, by which x and y were normalised differently; by default the layout's own.
    Errors: ``InputError`` for an unknown name, another shape, no frames or too many.
    """
    name = name or detect_layout(clip)
    if name not in LAYOUTS:
        raise InputError(f"layout {name!r}; {nearest(name, LAYOUTS)}")
    if aspect is not None and not (np.isfinite(aspect) and 0.1 <= aspect <= 10):
        raise InputError(f"aspect {aspect}, expected width / height of the picture, 0.1 to 10")
    layout = LAYOUTS[name]
    if layout.values:
        clip = _checked(clip, layout, name)
    return layout.read(clip, aspect=aspect, fps=fps)


def detect_layout(clip: Any) -> str:
    """Name of the layout that an array ``(frames, values)`` or parsed JSON has. Errors: ``InputError``."""
    if isinstance(clip, dict):
        if isinstance(clip.get("frames"), list):
            return "asl100"
        raise InputError(f"JSON with {', '.join(map(str, list(clip)[:5])) or 'nothing'}; expected 'frames', a list")
    shape = np.shape(clip)
    values = int(np.prod(shape[1:])) if len(shape) in (2, 3) else 0
    for name, layout in LAYOUTS.items():
        if layout.values and layout.values == values:
            return name
    known = ", ".join(f"{layout.values} ({name})" for name, layout in LAYOUTS.items() if layout.values)
    raise InputError(f"array of shape {shape}, expected (frames, values) with a known number of values: {known}")


def _checked(clip: Any, layout: Layout, name: str) -> np.ndarray:
    array = np.asarray(clip)
    if array.dtype.kind not in "fiu" or array.ndim not in (2, 3) or np.prod(array.shape[1:]) != layout.values:
        raise InputError(f"{name}: array of shape {array.shape}, type {array.dtype}; expected {layout.holds}")
    if not 0 < len(array) <= MAX_FRAMES:
        raise InputError(f"{name}: {len(array)} frames, expected 1 to {MAX_FRAMES}")
    return array.reshape(len(array), -1).astype(np.float64)


def _holistic(array, aspect, fps, *, body: int, face: int, default: float | None) -> Recording:
    """MediaPipe holistic: ``body`` points with visibility, ``face`` points, left hand, right hand; zeros = missing."""
    points, confidence = empty(len(array))
    index = recorded_index()
    parts = np.split(array, np.cumsum([body * 4, face * 3, 63]), axis=1)
    pose = parts[0].reshape(len(array), body, 4)
    for k, name in enumerate(MEDIAPIPE_BODY):
        if name in index:
            points[:, index[name]] = pose[:, k, :3]
            confidence[:, index[name]] = pose[:, k, 3] * pose[:, k, :2].any(-1)
    groups = [(LEFT_HAND, parts[2].reshape(-1, 21, 3)), (RIGHT_HAND, parts[3].reshape(-1, 21, 3))]
    if face:
        groups.append((FACE, parts[1].reshape(-1, face, 3)[:, [int(name) for name in CANONICAL.points[FACE]]]))
    for target, values in groups:
        points[:, target], confidence[:, target] = values, values.any((1, 2))[:, None]
    return _upright(points, confidence, aspect or default, fps)


def _upright(points: np.ndarray, confidence: np.ndarray, aspect: float | None, fps: float | None) -> Recording:
    """From picture coordinates in 0..1 (x by width, y by height and down, z in widths) to equal units, y up."""
    if aspect is None:
        aspect = estimate_aspect(points, confidence)
    return Recording(points * np.array([aspect, -1.0, -aspect]), confidence, fps)


def _asl100(clip, aspect, fps) -> Recording:
    """JSON frames of ``pose`` 33, ``left_hand`` 21, ``right_hand`` 21, ``face`` 33; null = missing."""
    frames = clip["frames"] if isinstance(clip, dict) else None
    if not isinstance(frames, list) or not 0 < len(frames) <= MAX_FRAMES:
        raise InputError("asl100: expected a JSON object with 'frames', a list of at least one frame")
    points, confidence = empty(len(frames))
    index = recorded_index()
    body = np.array([index.get(name, -1) for name in MEDIAPIPE_BODY] + [-1] * 8)
    face = np.array([index.get(str(number), -1) for number in _ASL100_FACE])
    left, right = (np.arange(hand.start, hand.stop) for hand in (LEFT_HAND, RIGHT_HAND))
    targets = {"pose": body, "face": face, "left_hand": left, "right_hand": right}
    for t, frame in enumerate(frames):
        if not isinstance(frame, dict):
            raise InputError(f"asl100: frame {t} is {type(frame).__name__}, expected an object")
        for part, target in targets.items():
            values = _json_points(frame.get(part), len(target), f"asl100: frame {t}, {part}")
            seen = np.isfinite(values).all(-1) & (target >= 0)
            points[t, target[seen]] = values[seen]
            confidence[t, target[seen]] = 1.0
    rate = clip.get("fps")
    known = isinstance(rate, int | float) and np.isfinite(rate) and 0 < rate <= 1000
    return _upright(points, confidence, aspect or _WIDE, fps or (float(rate) if known else None))


def _json_points(values: Any, count: int, where: str) -> np.ndarray:
    """Points ``(count, 3)``, NaN where null."""
    out = np.full((count, 3), np.nan)
    if values is None or values == []:
        return out
    if not isinstance(values, list) or len(values) != count:
        raise InputError(f"{where}: expected null or {count} points")
    for k, point in enumerate(values):
        if point is None:
            continue
        if not isinstance(point, list) or len(point) != 3:
            raise InputError(f"{where}: point {k} is {str(point)[:40]}, expected [x, y, z] or null")
        try:
            out[k] = [np.nan if value is None else float(value) for value in point]
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError(f"{where}: point {k} holds {str(point)[:40]}, expected numbers") from error
    return out


def _phoenix(array, aspect, fps) -> Recording:
    """50 joints x 3, lifted to 3D from OpenPose: nose, neck, left arm, right arm, right hand, left hand.

    In pictures' orientation (y down) with equal units; z is to the viewer. The arm on the left of
    the picture and the hand block beside it belong together: the signer's right.
    """
    joints = array.reshape(len(array), 50, 3) * [1.0, -1.0, 1.0]
    points, confidence = empty(len(array))
    index = recorded_index()
    names = ("NOSE", "", *(f"{s}_{j}" for s in ("LEFT", "RIGHT") for j in ("SHOULDER", "ELBOW", "WRIST")))
    groups = [(np.array([index[name]]), joints[:, k : k + 1]) for k, name in enumerate(names) if name]
    groups += [(np.arange(RIGHT_HAND.start, RIGHT_HAND.stop), joints[:, 8:29])]
    groups += [(np.arange(LEFT_HAND.start, LEFT_HAND.stop), joints[:, 29:])]
    for target, values in groups:
        points[:, target], confidence[:, target] = values, values.any(-1)
    return Recording(points, confidence, fps or 25.0, arm_depth=True)


def _slrtp(array, aspect, fps) -> Recording:
    """178 joints x 3 of the SLRTP 2025 challenge: right before left, lifted to 3D; face in MediaPipe's order."""
    raw = array.reshape(len(array), 178, 3)
    points, confidence = empty(len(array))
    order = np.r_[1, 3, 5, 0, 2, 4, 7, 6, RIGHT_HAND, LEFT_HAND, FACE]
    points[:, order], confidence[:, order] = raw, raw.any(-1)
    shoulders, hips = points[:, :2].mean((0, 1)), points[:, 6:8].mean((0, 1))
    # Up is from hips to shoulders, left from the right to the left shoulder; z keeps the system right-handed.
    flip_y = -1.0 if shoulders[1] < hips[1] else 1.0
    flip_x = -1.0 if points[:, 0, 0].mean() < points[:, 1, 0].mean() else 1.0
    return Recording(points * [flip_x, flip_y, flip_x * flip_y], confidence, fps or 25.0, arm_depth=True)


_ASL100_FACE = (0, 1, 4, 13, 14, 17, 33, 61, 63, 66, 70, 78, 105, 107, 133, 145, 148, 152, 159, 176, 263, 291) + (
    293,
    296,
    300,
    308,
    334,
    336,
    362,
    374,
    377,
    386,
    400,
)

LAYOUTS: dict[str, Layout] = {
    "ksl13": Layout(
        partial(_holistic, body=33, face=0, default=_FOUR_THIRDS),
        "(frames, 258): body 33 x (x, y, z, visibility), left hand 21 x 3, right hand 21 x 3",
        258,
    ),
    "asl_selfrecorded": Layout(
        partial(_holistic, body=33, face=468, default=None),
        "(frames, 1662): body 33 x (x, y, z, visibility), face 468 x 3, left hand 21 x 3, right hand 21 x 3",
        1662,
    ),
    "msl150": Layout(
        partial(_holistic, body=25, face=0, default=_WIDE),
        "(frames, 226): body 25 x (x, y, z, visibility), left hand 21 x 3, right hand 21 x 3",
        226,
    ),
    "phoenix150": Layout(_phoenix, "(frames, 150): 50 joints x (x, y, z)", 150),
    "slrtp178": Layout(_slrtp, "(frames, 178, 3): body 8, right hand 21, left hand 21, face 128", 534),
    "asl100": Layout(_asl100, "JSON: frames of pose, left_hand, right_hand, face", 0),
}
"""Names for ``--layout``. Default aspects: ksl13 4:3, asl100 and msl150 16:9, asl_selfrecorded estimated per clip."""
