"""The graph that transitions are learned on: trunk and arm joints, fingers, and who is joined to whom.

A node is a part of the body that moves as one: 8 joints of the trunk and arms with a place, and 10 fingers with the
directions of their four bones from the wrist on. Bones are placed again from directions, so hands stay rigid whatever
is predicted. Directions are those in signing space: the picture knows them well, while turning bones into their palm's
frame would carry the poorly seen depth of the palm into all of them. Nodes with fewer than 12 numbers are filled with
zeros.
"""

from __future__ import annotations

import numpy as np

NODES, WIDTH = 18, 12
"""Parts, and numbers a part at most."""
LEFT_NODES, RIGHT_NODES = slice(8, 13), slice(13, 18)
BODY_COLUMNS, LEFT_COLUMNS, RIGHT_COLUMNS = slice(0, 28), slice(28, 88), slice(88, 148)
"""Columns of ``directions.values_of``: places and arm lengths of the body, 20 bones of each hand."""
ARM_LENGTHS = slice(24, 28)
"""Columns with the lengths of both upper arms and both forearms."""
LEADING = 148
"""Columns in front of the face."""

_PARENTS = (-1, 0, 0, 1, 2, 3, 0, 1, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5)
"""Left shoulder, right shoulder, elbows, wrists, hips; thumb to little finger of the left and of the right."""


def _columns() -> np.ndarray:
    columns = np.full((NODES, WIDTH), -1)
    columns[:8, :3] = np.arange(24).reshape(8, 3)
    for nodes, hand in ((LEFT_NODES, LEFT_COLUMNS), (RIGHT_NODES, RIGHT_COLUMNS)):
        columns[nodes] = np.arange(hand.start, hand.stop).reshape(5, WIDTH)
    return columns


_COLUMNS = _columns()
USED = _COLUMNS >= 0
"""Which numbers ``(18, 12)`` a part has."""


def to_parts(values: np.ndarray) -> np.ndarray:
    """Parts ``(..., 18, 12)`` of values ``(..., columns)``."""
    return np.where(USED, values[..., np.maximum(_COLUMNS, 0)], 0.0)


def put_parts(values: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """``values (..., columns)`` with the columns of ``parts (..., 18, 12)``; arm lengths and face stay."""
    out = values.copy()
    out[..., _COLUMNS[USED]] = parts[..., USED]
    return out


def physical_adjacency() -> np.ndarray:
    """Partitions ``(2, 18, 18)`` of the skeleton's graph: towards the trunk and away from it, rows that sum to 1 or 0.

    Spatial configuration partitioning (Yan et al. 2018, section 3.3); a node's own partition is left to the network.
    """
    inward = np.zeros((NODES, NODES))
    for node, parent in enumerate(_PARENTS):
        if parent >= 0:
            inward[node, parent] = 1.0
    outward = inward.T
    return np.stack([part / np.maximum(part.sum(1, keepdims=True), 1.0) for part in (inward, outward)])
