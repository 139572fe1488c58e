"""The challenge's figures: worked out by hand, and the known ones of real sequences."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.files.sequences import read_skels
from signsynth.metrics.controls import reversed_, shuffled, static
from signsynth.metrics.layout import CANONICAL_178
from signsynth.metrics.sequence import Sequence
from signsynth.metrics.slrtp import aligned_errors, dtw_mje, duration, mpjpe, total_distance
from signsynth.metrics.warping import ALIGNERS
from tests.metrics.made import moving, sequence


def at(*places):
    """All joints at ``x`` in each frame."""
    return sequence([[[x, 0, 0]] for x in places])


def test_dtw_mje_by_hand():
    # 0 1 2 against 0 2: two paths cost √50 each (1 goes with 0 or with 2), 3 steps, one of them 1 off: 1/3 a joint.
    assert dtw_mje([(at(0, 1, 2), at(0, 2))]) == pytest.approx(1 / 3)
    # All aligned frames of the corpus are pooled: 3 steps of this pair (1 in all), 1 step that is 5 off.
    assert dtw_mje([(at(0, 1, 2), at(0, 2)), (at(5), at(0))]) == pytest.approx(6 / 4)


def test_mpjpe_total_distance_and_duration_by_hand():
    assert mpjpe([(at(0, 1), at(0, 3)), (at(2), at(2))]) == pytest.approx(2 / 3)
    assert total_distance([(at(0, 1, 0), at(0, 2, 4)), (at(0, 0), at(0, 2))]) == pytest.approx(2 / 6)
    assert duration([(at(0, 0, 0), at(0, 0)), (at(0), at(0, 0))]) == pytest.approx(1.0)


def test_halved_takes_every_second_frame_from_the_first():
    assert at(0, 1, 2, 3, 4).halved().points[:, 0, 0].tolist() == [0, 2, 4]


@pytest.mark.parametrize("align", sorted(ALIGNERS))
def test_a_motion_is_nowhere_off_itself(align):
    pytest.importorskip("fastdtw")
    own = moving(40)
    assert dtw_mje([(own, own)], ALIGNERS[align]) == 0
    assert total_distance([(own, own)]) == 1


def test_what_was_not_seen_is_never_counted():
    own, real = moving(30, 1), moving(30, 1)
    points = own.points.copy()
    points[5:9, 20] = np.nan
    points[:, 33] = np.nan
    hidden = Sequence.of_array(points, order=own.order)
    (errors,) = aligned_errors([(hidden, real)])
    assert np.nanmax(errors) == pytest.approx(0, abs=1e-6)
    assert np.isnan(errors[:, 33]).all() and np.isnan(errors[5:9, 20]).all()
    assert np.isnan(errors).sum() == len(errors) + 4


def test_noise_gives_its_known_error():
    """0.02 on every coordinate: the mean length of a 3D Gaussian vector is 0.02 √(8/π) = 0.0319."""
    own = moving(200, 2)
    noisy = Sequence.of_array(own.points + np.random.default_rng(0).normal(0, 0.02, own.points.shape), order=own.order)
    assert dtw_mje([(noisy, own)]) == pytest.approx(0.02 * np.sqrt(8 / np.pi), rel=0.02)


def test_order_of_points_does_not_matter():
    rng = np.random.default_rng(0)
    pair = [Sequence.of_array(rng.normal(size=(n, 178, 3)).cumsum(0), order=CANONICAL_178) for n in (12, 15)]
    turned = [side.as_slrtp() for side in pair]
    assert turned[0].points[:, 2].tolist() == pair[0].points[:, 5].tolist()  # the right wrist
    assert turned[0].points[:, 8].tolist() == pair[0].points[:, 29].tolist()  # the right hand's root
    assert dtw_mje([tuple(turned)]) == pytest.approx(dtw_mje([tuple(pair)]))
    assert total_distance([tuple(turned)]) == pytest.approx(total_distance([tuple(pair)]))


@pytest.mark.parametrize("frames", [(0, 3), (3, 0)])
def test_no_frames(frames):
    with pytest.raises(InputError, match="at least one"):
        aligned_errors([tuple(moving(3)[:n] for n in frames)])


def test_sides_that_never_saw_the_same_point():
    own, real = np.zeros((3, 50, 3)), np.zeros((3, 50, 3))
    own[:, :25], real[:, 25:] = np.nan, np.nan
    with pytest.raises(InputError, match="no point"):
        aligned_errors([(Sequence.of_array(own), Sequence.of_array(real))])


def test_one_frame_on_each_side():
    assert dtw_mje([(at(3), at(1))]) == 2
    assert np.isnan(total_distance([(at(3), at(1))]))


def test_phoenix_controls(shared_data):
    """Of the 15 sequences of the known figures 10 are here: what depends on which ones they are moves by some."""
    pytest.importorskip("fastdtw")
    folder = shared_data / "phoenix14t" / "skels"
    real = [
        Sequence.of_array(s.points).halved() for name in ("train", "dev") for s in read_skels(folder / f"{name}.skels")
    ]
    assert (
        len(real) == 10
        and abs(np.linalg.norm(real[0].points[:, 2] - real[0].points[:, 5], axis=1).mean() - 0.334) < 1e-3
    )
    rng = np.random.default_rng(0)
    noisy = [Sequence.of_array(s.points + rng.normal(0, 0.02, s.points.shape), fps=12.5) for s in real]
    align = ALIGNERS["fastdtw"]
    found = [
        dtw_mje(zip(made, real, strict=True), align) for made in (noisy, static(real), reversed_(real), shuffled(real))
    ]
    assert found[0] == pytest.approx(0.032, rel=0.03)
    assert found[1:] == pytest.approx([0.150, 0.157, 0.182], rel=0.12)
