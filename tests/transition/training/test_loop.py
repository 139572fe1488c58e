"""Training: the same numbers give the same weights, whatever stops it on the way, and it learns what can be learned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from signsynth.errors import FileError, InputError
from signsynth.files.corpus import load_corpus, save_corpus
from signsynth.transition import train as command
from signsynth.transition.mixture import initial_mixture
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import NetworkConfig, initial_weights
from signsynth.transition.training import loop
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.loop import TrainConfig, schedule, train
from signsynth.transition.training.loss import LossConfig, Pupil, drawn, transition_loss
from signsynth.transition.training.state import State
from signsynth.transition.training.validation import Validation
from signsynth.transition.training.windows import Windows
from signsynth.transition.waves import from_waves
from tests.transition.learned import LAW, tiny
from tests.transition.training.made import takes

NETWORK = NetworkConfig(channels=12, frame_channels=6, encoder_dilations=(1,), denoiser_blocks=1)
QUICK = {"law_batches": 3, "mixture_batches": 3}
CONFIG = TrainConfig(steps=6, batch=16, every=2, warm_up=2, pretrain=0.34, workers=0, leave_out=(), **QUICK)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.npz"
    save_corpus(path, takes())
    return path


def same(a: TransitionModel, b: TransitionModel) -> bool:
    return all(np.array_equal(array, b.weights[name]) for name, array in a.weights.items())


def test_training_twice_gives_the_same_weights_and_another_seed_others(corpus, tmp_path) -> None:
    one = train(corpus, tmp_path / "one.safetensors", CONFIG, NETWORK)
    two = train(corpus, tmp_path / "two.safetensors", CONFIG, NETWORK)
    other = train(corpus, tmp_path / "other.safetensors", replace(CONFIG, seed=1), NETWORK)
    assert same(one, two) and not same(one, other)
    assert not (tmp_path / "one.state").exists()
    curves = (tmp_path / "one.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in curves] == ["step", "2", "4", "6"]


def test_training_that_was_stopped_goes_on_as_if_it_had_not_been(corpus, tmp_path, monkeypatch) -> None:
    whole = train(corpus, tmp_path / "whole.safetensors", CONFIG, NETWORK)
    taught = loop._taught

    def stops(state: State, *rest: object) -> tuple[float, float, float]:
        if state.step == 5:
            raise KeyboardInterrupt
        return taught(state, *rest)

    monkeypatch.setattr(loop, "_taught", stops)
    with pytest.raises(KeyboardInterrupt):
        train(corpus, tmp_path / "parts.safetensors", CONFIG, NETWORK)
    assert (tmp_path / "parts.state").exists()
    monkeypatch.setattr(loop, "_taught", taught)
    assert same(whole, train(corpus, tmp_path / "parts.safetensors", CONFIG, NETWORK))


def test_lessons_made_elsewhere_are_the_same(corpus, tmp_path) -> None:
    here = train(corpus, tmp_path / "here.safetensors", CONFIG, NETWORK)
    elsewhere = train(corpus, tmp_path / "elsewhere.safetensors", replace(CONFIG, workers=1), NETWORK)
    assert same(here, elsewhere)


def test_a_state_of_another_network_is_one_clear_error(corpus, tmp_path) -> None:
    (tmp_path / "model.state").write_bytes(b"nothing")
    with pytest.raises(FileError, match="remove it to start anew"):
        train(corpus, tmp_path / "model.safetensors", CONFIG, NETWORK)


def test_a_device_that_is_not_there_is_one_clear_error_at_once(corpus, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    for name in ("cuda", "cuda:1", "abacus"):
        with pytest.raises(InputError, match=f"device '{name}'.*expected cpu"):
            train(corpus, tmp_path / "model.safetensors", replace(CONFIG, device=name), NETWORK)
    assert list(tmp_path.iterdir()) == []


def test_the_noise_falls_from_all_to_none() -> None:
    kept = schedule()
    assert kept[0] > 0.999 and kept[-1] < 0.001 and (kept.diff() < 0).all()


def test_the_command_trains_ablations(corpus, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(command, "TrainConfig", lambda: TrainConfig(**QUICK))
    path = tmp_path / "model.safetensors"
    arguments = [str(corpus), "-o", str(path), "--steps", "2", "--batch", "16", "--workers", "0", "--graph", "none"]
    command.main([*arguments, "--sides", "before", "--leave-out"])
    model = TransitionModel.load(path)
    assert (model.config.graph, model.config.sides) == ("none", "before")
    assert model.about["sources"] == sorted({take.source for take in load_corpus(corpus)})


def test_the_mean_is_learned_down_to_what_one_batch_allows(corpus) -> None:
    windows = Windows.of(load_corpus(corpus))
    lesson = Lesson.of(windows.batch(np.random.default_rng(0), 16, 10), LAW, initial_mixture(0))
    pupil = Pupil.of(lesson, NETWORK, torch.device("cpu"))
    network = replace(NETWORK, graph="none")
    state = State(initial_weights(network, 0), {}, LAW, torch.device("cpu"))
    asked = torch.zeros(16)
    ratios = []
    for _ in range(150):
        loss, ratio, _ = transition_loss(state.all, network, pupil, asked, torch.zeros_like(pupil.waves), LossConfig())
        state.update(loss, 5e-3, 0.0, 1.0)
        ratios.append(ratio)
    assert ratios[0] == pytest.approx(1, abs=1e-3)
    assert ratios[-1] < 0.7


def test_tensors_and_arrays_draw_the_same_waves() -> None:
    waves = np.random.default_rng(0).standard_normal((2, 18, 96)).astype(np.float32)
    for frames in (3, 8, 21):
        ours, theirs = from_waves(waves, frames, 8), drawn(torch.from_numpy(waves), frames, 8).numpy()
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_a_model_that_corrects_nothing_is_as_good_as_the_process_elsewhere(corpus) -> None:
    found = load_corpus(corpus)
    source = found[0].source
    model = tiny()
    silent = {name: array * (not name.startswith("denoiser.out")) for name, array in model.weights.items()}
    validation = Validation.of(found, [source], LAW, model.weights, size=8)
    assert validation.lessons
    assert validation.ratio(TransitionModel(model.config, silent, LAW, {})) == pytest.approx(1)
    assert np.isnan(Validation.of(found, [], LAW, model.weights).ratio(model))
