"""Laws of rasterising: both backends, known triangles, shared edges, depth, barycentric coordinates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.render.mesh import rasterise

torch = pytest.importorskip("torch")
BACKENDS = ("opencv", "torch")
both = pytest.mark.parametrize("backend", BACKENDS)
seeds = st.integers(0, 2**32 - 1)


def soup(seed: int, count: int, size: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Random triangles, some of them partly or wholly outside the picture."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform(-0.2 * size, 1.2 * size, (count, 1, 2))
    corners = middle + rng.normal(0, spread, (count, 3, 2))
    vertices = np.concatenate([corners, rng.uniform(0, 10, (count, 3, 1))], -1).reshape(-1, 3)
    return vertices, np.arange(3 * count).reshape(-1, 3)


def one(corners: list, size: int, backend: str, cull: bool = False):
    vertices = np.array([[*corner, 0][:3] for corner in corners], np.float64)
    return rasterise(vertices, np.array([[0, 1, 2]]), size, backend, cull=cull)


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 300), st.sampled_from([1, 7, 40, 96]), st.floats(0.2, 60), st.booleans())
def test_backends_agree(seed, count, size, spread, cull):
    """Coverage is the same in every pixel; faces too, but where two lie as close as float32 resolves."""
    vertices, faces = soup(seed, count, size, spread)
    a, b = (rasterise(vertices, faces, size, backend, cull=cull) for backend in BACKENDS)
    assert np.array_equal(a.mask, b.mask)
    assert np.abs(a.depth[a.mask] - b.depth[a.mask]).max(initial=0) < 1e-4 * max(np.ptp(vertices[:, 2]), 1)
    same = a.face_index == b.face_index
    assert same.mean() > 0.999 or (~same).sum() <= 2
    assert np.abs(a.barycentric[same] - b.barycentric[same]).max(initial=0) < 1e-6


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(1, 60), st.booleans())
def test_backends_agree_on_whole_coordinates(seed, count, cull):
    """Centres on edges and corners are where the rule decides: the worst case for floating point."""
    rng = np.random.default_rng(seed)
    vertices = np.concatenate([rng.integers(-2, 12, (3 * count, 2)), rng.uniform(0, 1, (3 * count, 1))], 1)
    faces = np.arange(3 * count).reshape(-1, 3)
    a, b = (rasterise(vertices, faces, 10, backend, cull=cull) for backend in BACKENDS)
    assert np.array_equal(a.mask, b.mask)
    assert np.array_equal(a.face_index, b.face_index)


@both
def test_known_triangle(backend):
    """Corners (0,0), (4,0), (0,4): top and left edges belong to it, the slanted edge does not."""
    expected = np.array([[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0] * 5], bool)
    found = one([(0, 0), (4, 0), (0, 4)], 5, backend)
    assert np.array_equal(found.mask, expected)
    other_half = one([(4, 0), (4, 4), (0, 4)], 5, backend).mask
    assert np.array_equal(other_half[:4, :4], ~expected[:4, :4])
    assert not other_half[4].any() and not other_half[:, 4].any()


@both
def test_known_shares(backend):
    """The barycentric coordinates of (1, 1) in that triangle are 1/2, 1/4, 1/4."""
    found = rasterise(np.array([[0, 0, 1], [4, 0, 2], [0, 4, 4.0]]), np.array([[0, 1, 2]]), 5, backend, cull=False)
    assert np.allclose(found.barycentric[1, 1], [0.5, 0.25, 0.25])
    assert found.depth[1, 1] == pytest.approx(0.5 * 1 + 0.25 * 2 + 0.25 * 4)
    assert np.isinf(found.depth[4, 4]) and not found.barycentric[4, 4].any()


@both
@settings(max_examples=25, deadline=None)
@given(seed=seeds, whole=st.booleans())
def test_shared_edges_are_covered_exactly_once(backend, seed, whole):
    """A fan about a point inside a square, drawn face by face: every pixel of the square belongs to one face."""
    rng = np.random.default_rng(seed)
    ring = np.array([[0, 0], [6, 0], [12, 0], [12, 5], [12, 12], [7, 12], [0, 12], [0, 4]], float)
    centre = rng.integers(1, 11, 2) if whole else rng.uniform(1, 11, 2)
    vertices = np.column_stack([np.vstack([ring, centre]), np.zeros(9)])
    faces = np.array([[8, k, (k + 1) % 8] for k in range(8)])
    count = sum(rasterise(vertices, face[None], 13, backend, cull=False).mask.astype(int) for face in faces)
    assert np.array_equal(count, np.pad(np.ones((12, 12), int), ((0, 1), (0, 1))))


@both
def test_a_closed_grid_has_no_holes(backend):
    """A grid of thousands of small bent triangles that share corners covers its inside wholly."""
    rng = np.random.default_rng(3)
    n = 60
    y, x = np.mgrid[:n, :n].astype(float)
    x, y = x * 2.2 - 3 + rng.uniform(-0.9, 0.9, (n, n)), y * 2.2 - 3 + rng.uniform(-0.9, 0.9, (n, n))
    vertices = np.stack([x.ravel(), y.ravel(), rng.uniform(0, 1, n * n)], 1)
    corner = (np.arange(n - 1)[:, None] * n + np.arange(n - 1)).ravel()
    faces = np.concatenate(
        [np.stack([corner, corner + n, corner + 1], 1), np.stack([corner + 1, corner + n, corner + n + 1], 1)]
    )
    assert rasterise(vertices, faces, 120, backend, cull=False).mask.all()


@both
def test_the_nearest_face_wins(backend):
    square = np.array([[0, 0], [9, 0], [9, 9], [0, 9]], float)
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    for order in ((5.0, 2.0, 7.0), (2.0, 5.0, 7.0), (7.0, 5.0, 2.0)):
        vertices = np.concatenate([np.column_stack([square, np.full(4, z)]) for z in order])
        found = rasterise(vertices, np.concatenate([faces + 4 * k for k in range(3)]), 9, backend, cull=False)
        assert (found.face_index // 2 == order.index(2.0)).all()
        assert (found.depth == 2).all()


@both
def test_crossing_faces_meet_where_their_depths_do(backend):
    vertices = np.array(
        [[0, -9, 0], [20, -9, 10], [20, 40, 10], [0, 40, 0], [0, -9, 10], [20, -9, 0], [20, 40, 0], [0, 40, 10]], float
    )
    faces = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    found = rasterise(vertices, faces, 20, backend, cull=False)
    assert (found.face_index[:, :10] < 2).all() and (found.face_index[:, 11:] >= 2).all()


@both
def test_of_the_same_place_the_first_face_wins(backend):
    vertices, _ = soup(1, 1, 30, 30)
    found = rasterise(vertices, np.array([[0, 1, 2]] * 3), 30, backend, cull=False)
    assert set(np.unique(found.face_index)) == {-1, 0}


@both
@settings(max_examples=20, deadline=None)
@given(seed=seeds, count=st.integers(1, 40))
def test_barycentric_coordinates(backend, seed, count):
    """They sum to one, are not negative, and give back the pixel's own place and depth."""
    vertices, faces = soup(seed, count, 48, 14.0)
    vertices[:, :2] = np.round(vertices[:, :2] * 256) / 256
    found = rasterise(vertices, faces, 48, backend, cull=False)
    mask = found.mask
    shares = found.barycentric[mask]
    assert (shares >= 0).all()
    assert np.abs(shares.sum(1, dtype=np.float64) - 1).max(initial=0) < 1e-6
    place = found.interpolate(faces, vertices)
    y, x = np.nonzero(mask)
    assert np.abs(place[mask][:, :2] - np.stack([x, y], 1)).max(initial=0) < 2e-4
    assert np.abs(place[mask][:, 2] - found.depth[mask]).max(initial=0) < 1e-5
    assert not place[~mask].any()


