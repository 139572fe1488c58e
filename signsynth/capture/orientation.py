"""Pictures turned upright, as the file's display matrix says. Phones store what the sensor saw and note the turn."""

from __future__ import annotations

from typing import Any

import numpy as np

UPRIGHT = ((1, 0), (0, 1))
Turn = tuple[tuple[int, int], tuple[int, int]]


def display_turn(frame: Any) -> Turn:
    """The display matrix of a PyAV frame as a turn by quarter circles and mirrorings; upright where it has none.

    ISO 14496-12, 6.2.2: row vector of a stored pixel times the matrix is where it is shown; 16.16 fixed point.
    """
    data = next((bytes(d) for d in frame.side_data if str(d.type).rpartition(".")[2].startswith("DISPLAYMATRIX")), None)
    if data is None or len(data) < 36:
        return UPRIGHT
    a, b, _, c, d = np.frombuffer(data, "<i4")[:5] / 65536.0
    # A turn by less than a quarter circle would need corners cut; the nearest quarter is what players show.
    nearest = [[round(float(np.clip(v, -1, 1))) for v in row] for row in ((a, b), (c, d))]
    if abs(nearest[0][0] * nearest[1][1] - nearest[0][1] * nearest[1][0]) != 1:
        return UPRIGHT
    return (nearest[0][0], nearest[0][1]), (nearest[1][0], nearest[1][1])


def turned(pixels: np.ndarray, turn: Turn) -> np.ndarray:
    """Pixels ``(h, w, ...)`` as they are shown, row after row in memory."""
    (a, b), (c, d) = turn
    if turn == UPRIGHT:
        return np.ascontiguousarray(pixels)
    if a == 0:  # stored x is shown along y
        pixels = pixels.swapaxes(0, 1)
        mirrored_x, mirrored_y = c < 0, b < 0
    else:
        mirrored_x, mirrored_y = a < 0, d < 0
    pixels = pixels[:, ::-1] if mirrored_x else pixels
    return np.ascontiguousarray(pixels[::-1] if mirrored_y else pixels)


def sideways(turn: Turn) -> bool:
    """Whether width and height change places."""
    return turn[0][0] == 0
