"""Where weights that ship lie."""

from __future__ import annotations

from pathlib import Path

import signsynth
from signsynth.errors import FileError


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