@both
def test_faces_that_look_away_are_culled(backend):
    corners = [(1, 1), (1, 8), (8, 1)]  # anticlockwise as the viewer sees it
    assert one(corners, 10, backend, cull=True).mask.any()
    assert not one(corners[::-1], 10, backend, cull=True).mask.any()
    a, b = one(corners, 10, backend), one(corners[::-1], 10, backend)
    assert np.array_equal(a.mask, b.mask)
    assert np.array_equal(a.barycentric, b.barycentric[..., ::-1])


@both
def test_nothing_to_draw(backend):
    empty = rasterise(np.zeros((0, 3)), np.zeros((0, 3), int), (4, 6), backend)
    assert empty.face_index.shape == (4, 6) and (empty.face_index == -1).all() and np.isinf(empty.depth).all()
    assert empty.face_index.dtype == np.int32 and empty.barycentric.dtype == empty.depth.dtype == np.float32


@both
@pytest.mark.parametrize(
    "corners",
    [
        [(1, 1), (1, 1), (1, 1)],
        [(0, 0), (5, 5), (9, 9)],
        [(-50, -50), (-40, -50), (-50, -40)],
        [(2.3, 2.3), (2.4, 2.3), (2.3, 2.4)],
        [(np.nan, 0), (5, 0), (0, 5)],
        [(np.inf, 0), (5, 0), (0, 5)],
        [(1e30, 0), (5, 0), (0, 5)],
    ],
    ids=["point", "line", "outside", "between centres", "NaN", "infinite", "far away"],
)
def test_faces_without_pixels(backend, corners):
    assert not one(corners, 10, backend).mask.any()


