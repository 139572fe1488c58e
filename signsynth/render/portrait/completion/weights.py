"""Weights of the network: those that ship, or a file of one's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load

from signsynth.errors import FileError
from signsynth.files.limits import read_bytes
from signsynth.files.weights import bundled_weights, matched
from signsynth.render.portrait.completion.network import Completion

_LARGEST = 4 << 20
_COMMAND = "python -m signsynth.render.portrait.completion.train -o {path}"


def read_completion(path: str | Path | None = None) -> Completion:
    """The network of a ``.safetensors`` file, float32, ready to be used; ``None``: that which ships.

    Errors: ``FileError`` where the file is missing, damaged, too large or something else.
    """
    path = bundled_weights("completion.safetensors", _COMMAND) if path is None else Path(path)
    if not path.is_file():
        raise FileError(f"{path}: no such file, expected weights of the completion of textures")
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> Completion:
    """``changed`` and ``size`` of the file: one that was written anew is read anew."""
    if size > _LARGEST:
        raise FileError(f"{path}: {size >> 20} MB, expected weights of at most {_LARGEST >> 20} MB")
    try:
        tensors = load(read_bytes(path))
    except (SafetensorError, ValueError) as problem:
        raise FileError(f"{path}: damaged, or not weights of the completion of textures ({problem})") from None
    network = Completion()
    network.load_state_dict(matched(path, tensors, network.state_dict()))
    return network.eval().requires_grad_(False)
