"""Windows: the same seed gives the same ones; what is left out is out; they move as people do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.files.corpus import Take
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL
from signsynth.transition.training.windows import KINDS, Mix, Window, Windows
from tests.transition.training.made import arms, bone_errors, take, takes, wrist_errors


@pytest.fixture(scope="module")
def windows() -> Windows:
    return Windows.of(takes())


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("frames", [1, 4, 12, 20, 30])
def test_every_window_is_a_person(windows, frames):
    batch = windows.batch(rng(), 120, frames)
    t = 16 + frames
    assert batch.pose.shape == batch.clean.shape == (120, t, 50, 3) and batch.confidence.shape == (120, t, 50)
    for array in (batch.pose, batch.clean, batch.confidence, batch.fps):
        assert array.dtype == np.float32 and np.isfinite(array).all()
    assert ((batch.confidence >= 0) & (batch.confidence <= 1)).all()
    for pose in (batch.pose, batch.clean):
        assert bone_errors(pose) < 1e-5 and wrist_errors(pose) == 0
        upper, fore = arms(pose)
        assert 0.6 < upper.min() and upper.max() < 1.15 and 0.45 < fore.min() and fore.max() < 1.05
    assert (np.linalg.norm(batch.pose[:, :, 4:6], axis=-1) < 2.5).all()
    assert set(batch.kind) <= set(range(len(KINDS))) and set(batch.source) <= set(range(len(windows.sources)))
    assert ((batch.fps > 14) & (batch.fps < 120)).all()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_small_batches(windows, size):
    for seed in range(12):
        batch = windows.batch(rng(seed), size, 6)
        assert batch.pose.shape[0] == size and np.isfinite(batch.pose).all()


def test_the_same_generator_gives_the_same_windows(windows):
    for a, b in zip(windows.batch(rng(5), 40, 7), Windows.of(takes()).batch(rng(5), 40, 7), strict=True):
        assert np.array_equal(a, b)
    assert not np.array_equal(windows.batch(rng(5), 40, 7).pose, windows.batch(rng(6), 40, 7).pose)


def test_batches_of_one_generator_differ(windows):
    one = rng(0)
    assert not np.array_equal(windows.batch(one, 9, 7).clean, windows.batch(one, 9, 7).clean)


def test_kinds_are_drawn_as_asked(windows):
    kind = windows.batch(rng(), 2000, 1).kind
    assert np.abs(np.bincount(kind) / 2000 - Mix().kinds).max() < 0.03
    only = Windows(windows.shelf, replace(Mix(), kinds=(0, 0, 1))).batch(rng(), 50, 3)
    assert (only.kind == KINDS.index("made")).all()


def test_plain_windows_are_recordings_at_25_frames_a_second():
    """Against ``Motion.resample``, whose frames are midpoints: the take is cut so that both agree."""
    one = take(0, 61, fps=25.0)
    batch = Windows.of([one], Mix.plain()).batch(rng(), 30, 10)
    assert np.array_equal(batch.pose, batch.clean) and np.allclose(batch.fps, 25)
    for pose in batch.pose:
        starts = np.abs(one.pose[:, None, 4:6] - pose[None, :1, 4:6]).max((2, 3))
        k = int(starts.argmin())
        near = [np.abs(one.pose[j : j + 26] - pose).max() for j in range(max(k - 1, 0), min(k + 2, 36))]
        assert min(near) < 0.03  # at most half a frame away from whole ones
    assert isinstance(Motion(np.concatenate([one.pose, np.zeros((61, 128, 3))], 1), np.ones((61, 178)), 25.0), Motion)


def test_nothing_of_what_is_left_out():
    """Takes that are left out are marked by a shape that no other hand has, and never found."""
    marked = [replace(t, label="SECRET") for t in takes(4)]
    open_ = [replace(t, label="OPEN", source="other") for t in takes(8)[4:]]
    left = Windows.of(marked + open_, Mix(leave_out=frozenset({"SECRET"})))
    alone = Windows.of(open_)
    for a, b in zip(left.batch(rng(), 50, 5), alone.batch(rng(), 50, 5), strict=True):
        assert np.array_equal(a, b)
    kept = Windows.of(marked + open_, Mix(only=frozenset({"other"})))
    assert np.array_equal(kept.batch(rng(), 50, 5).pose, alone.batch(rng(), 50, 5).pose)


def test_leaving_out_everything_is_an_error():
    with pytest.raises(InputError, match="leave no take"):
        Windows.of(takes(), Mix(leave_out=frozenset({"deep", "flat"})))


@pytest.mark.parametrize(("size", "frames"), [(0, 3), (3, 0), (-1, 3)])
def test_no_window_at_all_is_an_error(windows, size, frames):
    with pytest.raises(InputError, match="expected 1 or more"):
        windows.batch(rng(), size, frames)


def test_mirrored_windows_are_mirrored(windows):
    """The last change before noise: with and without it, the same windows but for their side."""
    still = dict.fromkeys(("noise", "dropout"), 0.0)
    a, b = (Windows(windows.shelf, Mix(mirror=share, **still)).batch(rng(), 60, 6) for share in (0.0, 1.0))
    assert np.abs(a.pose[:, :, CANONICAL.mirror[:50]] * np.array([-1, 1, 1], np.float32) - b.pose).max() < 1e-5
    assert np.array_equal(a.confidence[:, :, CANONICAL.mirror[:50]], b.confidence)


def test_noise_and_loss_leave_the_truth_alone(windows):
    calm = Windows(windows.shelf, Mix(noise=0, dropout=0)).batch(rng(), 60, 6)
    wild = Windows(windows.shelf, Mix(noise=1, dropout=0.5)).batch(rng(), 60, 6)
    assert np.array_equal(calm.pose, calm.clean)
    # Windows come in the order of one generator, which noise moves on: they are matched by what is true of them.
    assert np.array_equal(np.sort(calm.clean[:, 0].sum((1, 2))), np.sort(wild.clean[:, 0].sum((1, 2))))
    assert (np.abs(wild.pose - wild.clean).max((1, 2, 3)) > 1e-4).mean() > 0.9


# -- as people move: the figures of the module's docstring, on recordings and on windows alike


def white_noise(wrists: np.ndarray, fps: float) -> np.ndarray:
    """Of held wrists ``(frames, 2)`` in the picture, from fourth differences ``(m,)``."""
    steps = smooth(np.linalg.norm(np.diff(wrists, axis=0), axis=-1), 1.5)
    fourth = np.sqrt((np.diff(wrists, n=4, axis=0) ** 2).mean(-1) / 70)
    return fourth[steps[2 : 2 + len(fourth)] * fps < 0.35]


def strokes(wrists: np.ndarray, fps: float) -> list[tuple[float, float, float, float]]:
    """Seconds, way, peak (share of the time) and bend (share of the chord) of movements between dips of speed."""
    path = smooth(wrists, 0.05 * fps)
    speed = np.linalg.norm(np.gradient(path, axis=0), axis=-1) * fps
    dips = [t for t in range(1, len(speed) - 1) if speed[t] <= speed[t - 1] and speed[t] < speed[t + 1]]
    out = []
    for a, b in zip(dips[:-1], dips[1:], strict=True):
        chord = path[b] - path[a]
        way, own = np.linalg.norm(chord), speed[a : b + 1]
        if way > 0.08 and own.max() > 2 * max(own[0], own[-1]) and b - a >= 4:
            across = (path[a : b + 1] - path[a]) @ np.array([-chord[1], chord[0]]) / way
            out.append(((b - a) / fps, way, own.argmax() / (b - a), np.abs(across).max() / way))
    return out


def runs(takes_: list[Take]):
    """Wrists in the picture ``(f, 2)`` of runs in which their hand is seen, and the rate."""
    for one in takes_:
        for side, hand in ((4, 8), (5, 29)):
            seen = np.concatenate([[0], (one.confidence[:, hand : hand + 21].max(1) > 0).astype(int), [0]])
            for a, b in np.flatnonzero(np.diff(seen)).reshape(-1, 2):
                if b - a >= 10:
                    yield one.pose[a:b, side, :2].astype(float), one.fps


def of_windows(batch: Window) -> list[Take]:
    return [
        Take("w", "", "", float(fps), pose, np.ones(pose.shape[:2]))
        for pose, fps in zip(batch.pose, batch.fps, strict=True)
    ]


@pytest.fixture(scope="module")
def recordings(shared_data) -> list[Take]:
    from signsynth.pipeline.corpus import recorded

    return [*recorded(shared_data / "asl100", every=3), *recorded(shared_data / "ksl13", every=40)]


def test_recordings_are_as_noisy_as_said(recordings):
    for name, typical in (("ksl13", 0.0015), ("asl100", 0.0009)):
        noise = np.concatenate([white_noise(*run) for run in runs([t for t in recordings if t.source == name])])
        assert 0.6 * typical < np.median(noise) < 1.6 * typical
        assert np.percentile(noise, 97) < 0.008


def test_recorded_movements_are_as_said(recordings):
    seconds, way, peak, bend = np.array([s for run in runs(recordings) for s in strokes(*run)]).T
    assert len(seconds) > 60
    assert 0.2 < np.median(seconds) < 0.4 and 0.4 < np.median(peak) < 0.6 and 0.04 < np.median(bend) < 0.09
    slope, offset = np.polyfit(np.log(way), np.log(seconds), 1)
    assert 0.15 < slope < 0.5 and 0.35 < np.exp(offset) < 0.75


@pytest.mark.parametrize("kind", [1, 2])
def test_what_is_made_moves_alike(recordings, kind):
    """Movements of splices and made windows have the length, peak and bend of recorded ones."""
    shares = [0.0, 0.0, 0.0]
    shares[kind] = 1.0
    batch = Windows.of(recordings, Mix(tuple(shares), noise=0, dropout=0, affine=0, limb=0)).batch(rng(), 400, 20)
    made, real = (
        np.array([s for run in runs(takes_) for s in strokes(*run)]) for takes_ in (of_windows(batch), recordings)
    )
    assert len(made) > 100
    for column, factor in ((2, 1.2), (3, 1.8)):
        ratio = np.median(made[:, column]) / np.median(real[:, column])
        assert 1 / factor < ratio < factor, (column, ratio)
    # Hands of one movement end together, so a short way may take as long as the other hand's; long ways tell.
    for low, high, factor in ((0.15, 0.5, 1.8), (0.5, 1.5, 1.4)):
        medians = [np.median(a[(a[:, 1] > low) & (a[:, 1] < high), 0]) for a in (made, real)]
        assert 1 / factor < medians[0] / medians[1] < factor, (low, medians)
