"""The embedded alphabet: complete, readable, and like real hands."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from signsynth.files import load_motion
from signsynth.files.index import read_index
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import HAND_PARENTS, RIGHT_HAND
from signsynth.writing.letters import WrittenSign, read_signs, realise

LEXICON = Path(__file__).resolve().parents[3] / "lexicon" / "ase"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = (*LETTERS, *map(str, range(11)))
MOVING = {"J", "Z", "10"}
MM = 0.29 / 96.1
"""Shoulder widths in a millimetre of the hand that the bone lengths come from."""


@pytest.fixture(scope="module")
def signs() -> dict[str, WrittenSign]:
    return {sign.gloss: sign for sign in read_signs(LEXICON / "writing") if sign.gloss in ALPHABET}


@pytest.fixture(scope="module")
def motions(signs) -> dict[str, Motion]:
    return {gloss: realise(sign) for gloss, sign in signs.items()}


@pytest.fixture(scope="module")
def hands(motions) -> dict[str, np.ndarray]:
    return {gloss: motion.pose[0, RIGHT_HAND].astype(float) for gloss, motion in motions.items()}


def gap_mm(hand: np.ndarray, one: int, other: int) -> float:
    return float(np.linalg.norm(hand[one] - hand[other])) / MM


def test_letters_and_digits_are_complete(signs):
    assert set(signs) == set(ALPHABET)
    assert all(sign.status.startswith("written, not reviewed") for sign in signs.values())
    assert {sign.licence for sign in signs.values()} == {"Apache-2.0"}


def test_only_j_z_and_ten_move(motions):
    for gloss, motion in motions.items():
        path = np.linalg.norm(np.diff(motion.pose[:, RIGHT_HAND], axis=0), axis=-1).sum(0).max()
        assert (path > 0.3) if gloss in MOVING else (path == 0), gloss
        assert (0.5 <= motion.duration_s <= 0.8) if gloss in MOVING else (len(motion) == 4), gloss


def test_j_goes_down_then_hooks_to_the_left_and_up(motions):
    tip = motions["J"].pose[:, RIGHT_HAND][:, 20]
    low = int(tip[:, 1].argmin())
    assert 0 < low < len(tip) - 1
    assert tip[0, 1] - tip[low, 1] > 0.4 and tip[-1, 1] - tip[low, 1] > 0.1 and tip[-1, 0] - tip[0, 0] > 0.2


def test_z_goes_right_then_down_left_then_right(motions):
    tip = motions["Z"].pose[:, RIGHT_HAND][:, 8]
    steps = np.diff(tip[[0, 6, 12, 18]], axis=0)[:, :2]
    assert np.allclose(steps, [[-0.32, 0], [0.32, -0.28], [-0.32, 0]], atol=0.01)


def test_bones_of_different_fingers_keep_apart(hands):
    """No finger runs through another: the middle lines keep at least 7 mm (a fingertip is 14 mm thick)."""
    bones = [(HAND_PARENTS[point], point) for point in range(1, 21) if point % 4 != 1]
    share = np.linspace(0, 1, 25)[:, None]
    for gloss, hand in hands.items():
        lines = {bone: hand[bone[0]] * (1 - share) + hand[bone[1]] * share for bone in bones}
        for one, other in itertools.combinations(bones, 2):
            if (one[1] - 1) // 4 != (other[1] - 1) // 4:
                gap = np.linalg.norm(lines[one][:, None] - lines[other], axis=-1).min() / MM
                assert gap > 7, f"{gloss}: bones {one} and {other} are {gap:.1f} mm apart"


def test_a_fist_closes_before_the_palm(hands, motions):
    """Fingertips never lie behind the palm's bones."""
    for gloss, motion in motions.items():
        bones = hand_directions(motion.pose[:1])[1][0, 1]
        palm = np.cross(bones[4] - bones[16], bones[8])
        palm /= np.linalg.norm(palm)
        for tip in (4, 8, 12, 16, 20):
            assert (hands[gloss][tip] - hands[gloss][0]) @ palm > -10 * MM, (gloss, tip)


@pytest.mark.parametrize(("gloss", "tip"), [("F", 8), ("9", 8), ("8", 12), ("7", 16), ("6", 20), ("O", 8), ("D", 12)])
def test_the_thumb_touches_one_fingertip(hands, gloss, tip):
    hand = hands[gloss]
    gaps = {other: gap_mm(hand, 4, other) for other in (8, 12, 16, 20)}
    assert min(gaps, key=gaps.get) == tip and gaps[tip] < 20


