"""Reading and writing ``tempo.safetensors``: the numbers of ``Tempo`` for each manner of signing. No pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from signsynth.errors import FileError, InputError
from signsynth.files.atomic import atomic_path
from signsynth.files.limits import read_bytes
from signsynth.files.weights import bundled_weights
from signsynth.transition.tempo import Tempo

FORMAT, VERSION = "signsynth-tempo", 1
LEARNED = {"base": 0, "exponents": 4, "slowing": 0, "usual_sw_s": 0, "spread": 0, "scales": 4, "faint_sw_s": 0}
"""Fields of ``Tempo`` that are kept, as ``manner.field``, and how many numbers each has (0: a single one)."""


def save_tempi(path: str | Path, tempi: Mapping[str, Tempo], card: Mapping[str, str]) -> None:
    """Write laws by manner, with a ``card`` that says from what they were learned. Errors: ``FileError``."""
    from safetensors.numpy import save

    # One key: safetensors writes several in random order, and the same training shall give the same bytes.
    about = json.dumps({"format": FORMAT, "version": VERSION, "manners": list(tempi), **card})
    arrays = {
        f"{manner}.{name}": np.array(getattr(tempo, name), np.float64)
        for manner, tempo in tempi.items()
        for name in LEARNED
    }
    with atomic_path(path) as temporary:
        temporary.write_bytes(save(arrays, {"about": about}))


def load_tempi(path: str | Path | None = None) -> dict[str, Tempo]:
    """Manner -> law, of the bundled file where ``path`` is None. Errors: ``FileError``."""
    from safetensors.numpy import load

    path = Path(path) if path is not None else _bundled()
    data = read_bytes(path)
    try:
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        about = json.loads(header.get("__metadata__", {}).get("about", "{}"))
        found = f"{about.get('format', 'no format')} {about.get('version', '')}".strip()
        manners, arrays = [str(manner) for manner in about.get("manners", [])], load(data)
    except Exception as error:  # safetensors and json each fail in their own way on damaged bytes
        raise FileError(f"{path}: not a readable safetensors file ({error}); damaged or cut short?") from error
    if found != f"{FORMAT} {VERSION}":
        raise FileError(f"{path}: holds {found}, expected {FORMAT} {VERSION}; train it again or update signsynth")
    return {manner: _tempo(path, manner, arrays) for manner in manners}


def _tempo(path: Path, manner: str, arrays: dict[str, np.ndarray]) -> Tempo:
    fields = {}
    for name, size in LEARNED.items():
        array = arrays.get(f"{manner}.{name}")
        if array is None or array.shape != ((size,) if size else ()):
            was = "missing" if array is None else f"of shape {array.shape}"
            raise FileError(
                f"{path}: {manner}.{name} is {was}, expected {size or 'a single'} number(s); train it again"
            )
        fields[name] = tuple(array.tolist()) if size else float(array)
    try:
        return Tempo(**fields)
    except InputError as error:
        raise FileError(f"{path}: {error}; train it again") from error


def _bundled() -> Path:
    """The weights of the checkout, else of the installed package."""
    return bundled_weights("tempo.safetensors", "python -m signsynth.transition.training.tempo")
