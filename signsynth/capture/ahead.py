"""Pictures decoded in a second thread while the tracker looks at the one before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
_WAITING = 3
_END = object()


def ahead(items: Iterator[_T]) -> Iterator[_T]:
    """The same items, at most three of them made before they are asked for; errors come in their turn."""
    with ThreadPoolExecutor(1) as worker:
        waiting = deque(worker.submit(next, items, _END) for _ in range(_WAITING))
        try:
            while (item := waiting.popleft().result()) is not _END:
                waiting.append(worker.submit(next, items, _END))
                yield item
        finally:
            for future in waiting:
                future.cancel()
