"""The quick passes against the exact ones: two implementations agree."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from benchmarks.mesh_speed import signing  # noqa: E402
from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh import MeshRenderer  # noqa: E402
from signsynth.render.neural.inputs import validity_on_screen  # noqa: E402

SIZE, BOX = 256, (16, 256, 32, 224)


@pytest.fixture(scope="module")
def made():
    """Both kinds of passes of a frame, flow towards the one before, and validity that changes over the body."""
    body = Body.load()
    draw = MeshRenderer(body=body, label="")
    studio, frames, _ = draw.prepared(signing(body, 3), None, SIZE, None)
    before, now, _ = frames
    colour = studio.frame(now)
    ramp = np.tile(np.linspace(0, 255, 256).astype(np.uint8), (256, 1))
    quick, known = studio.glances(ramp)(colour, now, before, BOX)
    exact = studio._passes(colour, now, before)
    cut = np.s_[BOX[0] : BOX[1], BOX[2] : BOX[3]]
    return quick, known, exact, cut, validity_on_screen(exact, ramp)


def test_colour_and_coverage(made):
    quick, _, exact, cut, _ = made
    assert np.array_equal(quick.colour, exact.colour[cut])
    assert (quick.mask != exact.mask[cut]).sum() <= 5
    assert (quick.parts != exact.parts[cut]).sum() <= 8
    assert np.array_equal(quick.parts >= 0, quick.mask)
    assert np.array_equal(np.isfinite(quick.depth), quick.mask)


def test_depth_and_normals(made):
    quick, _, exact, cut, _ = made
    both = quick.mask & exact.mask[cut]
    apart = np.abs(quick.depth[both] - exact.depth[cut][both])
    assert apart.max() < 0.1
    assert np.percentile(apart, 99) < 1e-3
    assert np.percentile(np.abs(quick.normals - exact.normals[cut])[both], 99) < 0.08
    assert np.abs(np.linalg.norm(quick.normals[quick.mask], axis=1) - 1).max() < 1e-3
    assert not quick.normals[~quick.mask].any()


def test_flow_and_validity_but_at_edges(made):
    quick, known, exact, cut, validity = made
    both = quick.mask & exact.mask[cut]
    off = np.abs(quick.flow - exact.flow[cut]).max(-1)[both]
    assert np.abs(exact.flow).max() > 1
    assert np.percentile(off, 90) < 0.05 and np.percentile(off, 97) < 0.5
    assert not quick.flow[~quick.mask].any()
    assert np.percentile(np.abs(known - validity[cut])[both], 85) < 0.05
    assert not known[~quick.mask].any()


def test_nothing_is_known_without_validity():
    body = Body.load()
    studio, frames, _ = MeshRenderer(body=body, label="").prepared(signing(body, 1), None, 96, None)
    now = next(frames)
    _, known = studio.glances(None)(studio.frame(now), now, now, (0, 96, 0, 96))
    assert not known.any()