def test_facts_of_the_letters(hands):
    def high(letter: str, tip: int) -> bool:
        """Whether a finger is stretched: its tip farther from the wrist than its middle joint."""
        hand = hands[letter]
        return bool(np.linalg.norm(hand[tip] - hand[0]) > np.linalg.norm(hand[tip - 2] - hand[0]) * 1.15)

    stretched = {letter: "".join("IMRP"[i] for i in range(4) if high(letter, 8 + 4 * i)) for letter in hands}
    assert {letter: stretched[letter] for letter in "ABDFHIKLRSUVWY"} == dict(
        zip(
            "ABDFHIKLRSUVWY",
            ["", "IMRP", "I", "MRP", "IM", "P", "IM", "I", "IM", "", "IM", "IM", "IMR", "P"],
            strict=True,
        )
    )
    assert [stretched[digit] for digit in "123456789"] == ["I", "IM", "IM", "IMRP", "IMRP", "IMR", "IMP", "IRP", "MRP"]
    # Crossed: the index fingertip is on the little finger's side of the middle one, and in front of it.
    index, middle = hands["R"][8], hands["R"][12]
    assert index[0] < middle[0] - 5 * MM and index[2] > middle[2]
    assert gap_mm(hands["U"], 8, 12) < 25 < 50 < gap_mm(hands["V"], 8, 12)
    # How far the thumb is tucked under: M past N past T past A, towards the little finger.
    tucked = [hands[letter][4, 0] for letter in "MNTA"]
    assert tucked == sorted(tucked)


def test_where_palms_and_fingers_point(hands, motions):
    bones = {gloss: hand_directions(motion.pose[:1])[1][0, 1] for gloss, motion in motions.items()}
    looks = {gloss: np.cross(b[4] - b[16], b[8]) for gloss, b in bones.items()}
    forward = {gloss for gloss in looks if looks[gloss][2] / np.linalg.norm(looks[gloss]) > 0.5}
    assert set("ABEFIKLMNRSTUVWXY6789") <= forward
    assert not forward & set("GHPQ12345")
    for gloss in "GH":
        assert bones[gloss][5, 0] > 0.8
    assert bones["P"][9, 1] < -0.8 and bones["Q"][6, 1] < -0.8


def test_the_index_lists_every_word_once(signs):
    index = read_index(LEXICON / "index.csv")
    listed = Counter(zip(index.column("path"), index.column("words"), strict=True))
    assert all(listed[f"{sign.gloss.lower()}.pose", word] == 1 for sign in signs.values() for word in sign.words)
    assert set(index.column("signed_language")) == {"ase"}


def test_files_hold_the_motions(motions):
    for gloss, motion in motions.items():
        loaded = load_motion(LEXICON / f"{gloss.lower()}.pose")
        assert np.abs(loaded.pose - motion.pose).max() <= 2**-17 + 1e-7
        assert np.array_equal(loaded.confidence, motion.confidence)


def test_the_nearest_real_letter_is_itself(shared_data, hands):
    """Webcam hands, true 3D hands and recorded hands together; J starts as I and is told by its movement."""
    from benchmarks.alphabet import nearest, real_letters, written

    found = {letter: near[0][0] for letter, near in nearest(written(), real_letters(shared_data)).items()}
    assert found == {letter: "I" if letter == "J" else letter for letter in LETTERS}


def test_real_hands_are_told_apart_less_well_than_ours(shared_data):
    """The test means something: other people's recorded hands do not all pass, but nearly."""
    from benchmarks.alphabet import nearest, peer, real_letters

    found = nearest(peer(shared_data), real_letters(shared_data))
    assert 22 <= sum(near[0][0] == letter for letter, near in found.items()) <= 25


def test_shapes_are_those_of_true_3d_hands(shared_data):
    from benchmarks.alphabet import aligned, handy, nearest_shape, written

    signs, shapes = written(), handy(shared_data)
    digits = tuple(map(str, range(1, 11)))
    assert nearest_shape(signs, shared_data, digits) == {digit: digit for digit in digits}
    errors = {label: np.mean([aligned(signs[label], shape) for shape in shapes[label]]) for label in shapes}
    # VR tracking lost the fingers of P and M, which hide each other.
    assert max(error for label, error in errors.items() if label not in "PM") < 16
    assert np.median(list(errors.values())) < 11
