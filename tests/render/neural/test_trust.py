"""Trust: whole for small changes, scaled down for large ones, none for nonsense."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

from signsynth.render.mesh.passes import Passes
from signsynth.render.neural.inputs import PARTS, REGIONS
from signsynth.render.neural.retouch import AS_DRAWN, DARKER, LIGHTER, retouched
from signsynth.render.neural.trust import FORM, LIGHT, LOST, SEEN, TONE, borne_out, full_trust, measured_trust
from signsynth.signer import Witness

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


NEAR = 1e-3
"""Of 255: what single precision may hide."""


def photo(off: np.ndarray | float = 0.0, colour: int = 100) -> Witness:
    """Of ``passes()``, off by as much from the mesh's picture; the person is wholly in it."""
    shown = np.full((*SHAPE, 3), colour, np.float32) + off
    mask = np.where(passes().mask, 255, 0).astype(np.uint8)
    nothing = np.zeros((1, 3), np.float32)
    return Witness(np.clip(np.rint(shown), 0, 255).astype(np.uint8), mask, nothing, nothing[0], 1.0, nothing[0, :2])


def is_borne_out(trusted: dict[str, float], wanted: np.ndarray, seen: Witness) -> bool:
    """Whether hand and face are as near to the photo as the mesh's, but for the tolerances.

    Everything looks the same way here: the light that suits best is one factor.
    """
    good = True
    for columns in (np.s_[:, :17], np.s_[:, 23:]):
        true, off = seen.photo[columns].astype(float), []
        for shown in (passes().colour, retouched(passes(), wanted, trusted)):
            own = shown[columns].astype(float)
            best = own * (own * true).sum() / (own * own).sum()
            off.append([np.sqrt(((a - true) ** 2).mean()) for a in (own, best)])
        good &= bool((np.subtract(*off[::-1]) <= np.add((LIGHT, FORM), NEAR)).all())
    return good


def test_a_change_to_the_photo_is_trusted_wholly():
    """The true residual, half of it, or twice: three times would leave it behind as far as it was."""
    true = np.random.default_rng(0).normal(0, 8, (*SHAPE, 3)).astype(np.float32)
    for share in (0.5, 1.0, 1.9):
        assert borne_out(passes(), share * true, photo(true), full_trust()) == full_trust()


@pytest.mark.parametrize("most", [1.0, 0.5])
def test_no_more_than_before_is_trusted(most):
    true = np.full((*SHAPE, 3), 10, np.float32)
    asked = full_trust() | {"hands": most}
    assert borne_out(passes(), true, photo(true), asked) == asked


GREEN = np.full((*SHAPE, 3), (-60, 60, -60), np.float32)
NOISE = np.random.default_rng(1).normal(0, 40, (*SHAPE, 3)).astype(np.float32)
AWAY = np.full((*SHAPE, 3), 5, np.float32)


@pytest.mark.parametrize("wanted", [GREEN, NOISE, AWAY], ids=["green", "noise", "a little light"])
@pytest.mark.parametrize("mesh_off", [0.0, -3.0, 12.0])
def test_what_leads_away_from_the_photo_is_hardly_trusted(wanted, mesh_off):
    """However near the mesh is."""
    seen = photo(np.random.default_rng(2).normal(mesh_off, 1, (*SHAPE, 3)))
    trusted = borne_out(passes(), wanted, seen, full_trust())
    assert is_borne_out(trusted, wanted, seen)
    if wanted is not AWAY:
        assert max(trusted["hands"], trusted["face"]) < 0.2
    elif mesh_off < 0:
        assert max(trusted["hands"], trusted["face"]) < 0.95
    else:
        assert mesh_off == 0 or trusted == full_trust()


@pytest.mark.parametrize("nonsense", [np.nan, np.inf])
def test_nonsense_is_not_borne_out(nonsense):
    wanted = np.full((*SHAPE, 3), nonsense, np.float32)
    most = measured_trust(passes(), np.zeros(SHAPE, np.float32), wanted)
    assert set(borne_out(passes(), wanted, photo(), most).values()) == {0.0}


def test_regions_are_judged_alone_and_what_is_not_in_the_photo_stays():
    true = change(hand=9, face=9)
    seen = photo(change(hand=9, face=-9))
    found = borne_out(passes(), true, seen, full_trust() | {"hair": 0.7})
    assert found["hands"] == 1 and found["face"] < 0.55
    assert found["hair"] == 0.7 and found["cloth"] == found["neck"] == 1
    both = borne_out(passes(), 6 * NOISE, photo(), full_trust())
    assert set(both.values()) == {0.0}, "what is not in the photo, as little as anything that is"
    nobody = Witness(seen.photo, 0 * seen.mask, seen.rotations, seen.actions, 1.0, seen.shift)
    assert borne_out(passes(), true, nobody, full_trust()) == full_trust()


@given(st.integers(0, 2**32 - 1), st.floats(0, 30), st.floats(0, 60))
@settings(max_examples=25, deadline=None)
def test_never_farther_from_the_photo_than_the_mesh(seed, mesh_off, wanted):
    """Whatever the photo and the network."""
    draw = np.random.default_rng(seed)
    seen = photo(draw.normal(draw.normal(0, mesh_off), mesh_off, (*SHAPE, 3)))
    asked = draw.normal(draw.normal(0, wanted), wanted, (*SHAPE, 3)).astype(np.float32)
    trusted = borne_out(passes(), asked, seen, full_trust())
    assert is_borne_out(trusted, asked, seen)


@pytest.mark.parametrize("lamp", [(0.0, 0.0, 0.0), (0.25, 0.0, 0.0), (0.0, -0.1, 0.2)])
def test_form_is_judged_in_whatever_light_the_photo_was_taken(lamp):
    """A pattern that the mesh lacks: bringing it is borne out, doubling its lack is not."""
    down, across = np.mgrid[: SHAPE[0], : SHAPE[1]] / 20.0 - 0.5
    normals = np.stack([across - 0.5, -down, np.ones(SHAPE)], -1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    turned = replace(passes(), normals=normals.astype(np.float32))
    pattern = np.random.default_rng(3).normal(0, 6, (*SHAPE, 3)).astype(np.float32)
    seen = photo((100 + pattern) * (1 + normals @ lamp)[..., None] - 100)
    assert borne_out(turned, pattern, seen, full_trust()) == full_trust()
    wrong = borne_out(turned, -pattern, seen, full_trust())
    assert wrong["hands"] < 0.1 and wrong["face"] < 0.1


@pytest.mark.parametrize(("off", "trusted"), [(0.8 * LOST, 1.0), (1.5 * LOST, 0.0)])
def test_what_the_mesh_has_lost_is_not_corrected(off, trusted):
    """Even towards the photo: where it shows another pattern, changes in other poses are guessed."""
    pattern = np.random.default_rng(4).normal(0, off, (*SHAPE, 3)).astype(np.float32)
    found = borne_out(passes(), pattern / 4, photo(pattern), full_trust())
    assert found["face"] == trusted
    assert borne_out(passes(), pattern / 4, photo(change(0, 1) * pattern), full_trust())["hands"] < 0.5


def test_hands_in_another_pose_are_not_judged():
    far = photo(np.random.default_rng(5).normal(0, 2 * LOST, (*SHAPE, 3)) * change(1, 0))
    assert borne_out(passes(), np.zeros((*SHAPE, 3), np.float32), far, full_trust()) == full_trust()
    half = borne_out(passes(), change(5, 5), far, full_trust() | {"hands": 0.5})
    assert half["hands"] == 0.5 and 0 < half["face"] < 1
