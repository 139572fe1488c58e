"""WanVaceRenderer with the real pipeline class and tiny random networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("diffusers")
pytest.importorskip("transformers")

import torch

from signsynth.errors import FileError, InputError
from signsynth.render.photoreal import WanVaceRenderer
from signsynth.render.photoreal.prompt import padded, read_prompt
from signsynth.render.photoreal.shot import reflected
from signsynth.render.photoreal.wan_vace import CONTROLS
from signsynth.signer import Provenance, Signer
from tests.render.motions import waving
from tests.render.photoreal import tiny

SIZE = 64


@pytest.fixture(scope="module")
def pipeline():
    return tiny.vace()


@pytest.fixture(scope="module")
def prompt(tmp_path_factory):
    return tiny.prompt(tmp_path_factory.mktemp("prompt"))


@pytest.fixture(scope="module")
def renderer(pipeline, prompt):
    return WanVaceRenderer(
        pipeline=pipeline, prompt=prompt, driver="mesh", steps=1, window=17, context=5, overlap=1, label="",
        guidance=1.0, match=0.0,
    )  # fmt: skip


@pytest.fixture
def calls(pipeline, monkeypatch):
    """What the pipeline is given, and what it made of it, call by call."""
    found = []
    usual = type(pipeline).__call__

    def spy(self, **given):
        made = usual(self, **given)
        found.append({**given, "made": made.frames[0]})
        return made

    monkeypatch.setattr(type(pipeline), "__call__", spy)
    return found


def longer(motion, frames):
    return motion.taken(reflected(0, frames, len(motion)))


@pytest.mark.parametrize("control", ["depth", "pose"])
@pytest.mark.parametrize("frames", [1, 17, 25])
def test_as_many_frames_as_the_motion_has_by_segments_of_4n_plus_1(renderer, fitted, calls, control, frames):
    found = np.stack(list(replace(renderer, control=control)(longer(fitted, frames), size=SIZE)))
    assert found.shape == (frames, SIZE, SIZE, 3) and found.dtype == np.uint8
    assert [call["num_frames"] for call in calls] == [17] * (1 if frames <= 17 else 2)
    for call in calls:
        assert len(call["video"]) == len(call["mask"]) == len(call["made"]) == 17


def test_frames_are_those_of_the_shots_in_order(renderer, fitted, calls):
    video = np.stack(list(renderer(longer(fitted, 25), size=SIZE)))
    first, second = (np.rint(call["made"] * 255).astype(np.uint8) for call in calls)
    cut = next(k for k in range(17) if not np.array_equal(video[k], first[k]))
    assert cut >= 8
    # The first frame that is new is mixed of both shots (overlap 1), the others are the second's; 5 were made again.
    assert np.array_equal(video[cut + 1 :], second[6 : 6 + 24 - cut])
    mixed = np.rint((second[5].astype(float) + first[cut]) / 2)
    assert np.abs(video[cut] - mixed).max() <= 1


def test_the_end_of_the_shot_before_is_known_and_the_rest_is_control(renderer, fitted, calls):
    motion = longer(fitted, 25)
    video = list(renderer(motion, size=SIZE))
    first, second = calls
    assert [np.asarray(mask).max() for mask in first["mask"]] == [255] * 17
    assert [(np.asarray(mask).min(), np.asarray(mask).max()) for mask in second["mask"]] == [(0, 0)] * 5 + [
        (255, 255)
    ] * 12
    shown = [np.asarray(picture) for picture in second["video"]]
    (start,) = (k for k in range(20) if np.array_equal(video[k], shown[0]))
    assert all(np.array_equal(video[start + k], shown[k]) for k in range(5))
    shots = renderer.shots(None, size=SIZE, seed=0)
    depths = list(shots.scene.depths(motion.taken(reflected(start, 17, 25))))
    assert all(np.array_equal(depths[k], shown[k]) for k in range(5, 17))


def test_known_frames_and_the_mask_reach_the_networks(pipeline, renderer, fitted, calls, monkeypatch):
    """Two implementations: the pipeline's own conditioning against the same put together by hand."""
    from signsynth.render.photoreal.pipeline_shots import as_video

    seen = []
    usual = pipeline.transformer.forward
    monkeypatch.setattr(
        pipeline.transformer, "forward", lambda **given: seen.append(given["control_hidden_states"]) or usual(**given)
    )
    shots = renderer.shots(None, size=SIZE, seed=0)
    motion = longer(fitted, 17)
    before = np.random.default_rng(0).integers(0, 256, (5, SIZE, SIZE, 3), np.uint8)
    shots(motion, before, 1)
    (control,) = seen
    depths = np.stack(list(shots.scene.depths(motion)))
    inactive, reactive = np.full_like(depths, 127.5, float), depths.astype(float)
    inactive[:5], reactive[:5] = before, 127.5
    means = torch.tensor(pipeline.vae.config.latents_mean).view(1, -1, 1, 1, 1)
    spread = torch.tensor(pipeline.vae.config.latents_std).view(1, -1, 1, 1, 1)

    def encoded(frames):
        with torch.no_grad():
            return (pipeline.vae.encode(as_video(np.asarray(frames))).latent_dist.mode() - means) / spread

    wanted = torch.cat([encoded(inactive), encoded(reactive)], 1)
    assert control.shape[1:3] == (2 * 16 + 64, 1 + 5)  # 17 frames are 5 in latent space; the reference is the first
    assert torch.allclose(control[:, :32, 1:], wanted, atol=1e-3)
    assert torch.allclose(control[:, :16, :1], encoded(shots.scene.own[None]), atol=1e-3)


