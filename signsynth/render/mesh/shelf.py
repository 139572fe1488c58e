"""What is worth keeping from one film to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")
_MOST = 4


class Shelf:
    """Keeps the last few things of each kind, so that a long queue of signers fits into memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple, Any] = {}

    def __call__(self, key: tuple, make: Callable[[], Made]) -> Made:
        """What was made for ``key``, whose first item is its kind; made now where it is not there."""
        if key not in self._kept:
            made = make()
            kind = [other for other in self._kept if other[0] is key[0]]
            for other in kind[: max(0, len(kind) - _MOST + 1)]:
                self._kept.pop(other, None)
            self._kept[key] = made
        return self._kept[key]
