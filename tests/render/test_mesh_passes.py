"""Laws of the passes: aligned, exact where they can be, flow that warps one frame into the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh import Lens, MeshRenderer, rasterise  # noqa: E402
from signsynth.render.mesh.surface import Surface  # noqa: E402
from signsynth.signer import Signer  # noqa: E402

SIZE = 192


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def draw(body) -> MeshRenderer:
    return MeshRenderer(body=body, label="")


@pytest.fixture(scope="module")
def motion(body):
    return signing(body, 4)


@pytest.fixture(scope="module")
def made(draw, motion):
    return list(draw.passes(motion, size=SIZE))


@pytest.fixture(scope="module")
def vertices(draw, motion):
    return list(draw.vertices(draw._dressed, motion, None))


def test_colour_is_the_frame(draw, made, motion):
    for passes, frame in zip(made, draw(motion, size=SIZE), strict=True):
        assert np.array_equal(passes.colour, frame)


def test_all_passes_cover_the_mask(made):
    for passes in made:
        mask = passes.mask
        assert 0.2 < mask.mean() < 0.6
        assert np.array_equal(np.isfinite(passes.depth), mask)
        assert np.array_equal(passes.parts >= 0, mask)
        assert np.array_equal((passes.uv >= 0).all(-1), mask)
        assert np.array_equal(np.linalg.norm(passes.normals, axis=-1) > 0.5, mask)
        assert not passes.flow[~mask].any()


def test_mask_is_the_coverage_of_the_mesh(made, vertices, body):
    """The other rasteriser, drawing the whole mesh, covers the same pixels."""
    for passes, places in zip(made, vertices, strict=True):
        whole = rasterise(Lens()(places, SIZE), body.faces.numpy(), SIZE, "torch")
        assert np.array_equal(whole.mask, passes.mask)


def test_colour_shows_the_body_where_the_mask_is(draw, made):
    """Outside the mask, more than a pixel away from it, the picture is the backdrop; inside it is not."""
    backdrop = draw.studio(SIZE).backdrop.astype(int)
    for passes in made:
        differs = np.abs(passes.colour.astype(int) - backdrop).max(-1) > 6
        padded = np.pad(passes.mask, 1)
        near = np.any([padded[1 + y : SIZE + 1 + y, 1 + x : SIZE + 1 + x] for y in (-1, 0, 1) for x in (-1, 0, 1)], 0)
        assert not differs[~near].any()
        assert differs[passes.mask].mean() > 0.97


def test_normals_are_unit_and_look_at_the_viewer(made):
    for passes in made:
        normals = passes.normals[passes.mask]
        assert np.abs(np.linalg.norm(normals, axis=1) - 1).max() < 1e-5
        assert (normals[:, 2] > -0.05).mean() > 0.97


def test_depth_is_the_distance_from_the_viewer(made, vertices):
    for passes, places in zip(made, vertices, strict=True):
        seen = passes.depth[passes.mask]
        assert seen.min() >= 11 - places[:, 2].max() - 1e-4
        assert seen.max() <= 11 - places[:, 2].min() + 1e-4


def test_parts_are_the_parts_of_the_faces(made, vertices, body):
    found = rasterise(Lens()(vertices[0], SIZE), body.faces.numpy(), SIZE, "torch")
    parts = body.face_part.numpy()[found.face_index[found.mask]]
    assert (parts == made[0].parts[found.mask]).mean() > 0.9999
    names = {body.part_names[k] for k in np.unique(parts)}
    assert {"hand.L", "hand.R", "face", "lips", "eyes", "torso", "scalp"} <= names


def test_uv_leads_to_the_same_part(made, body):
    """Where the texture coordinates of a pixel lie in the unfolded body, there is the part that the pixel shows."""
    size = 1024
    flat = np.column_stack([body.uv.numpy() * size - 0.5, np.zeros(len(body.uv))])
    unfolded = rasterise(flat, body.faces_uv.numpy(), size, cull=False)
    part = np.append(body.face_part.numpy(), -1)[unfolded.face_index]
    for passes in made[:2]:
        x, y = np.clip((passes.uv[passes.mask] * size - 0.5).round().astype(int), 0, size - 1).T
        assert (part[y, x] == passes.parts[passes.mask]).mean() > 0.93


def test_flow_is_the_move_of_the_surface(made, vertices, body):
    """By another way: every pixel's piece of surface, placed in the next frame and projected."""
    lens, faces = Lens(), body.faces.numpy()
    found = rasterise(lens(vertices[0], SIZE), faces, SIZE, "torch")
    mask = found.mask
    later = found.interpolate(faces, vertices[1])[mask]
    y, x = np.nonzero(mask)
    expected = lens(later, SIZE)[:, :2] - np.stack([x, y], 1)
    # Affine against true perspective inside a face, and corners on a grid of 1/256 pixel.
    assert np.abs(expected - made[0].flow[mask]).max() < 0.02


