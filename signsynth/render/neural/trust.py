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
FORM = 0.5
"""Of 255: by how much a region may be farther from the photo than the mesh's is, root mean square, in whatever light
suits best: half a step."""
LIGHT = SEEN / 4
"""Of 255: the same, in the light that it is shown in. The photo's is not that of the film, so some of it may go."""
LOST = 16.0
"""Of 255: where the mesh is that far from the photo in any light, it shows something else than the photo did, and no
correction of it is believed."""
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

    ``passes`` and ``change (h, w, 3)`` in the pose and view of ``witness``, at least as large as its photo. With that
    trust the picture is no farther from the photo than the mesh's, but for ``FORM`` and ``LIGHT``. Only pixels that
    are wholly the person's and of one region count. Of a region that the photo does not show it cannot tell: there
    ``most`` stays, unless the photo bears out nothing at all. None where the mesh is ``LOST``; of hands that tells of
    their pose alone, and they count as not shown.
    """
    size, seen = witness.mask.shape[::-1], _seen(passes, witness, part_names)

    def apart(steps: int, names: set[str]) -> dict[str, np.ndarray]:
        """With so many of ``_STEPS`` of ``most``."""
        trust = {name: value * steps / _STEPS for name, value in most.items()}
        shown = cv2.resize(retouched(passes, change, trust, part_names), size, interpolation=cv2.INTER_AREA)
        return {name: seen[name].apart(shown) for name in names}

    mesh = apart(0, set(seen))
    mesh = {name: off for name, off in mesh.items() if name != "hands" or off[1] <= LOST}
    allowed = {name: off + (LIGHT, FORM) for name, off in mesh.items()}
    share = {name: float(off[1] <= LOST) for name, off in mesh.items()}
    doubted = {name for name, value in share.items() if value}
    for steps in range(_STEPS, 0, -1):
        doubted = {name for name, off in apart(steps, doubted).items() if (off > allowed[name]).any()}
        if not doubted:
            break
        share |= dict.fromkeys(doubted, (steps - 1) / _STEPS)
    unseen = float(not share or max(share.values()) > 0)
    return {name: value * share.get(name, unseen) for name, value in most.items()}


def _seen(passes: Passes, witness: Witness, part_names: tuple[str, ...]) -> dict[str, _Seen]:
    """Regions of which enough is in the photo."""
    size = witness.mask.shape[::-1]
    region = np.array([REGIONS.index(region_of(name)) for name in part_names] + [-1])[passes.parts]
    core = cv2.erode((witness.mask >= _SURE).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    normals = cv2.resize(passes.normals, size, interpolation=cv2.INTER_AREA)
    found = {}
    for row, name in enumerate(REGIONS):
        here = core & (cv2.resize((region == row).astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99)
        if here.sum() >= _FEWEST_PX:
            found[name] = _Seen(here, witness.photo, normals)
    return found


class _Seen:
    """What the photo shows of one region."""

    def __init__(self, here: np.ndarray, photo: np.ndarray, normals: np.ndarray) -> None:
        """``here`` bool ``(h, w)``; ``normals (h, w, 3)``."""
        self._here, self._photo = here, photo[here].astype(np.float64)
        x, y, z = (normals[here] / np.maximum(np.linalg.norm(normals[here], axis=1), 1e-6)[:, None]).T
        # Whatever the lamps, what a dull surface gets of them is nearly a square polynomial of its normal
        # (Ramamoorthi and Hanrahan, An Efficient Representation for Irradiance Environment Maps, 2001).
        self._light = np.stack([np.ones_like(x), x, y, z, x * y, y * z, z * x, x * x - y * y, 3 * z * z - 1], 1)

    def apart(self, shown: np.ndarray) -> np.ndarray:
        """Root mean squares ``(2,)`` off the photo, of 255: of the picture, and of it in the light that suits best."""
        colours = shown[self._here].astype(np.float64)
        lit = (self._light[:, None, :] * colours[:, :, None]).reshape(-1, self._light.shape[1])
        product = lit.T @ lit
        firm = 1e-7 * np.trace(product) + 1e-9
        factor = np.linalg.solve(product + firm * np.eye(len(product)), lit.T @ self._photo.ravel())
        best = (lit @ factor).reshape(colours.shape)
        return np.sqrt([np.square(each - self._photo).mean() for each in (colours, best)])
