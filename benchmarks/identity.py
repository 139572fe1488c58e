"""Who signs, read from single frames of a lexicon's codes: it should not be possible. Which sign: it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.lexicons import SHARED_DATA
from benchmarks.nsl23 import Clip, Footage, clips
from benchmarks.probes import across, read_out
from benchmarks.table import Figure, Section
from signsynth.geometry import fill_missing, unit
from signsynth.motion import Gesture, Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.rigid import place_hands
from signsynth.skeleton import CANONICAL, FACE, HAND_PARENTS, LEFT_HAND, RIGHT_HAND

FRAMES = 6
"""Frames taken from the middle of each clip."""
ALLOWED = 0.15
"""How far above chance the signer may be named."""
SIGN_FOLDS = 4
AROUND = 10
"""Frames before the first and after the last chosen one that are fitted along."""
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


def raw_hand(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """The hand alone from its wrist, as tracked."""
    return clip.hand[frames]


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


@dataclass(frozen=True, eq=False)
class Fitted:
    """What ``signsynth.body.fit`` stores of the chosen frames of all clips: ``gesture`` and who signs what."""

    gesture: Gesture
    of: Codes

    @classmethod
    def all(cls, found: list[Clip], frames: int = FRAMES) -> Fitted:
        """Every clip on its own, as an import into a lexicon does it."""
        from signsynth.body.fit import fit

        parts = []
        for clip in found:
            chosen = middle(clip.seen, frames)
            start = max(int(chosen[0]) - AROUND, 0)
            shown = fit(framed(clip)[start : chosen[-1] + AROUND + 1]).gesture
            parts += [shown[k : k + 1] for k in (chosen - start).tolist()]
        return cls(Gesture.concatenate(parts), Codes.of(found, hand, frames))

    def codes(self, values: np.ndarray) -> Codes:
        """Codes of the same samples."""
        return replace(self.of, values=values.reshape(len(values), -1))

    def turns(self) -> Codes:
        """All that is stored: 15 joint rotations and the palm's, as 6D."""
        return self.codes(np.concatenate([self.gesture.fingers[:, 1].reshape(len(self.of.values), -1), self.palms], 1))

    def articulations(self) -> Codes:
        """Bends, gaps between fingers and palm."""
        from signsynth.body.articulation import articulation

        return self.codes(articulation(self.gesture)[:, 1])

    def points(self) -> Codes:
        """Bone directions that the gesture gives the bundled body's hand: the same content as points."""
        from signsynth.body.fit.fit import bundled
        from signsynth.body.fit.rig import FINGERS, Rig
        from signsynth.body.fit.turns import from_6d

        rig = Rig.of(bundled())
        turn = np.repeat(from_6d(self.palms)[:, None], 5, 1)
        joints = from_6d(self.gesture.fingers[:, 1]).reshape(-1, 5, 3, 3, 3)
        bones = []
        for k in range(3):
            turn = turn @ joints[:, :, k]
            ends = [RIGHT_HAND.start + 4 * finger + 2 + k for finger in range(5)]
            starts = [rig.joint(f"{finger[k]}.R") for finger in FINGERS]
            bones.append(unit((turn @ (rig.points[ends] - rig.heads[starts])[..., None])[..., 0]))
        return self.codes(np.stack(bones, 1))

    @property
    def palms(self) -> np.ndarray:
        """``(samples, 6)``."""
        return self.gesture.wrists[:, 1]


def framed(clip: Clip) -> Motion:
    """The motion to fit: the canonical one, or of a close-up, where no arm is seen, a hand raised before the shoulder.

    An arm that hangs could not turn the palm as it was seen, so that the fit would bend the fingers instead.
    """
    if clip.body is not None:
        return canonicalise(clip.recording())
    bones = fill_missing(hand(clip, np.arange(len(clip.hand))), clip.seen)
    pose = np.tile(CANONICAL.rest, (len(bones), 1, 1))
    for joint, way in ((3, (-0.25, -1.0, 0.1)), (5, (0.1, 1.0, 0.6))):
        pose[:, joint] = pose[:, joint - 2] + CANONICAL.lengths[joint] * unit(np.array(way))
    pose[:, RIGHT_HAND] = place_hands(pose[:, 5][:, None], bones[:, None])
    confidence = np.ones(pose.shape[:2])
    confidence[:, LEFT_HAND] = confidence[:, FACE] = 0.0
    return Motion(pose, confidence, clip.fps)


