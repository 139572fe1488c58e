"""WanAnimate2Renderer with the real modular pipeline and tiny random networks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("diffusers")
pytest.importorskip("transformers")

from signsynth.errors import FileError, InputError
from signsynth.render.mesh import MeshRenderer
from signsynth.render.neural import NeuralRenderer
from signsynth.render.photoreal import WanAnimate2Renderer
from signsynth.render.photoreal.shot import reflected
from tests.render.photoreal import tiny

SIZE = 64


def test_without_weights_the_call_says_what_to_download(fitted):
    with pytest.raises(FileError, match="Wan2.2-Animate-2-14B-Diffusers"):
        WanAnimate2Renderer()(fitted)


@pytest.mark.parametrize("wrong", [{"window": 80}, {"context": 0}, {"steps": 0}])
def test_numbers_that_the_model_cannot_do_are_refused(wrong):
    with pytest.raises(InputError):
        WanAnimate2Renderer(**wrong)


def test_the_model_watches_our_own_neural_video(fitted, tmp_path):
    class Asked:
        """What stands for the pipeline, which takes minutes."""

        _execution_device = "cpu"
        blocks = SimpleNamespace(model_name="wan-animate-2")

        def __call__(self, **given):
            self.given = given
            return [np.zeros((len(given["driving_video"]), SIZE, SIZE, 3))]

    pipeline = Asked()
    renderer = WanAnimate2Renderer(pipeline=pipeline, prompt=tiny.prompt(tmp_path), window=17, context=1, label="")
    motion = fitted.taken(reflected(0, 17, 1))
    assert len(list(replace(renderer, match=0.0)(motion[:2], size=SIZE))) == 2
    shown = [np.asarray(picture) for picture in pipeline.given["driving_video"]]
    assert len(shown) == 17 and np.array_equal(shown[0], next(NeuralRenderer(label="")(motion, size=SIZE)))
    assert not np.array_equal(shown[0], next(MeshRenderer(label="")(motion, size=SIZE)))


@pytest.fixture
def interpreted(monkeypatch):
    """The mask of the attention by plain torch: compiling C++ for it takes minutes and changes nothing."""
    from diffusers.models.transformers import transformer_wan_animate_2 as module

    usual = module.create_block_mask
    monkeypatch.setattr(module, "create_block_mask", lambda *a, **k: usual(*a, **{**k, "_compile": False}))


@pytest.mark.slow
@pytest.mark.parametrize("distilled", [False, True])
def test_frames_seeds_and_going_on(fitted, tmp_path, distilled, interpreted, monkeypatch):
    from diffusers.modular_pipelines.wan_animate_2.denoise import WanAnimate2SegmentPrevFramesStep

    pipeline = tiny.animate_2(distilled)
    renderer = WanAnimate2Renderer(
        pipeline=pipeline, prompt=tiny.prompt(tmp_path), steps=1, window=17, context=1, overlap=2, label="", match=0.0
    )
    motion = fitted.taken(reflected(0, 20, len(fitted)))
    seen = []
    usual = WanAnimate2SegmentPrevFramesStep.__call__

    def spy(self, components, state, k):
        seen.append((k, None if state.out_frames is None else tuple(state.out_frames.shape)))
        return usual(self, components, state, k)

    monkeypatch.setattr(WanAnimate2SegmentPrevFramesStep, "__call__", spy)
    found = [np.stack(list(renderer(motion, size=SIZE, seed=seed))) for seed in (1, 1, 2)]
    assert found[0].shape == (20, SIZE, SIZE, 3) and found[0].dtype == np.uint8
    assert np.array_equal(found[0], found[1]) and not np.array_equal(found[0], found[2])
    assert seen[:2] == [(0, None), (1, (1, 3, 1, SIZE, SIZE))]
    assert next(replace(renderer, overlap=2)(motion[:1], size=70)).shape == (70, 70, 3)
