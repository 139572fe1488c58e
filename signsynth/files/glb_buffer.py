"""The one buffer of a ``.glb`` while it is written: arrays become views and accessors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

_KINDS = {"u1": 5121, "u2": 5123, "u4": 5125, "f4": 5126}


@dataclass
class GlbBuffer:
    """Grows as arrays are added; ``accessors`` and ``views`` are glTF's lists."""

    data: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, array: np.ndarray, kind: str, *, bounds: bool = False, normalized: bool = False, target: int | None = None
    ) -> int:
        """Index of a new accessor on ``array (count, ...)``, e.g. kind ``VEC3``; ``bounds`` states min and max."""
        accessor = {"bufferView": self._view(array, target), "componentType": _KINDS[array.dtype.str[1:]]}
        accessor |= {"count": len(array), "type": kind}
        if normalized:
            accessor["normalized"] = True
        if bounds:
            flat = array.reshape(len(array), -1)
            accessor |= {"min": flat.min(0).tolist(), "max": flat.max(0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def add_sparse(self, count: int, indices: np.ndarray, values: np.ndarray) -> int:
        """Index of an accessor of ``count`` zeros but ``values (n, 3)`` at rising ``indices (n,)``."""
        accessor: dict[str, Any] = {"componentType": 5126, "count": count, "type": "VEC3"}
        low, high = np.zeros(3, np.float32), np.zeros(3, np.float32)
        if len(indices):
            low, high = values.min(0), values.max(0)
            if len(indices) < count:
                low, high = np.minimum(low, 0), np.maximum(high, 0)
            index = indices.astype(np.uint16 if count < 65536 else np.uint32)
            accessor["sparse"] = {
                "count": len(indices),
                "indices": {"bufferView": self._view(index), "componentType": _KINDS[index.dtype.str[1:]]},
                "values": {"bufferView": self._view(values)},
            }
        accessor |= {"min": low.tolist(), "max": high.tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def _view(self, array: np.ndarray, target: int | None = None) -> int:
        self.data += b"\0" * (-len(self.data) % 4)
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": array.nbytes}
        if target:
            view["target"] = target
        self.data += np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
        self.views.append(view)
        return len(self.views) - 1