def test_the_same_seed_gives_the_same_video(renderer, fitted):
    one, again, other = (np.stack(list(renderer(fitted[:2], size=SIZE, seed=seed))) for seed in (7, 7, 8))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_the_reference_reaches_the_pipeline(renderer, fitted, calls):
    grey = np.full((64, 64, 3), 90, np.uint8)
    for way in (renderer, replace(renderer, reference=grey, without_consent=True)):
        list(way(fitted[:1], size=SIZE))
    own = renderer.shots(None, size=SIZE, seed=0).scene.own
    given = [[np.asarray(picture) for picture in call["reference_images"]] for call in calls]
    assert np.array_equal(given[0], [own]) and np.array_equal(given[1], [grey])
    assert not np.array_equal(calls[0]["made"], calls[1]["made"])


def test_control_and_its_strength_reach_the_model(renderer, fitted, calls):
    for how in ({}, {}, {"control": "pose"}, {"strength": 0.0}):
        list(replace(renderer, **how)(fitted[:1], size=SIZE))
    depth, again, pose, weak = (call["made"] for call in calls)
    assert np.array_equal(depth, again)
    assert not np.array_equal(depth, pose) and not np.array_equal(depth, weak)


@pytest.mark.parametrize("size, side, shift", [(70, 80, 3.0), (640, 640, 5.0)])
def test_sizes_are_made_multiples_of_16_and_noise_is_shifted_by_size(
    renderer, fitted, pipeline, size, side, shift, monkeypatch
):
    class Stop(Exception):
        pass

    asked = []

    def spy(self, **given):
        asked.append((given["height"], given["width"], given["video"][0].size, self.scheduler.config.flow_shift))
        raise Stop

    def black(scene, motion):
        return (np.zeros((scene.inner, scene.inner, 3), np.uint8) for _ in range(len(motion)))

    monkeypatch.setitem(CONTROLS, "depth", black)  # drawing large pictures would take long
    monkeypatch.setattr(type(pipeline), "__call__", spy)
    given = replace(renderer, reference=np.full((64, 64, 3), 90, np.uint8), without_consent=True)
    with pytest.raises(Stop):
        next(given(fitted[:1], size=size))
    assert asked == [(side, side, (side, side), shift)]


@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_the_prompt_of_the_cache_is_given_where_the_pipeline_computes(
    renderer, prompt, fitted, pipeline, monkeypatch, guidance
):
    class Stop(Exception):
        pass

    given = {}

    def spy(self, **asked):
        given.update(asked)
        raise Stop

    monkeypatch.setattr(type(pipeline), "__call__", spy)
    with pytest.raises(Stop):
        next(replace(renderer, guidance=guidance)(fitted[:1], size=SIZE))
    known = read_prompt(prompt)
    assert torch.equal(given["prompt_embeds"], padded(known["prompt"]))
    assert (given["negative_prompt_embeds"] is None) == (guidance == 1)
    assert given.get("prompt") is None and pipeline.text_encoder is None


def test_videos_name_it_and_who_is_shown(renderer):
    from signsynth.files.provenance import COMPOSITE, Origin, consent_digest
    from signsynth.pipeline.origin import name_of, origin_of

    ada = Signer.load("ada")
    person = replace(ada, provenance=Provenance(synthetic=False), consent="self, 2026-11-23")
    told = origin_of(Origin(), renderer, person, 3)
    assert told.renderer == name_of(renderer) == "wan-vace" and told.synthetic and told.seed == 3
    assert told.likeness and told.source_type == COMPOSITE and told.consent_sha256 == consent_digest(person.consent)
    with pytest.raises(InputError, match="consent"):
        renderer(waving(1), replace(person, consent=""), size=SIZE)


def test_the_label_is_written_into_frames(renderer, fitted):
    plain, told = (next(replace(renderer, label=label)(fitted[:1], size=96)) for label in ("", "synthetic"))
    assert not np.array_equal(plain, told) and np.array_equal(plain[:48], told[:48])


def test_without_weights_the_call_says_what_to_download(fitted):
    with pytest.raises(FileError, match="Wan-AI/Wan2.1-VACE-1.3B-diffusers.*GB.*Apache-2.0"):
        WanVaceRenderer()(fitted)


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"window": 80}, "4 n"),
        ({"context": 2}, "1, 5, 9, 13 or 17"),
        ({"window": 17, "context": 9}, "at least"),
        ({"steps": 0}, "steps"),
        ({"guidance": 40}, "guidance"),
        ({"control": "dept"}, "did you mean 'depth'"),
        ({"strength": -1}, "strength"),
    ],
)
def test_numbers_that_the_model_cannot_do_are_refused(wrong, words):
    with pytest.raises(InputError, match=words):
        WanVaceRenderer(**wrong)


@pytest.mark.slow
def test_a_folder_of_weights_is_loaded_without_its_text_encoder(tmp_path, pipeline, prompt, fitted):
    pipeline.save_pretrained(tmp_path)
    renderer = WanVaceRenderer(
        tmp_path, prompt=prompt, driver="mesh", steps=1, window=17, context=1, overlap=1, device="cpu", label=""
    )
    given = replace(renderer, weights=None, pipeline=pipeline)
    found, wanted = (np.stack(list(r(fitted[:2], size=SIZE))) for r in (renderer, given))
    assert np.array_equal(found, wanted)
    with pytest.raises(FileError, match="signsynth photoreal prompt"):
        replace(renderer, prompt=None)(fitted[:2], size=SIZE)
    narrow = replace(renderer, memory="fp8")
    assert np.stack(list(narrow(fitted[:2], size=SIZE))).shape == found.shape