def test_flow_warps_a_frame_to_the_next(made):
    """Taking from the next frame what flow points to gives this frame, but for what is hidden and lit otherwise."""
    import cv2

    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    for now, after in zip(made[:-1], made[1:], strict=True):
        to_x, to_y = x + now.flow[..., 0], y + now.flow[..., 1]
        warped = cv2.remap(after.colour, to_x, to_y, cv2.INTER_LINEAR)
        depth = cv2.remap(np.where(after.mask, after.depth, 99).astype(np.float32), to_x, to_y, cv2.INTER_NEAREST)
        parts = cv2.remap(after.parts, to_x, to_y, cv2.INTER_NEAREST)
        inner = cv2.erode(now.mask.astype(np.uint8), np.ones((3, 3))) > 0
        seen = inner & (parts == now.parts) & (np.abs(depth - now.depth) < 0.12)
        assert seen.sum() > 0.8 * inner.sum()
        moving = seen & (np.linalg.norm(now.flow, axis=-1) > 1)
        assert moving.sum() > 300
        error = np.abs(warped.astype(float) - now.colour).mean(-1)
        still = np.abs(after.colour.astype(float) - now.colour).mean(-1)
        assert error[seen].mean() < 3
        assert error[moving].mean() < 0.5 * still[moving].mean()


def test_flow_ends_with_the_last_frame(made):
    assert np.abs(made[0].flow).max() > 1
    assert not made[-1].flow.any()


def test_a_still_body_does_not_flow(draw, motion):
    still = replace(motion, mesh=None, gesture=None)
    twice = replace(draw, vertices=lambda body, *_: iter([pose] * 2) if (pose := _rest(body)) is not None else None)
    for passes in twice.passes(still[:2], size=64):
        assert not passes.flow.any()


def _rest(body):
    from signsynth.render.mesh.track import posed_vertices

    return next(posed_vertices(body, np.zeros((1, body.joints, 3), np.float32)))


def test_left_handed_passes_are_mirrored(draw, made, motion, body):
    left = next(iter(draw.passes(motion, Signer(dominant_hand="left"), size=SIZE)))
    right = made[0]
    for name in ("colour", "mask", "depth", "uv"):
        assert np.array_equal(getattr(left, name), getattr(right, name)[:, ::-1]), name
    assert np.array_equal(left.normals * [-1, 1, 1], right.normals[:, ::-1])
    assert np.array_equal(left.flow * [-1, 1], right.flow[:, ::-1])
    hand = {side: body.part_names.index(f"hand.{side}") for side in "LR"}
    assert np.array_equal(left.parts == hand["L"], (right.parts == hand["R"])[:, ::-1])
    assert np.array_equal(
        left.parts == body.part_names.index("face"), (right.parts == body.part_names.index("face"))[:, ::-1]
    )


def test_normals_of_a_sphere():
    """On a sphere the normal of a vertex points away from the middle; bigger faces count more."""
    import trimesh

    sphere = trimesh.creation.icosphere(3)
    normals = Surface(np.asarray(sphere.faces), len(sphere.vertices)).normals(np.asarray(sphere.vertices))
    assert np.abs(normals - sphere.vertices).max() < 0.02
    expected = np.zeros_like(normals)
    for face, (a, b, c) in zip(sphere.faces, sphere.vertices[sphere.faces], strict=True):
        expected[face] += np.cross(b - a, c - a)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.abs(normals - expected).max() < 1e-12
