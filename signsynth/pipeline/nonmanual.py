"""Face and head for the utterance's non-manual tiers, where a sign's own recording does not show them.

Rules are applied only for signed languages whose literature documents them (``DOCUMENTED``); for all
others the tiers are written to the annotations and the face stays as recorded. None of this has been
reviewed by a Deaf signer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import smooth, unit
from signsynth.gloss import NonManual, Utterance
from signsynth.motion import GUESSED, MeshTrack, Motion
from signsynth.pipeline.coverage import gloss_spans
from signsynth.rotations import exponential, logarithm
from signsynth.skeleton import CANONICAL, FACE


@dataclass(frozen=True)
class Marker:
    """What face and head do: brows up (+1) or down (-1), head forward, shake and nod, all at full amplitude."""

    brows: float = 0.0
    pitch_deg: float = 0.0
    shake_deg: float = 0.0
    nod_deg: float = 0.0


MARKERS: Mapping[tuple[str, str], Marker] = MappingProxyType(
    {
        ("question", "yes-no"): Marker(brows=1.0, pitch_deg=9.0),
        ("question", "content"): Marker(brows=-1.0, pitch_deg=5.0),
        ("negation", "headshake"): Marker(shake_deg=14.0),
        ("affirmation", "nod"): Marker(nod_deg=9.0),
        ("topic", "topic"): Marker(brows=1.0),
    }
)
"""Tier and label of a ``NonManual`` -> what it looks like."""

DOCUMENTED: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "ase": (
            frozenset({"question", "negation", "affirmation", "topic"}),
            "Liddell 1980; Baker-Shenk 1983; Neidle et al. 2000",
        ),
        "dse": (frozenset({"question", "negation", "topic"}), "Coerts 1992"),
        "gsg": (frozenset({"question", "negation"}), "Pfau 2002; Herrmann and Steinbach 2013"),
    }
)
"""Signed language -> tiers whose form its literature documents, and that literature."""

RAISE_SW, LOWER_SW = 0.024, 0.012
ONSET_S, SHAKE_HZ, NOD_HZ = 0.16, 1.9, 1.6
_NECK = np.array([0.0, 0.24, -0.06])
_SPINE = ("root", "spine05", "spine04", "spine03", "spine02", "spine01")
_NECK_JOINTS = ("neck01", "neck02", "neck03", "head")
_BROW_ACTIONS = {
    **dict.fromkeys(("browInnerUp", "browOuterUpLeft", "browOuterUpRight"), 1.0),
    **dict.fromkeys(("browDownLeft", "browDownRight"), -0.5),
}
"""Face action -> its amount for brows fully up: what moves the body's brows as far as the pose's."""


def _face(*names: str) -> list[int]:
    return [FACE.start + CANONICAL.points[FACE].index(name) for name in names]


_RIGHT_BROW = _face("46", "52", "53", "55", "63", "65", "66", "70", "105", "107")
_LEFT_BROW = [int(point) for point in CANONICAL.mirror[_RIGHT_BROW]]
_FOREHEAD, _CHIN = _face("10", "152")


def marked(motion: Motion, utterance: Utterance, *, amplitude: float = 1.0) -> Motion:
    """The motion with face and head moved by the utterance's markers; everything below the head is untouched.

    ``amplitude`` 0 changes nothing, 1 is as described in ``MARKERS``, at most 2. Frames whose face was
    recorded (confidence above 0.5) keep it. Errors: ``InputError`` for another amplitude.
    """
    spans = gloss_spans(utterance, motion)
    signed = []
    for mark in marks_of(utterance, amplitude):
        times = [spans[index] for index in range(mark.first, mark.last + 1) if index in spans]
        if times:
            signed.append((mark, min(t[0] for t in times), max(t[1] for t in times)))
    return shown(motion, signed, amplitude=amplitude)


def marks_of(utterance: Utterance, amplitude: float = 1.0) -> tuple[NonManual, ...]:
    """The marks of an utterance that are shown. Errors: ``InputError`` for an amplitude outside 0 to 2."""
    if not 0 <= amplitude <= 2:
        raise InputError(f"non-manual amplitude {amplitude:g}: expected 0 (off) to 2")
    tiers = DOCUMENTED.get(utterance.signed, (frozenset(), ""))[0]
    shown = [mark for mark in utterance.nonmanuals if mark.tier in tiers and (mark.tier, mark.label) in MARKERS]
    return tuple(shown) if amplitude else ()


def shown(
    motion: Motion, marks: Sequence[tuple[NonManual, int, float]], *, amplitude: float = 1.0, at: int = 0
) -> Motion:
    """``motion`` with marks, each from its first frame to before its last, counted from ``at`` frames before it.

    A frame depends on no other that is more than ``reach(fps)`` frames away.
    """
    if not marks:
        return motion
    free = _free(motion) * amplitude
    tracks = {field.name: np.zeros(len(motion)) for field in fields(Marker)}
    for mark, start, end in marks:
        _add(tracks, MARKERS[mark.tier, mark.label], start - at, end - at, free, motion.fps)
    if not any(track.any() for track in tracks.values()):
        return motion
    mesh = None if motion.mesh is None else _on_body(motion.mesh, tracks)
    return replace(motion, pose=_moved(motion, tracks), mesh=mesh)


def reach(fps: float) -> int:
    """From how many frames away a mark, or a face that was seen, changes a frame."""
    width = max(1, round(ONSET_S * fps))
    return width + int(3 * max(width / 2.5, ONSET_S * fps / 2) + 0.5) + 1


def _free(motion: Motion) -> np.ndarray:
    """Per frame, 0 where a face was seen and 1 away from it, with soft edges inside the unseen part."""
    unseen = motion.confidence[:, FACE].max(1) <= GUESSED
    width = max(1, round(ONSET_S * motion.fps))
    if unseen.all() or len(unseen) < 2 * width + 1:
        return unseen.astype(float)
    inner = np.convolve(~unseen, np.ones(2 * width + 1), "same") < 0.5
    soft = smooth(inner.astype(float), width / 2.5)
    # Far from any face that was seen it is 1, whether there is one in the motion or not.
    return np.where(soft > 1 - 1e-9, 1.0, soft) * unseen


def _add(tracks: dict[str, np.ndarray], marker: Marker, start: int, end: float, free: np.ndarray, fps: float) -> None:
    held = np.zeros(len(free))
    held[max(start, 0) : max(int(min(end, len(free))), 0)] = 1.0
    if not held.any():
        return
    envelope = smooth(held, ONSET_S * fps / 2) * free
    seconds = (np.arange(len(free)) - start) / fps
    tracks["brows"] += marker.brows * envelope
    tracks["pitch_deg"] += marker.pitch_deg * envelope
    tracks["shake_deg"] += marker.shake_deg * envelope * np.sin(2 * np.pi * SHAKE_HZ * seconds)
    tracks["nod_deg"] += marker.nod_deg * envelope * np.sin(2 * np.pi * NOD_HZ * seconds) ** 2


def _moved(motion: Motion, tracks: Mapping[str, np.ndarray]) -> np.ndarray:
    pose = motion.pose.astype(np.float64)
    up = unit(pose[:, _FOREHEAD] - pose[:, _CHIN], fallback=(0, 1, 0))
    brows = tracks["brows"]
    height = np.where(brows > 0, RAISE_SW, LOWER_SW) * brows
    for points, side in ((_LEFT_BROW, 1.0), (_RIGHT_BROW, -1.0)):
        pose[:, points] += (height[:, None] * up)[:, None]
        # Lowered brows draw together.
        pose[:, points, 0] += (0.5 * LOWER_SW * np.minimum(brows, 0) * side)[:, None]
    pivot = pose[:, :2].mean(1, keepdims=True) + _NECK
    pose[:, FACE] = np.einsum("tij,tnj->tni", _turns(tracks), pose[:, FACE] - pivot) + pivot
    return pose


def _on_body(mesh: MeshTrack, tracks: Mapping[str, np.ndarray]) -> MeshTrack | None:
    """The same on the body; the turn of the head is shared by the joints of neck and head.

    None where the body has no such joints: then it is fitted anew when it is shown.
    """
    if not {*_SPINE, *_NECK_JOINTS} <= set(mesh.joints):
        return None
    actions = mesh.actions.copy()
    for name, share in _BROW_ACTIONS.items():
        if name in mesh.action_names:
            k = mesh.action_names.index(name)
            actions[:, k] = np.where(
                tracks["brows"] == 0, actions[:, k], np.clip(actions[:, k] + share * tracks["brows"], 0, 1)
            )
    share = exponential(logarithm(_turns(tracks)) / len(_NECK_JOINTS))
    carried = np.eye(3)
    for turn in np.moveaxis(mesh.turns(_SPINE), 1, 0):
        carried = carried @ turn
    turns = {}
    for name, turn in zip(_NECK_JOINTS, np.moveaxis(mesh.turns(_NECK_JOINTS), 1, 0), strict=True):
        # The share is a turn in the world, and commutes with those below: so they add up to the whole.
        turns[name] = carried.swapaxes(-1, -2) @ share @ carried @ turn
        carried = carried @ turn
    moved = np.flatnonzero(tracks["pitch_deg"] + tracks["nod_deg"] + np.abs(tracks["shake_deg"]))
    return replace(mesh, actions=actions).turned({name: turn[moved] for name, turn in turns.items()}, moved)


def _turns(tracks: Mapping[str, np.ndarray]) -> np.ndarray:
    """Rotations of the head ``(frames, 3, 3)``: forward, then to the signer's left."""
    pitch, yaw = np.deg2rad(tracks["pitch_deg"] + tracks["nod_deg"]), np.deg2rad(tracks["shake_deg"])
    zero, one = np.zeros_like(pitch), np.ones_like(pitch)
    cp, sp, cy, sy = np.cos(pitch), np.sin(pitch), np.cos(yaw), np.sin(yaw)
    forward = np.array([[one, zero, zero], [zero, cp, -sp], [zero, sp, cp]])
    aside = np.array([[cy, zero, sy], [zero, one, zero], [-sy, zero, cy]])
    return np.einsum("ijt,jkt->tik", aside, forward)
