"""Weights come from safe files alone, and every bad file gives one line that names it."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from signsynth.errors import FileError, InputError  # noqa: E402
from signsynth.render.neural import read_network  # noqa: E402
from tests.render.neural.made import TINY, random, written  # noqa: E402


def test_what_was_written_is_read(tmp_path):
    network = random()
    found = read_network(written(network, tmp_path / "w.safetensors", licence="Apache-2.0"))
    assert found.preset == TINY and not found.training
    for name, value in network.state_dict().items():
        assert torch.equal(found.state_dict()[name], value.half().float()), name


def test_a_file_written_anew_is_read_anew(tmp_path):
    path = written(random(), tmp_path / "w.safetensors")
    first = read_network(path)
    assert read_network(path) is first
    written(random(seed=1), path)
    assert not torch.equal(read_network(path).head.weight, first.head.weight)


def test_names_that_are_not_known():
    with pytest.raises(InputError, match="did you mean 'neural-small'"):
        read_network("neural-smal")


def _cut(path):
    path.write_bytes(path.read_bytes()[:2000])


def _other(path):
    path.write_bytes(b"something else altogether, and long enough")


def _nan(path):
    network = random()
    network.head.bias.data[3] = float("nan")
    written(network, path)


def _shape(path):
    written(random(), path, preset='{"name": "x", "widths": [16, 16, 16, 32], "blocks": [0, 0, 0, 0]}')


def _preset(path):
    written(random(), path, preset='{"name": "x", "widths": [16, 16], "blocks": [0, 0, 0, 0]}')


def _huge(path):
    written(random(), path, preset='{"name": "x", "widths": [99999, 16, 16, 16], "blocks": [0, 0, 0, 0]}')


def _strange(path):
    written(random(), path, preset='{"colour": "red"}')


@pytest.mark.parametrize("damage", [_cut, _other, _nan, _shape, _preset, _huge, _strange])
def test_bad_files_are_one_line_that_names_them(tmp_path, damage):
    path = written(random(), tmp_path / "w.safetensors")
    damage(path)
    with pytest.raises(FileError) as caught:
        read_network(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
