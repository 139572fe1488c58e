"""What is wrong with a recording, and how much that leaves of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a recording: a ``name``, its ``severity`` 0..1 and a line that explains it."""

    name: str
    severity: float
    what: str


@dataclass(frozen=True)
class Quality:
    """``score`` 0 (useless) to 1 (no fault found) and the ``faults``, worst first."""

    score: float
    faults: tuple[Fault, ...] = ()
    distance: float = 1.0
    """From the typical recording of the gloss, in units of the siblings' median; 1 where there are none."""

    @staticmethod
    def of(faults: Iterable[Fault], distance: float = 1.0) -> Quality:
        """The score is the product of what each fault leaves, so that no fault hides another."""
        faults = sorted(faults, key=lambda fault: -fault.severity)
        score = float(np.prod([1 - fault.severity for fault in faults]))
        return Quality(round(score, 3), tuple(faults), distance)

    @property
    def reasons(self) -> str:
        """The names of the faults, worst first, as the index's column ``reasons`` keeps them."""
        return ";".join(dict.fromkeys(fault.name for fault in self.faults))

    def has(self, name: str, severity: float = 0.0) -> bool:
        """Whether a fault of this name and at least this severity was found."""
        return any(fault.name == name and fault.severity >= severity for fault in self.faults)