CODERS: dict[str, tuple[Coder, tuple[Footage, ...]]] = {
    "raw keypoints": (raw, ("close", "wide")),
    "raw keypoints of the hand": (raw_hand, ("wide",)),
    "shoulder-normalised, as spoken-to-signed": (shoulder_normalised, ("wide",)),
    "canonical motion, arms and hand": (canonical, ("wide",)),
    "canonical hand": (hand, ("close", "wide")),
}


def figures(found: list[Clip], footage: Footage) -> Iterator[Figure]:
    """Rows of one footage: signer in known and in new sessions, and sign; then motion style."""
    baseline = 0.0
    for name, (coder, shown) in CODERS.items():
        if footage not in shown:
            continue
        codes = Codes.of(found, coder)
        sign = codes.sign_accuracy()
        theirs = coder in (raw, raw_hand, shoulder_normalised)
        # The best that raw keypoints can do: a whole body hides the sign from a linear probe.
        baseline = max(baseline, sign) if theirs else baseline
        yield from judged(f"{footage}: {name}", codes, sign, baseline, theirs)
    fitted = Fitted.all(found)
    for name, codes in (
        ("gesture, joint rotations as stored", fitted.turns()),
        ("gesture, points of the body's hand", fitted.points()),
        ("gesture, articulation", fitted.articulations()),
    ):
        yield from judged(f"{footage}: {name}", codes, codes.sign_accuracy(), baseline, False)
    told = f"{100 * Codes.of(found, style).signer_accuracy():.1f} %"
    yield Figure(f"{footage}: duration and speed of a clip: signer, known sessions", "", told, "reported")


def judged(name: str, codes: Codes, sign: float, baseline: float, theirs: bool) -> Iterator[Figure]:
    """Three rows of one kind of code, against chance and against the sign's accuracy on raw keypoints."""
    signers, repeated = (len(np.unique(who)) for who in (codes.signer, codes.signer[codes.take == "1"]))
    known, new = codes.signer_accuracy(), codes.signer_across_takes()
    for what, value, goal in (
        ("signer, known sessions", known, 1 / signers + ALLOWED),
        ("signer, new sessions", new, 1 / repeated + ALLOWED),
        ("sign, new signers", sign, baseline),
    ):
        at_least = what.startswith("sign,")
        value_text, bound = f"{100 * value:.1f} %", f"{'≥' if at_least else '≤'} {100 * goal:.1f} %"
        met = bool(value >= goal if at_least else value <= goal)
        what = f"{name}: {what}"
        yield Figure(what, value_text, "", bound) if theirs else Figure(what, "", value_text, bound, met)


def section(quick: bool, data: Path = SHARED_DATA) -> Section:
    """All rows; ``quick`` takes six signs, close to."""
    rows: list[Figure] = []
    for footage in ("close",) if quick else ("close", "wide"):
        found = list(clips(data, footage, signs=6 if quick else None))
        rows += figures(found, footage)
    note = (
        "Nepali fingerspelling (`nsl23`), single frames, linear probes. First column: keypoints as tracked, or\n"
        "normalised as the peer does; then ours. `close`: hands that fill the picture, 4 signers (3 with two takes).\n"
        "`wide`: half the person, 3 signers, two takes each. Known sessions give away signer and camera together, new\n"
        "sessions the signer without that camera. docs/identity.md says what leaks and what was tried."
    )
    return Section("Identity", "python -m benchmarks identity", rows, note)
