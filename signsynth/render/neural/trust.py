"""How far the network is believed for one signer: where it would make another person of them, the mesh wins."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.passes import Passes
from signsynth.render.neural.inputs import PARTS, REGIONS, region_of

SEEN = 8.0
"""Of 255: how far colours that the photo showed may change in the mean."""
TONE = 24.0
"""Of 255: how far the mean colour of skin, hair or cloth may shift."""
_KNOWN = 0.9
_FEWEST_PX = 30


def full_trust() -> dict[str, float]:
    """1 for each of ``REGIONS``."""
    return dict.fromkeys(REGIONS, 1.0)


def measured_trust(
    passes: Passes, validity: np.ndarray, change: np.ndarray, part_names: tuple[str, ...] = PARTS
) -> dict[str, float]:
    """Share of ``change (h, w, 3)``, of 0..255, that is believed in each of ``REGIONS``, 0 to 1.

    The mesh shows what the photo showed of the person, in their own pose: there the network may correct light and
    edges, not repaint (``SEEN``), and everywhere it must leave skin, hair and cloth their colour (``TONE``). What
    goes beyond is scaled down to that; changes that are no numbers are not believed at all. A region that is not in
    view is believed as much as the least of the others.
    """
    region = np.array([REGIONS.index(region_of(name)) for name in part_names] + [-1])[passes.parts]
    found = {}
    for row, name in enumerate(REGIONS):
        here = region == row
        if here.sum() < _FEWEST_PX:
            continue
        tone = float(np.abs(change[here].mean(0)).max())
        known = here & (validity > _KNOWN)
        repainted = float(np.abs(change[known]).mean()) if known.sum() >= _FEWEST_PX else 0.0
        worst = max(tone / TONE, repainted / SEEN)
        found[name] = (1.0 if worst <= 1 else 1 / worst) if np.isfinite(worst) else 0.0
    least = min(found.values(), default=0.0)
    return {name: found.get(name, least) for name in REGIONS}
