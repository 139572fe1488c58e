"""A model is tried: nothing changes in what it makes, and what is noted is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

pytest.importorskip("diffusers")
pytest.importorskip("transformers")

from signsynth.render.photoreal import WanVaceRenderer
from signsynth.render.photoreal.shot import reflected
from signsynth.render.photoreal.tone import Tone
from signsynth.render.photoreal.trial import Trial
from tests.render.photoreal import tiny

SIZE = 64


@pytest.fixture(scope="module")
def renderer(tmp_path_factory):
    return WanVaceRenderer(
        pipeline=tiny.vace(), prompt=tiny.prompt(tmp_path_factory.mktemp("prompt")), driver="mesh", steps=1, window=17,
        context=5, overlap=1, label="", guidance=1.0,
    )  # fmt: skip


def test_frames_are_the_renderers_own_and_every_shot_is_noted(renderer, fitted):
    motion = fitted.taken(reflected(0, 20, len(fitted)))
    trial = Trial(renderer)
    frames = np.stack(list(trial(motion, size=SIZE, seed=2)))
    assert np.array_equal(frames, np.stack(list(renderer(motion, size=SIZE, seed=2))))
    assert trial.frames == 20 and len(trial.shots_made) == 2 and trial.name == "wan-vace"
    first, second = trial.shots_made
    assert min(first.seconds, second.seconds, trial.loading_s) > 0
    assert first.shown is not None and second.shown is None  # of the last shot nothing was handed on
    assert first.shown < first.raw  # matched before it was handed on
    report = "\n".join(trial.lines())
    for word in ("wan-vace, memory none, cpu, torch", "loading:", "shot 2:", "20 frames; one second of video took"):
        assert word in report


@dataclass
class Coloured:
    """Shots of one colour each."""

    colours: list[tuple[int, int, int]]
    window: int = 17
    context: int = 1

    def prepared(self, motion: Any) -> Any:
        return motion

    def reference(self) -> Any:
        return np.full((8, 8, 3), 100, np.uint8), np.zeros((8, 8), int)

    def labels(self, motion: Any) -> Any:
        return (np.zeros((8, 8), int) for _ in range(len(motion)))

    def __call__(self, motion: Any, before: Any, number: int) -> np.ndarray:
        return np.broadcast_to(np.uint8(self.colours[number]), (17, 8, 8, 3)).copy()


def test_colours_are_measured_against_the_reference(renderer, fitted, monkeypatch):
    maker = Coloured([(100, 110, 100), (100, 100, 60)])
    monkeypatch.setattr(WanVaceRenderer, "shots", lambda self, signer, *, size, seed: maker)
    trial = Trial(renderer)
    list(trial(fitted.taken(reflected(0, 20, len(fitted))), size=16))
    first, second = trial.shots_made
    assert first.raw == pytest.approx(10, abs=0.01) and second.raw == pytest.approx(40, abs=0.01)
    assert first.shown < 1


def test_away_by_hand():
    here, there = (np.full((4, 4, 3), value, np.uint8) for value in ((10, 20, 200), (10, 25, 190)))
    whole = np.zeros((4, 4), int)
    away = Tone.of([here], [whole]).away(Tone.of([there], [whole]))
    assert away == pytest.approx([0, -5, 10], abs=0.01)
    assert (Tone.of([here], [whole - 1]).away(Tone.of([there], [whole])) == 0).all()
