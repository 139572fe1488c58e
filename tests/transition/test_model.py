"""The file of a model: what older files do not hold, and what is denoised when nothing or all of it is signal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from signsynth.errors import FileError
from signsynth.transition.gap import CONTEXT, Gap
from signsynth.transition.mixture import mixed_ways
from signsynth.transition.model import TransitionModel
from tests.transition.learned import LAW, tiny

OURS = ("mixture.bend.w", "mixture.bend.b")


def gap(seed: int = 0, frames: int = 9) -> Gap:
    rng = np.random.default_rng(seed)
    values = 0.1 * rng.standard_normal((2, 2 * CONTEXT + frames, 148)).cumsum(1)
    return Gap(values, np.ones((2, 2, 2), bool), LAW)


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((2, 18, 96)).astype(np.float32)


def aged(path: Path) -> None:
    """The same file as it was written before mixtures could bend."""
    with safe_open(path, "numpy") as file:
        about = file.metadata()
    config = json.loads(about["config"])
    del config["skip"]
    arrays = {name: array for name, array in load_file(path).items() if name not in OURS}
    save_file(arrays, path, about | {"config": json.dumps(config)})


def test_a_file_of_before_bends_nothing_leads_nothing_past_and_has_no_sizes(tmp_path) -> None:
    model = tiny()
    path = tmp_path / "model.safetensors"
    model.save(path)
    aged(path)
    old = TransitionModel.load(path)
    assert not old.config.skip and old.sizes == 1.0
    sides = gap().values[:, np.r_[:CONTEXT, -CONTEXT:0]]
    straight = {name: array for name, array in model.weights.items() if name not in OURS}
    np.testing.assert_allclose(mixed_ways(old.weights, sides, 9), mixed_ways(straight, sides, 9), atol=2e-3)


def test_sizes_of_another_number_of_waves_are_one_clear_error(tmp_path) -> None:
    model = tiny()
    model.weights["sizes"] = np.ones((18, 48), np.float32)
    model.save(tmp_path / "model.safetensors")
    with pytest.raises(FileError, match="sizes of waves"):
        TransitionModel.load(tmp_path / "model.safetensors")


def test_what_is_all_signal_goes_past_the_network_and_what_is_none_does_not() -> None:
    model, at = tiny(), gap()
    told = model.told(at)
    np.testing.assert_allclose(model.denoised(told, noise(), 1.0, at.frames), noise(), atol=1e-6)
    bare = replace(model, config=replace(model.config, skip=False))
    ours, theirs = (m.denoised(told, noise(), 0.0, at.frames) for m in (model, bare))
    np.testing.assert_array_equal(ours, theirs)


def test_sizes_make_waves_larger_by_so_much() -> None:
    model, at = tiny(), gap()
    sizes = np.random.default_rng(2).uniform(0.5, 3, (18, 96)).astype(np.float32)
    large = replace(model, weights=model.weights | {"sizes": sizes})
    np.testing.assert_allclose(large.parts(at, noise()), model.parts(at, noise() * sizes), rtol=1e-5)
