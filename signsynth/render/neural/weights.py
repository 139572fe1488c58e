"""Weights of the network: those that ship by name, or a file of one's own."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load

from signsynth.errors import FileError, InputError, nearest
from signsynth.files.limits import read_bytes
from signsynth.files.weights import bundled_weights, matched
from signsynth.render.neural.network import Residual
from signsynth.render.neural.preset import PRESETS, Preset

_LARGEST = 32 << 20
_COMMAND = "python -m signsynth.render.neural.train --preset {size} -o {{path}}"


def read_network(weights: str | Path) -> Residual:
    """The network of a preset's name ("neural-small") or of a ``.safetensors`` file, float32, ready to be used.

    The metadata's ``preset`` gives its size. Errors: ``FileError`` where the file is missing, damaged, too large or
    something else, or holds numbers that are none; ``InputError`` for a name that is not known.
    """
    if isinstance(weights, str) and not weights.endswith(".safetensors"):
        if weights not in PRESETS:
            raise InputError(f"neural: weights {weights!r}; {nearest(weights, PRESETS)}, or a .safetensors file")
        size = weights.removeprefix("neural-")
        weights = bundled_weights(f"{weights}.safetensors", _COMMAND.format(size=size))
    path = Path(weights)
    if not path.is_file():
        raise FileError(f"{path}: no such file, expected weights of a neural renderer")
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Residual:
    """``changed`` and ``size`` of the file: one that was written anew is read anew."""
    if size > _LARGEST:
        raise FileError(f"{path}: {size >> 20} MB, expected weights of at most {_LARGEST >> 20} MB")
    data = read_bytes(path)
    try:
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        stored = json.loads(header["__metadata__"]["preset"])
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        with torch.device("meta"):  # no memory before the file is known to hold as much
            planned = Residual(Preset(**values))
        tensors = load(data)
    except InputError as problem:
        raise FileError(f"{path}: {problem}") from problem
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise FileError(f"{path}: damaged, or not weights of a neural renderer ({problem})") from None
    network = Residual(planned.preset)
    network.load_state_dict(matched(path, tensors, planned.state_dict()))
    return network.eval().requires_grad_(False)
