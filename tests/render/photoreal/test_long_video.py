"""A video of any length, from a renderer that drifts."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.render.photoreal import LongVideo
from signsynth.render.photoreal.tone import Tone
from tests.render.motions import waving
from tests.render.photoreal.test_tone import light

SIDE = 16
SKIN, WALL = np.array([190, 140, 110]), np.array([90, 100, 110])
SPOT = np.zeros((SIDE, SIDE), bool)
SPOT[3:13, 3:13] = True


def person(colour: np.ndarray) -> np.ndarray:
    """A person with some shading before a wall."""
    out = np.empty((SIDE, SIDE, 3))
    out[:] = WALL
    out[SPOT] = (colour + np.linspace(-25, 25, SPOT.sum())[:, None])[:]
    return np.clip(out, 0, 255).astype(np.uint8)


@dataclass
class Drifting:
    """Makes each shot a little redder and brighter than what it goes on from, as generators do."""

    drift: np.ndarray = field(default_factory=lambda: np.array([3.0, 1.0, -2.0]))
    known: bool = True
    """Whether it has a reference."""
    window: int = 17
    context: int = 1
    alive: list = field(default_factory=list)
    most: int = 0
    seeds: list = field(default_factory=list)

    def shots(self, signer, *, size, seed):
        self.seeds.append(seed)
        return self

    def prepared(self, motion):
        return motion

    def reference(self):
        return (person(SKIN), np.where(SPOT, 0, -1)) if self.known else None

    def labels(self, motion):
        return (SPOT for _ in range(len(motion)))

    def __call__(self, motion, before, number):
        assert len(motion) == self.window
        assert (before is None) == (number == 0)
        colour = SKIN if before is None else before[:, SPOT].mean((0, 1))
        made = np.repeat(person(colour + self.drift)[None], self.window, 0)
        self.alive = [ref for ref in self.alive if ref() is not None] + [weakref.ref(made)]
        self.most = max(self.most, len(self.alive))
        return made


def colours(video) -> np.ndarray:
    return np.array([frame[SPOT].mean(0) for frame in video])


@pytest.mark.parametrize("known", [True, False])
def test_five_minutes_do_not_drift(known):
    motion = waving(5 * 60 * 25)
    maker = Drifting(known=known)
    found = colours(LongVideo(maker, overlap=2)(motion, size=SIDE))
    assert len(found) == len(motion)
    wanted = SKIN if known else found[0]
    assert np.abs(found - wanted).max() < 4
    assert maker.most <= 2  # shots in memory at once


def test_without_matching_the_same_renderer_runs_away():
    motion = waving(60 * 25)
    found = colours(LongVideo(Drifting(), overlap=2, match=0)(motion, size=SIDE))
    assert np.abs(found[-1] - SKIN).max() > 40


def test_half_a_match_goes_half_the_way():
    motion = waving(17)
    plain, half, whole = (
        colours(LongVideo(Drifting(), overlap=2, match=match)(motion, size=SIDE))[0] for match in (0, 0.5, 1)
    )
    assert np.abs(half - (plain + whole) / 2).max() < 1
    assert np.abs(plain - SKIN).max() > 2


def test_shots_fade_into_each_other():
    maker = Drifting(drift=np.array([20.0, 0.0, 0.0]))
    found = colours(LongVideo(maker, overlap=4, match=0)(waving(30), size=SIDE))
    jumps = np.abs(np.diff(found[:, 0]))
    assert jumps.max() < 20 / 4 and jumps.sum() > 19


def test_the_wall_keeps_its_place_when_colours_match():
    frames = list(LongVideo(Drifting(), overlap=2)(waving(40), size=SIDE))
    assert all(
        (frame[0, 0] == frames[0][0, 0]).all() or np.abs(frame[0, 0].astype(int) - WALL).max() < 12 for frame in frames
    )


@dataclass(frozen=True)
class Plain:
    """A renderer that knows nothing of shots: it paints the number of its first frame."""

    def __call__(self, motion, signer=None, *, size=512, fps=None, seed=0):
        for _ in range(len(motion)):
            yield np.full((size, size, 3), 100 + seed, np.uint8) + np.uint8(20 * SPOT[..., None])


def test_any_renderer_can_be_wrapped():
    video = LongVideo(Plain(), window=21, overlap=2, labels=lambda m, s, size: (SPOT for _ in range(len(m))))
    found = [frame.mean() for frame in video(waving(60), size=SIDE)]
    assert len(found) == 60
    assert np.ptp(found) < 1.5  # each shot has another seed, and so another brightness: matched to the first


@pytest.mark.parametrize("frames", [0, 1, 2, 16, 17, 18, 33])
def test_as_many_frames_as_the_motion_has(frames):
    assert sum(1 for _ in LongVideo(Drifting(), overlap=2)(waving(40)[:frames], size=SIDE)) == frames


def test_another_rate_and_size():
    found = list(LongVideo(Drifting(), overlap=2)(waving(40), size=24, fps=50))
    assert len(found) == 80 and found[0].shape == (24, 24, 3) and found[0].dtype == np.uint8


def test_a_label_is_written_after_colours_are_matched():
    plain = list(LongVideo(Drifting(), overlap=2)(waving(3), size=64))
    told = list(LongVideo(Drifting(), overlap=2, label="synthetic")(waving(3), size=64))
    assert not np.array_equal(plain[0], told[0])
    assert np.array_equal(plain[0][:32], told[0][:32])


@pytest.mark.parametrize("wrong", [0, 15, 2049, 512.0, "512", True])
def test_wrong_sizes_are_refused_at_the_call(wrong):
    with pytest.raises(InputError, match="16 to 2048"):
        LongVideo(Drifting())(waving(3), size=wrong)


def test_matching_is_a_share():
    with pytest.raises(InputError, match="0 to 1"):
        LongVideo(Drifting(), match=1.5)(waving(3), size=SIDE)


def test_tones_of_the_result_are_those_of_the_reference():
    frames = list(LongVideo(Drifting(), overlap=2)(waving(80), size=SIDE))
    there = Tone.of([person(SKIN)], [SPOT])
    here = Tone.of([frames[-1]], [SPOT])
    means = [tone.mixed(np.array([0]), np.ones(1)).T @ light(np.arange(256)) for tone in (here, there)]
    assert np.abs(means[0] - means[1]).max() < 0.01


def test_frames_that_are_not_shown_have_no_say_in_the_match():
    """A generator whose first frames are of other colours, as autoencoders' may be: those shown are right."""

    @dataclass
    class Flashing(Drifting):
        def __call__(self, motion, before, number):
            made = super().__call__(motion, before, number)
            made[: self.context] //= 3
            return made

    maker = Flashing(drift=np.array([20.0, 0.0, -10.0]), context=5, window=21)
    found = colours(LongVideo(maker, overlap=0)(waving(120), size=SIDE))
    assert np.abs(found[21:] - SKIN).max() < 2
