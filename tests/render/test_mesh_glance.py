"""The quick passes against the exact ones: two implementations agree."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.render.camera import Camera  # noqa: E402
from signsynth.render.mesh import Lens, MeshRenderer, rasterise  # noqa: E402
from signsynth.render.mesh.track import posed_vertices  # noqa: E402
from signsynth.render.neural.inputs import validity_on_screen  # noqa: E402

SIZE, BOX = 256, (16, 256, 32, 224)
CUT = np.s_[BOX[0] : BOX[1], BOX[2] : BOX[3]]


@pytest.fixture(scope="module")
def scene():
    """A studio, a body, and the vertices of two frames."""
    body = Body.load()
    studio, frames, _ = MeshRenderer(body=body, label="").prepared(signing(body, 3), None, SIZE, None)
    before, now, _ = frames
    return studio, body, before, now


@pytest.fixture(scope="module")
def ramp() -> np.ndarray:
    """Validity that changes over the body."""
    return np.tile(np.linspace(0, 255, 256).astype(np.uint8), (256, 1))


@pytest.fixture(scope="module")
def made(scene, ramp):
    """Both kinds of passes of a frame, flow towards the one before."""
    studio, _, before, now = scene
    sight = studio.sight(now)
    quick, known = studio.glances(ramp)(sight, now, before, BOX)
    exact = studio._passes(sight.picture, now, before)
    return quick, known, exact, validity_on_screen(exact, ramp)


@pytest.fixture(scope="module")
def samples(scene):
    """Parts at four samples a pixel by the exact rasteriser, ``(4, h, w)``, -1 where there is none."""
    studio, body, _, now = scene
    found = rasterise(studio.lens(now, 2 * SIZE), body.faces.numpy()[studio._seen], 2 * SIZE)
    parts = np.append(body.face_part.numpy()[studio._seen], -1)[found.face_index]
    return parts.reshape(SIZE, 2, SIZE, 2).transpose(1, 3, 0, 2).reshape(4, SIZE, SIZE)[(slice(None), *CUT)]


def test_the_picture_is_the_frame(scene, made):
    studio, _, _, now = scene
    assert np.array_equal(studio.sight(now).picture, studio.frame(now))
    assert np.array_equal(made[0].colour, studio.frame(now)[CUT])


def test_the_body_is_where_most_samples_show_it(made, samples):
    quick, _, exact, _ = made
    count, first = (samples >= 0).sum(0), samples[0] >= 0
    assert (quick.mask != (2 * count + first > 4)).sum() <= 5
    # So it neither grows nor shrinks.
    assert abs(int(quick.mask.sum()) - int(exact.mask[CUT].sum())) < 0.002 * quick.mask.sum()
    assert np.array_equal(quick.parts >= 0, quick.mask)
    assert np.array_equal(np.isfinite(quick.depth), quick.mask)


def test_parts_are_those_of_a_sample(made, samples):
    quick = made[0]
    assert not (quick.mask & ~(samples == quick.parts).any(0)).sum() > 0.004 * quick.mask.sum()
    one = (samples == samples[0]).all(0) & quick.mask
    inner = cv2.erode(one.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert inner.sum() > 0.5 * quick.mask.sum()
    assert (quick.parts != samples[0])[inner].mean() < 0.001


def test_normals_are_those_of_the_first_sample(scene, made):
    """A quarter of a pixel up and to the left: there they are as exact as anyone needs."""
    studio, body, _, now = scene
    found = rasterise(studio.lens(now, SIZE) + np.float32([0.25, 0.25, 0]), studio._surface.faces, SIZE)
    expected = found.interpolate(studio._surface.faces, studio._surface.normals(now))
    expected /= np.maximum(np.linalg.norm(expected, axis=2, keepdims=True), 1e-9)
    both = made[0].mask & found.mask[CUT]
    assert np.percentile(np.abs(made[0].normals - expected[CUT])[both], 98) < 0.05


def test_depth_and_normals(made):
    quick, _, exact, _ = made
    both = quick.mask & exact.mask[CUT]
    apart = np.abs(quick.depth[both] - exact.depth[CUT][both])
    assert np.percentile(apart, 98) < 0.02 and apart.mean() < 0.005
    off = np.abs(quick.normals - exact.normals[CUT])[both]
    assert np.percentile(off, 90) < 0.05 and np.percentile(off, 98) < 0.15
    assert np.abs(np.linalg.norm(quick.normals[quick.mask], axis=1) - 1).max() < 1e-3
    assert not quick.normals[~quick.mask].any()


def test_flow_and_validity(made):
    quick, known, exact, validity = made
    both = quick.mask & exact.mask[CUT]
    off = np.abs(quick.flow - exact.flow[CUT]).max(-1)[both]
    assert np.abs(exact.flow).max() > 1
    assert np.percentile(off, 90) < 0.05 and np.percentile(off, 98) < 0.5
    assert not quick.flow[~quick.mask].any()
    assert np.percentile(np.abs(known - validity[CUT])[both], 85) < 0.05
    assert not known[~quick.mask].any()


def test_a_part_of_the_box_is_a_part_of_the_passes(scene, made, ramp):
    """And a larger one holds the same, even where the body leaves the box."""
    studio, _, before, now = scene
    glances, sight = studio.glances(ramp), studio.sight(now)
    whole, known = glances(sight, now, before, (0, SIZE, 0, SIZE))
    box = 120, 200, 60, 133
    part, there = glances(sight, now, before, box)
    cut = np.s_[box[0] : box[1], box[2] : box[3]]
    for name in ("colour", "mask", "depth", "normals", "parts", "flow"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[cut]), name
    assert np.array_equal(there, known[cut])


def test_teeth_count_as_mouth(scene):
    studio, body, *_ = scene
    actions = np.zeros((1, len(body.action_names)), np.float32)
    actions[0, body.action_names.index("jawOpen")] = 0.6
    studio = MeshRenderer(body=body, lens=Lens(Camera(2.5, (0.5, 2.0)))).studio(SIZE)
    opened = next(posed_vertices(body, np.zeros((1, body.joints, 3), np.float32), actions=actions))
    passes, _ = studio.glances(None)(studio.sight(opened), opened, opened, (0, SIZE, 0, SIZE))
    exact = studio._passes(passes.colour, opened, opened)
    inside = [body.part_names.index(name) for name in ("mouth", "tongue")]
    seen = np.isin(exact.parts, inside)
    assert seen.sum() > 100
    assert np.isin(passes.parts[seen], inside).mean() > 0.9


def test_nothing_is_known_without_validity(scene):
    studio, _, _, now = scene
    _, known = studio.glances(None)(studio.sight(now), now, now, (0, SIZE, 0, SIZE))
    assert not known.any()


def test_a_body_out_of_view_leaves_nothing(scene):
    studio, _, _, now = scene
    away = now + np.float32([9, 0, 0])
    passes, known = studio.glances(None)(studio.sight(away), away, away, (0, 64, 0, 64))
    assert not passes.mask.any() and not known.any() and not passes.normals.any()
