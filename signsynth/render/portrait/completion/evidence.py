"""What is known of one person's colours on the vertices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.render.portrait.completion.places import CELLS, Places

CELL_WIDTH, OWN_WIDTH = 15, 9


@dataclass(frozen=True, eq=False)
class Evidence:
    """``colours (v, 3)``, 0 to 255: seen, else completed without learning. Shares ``(v,)``, 0 to 1: ``seen`` in the
    picture, ``across`` the same of the vertex on the other side, ``open`` for what may be guessed anew."""

    colours: np.ndarray
    seen: np.ndarray
    across: np.ndarray
    open: np.ndarray

    def mirrored(self, places: Places) -> Evidence:
        """That of the person in a mirror."""
        return Evidence(*(a[places.mirror] for a in (self.colours, self.seen, self.across, self.open)))

    def features(self, places: Places) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """float32: of cells ``(cells, CELL_WIDTH)``, their seen colours ``(cells, 3)``, 0 to 1, and how far they were
        seen ``(cells,)``; of vertices ``(v, OWN_WIDTH)``."""
        colours = self.colours / 255
        rows = np.flatnonzero(places.cell >= 0)
        cell, area = places.cell[rows], places.area[rows]

        def means(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
            sums = np.column_stack([np.bincount(cell, column * weight, CELLS) for column in values[rows].T])
            return sums / np.maximum(np.bincount(cell, weight, CELLS), 1e-9)[:, None]

        shares = means(np.column_stack([self.seen, self.across, self.open]), area)
        today, shown = means(colours, area), means(colours, area * self.seen[rows])
        face = np.flatnonzero(places.codes[:, -8] > 0)  # PARTS[2]
        weight = (self.seen * places.area)[face]
        skin = (colours[face] * weight[:, None]).sum(0) / max(weight.sum(), 1e-9)

        def relative(values: np.ndarray) -> np.ndarray:
            return np.clip(np.log((values + 0.04) / (skin + 0.04)), -3, 3)

        seen = shares[:, :1]
        cells = np.concatenate([today, relative(today), shown, relative(shown) * (seen > 0), shares], 1)
        own = np.concatenate([colours, relative(colours), np.column_stack([self.seen, self.across, self.open])], 1)
        return tuple(np.ascontiguousarray(a, np.float32) for a in (cells, shown, shares[:, 0], own))
