"""Weights come from safe files alone, and every bad file gives one line that names it; training writes good ones."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import save_file  # noqa: E402

from signsynth.errors import FileError  # noqa: E402
from signsynth.render.portrait.completion.lesson import Plan, learned  # noqa: E402
from signsynth.render.portrait.completion.network import Completion  # noqa: E402
from signsynth.render.portrait.completion.weights import read_completion  # noqa: E402


def written(path: Path, **changed: torch.Tensor | None) -> Path:
    tensors = {name: value.half() for name, value in Completion().state_dict().items()} | changed
    save_file({name: value for name, value in tensors.items() if value is not None}, path)
    return path


def test_what_was_written_is_read(tmp_path):
    network = read_completion(written(tmp_path / "w.safetensors"))
    assert not network.training and all(value.dtype == torch.float32 for value in network.parameters())


def test_those_that_ship_are_small():
    network = read_completion()
    assert sum(value.numel() for value in network.parameters()) <= 400_000


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"change.bias": torch.full((2,), float("nan"))}, "'change.bias' holds numbers that are not finite"),
        ({"change.bias": torch.zeros(3)}, r"'change.bias' is \(3,\), expected \(2,\)"),
        ({"change.bias": None}, "'change.bias' is missing"),
    ],
)
def test_wrong_weights_are_named(changed, told, tmp_path):
    with pytest.raises(FileError, match=told) as raised:
        read_completion(written(tmp_path / "w.safetensors", **changed))
    assert "w.safetensors" in str(raised.value)


@pytest.mark.parametrize("data", [b"something else altogether, and long enough", None])
def test_other_files_are_refused(data, tmp_path):
    path = written(tmp_path / "w.safetensors")
    path.write_bytes(path.read_bytes()[:2000] if data is None else data)
    with pytest.raises(FileError, match="damaged, or not weights"):
        read_completion(path)
    with pytest.raises(FileError, match="no such file"):
        read_completion(tmp_path / "none.safetensors")


def test_training_twice_gives_the_same_weights(tmp_path):
    plan = Plan(people=1, steps=3, views=1, batch=1, rows=32, judges=1)
    said = [list(learned(tmp_path / f"{k}.safetensors", tmp_path / "people", plan)) for k in range(2)]
    first, second = ((tmp_path / f"{k}.safetensors").read_bytes() for k in range(2))
    assert first == second and said[0][-1] == said[1][-1] and said[0][-1].startswith("end: ")
    read_completion(tmp_path / "0.safetensors")
