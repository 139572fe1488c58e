"""From the texture back to the body: hand-worked faces, and every place of random ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.render.mesh.texels import Texels

SQUARE = np.float32([[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]])
TWO = np.array([[0, 1, 2], [0, 2, 3]])


def test_known_places():
    texels = Texels(SQUARE, TWO, 64)
    face, shares = texels(np.float32([0.5, 0.375, 0.25]), np.float32([0.375, 0.5, 0.26]))
    assert face[:2].tolist() == [0, 1]
    assert np.allclose(shares[0], [0.5, 0.25, 0.25], atol=1e-6)
    assert np.allclose(shares[1], [0.5, 0.25, 0.25], atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_inside_faces_places_come_back(seed):
    """What texel a place falls on decides the face, but the shares are those of the place itself."""
    rng = np.random.default_rng(seed)
    uv = np.float32(SQUARE + rng.uniform(-0.1, 0.1, SQUARE.shape))
    texels = Texels(uv, TWO, 128)
    chosen = rng.integers(0, 2, 200)
    inner = 0.05 + 0.85 * rng.dirichlet((1, 1, 1), 200).astype(np.float32)
    place = np.einsum("nk,nkc->nc", inner, uv[TWO[chosen]])
    face, shares = texels(*place.T.astype(np.float32))
    assert np.array_equal(face, chosen)
    assert np.abs(shares - inner / inner.sum(1, keepdims=True)).max() < 0.06
    found = np.einsum("nk,nkc->nc", shares, uv[TWO[face]])
    assert np.abs(found - place / inner.sum(1, keepdims=True)).max() < 0.06


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.5, 1.5, width=32), st.floats(-0.5, 1.5, width=32))
def test_beside_faces_shares_are_those_of_their_border(u, v):
    _, shares = Texels(SQUARE, TWO, 32)(np.float32([u]), np.float32([v]))
    assert (shares >= 0).all() and abs(shares.sum() - 1) < 1e-6
    assert not 0.25 <= u <= 0.75 or not 0.25 <= v <= 0.75 or shares.max() <= 1


def test_where_faces_overlap_the_nearer_one_counts():
    uv = np.concatenate([SQUARE, SQUARE])
    faces = np.concatenate([TWO, TWO + 4])
    for nearer in (0, 1):
        texels = Texels(uv, faces, 64, np.repeat([1.0 - nearer, nearer], 4))
        face, _ = texels(np.float32([0.6, 0.4]), np.float32([0.4, 0.6]))
        assert (face // 2 == nearer).all()


def test_a_patch_is_given_away():
    texels = Texels(SQUARE, TWO, 64)
    texels.give((0.5, 0.0, 0.25), 1)
    face, _ = texels(np.float32([0.6, 0.4]), np.float32([0.1, 0.1]))
    assert face.tolist() == [1, 0]


def test_faces_without_area_do_no_harm():
    texels = Texels(SQUARE, np.array([[0, 1, 2], [0, 0, 0], [1, 1, 3]]), 64)
    _, shares = texels(*np.random.default_rng(0).uniform(0, 1, (2, 500)).astype(np.float32))
    assert np.isfinite(shares).all() and np.allclose(shares.sum(1), 1)
