"""Where weights that ship lie, and whether those of a file are what a network needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import signsynth
from signsynth.errors import FileError

if TYPE_CHECKING:
    from torch import Tensor


def bundled_weights(name: str, command: str) -> Path:
    """``weights/<name>`` of the checkout, else of the installed package.

    ``command`` makes the file, ``{path}`` in it stands for where. Errors: ``FileError``.
    """
    package = Path(signsynth.__file__).parent
    places = [home / "weights" / name for home in (package.parent, package / "bundled")]
    for place in places:
        if place.is_file():
            return place
    raise FileError(f"{places[0]}: no such file; make it with `{command.format(path=places[0])}`")


def matched(path: Path, tensors: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those of ``tensors`` that ``expected`` names, float32; of it only shapes count.

    Errors: ``FileError`` where one is missing, has another shape, or holds numbers that are not finite.
    """
    for name, wanted in expected.items():
        found = tensors.get(name)
        if found is None or found.shape != wanted.shape:
            shape = "missing" if found is None else tuple(found.shape)
            raise FileError(f"{path}: weight {name!r} is {shape}, expected {tuple(wanted.shape)}")
        if not found.isfinite().all():
            raise FileError(f"{path}: weight {name!r} holds numbers that are not finite")
    return {name: tensors[name].float() for name in expected}
