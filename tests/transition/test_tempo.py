"""How long transitions take, as learned."""

from __future__ import annotations

import csv
from dataclasses import replace
from math import exp, hypot, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError
from signsynth.motion import Motion
from signsynth.transition import TIMINGS, Duration, Linear, Tempo, join
from signsynth.transition.tempo import Seconds
from signsynth.transition.tempo_file import load_tempi, save_tempi
from tests.transition.made import moved, signing, still

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 200)
manners = st.sampled_from(["any", "running"])
LAW = Tempo(-2.0, (0.5, 0.0, 0.0, 0.0), 0.5, 0.7, 0.4, (0.1, 0.1, 0.5, 0.3), 0.15)


def at_speed(seed: int, sw_s: float, frames: int = 12) -> Motion:
    """A pose that moves to the side without changing."""
    return moved(still(seed, frames), np.arange(frames)[:, None] * np.array([sw_s / 25, 0, 0]))


def test_a_law_by_hand():
    """Held hands 0.8 apart: e^-2 · √(1 + 0.8 / 0.1) / √0.15 = 1.048 s; from a single frame on at 0.7 a second 0.480."""
    pose = still(1, 12)
    far = moved(pose, np.array([0.8, 0, 0]))
    assert LAW.seconds(pose, far) == pytest.approx(exp(-2) * 3 / 0.15**0.5, rel=1e-5)
    alone = LAW.seconds(pose[:1], far[:1])
    assert alone == pytest.approx(exp(-2) * 3 / hypot(0.7, 0.15) ** 0.5, rel=1e-5)
    assert LAW.seconds(pose, far[:1]) == pytest.approx(LAW.seconds(pose, far), rel=1e-6)  # the known side speaks
    found = LAW.distribution(pose, far)
    assert found.spread == 0.4 and found.median == LAW.seconds(pose, far)


@few
@given(one=seeds, other=seeds, pace=st.floats(0.2, 5), manner=manners)
def test_pace_divides_the_time_and_a_frame_is_the_least(one, other, pace, manner):
    a, b, tempo = signing(one), signing(other), Tempo.load(manner)
    assert tempo.frames(a, b, pace) == max(1, round(tempo.seconds(a, b) / pace * 25))
    assert tempo.frames(a, b, 1000) == 1


@few
@given(one=seeds, other=seeds, shift=st.floats(-1, 1), manner=manners)
def test_the_same_for_left_and_right_and_wherever_the_signer_stands(one, other, shift, manner):
    a, b, tempo = signing(one), signing(other), Tempo.load(manner)
    assert tempo.seconds(a.mirrored(), b.mirrored()) == pytest.approx(tempo.seconds(a, b), rel=2e-3)
    there = [moved(motion, np.array([shift, shift, 0])) for motion in (a, b)]
    assert tempo.seconds(*there) == pytest.approx(tempo.seconds(a, b), rel=2e-3)


@few
@given(seed=seeds, ways=st.tuples(st.floats(0, 3), st.floats(0, 3)), speed=st.floats(0, 3), manner=manners)
def test_a_longer_way_never_takes_less_time_nor_ever_too_long(seed, ways, speed, manner):
    a, tempo = at_speed(seed, speed), Tempo.load(manner)
    near, far = sorted(ways)
    near, far = (tempo.seconds(a, moved(a, a.pose[-1, 4] - a.pose[0, 4] + [0, way, 0])) for way in (near, far))
    assert 0 < near <= far * (1 + 1e-6) and far <= tempo.longest_s


@few
@given(seed=seeds, speeds=st.tuples(st.floats(0, 3), st.floats(0, 3)), manner=manners)
def test_faster_hands_never_take_longer(seed, speeds, manner):
    slow, fast = (at_speed(seed, speed) for speed in sorted(speeds))
    tempo = Tempo.load(manner)
    times = [tempo.seconds(a, moved(a, a.pose[-1, 4] - a.pose[0, 4] + [0, 0.3, 0])) for a in (slow, fast)]
    assert times[0] >= times[1] * (1 - 1e-6)


@few
@given(one=seeds, other=seeds, fps=st.sampled_from([30.0, 50.0, 60.0]), manner=manners)
def test_the_frame_rate_does_not_matter(one, other, fps, manner):
    make = lambda rate: [signing(seed, round(0.6 * rate) + 1, fps=rate) for seed in (one, other)]  # noqa: E731
    tempo = Tempo.load(manner)
    assert tempo.seconds(*make(fps)) == pytest.approx(tempo.seconds(*make(300.0)), rel=0.06)


@few
@given(one=seeds, other=seeds, manner=manners)
def test_draws_are_those_of_the_distribution(one, other, manner):
    a, b, tempo = signing(one), signing(other), replace(Tempo.load(manner), longest_s=100.0)
    found = tempo.distribution(a, b)
    drawn = np.array([found.sample(seed) for seed in range(400)])
    assert tempo.sample(a, b, 7) == drawn[7]
    assert np.median(drawn) == pytest.approx(tempo.seconds(a, b), rel=5 * 1.2533 * found.spread / 20)
    low, high = found.interval(0.8)
    assert np.mean((drawn >= low) & (drawn <= high)) == pytest.approx(0.8, abs=5 * 0.02)


