"""What models are shown of one person is aligned, whoever draws them."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.render.camera import Camera
from signsynth.render.mesh import Lens, MeshRenderer
from signsynth.render.neural import NeuralRenderer
from signsynth.render.photoreal.scene import Scene

SIZE = 96


def test_the_neural_renderers_mesh_is_what_all_else_is_drawn_by(fitted):
    near = Lens(camera=Camera(shoulder_width=0.5, middle=(0.5, 0.6)))
    mesh = MeshRenderer(lens=near)
    neural, plain = (Scene(None, SIZE, driver) for driver in (NeuralRenderer(mesh=mesh), mesh))
    assert neural.lens == plain.lens == near
    (one,), (other,) = ([np.asarray(p.body) for p in scene.points(fitted[:1])] for scene in (neural, plain))
    assert np.array_equal(one, other)
    labels = next(neural.labels(fitted[:1]))
    assert np.array_equal(labels, next(plain.labels(fitted[:1])))
    # The network changes colours on and near the body, and not far from it.
    changed = np.abs(next(neural.drawn(fitted[:1])).astype(int) - next(plain.drawn(fitted[:1]))).max(-1) > 0
    assert changed[labels >= 0].mean() > 0.5 and not changed[:8, :8].any()


@pytest.mark.parametrize("driver", ["wan-vace", "wan-animate-2", "skeleton", "mseh"])
def test_a_driver_draws_a_person_by_itself(fitted, driver):
    with pytest.raises(InputError, match="not a renderer that draws a person; .*mesh"):
        next(Scene(None, SIZE, driver).drawn(fitted[:1]))
