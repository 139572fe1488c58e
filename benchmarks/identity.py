"""Who signs, read from single frames of a lexicon's codes: it should not be possible. Which sign: it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.lexicons import SHARED_DATA
from benchmarks.nsl23 import Clip, Footage, clips
from benchmarks.probes import across, read_out
from benchmarks.table import Figure, Section
from signsynth.geometry import unit
from signsynth.motion.canonical import canonicalise
from signsynth.skeleton import HAND_PARENTS, RIGHT_HAND

FRAMES = 6
"""Frames taken from the middle of each clip."""
ALLOWED = 0.15
"""How far above chance the signer may be named."""
SIGN_FOLDS = 4
_PARENTS = np.array(HAND_PARENTS[1:])
_MANUAL = np.r_[0:8, RIGHT_HAND]

Coder = Callable[[Clip, np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Codes:
    """Codes ``(samples, features)`` with who signs what in which take, each ``(samples,)``."""

    values: np.ndarray
    signer: np.ndarray
    sign: np.ndarray
    take: np.ndarray

    @classmethod
    def of(cls, found: list[Clip], coder: Coder, frames: int = FRAMES) -> Codes:
        """``coder(clip, frames)`` returns one row a frame."""
        rows, who = [], []
        for clip in found:
            chosen = middle(clip.seen, frames)
            made = coder(clip, chosen)
            rows.append(made.reshape(len(made), -1))
            who += [(clip.signer, clip.sign, str(clip.take))] * len(made)
        return cls(np.concatenate(rows), *np.array(who).T)

    def signer_accuracy(self) -> float:
        """Signs that the probe never saw, in sessions that it did: signer and camera together."""
        return read_out(self.values, self.signer, self.sign, SIGN_FOLDS)

    def signer_across_takes(self) -> float:
        """Signs and sessions that the probe never saw, for signers with two takes: what is not the camera's."""
        two = np.isin(self.signer, np.unique(self.signer[self.take == "1"]))
        return across(self.values[two], self.signer[two], self.sign[two], self.take[two], SIGN_FOLDS)

    def sign_accuracy(self) -> float:
        """The sign, by signers that the probe never saw."""
        return read_out(self.values, self.sign, self.signer)


def middle(seen: np.ndarray, frames: int) -> np.ndarray:
    """Indices of ``frames`` sightings, evenly over the middle three fifths, where the sign is held."""
    known = np.flatnonzero(seen)
    return known[np.unique(np.linspace(0.2 * len(known), 0.8 * len(known) - 1, frames).astype(int))]


def raw(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """Everything as the tracker gave it; of close takes the hand from its wrist, whose place the set lacks for some."""
    if clip.body is None:
        return clip.hand[frames]
    return np.concatenate([clip.body[frames][:, :, :3], clip.hand[frames] + clip.wrist[frames, None]], 1)


def shoulder_normalised(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """As spoken-to-signed does (pose-format's ``Pose.normalize``): mid-shoulder to 0, mean shoulder width to 1."""
    body, hand = clip.body[:, :, :3] * clip.upright, (clip.hand + clip.wrist[:, None]) * clip.upright
    shoulders = body[:, 11:13]
    centre = shoulders.mean((0, 1))
    width = np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=-1).mean()
    return (np.concatenate([body, hand], 1)[frames] - centre) / width


def canonical(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """Trunk, arms and right hand of the canonical motion."""
    return canonicalise(clip.recording()).pose[frames][:, _MANUAL]


def hand(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """Bone directions of the right hand with its orientation: what the canonical hand is made of."""
    points = clip.hand[frames] * clip.upright
    return unit(points[:, 1:] - points[:, _PARENTS])


def style(clip: Clip, _: np.ndarray) -> np.ndarray:
    """One row a clip: seconds, and mean, median and fast turning of the hand's bones per second."""
    known = np.flatnonzero(clip.seen)
    bones = hand(clip, known)
    steps = np.diff(known)[:, None] / clip.fps
    speed = (np.linalg.norm(np.diff(bones, axis=0), axis=-1) / steps).mean(1)
    return np.log(np.array([[len(known) / clip.fps, speed.mean(), *np.percentile(speed, [10, 50, 90])]]) + 1e-3)


def gesture(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """Palm orientation and 15 joint rotations by ``signsynth.body.fit``; an ImportError until that is there."""
    from signsynth.body.fit import fit

    found = fit(canonicalise(clip.recording())).gesture
    return found.fingers[frames, 1].reshape(len(frames), -1)


CODERS: dict[str, tuple[Coder, tuple[Footage, ...]]] = {
    "raw keypoints": (raw, ("close", "wide")),
    "shoulder-normalised, as spoken-to-signed": (shoulder_normalised, ("wide",)),
    "canonical motion, arms and hand": (canonical, ("wide",)),
    "canonical hand": (hand, ("close", "wide")),
}


def figures(found: list[Clip], footage: Footage) -> Iterator[Figure]:
    """Rows of one footage: signer in known and in new sessions, and sign; then motion style."""
    signers = len({clip.signer for clip in found})
    repeated = len({clip.signer for clip in found if clip.take})
    baseline = 0.0
    for name, (coder, shown) in CODERS.items():
        if footage not in shown:
            continue
        codes = Codes.of(found, coder)
        known, new, sign = codes.signer_accuracy(), codes.signer_across_takes(), codes.sign_accuracy()
        baseline = baseline or sign
        theirs = coder in (raw, shoulder_normalised)
        goals = (
            ("signer, known sessions", known, 1 / signers + ALLOWED, known <= 1 / signers + ALLOWED),
            ("signer, new sessions", new, 1 / repeated + ALLOWED, new <= 1 / repeated + ALLOWED),
            ("sign, new signers", sign, baseline, sign >= baseline),
        )
        for what, value, goal, met in goals:
            row, bound = f"{100 * value:.1f} %", f"{'≥' if 'sign,' in what else '≤'} {100 * goal:.1f} %"
            what = f"{footage}: {name}: {what}"
            yield Figure(what, row, "", "") if theirs else Figure(what, "", row, bound, bool(met))
    moving = Codes.of(found, style)
    told = f"{100 * moving.signer_accuracy():.1f} %"
    yield Figure(f"{footage}: duration and speed of a clip: signer, known sessions", "", told, "reported")


def gesture_figure(found: list[Clip]) -> Figure:
    """The same for gesture codes, as soon as there are any."""
    what = "wide: gesture codes: signer in known / new sessions, sign"
    try:
        codes = Codes.of(found, gesture)
    except ImportError:
        return Figure(what, "", "not yet", "")
    values = codes.signer_accuracy(), codes.signer_across_takes(), codes.sign_accuracy()
    return Figure(what, "", " / ".join(f"{100 * value:.1f} %" for value in values), "as above")


def section(quick: bool, data: Path = SHARED_DATA) -> Section:
    """All rows; ``quick`` takes twelve signs."""
    rows: list[Figure] = []
    for footage in ("close", "wide"):
        found = list(clips(data, footage, signs=12 if quick else None))
        rows += figures(found, footage)
    note = (
        "Nepali fingerspelling (`nsl23`), single frames, linear probes. Columns: as tracked or as the peer normalises,\n"
        "and ours. `close`: hands that fill the picture, 4 signers (3 with two takes). `wide`: half the person, 3\n"
        "signers, two takes each. Known sessions give away signer and camera together; new sessions the signer alone.\n"
        "docs/identity.md says what leaks."
    )
    return Section("Identity", "python -m benchmarks identity", [*rows, gesture_figure(found)], note)