def test_variety_differs_from_seam_to_seam_and_seed_to_seed_and_is_repeatable():
    a, b, c = (signing(seed) for seed in (1, 2, 3))
    tempo = Tempo.load()
    assert tempo.varied(0.0).seconds(a, b) == tempo.seconds(a, b)
    one, again, other = (tempo.varied(1.0, seed) for seed in (4, 4, 5))
    assert one.seconds(a, b) == again.seconds(a, b) != other.seconds(a, b)
    shares = {one.seconds(*pair) / tempo.seconds(*pair) for pair in ((a, b), (b, c), (c, a))}
    assert len(shares) == 3
    small = [abs(log(tempo.varied(v, 4).seconds(a, b) / tempo.seconds(a, b))) for v in (0.5, 1.0)]
    assert small[0] == pytest.approx(small[1] / 2, rel=1e-6)


def test_an_interval_by_hand():
    """The middle 68.27 % of a normal distribution is one spread on either side."""
    low, high = Seconds(log(0.2), 0.5).interval(0.6826894921)
    assert (low, high) == pytest.approx((0.2 * exp(-0.5), 0.2 * exp(0.5)), rel=1e-6)


def test_running_text_takes_the_times_of_real_signing():
    """Hands at 0.8 a second over the ways of real signing, 0.12 (median): 170 ms, within a quarter."""
    a = at_speed(1, 0.8)
    b = moved(a, a.pose[-1, 4] - a.pose[0, 4] + np.array([0, 0.12, 0]))
    assert Tempo.load("running").seconds(a, b) == pytest.approx(0.17, rel=0.25)


@few
@given(one=seeds, other=seeds)
def test_running_text_is_never_slower_than_signing_of_any_manner(one, other):
    a, b = signing(one), signing(other)
    assert Tempo.load("running").seconds(a, b) <= Tempo.load("any").seconds(a, b) * 1.05


def test_it_takes_the_place_of_the_distance_rule():
    parts = [signing(seed) for seed in (1, 2, 3)]
    tempo = Tempo.load()
    joined = join(parts, Linear(), duration=tempo, rest=False)
    made = [s.end - s.start for s in joined.segments if s.kind == "transition"]
    assert made == [tempo.frames(a, b) for a, b in zip(parts, parts[1:], strict=False)]
    assert isinstance(TIMINGS["distance"](), Duration) and TIMINGS["running"]() == Tempo.load("running") != tempo
    assert TIMINGS["tempo"]().law == tempo


def test_what_was_saved_comes_back_exactly_and_the_bytes_are_the_same(tmp_path):
    tempi = load_tempi()
    assert set(tempi) == {"any", "running"}
    for name in ("one", "two"):
        save_tempi(tmp_path / name, tempi, {"data": "none"})
    assert load_tempi(tmp_path / "one") == tempi
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_weights_are_one_clear_error_or_a_law(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("tempo") / "tempo.safetensors"
    save_tempi(path, {"any": LAW}, {})
    whole = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    for _ in range(data.draw(st.integers(0, 3)) if whole else 0):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        found = load_tempi(path)
    except FileError as error:
        assert str(path) in str(error) and "\n" not in str(error).split(str(path))[0]
    else:
        assert all(isinstance(tempo, Tempo) for tempo in found.values())


def test_what_is_missing_or_foreign_is_named(tmp_path):
    from safetensors.numpy import save

    with pytest.raises(FileError, match="no.safetensors"):
        Tempo.load(path=tmp_path / "no.safetensors")
    (tmp_path / "other").write_bytes(save({"a": np.zeros(3)}, {"format": "pt"}))
    with pytest.raises(FileError, match="expected signsynth-tempo 1"):
        Tempo.load(path=tmp_path / "other")
    about = '{"format": "signsynth-tempo", "version": 1, "manners": ["any"]}'
    (tmp_path / "empty").write_bytes(save({"any.base": np.float64([1, 2])}, {"about": about}))
    with pytest.raises(FileError, match=r"any\.base is of shape \(2,\)"):
        Tempo.load(path=tmp_path / "empty")
    with pytest.raises(InputError, match="runing.*running"):
        Tempo.load("runing")


IMPOSSIBLE = (
    {"base": float("nan")},
    {"exponents": (0.1,)},
    {"exponents": (-0.1, 0, 0, 0)},
    {"slowing": -1},
    {"spread": -0.1},
    {"scales": (0, 1, 1, 1)},
    {"faint_sw_s": 0},
    {"variety": 3},
    {"longest_s": 0},
)


@pytest.mark.parametrize("bad", IMPOSSIBLE)
def test_impossible_laws_are_refused(bad):
    with pytest.raises(InputError, match="expected"):
        replace(LAW, **bad)


@pytest.mark.parametrize("pace", [0, -1, float("nan")])
def test_impossible_paces_are_refused(pace):
    with pytest.raises(InputError, match="pace"):
        LAW.frames(still(1), still(2), pace)


def test_nine_tenths_of_labelled_real_transitions_are_within_reach(shared_data):
    """Careful spelling: the law for any manner gives nine tenths of its labelled times some probability."""
    with open(shared_data / "nsl23" / "index.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "transition"]
    seconds = np.array([int(row["frames"]) / float(row["fps"]) for row in rows])
    held = still(1)
    low, high = Tempo.load("any").distribution(held, held).interval(0.999)
    assert len(seconds) > 200 and np.mean((low < seconds) & (seconds < high)) > 0.9
