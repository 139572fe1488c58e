"""Laws of coarticulation: a stated amount of marked frames changes, smoothly, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.body.fit import body_points
from signsynth.errors import InputError
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion, Segment
from signsynth.rotations import from_6d
from signsynth.skeleton import RIGHT_HAND
from signsynth.transition import GaussianProcess, Linear, Pause, coarticulated, join, refine
from signsynth.transition.diffusion import Diffusion
from signsynth.transition.refine import between_signs
from tests.transition.learned import tiny
from tests.transition.made import hand_stretch, labelled, signing, still

few = settings(max_examples=10, deadline=None)
seeds = st.integers(0, 2**16)
amounts = st.floats(0.02, 1)
FRAMES = 40
masks = st.lists(st.booleans(), min_size=8, max_size=8).map(lambda marks: np.repeat(marks, FRAMES // 8))
DRAWN, PROCESS = Diffusion(tiny()), GaussianProcess()


def one_run(start: int = 12, end: int = 28) -> np.ndarray:
    return (np.arange(FRAMES) >= start) & (np.arange(FRAMES) < end)


def reach(motion: Motion) -> np.ndarray:
    return motion.pose[:, 4:6].astype(float)


@few
@given(seed=seeds, mask=masks)
def test_an_amount_of_0_is_no_change_at_all(seed, mask) -> None:
    motion = signing(seed, FRAMES)
    assert refine(motion, mask, DRAWN, amount=0) is motion
    assert refine(motion, np.zeros(FRAMES, bool), DRAWN, amount=1) is motion


@few
@given(seed=seeds, mask=masks, amount=amounts)
def test_frames_that_are_not_marked_come_out_bit_for_bit(seed, mask, amount) -> None:
    motion = labelled(signing(seed, FRAMES), "A")
    made = refine(motion, mask, DRAWN, amount=amount)
    assert len(made) == FRAMES and made.segments == motion.segments and made.fps == motion.fps
    assert np.array_equal(made.pose[~mask], motion.pose[~mask])
    assert np.array_equal(made.confidence[~mask], motion.confidence[~mask])


@few
@given(seed=seeds, mask=masks, amount=amounts)
def test_runs_with_nothing_beside_them_stay(seed, mask, amount) -> None:
    motion = signing(seed, FRAMES)
    mask[: FRAMES // 2] = True
    made = refine(motion, mask, PROCESS, amount=amount)
    assert np.array_equal(made.pose[: FRAMES // 2], motion.pose[: FRAMES // 2])


@few
@given(seed=seeds, mask=masks, amount=amounts)
def test_hands_stay_rigid(seed, mask, amount) -> None:
    assert hand_stretch(refine(signing(seed, FRAMES), mask, DRAWN, amount=amount)) < 1e-4


@few
@given(seed=seeds, amount=amounts)
def test_wrists_go_that_share_of_the_way(seed, amount) -> None:
    motion, mask = signing(seed, FRAMES), one_run()
    whole = reach(refine(motion, mask, PROCESS, amount=1)) - reach(motion)
    part = reach(refine(motion, mask, PROCESS, amount=amount)) - reach(motion)
    np.testing.assert_allclose(part, amount * whole, atol=1e-5)


@few
@given(seed=seeds, less=amounts, more=amounts)
def test_more_is_no_nearer_to_what_was(seed, less, more) -> None:
    motion, mask = signing(seed, FRAMES), one_run()
    less, more = sorted((less, more))
    off = [
        np.linalg.norm(refine(motion, mask, PROCESS, amount=amount).pose - motion.pose, axis=-1).mean()
        for amount in (less, more)
    ]
    assert off[0] <= off[1] + 1e-6


@few
@given(seed=seeds)
def test_the_middle_of_a_run_is_the_bridges_where_the_amount_is_1(seed) -> None:
    motion, mask = signing(seed, FRAMES), one_run()
    made = refine(motion, mask, PROCESS, amount=1, seed=seed)
    bridged = PROCESS(motion[:12], motion[28:], 16)
    np.testing.assert_allclose(made.pose[16:24], bridged.pose[4:12], atol=1e-5)


@few
@given(seed=seeds, draw=seeds, amount=amounts)
def test_a_seed_gives_the_same_motion_and_another_one_another(seed, draw, amount) -> None:
    motion, mask = signing(seed, FRAMES), one_run()
    made = refine(motion, mask, DRAWN, amount=amount, seed=draw)
    assert made.equals(refine(motion, mask, DRAWN, amount=amount, seed=draw))
    assert not np.array_equal(made.pose, refine(motion, mask, DRAWN, amount=amount, seed=draw + 1).pose)


@few
@given(seed=seeds, mask=masks, amount=amounts)
def test_it_commutes_with_the_mirror(seed, mask, amount) -> None:
    motion = signing(seed, FRAMES)
    made = refine(motion, mask, PROCESS, amount=amount).mirrored()
    np.testing.assert_allclose(made.pose, refine(motion.mirrored(), mask, PROCESS, amount=amount).pose, atol=2e-5)


@few
@given(seed=seeds, amount=amounts)
def test_runs_do_not_depend_on_each_other(seed, amount) -> None:
    motion, first, second = signing(seed, FRAMES), one_run(4, 12), one_run(15, 27)
    both = refine(motion, first | second, PROCESS, amount=amount).pose
    assert np.array_equal(both[:14], refine(motion, first, PROCESS, amount=amount).pose[:14])
    assert np.array_equal(both[14:], refine(motion, second, PROCESS, amount=amount).pose[14:])


@few
@given(seed=seeds, mask=masks, amount=amounts)
def test_who_stands_still_goes_on_standing_still(seed, mask, amount) -> None:
    motion = still(seed, FRAMES)
    np.testing.assert_allclose(refine(motion, mask, PROCESS, amount=amount).pose, motion.pose, atol=1e-5)


def test_a_bridge_that_bends_at_the_seams_is_met_smoothly_all_the_same() -> None:
    """Straight lines meet signs in position only; mixed, they meet them in velocity too."""
    motion, mask = signing(5, FRAMES, fps=100.0), one_run()
    mixed, replaced = reach(refine(motion, mask, Linear(), amount=1)), reach(motion)
    replaced[12:28] = reach(Linear()(motion[:12], motion[28:], 16))
    bend = lambda wrists: np.linalg.norm(np.diff(wrists, 2, axis=0), axis=-1)[[10, 27]].max(1)  # noqa: E731
    assert (bend(mixed) < 0.3 * bend(replaced)).all()


def test_a_hand_that_is_lost_on_the_way_keeps_its_shape() -> None:
    motion, mask = signing(2, FRAMES), one_run()
    confidence = motion.confidence.copy()
    confidence[20:24, RIGHT_HAND] = 0
    lost = replace(motion, confidence=confidence)
    made = refine(lost, mask, PROCESS, amount=1)
    shape = lambda m, hand: m.pose[:, hand] - m.pose[:, hand][:, :1]  # noqa: E731
    np.testing.assert_allclose(shape(made, RIGHT_HAND), shape(motion, RIGHT_HAND), atol=1e-5)
    assert np.array_equal(made.confidence[:, RIGHT_HAND], confidence[:, RIGHT_HAND])
    assert np.abs(shape(made, slice(8, 29)) - shape(motion, slice(8, 29))).max() > 0.01


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_amounts_outside_0_to_1_are_refused(amount) -> None:
    with pytest.raises(InputError, match="expected 0 to 1"):
        refine(signing(0, FRAMES), one_run(), PROCESS, amount=amount)
    with pytest.raises(InputError, match="coarticulation"):
        coarticulated(signing(0, FRAMES), PROCESS, amount=amount)


@pytest.mark.parametrize("mask", [np.ones(FRAMES - 1, bool), np.ones(FRAMES), np.ones((FRAMES, 2), bool)])
def test_masks_of_another_kind_are_refused(mask) -> None:
    with pytest.raises(InputError, match=r"expected bool \(40,\)"):
        refine(signing(0, FRAMES), mask, PROCESS, amount=0.5)


# Between signs


def marked(*spans: tuple[str, int]) -> Motion:
    """A motion of segments, each a kind and its frames."""
    starts = np.cumsum([0, *(frames for _, frames in spans)]).tolist()
    segments = tuple(Segment(a, b, kind) for a, b, (kind, _) in zip(starts, starts[1:], spans, strict=False))
    return replace(signing(1, starts[-1]), segments=segments)


def test_the_mask_is_the_way_and_the_ends_of_both_signs() -> None:
    motion = marked(("pause", 5), ("transition", 6), ("sign", 20), ("transition", 7), ("sign", 9), ("transition", 5))
    found = np.flatnonzero(between_signs(motion, 0.16))
    # 0.16 s are 4 frames; of the sign of 9 frames a third are 3. Ways from and to rest are not between signs.
    assert found.tolist() == list(range(31 - 4, 38 + 3))


def test_a_pause_between_signs_keeps_them_apart() -> None:
    motion = marked(("sign", 12), ("pause", 5), ("transition", 4), ("sign", 12))
    assert not between_signs(motion).any()
    assert coarticulated(motion, PROCESS, amount=1) is motion


@few
@given(seed=seeds, amount=st.floats(0.1, 1), reach_s=st.floats(0, 1))
def test_the_core_of_every_sign_stays_bit_for_bit(seed, amount, reach_s) -> None:
    signs = [labelled(signing(seed + k, 12), str(k)) for k in range(3)]
    motion = join([signs[0], signs[1], Pause(0.2), signs[2]], PROCESS, seed=seed)
    made = coarticulated(motion, DRAWN, amount=amount, reach_s=reach_s, seed=seed)
    assert made.segments == motion.segments
    for segment in (s for s in made.segments if s.kind == "sign"):
        core = slice(segment.start + 4, segment.end - 4)
        assert np.array_equal(made.pose[core], motion.pose[core])
    last = next(s for s in made.segments if s.label == "2")
    assert np.array_equal(made.pose[last.start :], motion.pose[last.start :])


# Gesture and mesh


@pytest.fixture(scope="module")
def utterance() -> Motion:
    """Two signs whose bodies were fitted before."""
    lexicon = Lexicon.open("ase")
    return join([lexicon.motion(lexicon.best(gloss)) for gloss in ("HELLO", "WHERE")], PROCESS, rest=False)


@pytest.mark.parametrize("amount", [0.3, 1.0])
def test_the_body_follows_and_stays_outside_bit_for_bit(utterance, amount) -> None:
    made = coarticulated(utterance, PROCESS, amount=amount)
    outside = ~between_signs(utterance)
    for name in ("gesture", "mesh"):
        assert getattr(made, name).taken(outside).equals(getattr(utterance, name).taken(outside))
    assert not made.mesh.equals(utterance.mesh) and not made.gesture.equals(utterance.gesture)
    turns = from_6d(np.concatenate([a.reshape(-1, 6) for a in (made.gesture.fingers, made.mesh.rotations)]))
    np.testing.assert_allclose(turns @ turns.swapaxes(-1, -2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-5)
    apart = [np.linalg.norm(body_points(m) - m.pose, axis=-1)[:, 8:50].mean(1) for m in (utterance, made)]
    assert apart[1].max() < apart[0].max() + 0.02


def test_a_bridge_that_knows_no_body_gets_one(utterance) -> None:
    def bare(before, after, frames=None, seed=0):
        return replace(Linear()(before, after, frames), gesture=None, mesh=None)

    made = coarticulated(utterance, bare, amount=0.5)
    assert len(made.mesh) == len(made.gesture) == len(made)


def test_a_gesture_without_mesh_is_dropped_as_in_a_join(utterance) -> None:
    made = coarticulated(replace(utterance, mesh=None), PROCESS, amount=0.5)
    assert made.gesture is None and made.mesh is None
