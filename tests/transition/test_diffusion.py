"""Laws of learned transitions: whatever the weights, signs are met and stay, hands are rigid, seeds decide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw
from signsynth.transition import join
from signsynth.transition.diffusion import Diffusion
from signsynth.transition.directions import guessed, poses_of, values_of
from signsynth.transition.model import TransitionModel
from tests.transition.learned import tiny
from tests.transition.made import signing, still

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**16)
lengths = st.integers(1, 70)


@pytest.fixture(scope="module")
def drawn() -> Diffusion:
    return Diffusion(tiny())


@pytest.fixture(scope="module")
def mean(drawn: Diffusion) -> Diffusion:
    return replace(drawn, sample=False)


@few
@given(a=seeds, b=seeds, frames=lengths, seed=seeds)
def test_a_transition_has_the_frames_asked_for_and_the_same_for_the_same_seed(drawn, a, b, frames, seed) -> None:
    before, after = signing(a), signing(b)
    made = drawn(before, after, frames, seed)
    assert len(made) == frames and np.isfinite(made.pose).all()
    assert np.array_equal(made.pose, drawn(before, after, frames, seed).pose)


@few
@given(a=seeds, b=seeds, frames=st.integers(2, 40), seed=seeds)
def test_another_seed_gives_another_movement_but_the_mean_has_none(drawn, mean, a, b, frames, seed) -> None:
    before, after = signing(a), signing(b)
    assert not np.array_equal(drawn(before, after, frames, seed).pose, drawn(before, after, frames, seed + 1).pose)
    assert np.array_equal(mean(before, after, frames, seed).pose, mean(before, after, frames, seed + 1).pose)


@few
@given(a=seeds, b=seeds, frames=lengths, seed=seeds)
def test_hand_bones_keep_their_lengths(drawn, a, b, frames, seed) -> None:
    made = drawn(signing(a), signing(b), frames, seed)
    for hand in (LEFT_HAND, RIGHT_HAND):
        points = made.pose[:, hand].astype(float)
        bones = np.linalg.norm(points[:, 1:] - points[:, list(HAND_PARENTS[1:])], axis=-1)
        np.testing.assert_allclose(bones, np.broadcast_to(hand_lengths_sw()[1:], bones.shape), atol=1e-5)


@few
@given(a=seeds, b=seeds, seed=seeds)
def test_sign_frames_come_out_bit_for_bit(drawn, a, b, seed) -> None:
    signs = [signing(a), signing(b)]
    whole = join(signs, drawn, seed=seed, rest=False)
    starts = [s.start for s in whole.segments if s.kind == "sign"]
    for sign, start in zip(signs, starts, strict=True):
        assert np.array_equal(whole.pose[start : start + len(sign)], sign.pose)


@few
@given(a=seeds, b=seeds, frames=st.integers(1, 30))
def test_without_its_share_it_is_the_guess_of_the_process(mean, a, b, frames) -> None:
    before, after = signing(a), signing(b)
    plain = replace(mean, share=0.0)(before, after, frames)
    sides = values_of(before.pose[-8:]), values_of(after.pose[:8])
    guess = poses_of(guessed(*sides, frames, mean.model.weights))
    np.testing.assert_allclose(plain.pose, guess, atol=1e-6)


@few
@given(a=seeds, b=seeds, shift=st.floats(-0.3, 0.3))
def test_the_correction_is_0_beside_the_gap_and_grows_from_there(mean, a, b, shift) -> None:
    before, after = signing(a), signing(b)
    made, plain = mean(before, after, 24), replace(mean, share=0.0)(before, after, 24)
    off = np.abs(made.pose - plain.pose)[:, 4:6].max((1, 2))
    assert off[0] <= 0.7 * off.max() + 1e-9 and off[-1] <= 0.7 * off.max() + 1e-9


def test_a_hand_that_nobody_saw_is_left_to_the_process(mean) -> None:
    unseen = [replace(signing(k), confidence=np.where(np.arange(178) < 29, 1.0, signing(k).confidence)) for k in (1, 2)]
    hidden = [replace(m, confidence=_without(m, RIGHT_HAND)) for m in unseen]
    made, plain = mean(*hidden, 12), replace(mean, share=0.0)(*hidden, 12)
    _, ours = hand_directions(made.pose)
    _, theirs = hand_directions(plain.pose)
    np.testing.assert_allclose(ours[:, 1], theirs[:, 1], atol=1e-6)
    assert np.abs(ours[:, 0] - theirs[:, 0]).max() > 1e-4


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_short_sides_will_do(drawn, frames) -> None:
    made = drawn(signing(1, frames), signing(2, frames), 10)
    assert len(made) == 10 and np.isfinite(made.pose).all()


def test_still_hands_stay_nearly_still(drawn) -> None:
    rest = still(3)
    made = drawn(rest, rest, 12)
    assert np.abs(made.pose - rest.pose[:1]).max() < 0.02


def test_shares_outside_0_to_1_are_refused() -> None:
    with pytest.raises(InputError, match="share 2"):
        Diffusion(tiny(), share=2)


def test_a_model_comes_back_from_its_file(tmp_path) -> None:
    model = tiny(4, graph="physical")
    model.save(tmp_path / "model.safetensors")
    again = TransitionModel.load(tmp_path / "model.safetensors")
    assert again.config == model.config and again.about == model.about
    for name, array in model.weights.items():
        np.testing.assert_array_equal(again.weights[name], array.astype(np.float16).astype(np.float32))


def test_a_damaged_model_is_one_clear_error(tmp_path) -> None:
    path = tmp_path / "model.safetensors"
    with pytest.raises(FileError, match="no such file"):
        TransitionModel.load(path)
    tiny().save(path)
    data = path.read_bytes()
    for cut in (4, 100, len(data) // 2, len(data) - 1):
        broken = tmp_path / f"cut{cut}.safetensors"
        broken.write_bytes(data[:cut])
        with pytest.raises(FileError, match=f"cut{cut}"):
            TransitionModel.load(broken)


def test_a_file_of_something_else_is_refused(tmp_path) -> None:
    from safetensors.numpy import save_file

    save_file({"x": np.zeros(3)}, tmp_path / "other.safetensors")
    with pytest.raises(FileError, match="expected 'signsynth transition'"):
        TransitionModel.load(tmp_path / "other.safetensors")


def _without(motion: Motion, hand: slice) -> np.ndarray:
    out = motion.confidence.copy()
    out[:, hand] = 0.0
    return out
