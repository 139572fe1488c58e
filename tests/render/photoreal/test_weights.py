"""What is said where weights are missing."""

from __future__ import annotations

import json

import pytest

from signsynth.errors import FileError, InputError
from signsynth.render.photoreal import memory
from signsynth.render.photoreal.weights import ANIMATE, ANIMATE_2, MODELS, VACE, located, model_in


@pytest.mark.parametrize("given", [None, "", "nothing here", "no-such-owner/no-such-model"])
def test_missing_weights_say_what_to_download_its_size_and_licence(given, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(FileError) as error:
        located(ANIMATE, given)
    message = str(error.value)
    for word in ("Wan-AI/Wan2.2-Animate-14B-Diffusers", "82 GB", "Apache-2.0", "hf download", "--download"):
        assert word in message
    assert "\n" not in message


def test_a_folder_of_weights_is_found(tmp_path):
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "WanAnimatePipeline"}))
    assert located(ANIMATE, tmp_path) == tmp_path
    with pytest.raises(FileError, match="modular_model_index"):
        located(ANIMATE_2, tmp_path)


@pytest.mark.parametrize("text", ['{"_class_name": "FluxPipeline"}', "[]", "not json", ""])
def test_other_weights_are_named(tmp_path, text):
    (tmp_path / "model_index.json").write_text(text)
    with pytest.raises(FileError, match="FluxPipeline" if "Flux" in text else "no model_index.json"):
        located(ANIMATE, tmp_path)


def test_the_model_of_a_folder_is_known_by_its_index(tmp_path):
    assert model_in(tmp_path) is None
    for model in MODELS.values():
        folder = tmp_path / model.name
        folder.mkdir()
        (folder / model.index).write_text(json.dumps({"_class_name": model.classes[0]}))
        assert model_in(folder) is model and located(model, folder) == folder
    with pytest.raises(FileError, match="weights of WanAnimatePipeline, expected WanVACEPipeline"):
        located(VACE, tmp_path / ANIMATE.name)


def test_memory_is_chosen_by_name():
    with pytest.raises(InputError, match="did you mean 'offload'"):
        memory.checked("ofload", "cuda")
    for name in memory.MEMORY:
        assert memory.checked(name, "cuda") == name
    for name in ("offload", "sequential", "group", "int8"):
        with pytest.raises(InputError, match="no graphics card"):
            memory.checked(name, "cpu")


def test_devices():
    assert memory.device("cpu") == "cpu"
    assert memory.device() in ("cpu", "cuda")
    with pytest.raises(InputError, match="not known to torch"):
        memory.device("toaster")
