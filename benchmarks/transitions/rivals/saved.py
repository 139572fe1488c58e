"""Weights of rivals in the cache: safetensors with config, seed and steps. They are never committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from torch import nn

from signsynth.errors import FileError
from signsynth.files.atomic import atomic_path

Network = TypeVar("Network", bound=nn.Module)


def save_network(path: str | Path, network: nn.Module, config: dict[str, object], trained: dict[str, object]) -> None:
    """Write weights; ``config`` and ``trained`` go into the file's metadata. Errors: ``FileError``."""
    from safetensors.torch import save

    state = {name: value.contiguous() for name, value in network.state_dict().items()}
    note = {"network": type(network).__name__, "config": json.dumps(config), "trained": json.dumps(trained)}
    data = save(state, note)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def load_network(path: str | Path, kind: type[Network]) -> Network:
    """Build a network of this kind from the file's config and fill in its weights. Errors: ``FileError``."""
    from safetensors.torch import load

    try:
        note = metadata(path)
        if note.get("network") != kind.__name__:
            raise FileError(f"{path}: weights of {note.get('network')!r}, expected {kind.__name__!r}")
        network = kind(kind.Config(**json.loads(note["config"])))
        network.load_state_dict(load(Path(path).read_bytes()))
    except FileError:
        raise
    except Exception as error:  # safetensors, json and torch each fail in their own way on damaged bytes
        raise FileError(f"{path}: not readable weights of a {kind.__name__} ({error}); train it again") from error
    return network.eval()


def metadata(path: str | Path) -> dict[str, str]:
    """What was written beside the weights."""
    from safetensors import safe_open

    try:
        with safe_open(str(path), framework="np") as opened:
            return dict(opened.metadata() or {})
    except Exception as error:
        raise FileError(f"{path}: not a readable safetensors file ({error})") from error
