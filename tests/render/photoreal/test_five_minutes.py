"""Five minutes of text: where it is cut, and that a real pipeline that drifts is brought back in every shot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from benchmarks.memory import text_of
from signsynth.lexicon import Lexicon
from signsynth.motion.phases_hands import STILL_SW_S, Hands
from signsynth.pipeline import Translator
from signsynth.render.photoreal import LongVideo, WanAnimateRenderer
from signsynth.render.photoreal.shot import shots
from signsynth.render.photoreal.tone import Tone
from tests.render.photoreal import tiny
from tests.render.photoreal.test_tone import light

pytestmark = pytest.mark.slow
SIZE, WINDOW, CONTEXT, FPS = 64, 17, 1, 2.0
OVERLAP = 0
"""Shots do not fade here: a random network's first frames have other colours than the rest of its shot, and a mean
is that of a shot alone."""
DRIFT = np.array([2.0, 1.0, -1.5])
"""Levels of 255 that are added to each shot more than to the one before."""


@pytest.fixture(scope="module")
def motion():
    found = Translator(Lexicon.open("ase"), transition="linear")(text_of(6.0)).motion
    assert found.duration_s > 300 and found.gesture is not None
    return found[: round(300 * found.fps)]


def test_every_cut_is_in_a_hold_or_where_hands_are_slowest(motion):
    window, context, overlap = 77, 5, 4
    cut = list(shots(motion, window, context, overlap))
    speed = Hands.of(motion).busiest((0, 1))
    assert len(cut) > 90
    for shot in cut[:-1]:
        reach = speed[(shot.begin + shot.end) // 2 : shot.end - overlap + 1]
        assert speed[shot.cut] == reach.min() or speed[shot.cut] < STILL_SW_S
    assert speed[[shot.cut for shot in cut[:-1]]].mean() < 0.5 * speed.mean()


@dataclass
class Drifting:
    """A renderer's shots, further off in colour from shot to shot."""

    maker: Any
    made: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.maker, name)

    def shots(self, signer, *, size, seed):
        return self

    def __call__(self, motion, before, number):
        self.made = number + 1
        found = self.maker(motion, before, number).astype(float) + DRIFT * (number + 1)
        return np.clip(found, 0, 255).astype(np.uint8)


def off(tone: Tone, wanted: Tone) -> np.ndarray:
    """How far the mean light of each channel is from that wanted, over the parts that both show: levels of 255."""
    both = tone.both(wanted)
    shares = wanted.count[both] / wanted.count[both].sum()
    here, there = (
        255 * (1.055 * (one.mixed(both, shares).T @ light(np.arange(256))) ** (1 / 2.4) - 0.055)
        for one in (tone, wanted)
    )
    return here - there


def test_a_real_pipeline_that_drifts_comes_back_in_every_shot(motion, tmp_path):
    pytest.importorskip("diffusers")
    pytest.importorskip("transformers")
    renderer = WanAnimateRenderer(
        pipeline=tiny.animate(), prompt=tiny.prompt(tmp_path), steps=1, window=WINDOW, context=CONTEXT,
        overlap=OVERLAP, detail=64, label="",
    )  # fmt: skip
    maker = Drifting(renderer.shots(None, size=SIZE, seed=3))
    video = np.stack(list(LongVideo(maker, overlap=OVERLAP)(motion, size=SIZE, fps=FPS)))
    few = motion.resample(FPS)
    assert len(video) == len(few) == 300 * FPS
    cut = list(shots(few, WINDOW, CONTEXT, OVERLAP))
    assert maker.made == len(cut) > 35
    picture, labels = maker.reference()
    wanted = Tone.of([picture], [labels])
    found = []
    for shot in cut:
        frames = np.arange(shot.begin, shot.cut)
        found.append(off(Tone.of(video[frames], maker.labels(few.taken(frames))), wanted))
    assert np.abs(DRIFT * len(cut)).max() > 70  # how far it would be by the end
    assert np.abs(found).max() < 1
