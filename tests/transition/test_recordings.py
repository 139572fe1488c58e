"""Spans, in-betweening and joins on real recordings."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest

from signsynth.files import load_motion
from signsynth.motion import Motion
from signsynth.motion.continuity import wrist_derivatives
from signsynth.motion.phases import phases
from signsynth.pipeline.clips import trimmed
from signsynth.transition import TRANSITIONS, Diffusion, carried, join
from signsynth.transition.duration import tempo_sw_s
from tests.transition.made import hand_stretch

SWISS = ("essen", "kinder", "kleine", "pizza")
AMERICAN = ("hello", "friend", "want", "why", "thank_you", "learn", "tired", "finished", "morning", "house")
HOLDS = tuple("abcdiklmnorstuvwx")


@functools.cache
def clip(folder: Path, name: str) -> Motion:
    if name in SWISS:
        return load_motion(folder / "peer_lexicon" / "dummy_lexicon" / "sgg" / f"{name}.pose")
    return load_motion(folder / "asl100" / "signs" / f"{name}.json", fps=29.97)


def sign(folder: Path, name: str) -> Motion:
    return trimmed(clip(folder, name)).resample(25.0)


@pytest.mark.parametrize("name", SWISS)
def test_hands_at_the_sides_are_not_part_of_a_sign(shared_data, name):
    motion = clip(shared_data, name)
    found = phases(motion).sign
    start, end = found.start, found.end
    highest = motion.pose[:, 4:6, 1].max(1)
    assert highest[0] < -1.0 and highest[-1] < -0.6  # the clip begins at rest, and ends near it
    assert start > 0.15 * motion.fps and end < len(motion) - 0.1 * motion.fps
    assert (highest[start:end] > -0.95).all()


@pytest.mark.parametrize("name", HOLDS)
def test_letters_are_cut_to_a_short_hold(shared_data, name):
    short = sign(shared_data, name)
    assert 0.1 <= len(short) / short.fps <= 0.55
    assert tempo_sw_s(short) < 0.6


@pytest.mark.parametrize("names", [SWISS, AMERICAN], ids=["sgg", "ase"])
def test_hands_move_inside_signs_as_fast_as_in_real_signing(shared_data, names):
    signs = [sign(shared_data, name) for name in names]
    speed = np.average([tempo_sw_s(one) for one in signs], weights=[len(one) for one in signs])
    assert 0.7 <= speed <= 1.3


@pytest.mark.parametrize("method", TRANSITIONS)
@pytest.mark.parametrize("names", [SWISS, AMERICAN], ids=["sgg", "ase"])
def test_joins_are_no_rougher_than_signs(shared_data, names, method):
    signs = [sign(shared_data, name) for name in names]
    joins, inside = ([], [], []), ([], [], [])
    rng = np.random.default_rng(0)
    for _ in range(10):  # a single order may put all far ways together
        joined = join(carried([signs[i] for i in rng.permutation(len(signs))]), TRANSITIONS[method]())
        assert hand_stretch(joined) < 1e-4
        for into, values in zip((joins, inside), wrist_derivatives(joined), strict=True):
            for order in range(3):
                into[order].extend(values[order])
    # What is drawn moves as people do, at joins as inside signs: now and then a little faster.
    most = 1.25 if method == "diffusion" else 1.0
    assert all(np.mean(a) <= most * np.mean(b) for a, b in zip(joins, inside, strict=True))


def test_the_default_is_nearer_to_hidden_frames_of_real_signs_than_straight_lines(shared_data):
    methods = {name: make() for name, make in TRANSITIONS.items()}
    methods["mean"] = Diffusion(sample=False)
    errors = {name: [] for name in methods}
    for name in (*SWISS, *AMERICAN):
        motion = clip(shared_data, name)
        for start in range(8, len(motion) - 16, 7):
            hidden = motion.pose[start : start + 8, :50]
            for method, found in errors.items():
                made = methods[method](motion[:start], motion[start + 8 :], 8)
                found.append(np.linalg.norm(made.pose[:, :50] - hidden, axis=-1).mean())
    mean = {name: float(np.mean(values)) for name, values in errors.items()}
    assert mean["gaussian-process"] < 0.85 * mean["linear"]
    assert mean["gaussian-process"] < mean["hermite"]
    assert mean["mean"] < mean["gaussian-process"]
