"""How far the network is believed for one signer: where it would make another person of them, the mesh wins."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from signsynth.render.mesh.passes import Passes
from signsynth.render.neural.inputs import PARTS, REGIONS, region_of
from signsynth.render.neural.retouch import retouched
from signsynth.signer import Witness

SEEN = 8.0
"""Of 255: how far colours that the photo showed may change in the mean."""
TONE = 24.0
"""Of 255: how far the mean colour of skin, hair or cloth may shift."""
TOLERATED = 2.0
"""Of 255: by how much a region may be farther from the photo than the mesh's is, root mean square."""
_STEPS = 16
_KNOWN, _SURE = 0.9, 242
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


def borne_out(
    passes: Passes,
    change: np.ndarray,
    witness: Witness,
    most: Mapping[str, float],
    part_names: tuple[str, ...] = PARTS,
) -> dict[str, float]:
    """The largest trust in each of ``REGIONS``, up to ``most``, that the photo bears out.

    ``passes`` and ``change (h, w, 3)`` in the pose and view of ``witness``, square, at least as large as its photo.
    With that trust the picture is no farther from the photo than the mesh's, by the root mean square of the region's
    colours, but for ``TOLERATED``. Only pixels that are wholly the person's and of one region count; of a region
    that the photo does not show it cannot tell, and ``most`` stays.
    """
    size = witness.mask.shape[::-1]
    region = np.array([REGIONS.index(region_of(name)) for name in part_names] + [-1])[passes.parts]
    core = cv2.erode((witness.mask >= _SURE).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    here = {}
    for row, name in enumerate(REGIONS):
        share = cv2.resize((region == row).astype(np.float32), size, interpolation=cv2.INTER_AREA)
        if (found := core & (share > 0.99)).sum() >= _FEWEST_PX:
            here[name] = found

    def apart(steps: int) -> dict[str, float]:
        """Root mean squares of the regions with so many of ``_STEPS`` of ``most``."""
        trust = {name: value * steps / _STEPS for name, value in most.items()}
        shown = retouched(passes, change, trust, part_names)
        off = cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.float32) - witness.photo
        return {name: float(np.sqrt(np.square(off[found]).mean())) for name, found in here.items()}

    mesh, trust = apart(0), dict(most)
    doubted = set(here)
    for steps in range(_STEPS, 0, -1):
        now = apart(steps)
        doubted -= {name for name in doubted if now[name] <= mesh[name] + TOLERATED}
        if not doubted:
            break
        trust |= {name: most[name] * (steps - 1) / _STEPS for name in doubted}
    return trust
