"""WanAnimateRenderer with the real pipeline class and tiny random networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("diffusers")
pytest.importorskip("transformers")

import torch
from PIL.Image import fromarray

from signsynth.errors import FileError, InputError
from signsynth.render.photoreal import WanAnimateRenderer
from signsynth.render.photoreal.prompt import padded, read_prompt
from signsynth.render.photoreal.shot import reflected
from signsynth.render.photoreal.wan_animate import going_on_from
from signsynth.signer import Provenance, Signer
from tests.render.photoreal import tiny

SIZE = 64


@pytest.fixture(scope="module")
def pipeline():
    return tiny.animate()


@pytest.fixture(scope="module")
def prompt(tmp_path_factory):
    return tiny.prompt(tmp_path_factory.mktemp("prompt"))


@pytest.fixture(scope="module")
def renderer(pipeline, prompt):
    return WanAnimateRenderer(
        pipeline=pipeline, prompt=prompt, steps=1, window=17, context=1, overlap=2, detail=64, label=""
    )


def longer(motion, frames):
    return motion.taken(reflected(0, frames, len(motion)))


@pytest.mark.parametrize("frames", [1, 8, 25])
def test_as_many_frames_as_the_motion_has_by_segments_of_4n_plus_1(renderer, fitted, frames, monkeypatch):
    asked = []
    usual = renderer.pipeline.prepare_latents

    def spy(*args, num_frames, **kwargs):
        asked.append(num_frames)
        return usual(*args, num_frames=num_frames, **kwargs)

    monkeypatch.setattr(renderer.pipeline, "prepare_latents", spy)
    found = list(renderer(longer(fitted, frames), size=SIZE))
    assert len(found) == frames
    assert all(frame.shape == (SIZE, SIZE, 3) and frame.dtype == np.uint8 for frame in found)
    assert set(asked) == {17} and len(asked) == (1 if frames <= 17 else 2)


def test_the_same_seed_gives_the_same_video(renderer, fitted):
    one, again, other = (np.stack(list(renderer(fitted[:2], size=SIZE, seed=seed))) for seed in (7, 7, 8))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_sizes_that_are_no_multiple_of_16_are_made_larger_and_scaled(renderer, fitted, monkeypatch):
    sides = []
    usual = renderer.pipeline.check_inputs

    def spy(*args, **kwargs):
        sides.append(args[7:9])
        return usual(*args, **kwargs)

    monkeypatch.setattr(renderer.pipeline, "check_inputs", spy)
    assert next(renderer(fitted[:2], size=70)).shape == (70, 70, 3)
    assert sides == [(80, 80)]


def test_frames_come_before_the_whole_video_is_made(renderer, fitted, monkeypatch):
    calls = []
    usual = type(renderer.pipeline).__call__
    monkeypatch.setattr(type(renderer.pipeline), "__call__", lambda *a, **k: calls.append(1) or usual(*a, **k))
    frames = renderer(longer(fitted, 40), size=SIZE)
    assert not calls
    next(frames)
    assert len(calls) == 1


@pytest.mark.parametrize("guidance", [1.0, 2.0])
def test_the_prompt_lies_where_the_pipeline_computes(renderer, fitted, monkeypatch, guidance):
    """The pipeline moves no embeddings that it is given: on a card it would fail. "meta" stands for the card here."""

    class Stop(Exception):
        pass

    given = {}

    def spy(self, **kwargs):
        given.update(kwargs)
        raise Stop

    kind = type(renderer.pipeline)
    monkeypatch.setattr(kind, "__call__", spy)
    monkeypatch.setattr(kind, "_execution_device", property(lambda self: torch.device("meta")))
    with pytest.raises(Stop):
        next(replace(renderer, guidance=guidance)(fitted[:1], size=SIZE))
    told = [given[name] for name in ("prompt_embeds", "negative_prompt_embeds") if given[name] is not None]
    assert len(told) == (1 if guidance == 1 else 2) and all(one.device.type == "meta" for one in told)
    assert given["generator"].device.type == "cpu"  # the same noise on every card


def test_the_person_and_the_pose_reach_the_model(renderer, fitted):
    plain = np.stack(list(renderer(fitted[:1], size=SIZE))).astype(int)
    grey = np.full((64, 64, 3), 128, np.uint8)
    other = replace(renderer, reference=grey, match=0.0, without_consent=True)
    assert np.abs(np.stack(list(other(fitted[:1], size=SIZE))).astype(int) - plain).max() > 0


def test_one_call_a_shot_makes_what_the_pipelines_own_segments_are(pipeline, prompt):
    """Two implementations: 33 - 1 frames in one call of two segments, and in two calls that go on."""
    rng = np.random.default_rng(0)
    videos = {
        name: [fromarray(rng.integers(0, 255, (side, side, 3), np.uint8)) for _ in range(33)]
        for name, side in (("pose_video", 32), ("face_video", 16))
    }
    fixed = {
        "image": fromarray(rng.integers(0, 255, (32, 32, 3), np.uint8)),
        "prompt_embeds": padded(read_prompt(prompt)["prompt"]),
        "height": 32, "width": 32, "segment_frame_length": 17, "prev_segment_conditioning_frames": 1,
        "num_inference_steps": 1, "output_type": "np",
    }  # fmt: skip
    whole = pipeline(**videos, **fixed, generator=torch.Generator().manual_seed(3)).frames[0]
    noise = torch.Generator().manual_seed(3)
    first = pipeline(**{k: v[:17] for k, v in videos.items()}, **fixed, generator=noise).frames[0]
    before = np.rint(first[-1:] * 255).astype(np.uint8)
    with going_on_from(pipeline, before):
        second = pipeline(**{k: v[16:] for k, v in videos.items()}, **fixed, generator=noise).frames[0]
    assert np.allclose(first, whole[:17], atol=1e-5)
    # What it goes on from was rounded to 8 bits between the two calls.
    assert np.abs(second[1:] - whole[17:]).max() < 0.01
    assert "prepare_prev_segment_cond_latents" not in vars(pipeline)


def test_reflection_is_that_of_the_pipeline(pipeline):
    for frames, window in ((5, 10), (8, 17), (2, 9), (17, 77)):
        assert pipeline.pad_video_frames(list(range(frames)), window) == list(reflected(0, window, frames))


def test_without_weights_the_call_says_what_to_download(fitted):
    with pytest.raises(FileError, match="82 GB.*Apache-2.0"):
        WanAnimateRenderer()(fitted)


def test_a_likeness_needs_consent(renderer, fitted):
    signer = Signer.load("ada")
    photo = replace(signer, provenance=Provenance(synthetic=False), consent="")
    with pytest.raises(InputError, match="consent"):
        renderer(fitted, photo, size=SIZE)
    picture = np.full((64, 64, 3), 128, np.uint8)
    for who in (None, signer):
        with pytest.raises(InputError, match="a picture shows somebody"):
            replace(renderer, reference=picture)(fitted, who, size=SIZE)
    agreed = replace(photo, consent="self, 2026-11-22")
    assert next(replace(renderer, reference=picture)(fitted[:1], agreed, size=SIZE)).shape == (SIZE, SIZE, 3)


@pytest.mark.parametrize(
    "wrong", [{"window": 76}, {"window": 13}, {"context": 2}, {"steps": 0}, {"guidance": -1}, {"window": 17}]
)
def test_numbers_that_the_model_cannot_do_are_refused(wrong):
    with pytest.raises(InputError):
        WanAnimateRenderer(**wrong)


@pytest.mark.parametrize(
    "picture", [np.zeros((64, 80, 3), np.uint8), np.zeros((64, 64, 3)), np.zeros((8, 8, 3), np.uint8)]
)
def test_a_reference_is_a_square_picture(renderer, fitted, picture):
    wrong = replace(renderer, reference=picture, without_consent=True)
    with pytest.raises(InputError, match="square"):
        list(wrong(fitted[:1], size=SIZE))


@pytest.mark.slow
def test_a_folder_of_weights_is_loaded_without_its_text_encoder(tmp_path, pipeline, prompt, fitted):
    pipeline.save_pretrained(tmp_path)
    renderer = WanAnimateRenderer(
        tmp_path, prompt=prompt, steps=1, window=17, context=1, detail=64, device="cpu", label=""
    )
    given = replace(renderer, weights=None, pipeline=pipeline)
    found, wanted = (np.stack(list(r(fitted[:2], size=SIZE))) for r in (renderer, given))
    assert np.array_equal(found, wanted)
    with pytest.raises(FileError, match="signsynth photoreal prompt"):
        replace(renderer, prompt=None)(fitted[:2], size=SIZE)
    narrow = replace(renderer, memory="fp8")
    assert np.stack(list(narrow(fitted[:2], size=SIZE))).shape == found.shape


@pytest.mark.slow
def test_guidance_and_a_longer_context(renderer, fitted):
    guided = replace(renderer, guidance=2.0, context=5, steps=2)
    assert len(list(guided(longer(fitted, 40), size=SIZE))) == 40
