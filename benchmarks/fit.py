"""How exactly and how fast the body is fitted: poses of the body itself, and real recordings."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import numpy as np
import torch

from benchmarks.lexicons import SHARED_DATA
from benchmarks.table import Figure, Section
from signsynth.body import Body
from signsynth.body.fit import body_points, faults, fit
from signsynth.body.fit.rig import Rig
from signsynth.lexicon.sources import open_source
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND

SETS = (("ksl13", "kvk"), ("asl100", "ase"), ("msl150", "mfs"))
_STILL = ("upperleg", "lowerleg", "foot", "toe", "eye", "pelvis")


def random_poses(body: Body, frames: int, share: float, *, seed: int = 0) -> Motion:
    """Frames that have nothing to do with each other: joints anywhere in ``share`` of their range, face actions."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=generator, dtype=torch.float64)

    body = body.to(torch.float64)
    limits = body.limits.clone()
    limits[0] *= 0.1  # the whole body leans by up to 18 degrees
    moving = torch.tensor([not name.startswith(_STILL) for name in body.joint_names])
    angles = limits[..., 0] + uniform(frames, body.joints, 3) * (limits[..., 1] - limits[..., 0])
    actions = uniform(frames, 52) * (uniform(frames, 52) < 0.15)
    points = body.landmarks(body.from_angles(angles * share * moving[:, None]), actions=actions).numpy()
    rig = Rig.of(body)
    return Motion((points - rig.origin_m) / rig.width_m, np.ones(points.shape[:2]), 25)


def clean(body: Body, frames: int, share: float) -> Iterator[Figure]:
    """Keypoint error on random poses."""
    motion = random_poses(body, frames, share)
    fit(motion[:2], body)
    start = time.perf_counter()
    fitted = fit(motion, body)
    elapsed = (time.perf_counter() - start) / frames * 1000
    apart = np.linalg.norm(body_points(fitted, body) - motion.pose, axis=-1) * Rig.of(body).width_m * 1000
    mean, p95, worst = apart.mean(), np.percentile(apart, 95), apart.max()
    what = f"{frames} random poses, {share:.0%} of every joint's range: mean / p95 / max keypoint error"
    met = bool(mean <= 1 and p95 <= 3 and worst <= 20)
    yield Figure(what, "", f"{mean:.2f} / {p95:.2f} / {worst:.1f} mm", "≤ 1 / 3 / 20 mm", met)
    yield Figure("the same: time a frame", "", f"{elapsed:.1f} ms", "≤ 20 ms", elapsed <= 20)


def clips(name: str, signed: str, count: int) -> Iterable[Motion]:
    """Real recordings, every so many-th of a set."""
    found = open_source(SHARED_DATA / name, signed=signed).clips
    for clip in found[:: max(1, len(found) // count)][:count]:
        recording = clip.read()
        yield recording if isinstance(recording, Motion) else canonicalise(recording, fps=25.0)


def real(body: Body, name: str, signed: str, count: int) -> Iterator[Figure]:
    """Hand points of one set."""
    flat, deep, kept, elapsed, frames = [], [], [], 0.0, 0
    popping, inside = [], []
    parents = np.array(HAND_PARENTS[1:])
    for motion in clips(name, signed, count):
        start = time.perf_counter()
        fitted = fit(motion, body)
        elapsed, frames = elapsed + time.perf_counter() - start, frames + len(motion)
        wrong = faults(fitted, body)
        popping.append(wrong.popping)
        inside.append(wrong.inside)
        points = body_points(fitted, body)
        for hand in (LEFT_HAND, RIGHT_HAND):
            seen = motion.confidence[:, hand] > 0
            away = (points - motion.pose)[:, hand]
            flat.append(np.linalg.norm(away[..., :2], axis=-1)[seen])
            deep.append(np.linalg.norm(away, axis=-1)[seen])
            # Phalanges; the palm's own bones move against each other.
            bones = np.linalg.norm(points[:, hand][:, 1:] - points[:, hand][:, parents], axis=-1)
            bones = bones[:, [k for k in range(20) if k % 4]]
            kept.append((bones / np.median(bones, 0)).min())
    error, in_depth = (100 * np.median(np.concatenate(values)) for values in (flat, deep))
    what = f"{name}, {count} recordings: hand points off the pose, median, in the picture"
    yield Figure(what, "", f"{error:.1f} % of a shoulder width", "≤ 4 %", bool(error <= 4))
    yield Figure(f"{name}: with depth", "", f"{in_depth:.1f} %", "")
    shrunk = min(kept)
    yield Figure(f"{name}: finger bone length, min ÷ median", "0.23", f"{shrunk:.2f}", "1.00", bool(shrunk > 0.995))
    pops, pierced = (float(np.concatenate(values).mean()) for values in (popping, inside))
    yield Figure(f"{name}: frames in which a joint of arm or finger jumps", "", f"{pops:.2%}", "≤ 1 %", pops <= 0.01)
    what = f"{name}: frames with a hand 1 cm inside the body or the other hand, or a forearm half"
    yield Figure(what, "", f"{pierced:.1%}", "≤ 10 %", pierced <= 0.1)
    speed = elapsed / frames * 1000
    yield Figure(f"{name}: time a frame", "", f"{speed:.1f} ms", "≤ 20 ms", speed <= 20)


def section(quick: bool = False) -> Section:
    """Accuracy and speed; ``quick`` takes few poses and one set."""
    body = Body.load()
    rows = [row for share in (0.5, 1.0) for row in clean(body, 40 if quick else 1000, share)]
    for name, signed in SETS[:1] if quick else SETS:
        rows += real(body, name, signed, 3 if quick else 40)
    note = (
        "A joint jumps where it turns by more than 20 degrees in a frame beyond what upper arm, forearm and palm of\n"
        "the pose turn together, one of a finger beyond its bones. Hands are capsules, trunk and head\n"
        "the surface at rest, moved with chest and head.\n"
        "Random poses have the body's own proportions and are fitted frame by frame. Recordings have canonical\n"
        "ones: the body's hands and face have another shape, so that their points cannot lie on the pose exactly.\n"
        "Depth differs on purpose: hands stay outside the chest and follow the body's own face."
    )
    return Section("Fit", "python -m benchmarks fit", rows, note)
