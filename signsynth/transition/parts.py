"""The graph that transitions are learned on: trunk and arm joints, palms and fingers, and who is joined to whom.

A node is a part of the body that moves as one: 8 joints of the trunk and arms with a place, 2 palms with a turn
(rotation vector), and 10 fingers with the directions of their four bones, each as seen from the bone before it. All
numbers are those of ``Tracks``, so whatever is predicted keeps hands rigid. Nodes with fewer than 12 numbers are
filled with zeros.
"""

from __future__ import annotations

import numpy as np

from signsynth.transition.tracks import LEFT_COLUMNS, RIGHT_COLUMNS

NODES, WIDTH = 20, 12
"""Parts, and numbers a part at most."""
BODY_NODES, LEFT_NODES, RIGHT_NODES = slice(0, 8), slice(8, 14), slice(14, 20)
SIZES = np.array([3] * 8 + [3, 12, 12, 12, 12, 12] * 2)
"""Numbers of each part."""
LEADING = 154
"""Columns of ``Tracks`` in front of the face."""

_PARENTS = (-1, 0, 0, 1, 2, 3, 0, 1, 4, 8, 8, 8, 8, 8, 5, 14, 14, 14, 14, 14)
"""Left shoulder, right shoulder, elbows, wrists, hips; palm, thumb to little finger of the left and of the right."""


def _columns() -> np.ndarray:
    columns = np.full((NODES, WIDTH), -1)
    columns[:8, :3] = np.arange(24).reshape(8, 3)
    for first, hand in ((8, LEFT_COLUMNS), (14, RIGHT_COLUMNS)):
        columns[first, :3] = hand.start + np.arange(3)
        columns[first + 1 : first + 6] = hand.start + 3 + np.arange(60).reshape(5, 12)
    return columns


_COLUMNS = _columns()
USED = _COLUMNS >= 0
"""Which numbers ``(20, 12)`` a part has."""


def to_parts(values: np.ndarray) -> np.ndarray:
    """Parts ``(..., 20, 12)`` of track values ``(..., columns)``."""
    return np.where(USED, values[..., np.maximum(_COLUMNS, 0)], 0.0)


def put_parts(values: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """``values (..., columns)`` with the columns of ``parts (..., 20, 12)``; arm lengths and face stay."""
    out = values.copy()
    out[..., _COLUMNS[USED]] = parts[..., USED]
    return out


def physical_adjacency() -> np.ndarray:
    """Partitions ``(2, 20, 20)`` of the skeleton's graph: towards the trunk and away from it, rows that sum to 1 or 0.

    Spatial configuration partitioning (Yan et al. 2018, section 3.3); a node's own partition is left to the network.
    """
    inward = np.zeros((NODES, NODES))
    for node, parent in enumerate(_PARENTS):
        if parent >= 0:
            inward[node, parent] = 1.0
    outward = inward.T
    return np.stack([part / np.maximum(part.sum(1, keepdims=True), 1.0) for part in (inward, outward)])
