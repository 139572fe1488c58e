"""A MediaPipe graph that is fed ahead: the next pictures go in while results of earlier ones are still made."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

_T = TypeVar("_T")
AHEAD = 2
"""Pictures in the graph beside the one whose result is waited for."""
_BLACK = np.zeros((64, 64, 3), np.uint8)
_PATIENCE_S = 1.0


class Graph:
    """Wraps a ``SolutionBase`` of MediaPipe that takes one picture at a time.

    ``process`` waits until a picture is done with before it takes the next, so hands and face keep one core busy
    while the other waits. Here the body of the next picture is looked for meanwhile. Calculators go by timestamps:
    the results are the same, bit for bit.
    """

    def __init__(self, solution: Any) -> None:
        self._solution = solution
        self._streams = dict(solution._output_stream_type_info)
        (self._input,) = solution._input_stream_type_info.items()
        self._time = 0
        self._arrived = threading.Condition()
        self._packets: dict[int, dict[str, Any]] = {}
        # Its observer writes what comes out of a stream, empty packets too, into this attribute.
        solution._graph_outputs = self

    def __setitem__(self, stream: str, packet: Any) -> None:
        with self._arrived:
            here = self._packets.setdefault(packet.timestamp.value, {})
            here[stream] = packet
            if len(here) == len(self._streams):
                self._arrived.notify_all()

    def results(self, pictures: Iterable[tuple[_T, np.ndarray]]) -> Iterator[tuple[_T, SimpleNamespace]]:
        """For each picture uint8 ``(h, w, 3)`` what came with it, and its result as ``process`` has it, in order.

        Errors: ``RuntimeError`` where the graph has failed.
        """
        waiting: deque[tuple[_T, int]] = deque()
        try:
            for item, pixels in pictures:
                waiting.append((item, self._feed(pixels)))
                if len(waiting) > AHEAD:
                    first, time = waiting.popleft()
                    yield first, self._result(time)
            while waiting:
                first, time = waiting.popleft()
                yield first, self._result(time)
        finally:
            if waiting:  # nobody asks for the rest
                with suppress(RuntimeError):
                    self._solution._graph.wait_until_idle()
                self._packets.clear()

    def forget(self) -> None:
        """Begin anew: in a picture without anybody all that it follows is lost."""
        self._result(self._feed(_BLACK))

    def close(self) -> None:
        """End the graph."""
        self._solution.close()

    def _feed(self, pixels: np.ndarray) -> int:
        name, kind = self._input
        self._time += 33_333  # microseconds, as ``process`` has it
        packet = self._solution._make_packet(kind, pixels).at(self._time)
        self._solution._graph.add_packet_to_input_stream(stream=name, packet=packet)
        return self._time

    def _result(self, time: int) -> SimpleNamespace:
        with self._arrived:
            while len(self._packets.get(time, ())) < len(self._streams):
                if not self._arrived.wait(_PATIENCE_S) and self._solution._graph.has_error():
                    self._solution._graph.wait_until_idle()  # raises what went wrong
            packets = self._packets.pop(time)
        return SimpleNamespace(
            **{name: self._solution._get_packet_content(kind, packets[name]) for name, kind in self._streams.items()}
        )
