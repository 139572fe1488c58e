"""Trust: whole for small changes, scaled down for large ones, none for nonsense."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from signsynth.render.mesh.passes import Passes
from signsynth.render.neural.inputs import PARTS, REGIONS
from signsynth.render.neural.retouch import AS_DRAWN, DARKER, LIGHTER, retouched
from signsynth.render.neural.trust import SEEN, TONE, full_trust, measured_trust

SHAPE = (20, 40)
HAND, FACE = PARTS.index("hand.L"), PARTS.index("face")


def passes(colour: int = 100) -> Passes:
    """A hand on the left, a face on the right, a strip of wall between them."""
    parts = np.full(SHAPE, -1, np.int16)
    parts[:, :18], parts[:, 22:] = HAND, FACE
    zero = np.zeros((*SHAPE, 3), np.float32)
    mask = parts >= 0
    picture = np.full((*SHAPE, 3), colour, np.uint8)
    return Passes(
        picture, mask, np.where(mask, 11, np.inf).astype(np.float32), zero, zero[..., :2], parts, zero[..., :2]
    )


def change(hand: float, face: float) -> np.ndarray:
    found = np.zeros((*SHAPE, 3), np.float32)
    found[:, :18], found[:, 22:] = hand, face
    return found


def trust(hand: float, face: float, known: float = 0.0) -> dict[str, float]:
    return measured_trust(passes(), np.full(SHAPE, known, np.float32), change(hand, face))


def test_small_changes_are_trusted():
    assert trust(0, 0) == full_trust() == dict.fromkeys(REGIONS, 1.0)
    assert trust(SEEN, -SEEN, known=1.0) == full_trust()


@pytest.mark.parametrize(("known", "most"), [(0.0, TONE), (0.5, TONE), (1.0, SEEN)])
def test_large_changes_are_scaled_to_the_most(known, most):
    found = trust(4 * most, most, known)
    assert found["hands"] == pytest.approx(0.25) and found["face"] == 1
    assert found["hair"] == found["cloth"] == pytest.approx(0.25), "what is not in view, as the least"
    shown = retouched(passes(), change(4 * most, most), found).astype(int)
    assert np.abs(shown[:, :18] - 100 - most).max() <= 1
    assert np.abs(shown[:, 22:] - 100 - most).max() <= 1


@pytest.mark.parametrize("nonsense", [np.nan, np.inf])
def test_nonsense_is_not_trusted(nonsense):
    found = trust(nonsense, 0)
    assert found["hands"] == 0 and found["face"] == 1


@pytest.mark.parametrize("colour", [0, 30, 100, 200, 255])
def test_a_body_gets_lighter_and_darker_by_so_much_at_most(colour):
    """Whatever the network wants, and the wall beside it by as much as is wanted."""
    shown = retouched(passes(colour), np.full((*SHAPE, 3), [300, -300, 0], np.float32), full_trust()).astype(int)
    most, least = (min(max(round(factor * colour + more), 0), 255) for factor, more in (LIGHTER, DARKER))
    assert np.abs(shown[:, :18] - [most, least, colour]).max() <= 1
    assert (shown[:, 19:21] == [255, 0, colour]).all()


def test_colours_end_at_black_and_white():
    assert retouched(passes(250), change(90, -90), full_trust())[0, 0].tolist() == [255] * 3
    assert retouched(passes(5), change(90, -90), full_trust())[0, -1].tolist() == [0] * 3


def test_beside_the_body_the_least_counts():
    everywhere = np.full((*SHAPE, 3), 40, np.float32)
    shown = retouched(passes(), everywhere, full_trust() | {"hands": 0.5, "face": 0.0})
    assert (shown[:, :18] == 120).all() and (shown[:, 18:] == 100).all()


@pytest.mark.parametrize("part", AS_DRAWN)
@pytest.mark.parametrize("trusted", [1.0, 0.5])
def test_an_open_mouth_is_the_mesh(part, trusted):
    seen = passes()
    seen.parts[5:9, 25:30] = PARTS.index(part)
    shown = retouched(seen, change(10, 10), dict.fromkeys(REGIONS, trusted))
    inside = seen.parts == PARTS.index(part)
    assert (shown[inside] == 100).all() and (shown[seen.mask & ~inside] == round(100 + 10 * trusted)).all()
