"""What is learned about how long movements take."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.files.corpus import Take, save_corpus
from signsynth.geometry import minimum_jerk
from signsynth.skeleton import MANUAL
from signsynth.transition.tempo import Tempo
from signsynth.transition.tempo_file import load_tempi
from signsynth.transition.training.tempo import (
    FAINT_SW_S,
    MANNERS,
    SCALES,
    Movements,
    between_dips,
    gaps,
    learned,
    main,
)
from tests.transition.made import moved, still

FPS = 50.0


def take(source: str = "ksl13", *, ways=(0.6, -0.6, 0.8), seconds: float = 0.4, hold_s: float = 0.2) -> Take:
    """Movements to the side with holds between them, each with the speed profile of human reaches."""
    at, parts = 0.0, [np.zeros(round(hold_s * FPS))]
    for way in ways:
        parts += [at + way * minimum_jerk(np.linspace(0, 1, round(seconds * FPS)))]
        at += way
        parts += [np.full(round(hold_s * FPS), at)]
    path = np.concatenate(parts)
    motion = moved(still(1, len(path), fps=FPS), path[:, None] * np.array([1.0, 0, 0]))
    return Take(source, "", f"{seconds}", FPS, motion.pose[:, MANUAL], motion.confidence[:, MANUAL])


def test_movements_lie_between_dips():
    """Peaks at 3, 7 and 12; the dip at 5 is deeper than half of the lower peak, the one at 9 is not a dip."""
    speed = np.array([0, 0.2, 0.6, 1.0, 0.6, 0.3, 0.6, 0.9, 0.8, 0.7, 0.8, 0.9, 1.0, 0.3, 0.0])
    assert between_dips(speed) == [(0, 5), (5, 14)]
    assert between_dips(np.full(10, 0.1)) == []


@settings(max_examples=10, deadline=None)
@given(seconds=st.floats(0.2, 0.8), seed=st.integers(0, 9))
def test_gaps_last_as_long_as_the_movements_at_their_tempo(seconds, seed):
    """No more than a movement and a frame on either side, at the slowest tempo; what is taken out is missing."""
    one = take(seconds=seconds)
    for manner, (fastest, slowest) in MANNERS.items():
        found = list(gaps([one], manner, seed=seed))
        assert found
        for gap in found:
            frames = gap.seconds * gap.before.fps
            assert frames == pytest.approx(round(frames), abs=1e-6)
            assert len(gap.before.pose) + round(frames) + len(gap.after.pose) == len(one)
            assert fastest - 1e-9 <= FPS / gap.before.fps <= slowest + 1e-9
            assert gap.seconds <= (seconds + 0.3) * slowest


def test_only_recorded_sets_are_learned_from_and_the_seed_decides():
    takes = [take(), take("ngt_sigml"), take("dgs_sentences")]
    found = list(gaps(takes, "any", seed=3))
    assert {gap.source for gap in found} == {"ksl13"}
    again, other = list(gaps(takes, "any", seed=3)), list(gaps(takes, "any", seed=4))
    assert [gap.seconds for gap in again] == [gap.seconds for gap in found] != [gap.seconds for gap in other]
    with pytest.raises(InputError, match="no movement"):
        Movements.of(gaps(takes[1:], "any"))


def test_a_known_law_is_found_again():
    """Examples made by a law, with noise of known spread: its numbers come back."""
    rng = np.random.default_rng(0)
    law = Tempo(-2.0, (0.2, 0.1, 0.15, 0.05), 0.6, 0.6, 0.4, SCALES, FAINT_SW_S)
    seams = np.column_stack([rng.exponential(s, 20_000) for s in (0.4, 0.2, 1.0, 0.6, 0.7, 0.7)])
    speed = np.log(np.hypot(seams[:, 4:], FAINT_SW_S)).mean(1)
    mean = law.base + np.log1p(seams[:, :4] / SCALES) @ law.exponents - law.slowing * speed
    seconds = np.exp(mean + law.spread * rng.standard_normal(20_000))
    found = learned(Movements(seams, seconds, np.array(["a", "b", "c", "d"] * 5000)))
    assert found.base == pytest.approx(law.base, abs=0.03) and found.slowing == pytest.approx(law.slowing, abs=0.02)
    np.testing.assert_allclose(found.exponents, law.exponents, atol=0.02)
    assert found.spread == pytest.approx(law.spread, rel=0.03)


def test_no_exponent_is_negative_even_where_the_examples_say_so():
    rng = np.random.default_rng(0)
    seams = rng.exponential(0.5, (2000, 6))
    found = learned(Movements(seams, 1 / (1 + seams[:, 0]), np.full(2000, "a")))
    assert min(found.exponents) == 0 and found.slowing >= 0


def test_the_command_writes_both_manners_and_the_same_bytes_again(tmp_path):
    sets = ("ksl13", "asl100")
    takes = [take(source, seconds=seconds) for source in sets for seconds in np.linspace(0.2, 0.8, 6)]
    save_corpus(tmp_path / "corpus.npz", takes)
    for name in ("one", "two"):
        main([str(tmp_path / "corpus.npz"), "-o", str(tmp_path / name)])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    tempi = load_tempi(tmp_path / "one")
    assert set(tempi) == set(MANNERS)
    pose = still(1, 12)
    far = moved(pose, np.array([0.8, 0, 0]))
    assert tempi["running"].seconds(pose, far) < tempi["any"].seconds(pose, far)
