"""What transitions know of the bundled body, so that they need not load it: two small tables.

``heads.csv``   where the joints from the root to the left wrist are at rest, in shoulder widths from mid-shoulder.
``rest.csv``    6D rotations of the left arm and hand where it hangs: the body fitted to the canonical rest. The
                trunk is then at its own rest.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np


@lru_cache(maxsize=2)
def table(name: str) -> Mapping[str, np.ndarray]:
    """Joint without its side -> float32 numbers of its row in ``<name>.csv``."""
    with (files("signsynth.transition") / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return MappingProxyType({joint: np.array(numbers, np.float32) for joint, *numbers in rows})