@both
@pytest.mark.parametrize("reach", [100, 5_000, 300_000])
def test_faces_much_larger_than_the_picture(backend, reach):
    found = one([(-reach, -reach), (-reach, 3 * reach), (3 * reach, -reach)], 16, backend, cull=True)
    assert found.mask.all()


@both
def test_a_broken_vertex_spoils_only_its_own_faces(backend):
    vertices = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [np.nan, 9, 0]])
    found = rasterise(vertices, np.array([[0, 1, 2], [1, 3, 2]]), 10, backend, cull=False)
    assert set(np.unique(found.face_index)) == {-1, 0}


@both
def test_bad_input_is_named(backend):
    good = np.zeros((3, 3)), np.array([[0, 1, 2]])
    with pytest.raises(InputError, match="expected \\(v, 3\\)"):
        rasterise(good[0][:, :2], good[1], 8, backend)
    with pytest.raises(InputError, match="expected 0 to 2"):
        rasterise(good[0], good[1] + 1, 8, backend)
    with pytest.raises(InputError, match="at least one"):
        rasterise(*good, 0, backend)
    with pytest.raises(InputError, match="did you mean 'opencv'"):
        rasterise(*good, 8, "opencl")


def test_tensors_stay_tensors():
    vertices, faces = soup(5, 30, 20, 5)
    expected = rasterise(vertices, faces, 20, "torch", cull=False)
    found = rasterise(torch.tensor(vertices), torch.tensor(faces), 20, "torch", cull=False)
    for name in ("face_index", "barycentric", "depth"):
        tensor = getattr(found, name)
        assert isinstance(tensor, torch.Tensor)
        assert np.array_equal(tensor.numpy(), getattr(expected, name))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_finds_the_same():
    vertices, faces = soup(6, 3000, 200, 6)
    expected = rasterise(vertices, faces, 200, "torch", cull=False)
    found = rasterise(torch.tensor(vertices).cuda(), torch.tensor(faces).cuda(), 200, "torch", cull=False)
    assert np.array_equal(found.face_index.cpu().numpy(), expected.face_index)
    assert np.array_equal(found.depth.cpu().numpy(), expected.depth)
