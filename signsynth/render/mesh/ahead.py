"""Work on the next frames while one is being used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

Given, Made = TypeVar("Given"), TypeVar("Made")


def ahead(work: Callable[[Given], Made], items: Iterable[Given], *, workers: int = 2) -> Iterator[Made]:
    """``map(work, items)`` in order, with up to ``workers`` frames made at a time and one more waiting.

    For an item that is the very one before it (``held``) the very same result comes again, without work.
    """
    with ThreadPoolExecutor(workers) as pool:
        waiting, last = deque(), None
        try:
            for item in items:
                if last is None or item is not last[0]:
                    last = item, pool.submit(work, item)
                waiting.append(last[1])
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def held(frames: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """``frames``; where one equals the frame before, that one itself: signs are held still for several frames."""
    before = None
    for now in frames:
        if before is None or not np.array_equal(now, before):
            before = now
        yield before
