"""A lifted texture whose unseen places take better guesses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from signsynth.errors import FileError
from signsynth.render.mesh.costume import HEADROOM
from signsynth.render.mesh.surface import Surface
from signsynth.render.portrait.completion.evidence import Evidence
from signsynth.render.portrait.completion.places import PARTS, Places
from signsynth.render.portrait.completion.unfolding import Unfolding
from signsynth.render.portrait.lift import Lift

_SMOOTH = 3
"""Rounds of smoothing over the surface."""
_EDGE = 0.003
"""Of the texture's width: how quickly a change sets in beside what was seen, a centimetre or so."""


def completed_as_learned(lift: Lift, body: Any) -> tuple[Lift, tuple[str, ...]]:
    """``completed`` by the weights that ship; without them ``lift`` as it is, and a note that says so."""
    from signsynth.render.portrait.completion.weights import read_completion

    try:
        network = read_completion()
    except FileError:
        return lift, ("completion.safetensors is missing or damaged: what was not seen is guessed without learning",)
    return completed(lift, body, network), ()


def completed(lift: Lift, body: Any, network: Any) -> Lift:
    """``lift`` with other colours where ``validity`` is 128: what the picture showed (255) and what is painted (0) stay
    as they are, bit for bit, and beside what was seen the change sets in softly.

    ``network`` is a ``Completion``; one that changes nothing gives ``lift`` back.
    """
    unfolding, places = Unfolding.of(body), Places.of(body)
    evidence = gathered(lift.texture, lift.validity, unfolding, places)
    change = guessed(evidence, places, network)
    if not change[places.changed].any():
        return lift
    # From vertices of which nothing was seen to those that were in part: their unseen texels change as well.
    clean = np.float64((free(evidence, places) > 0.5) & places.changed[:, None])
    surface = Surface(body.faces.cpu().numpy(), unfolding.count)
    soft = surface.smoothed(np.column_stack([change * clean, clean]), _SMOOTH)
    change = soft[:, :3] / np.maximum(soft[:, 3:], 1e-3) * places.changed[:, None]
    mirrored = np.clip(2 * evidence.across, 0, 1)[:, None]
    size = len(lift.texture)
    spread = unfolding.spread(np.column_stack([change / HEADROOM, 1 - mirrored]).astype(np.float32), size)
    spread = spread[..., :3] * (spread[..., 3] * _beside(lift.validity))[..., None]
    rows = lift.validity == 128
    texture = lift.texture.copy()
    texture[rows] = np.clip(np.rint(texture[rows] + spread[rows]), 0, 255)
    return replace(lift, texture=texture)


def gathered(texture: np.ndarray, validity: np.ndarray, unfolding: Unfolding, places: Places) -> Evidence:
    """What a texture uint8 ``(n, n, 3)`` with its validity ``(n, n)`` tells of the vertices."""
    shown, seen = unfolding.gathered(texture, np.float32(validity == 255))
    filled, open_ = unfolding.gathered(texture, np.float32(validity == 128))
    share = np.clip(2 * seen, 0, 1)  # soft beside what was seen
    colours = np.where(seen[:, None] > 0.02, shown * share[:, None] + filled * (1 - share[:, None]), filled)
    colours = np.where(open_[:, None] > 0.02, colours, shown) * HEADROOM
    return Evidence(colours, seen, seen[places.mirror], open_ * places.guessed)


def guessed(evidence: Evidence, places: Places, network: Any) -> np.ndarray:
    """Change ``(v, 3)`` of the colours, 0 to 255, of what was seen on neither side; the mean of that of the person and
    of the person in a mirror, turned back."""
    import torch

    change = np.zeros((len(places.cell), 3))
    rows = np.flatnonzero(free(evidence, places)[:, 0] > 0)
    if not len(rows):
        return change
    cell_places = torch.from_numpy(cell_codes(places))
    kinds = cell_codes(places)[:, -len(PARTS) :].argmax(1)
    above = np.isin(kinds, [PARTS.index(name) for name in ("scalp", "face")])
    kind = torch.from_numpy(~places.scalp[rows, None] | above)  # hair takes nothing from collars, nor from shadows
    for who, which in ((evidence, rows), (evidence.mirrored(places), places.mirror[rows])):
        cells, shown, seen, own = (torch.from_numpy(a)[None] for a in who.features(places))
        with torch.inference_mode():
            found, _ = network(
                cell_places, cells, shown, seen, torch.from_numpy(places.codes[which])[None], own[:, which], kind
            )
        change[rows] += 127.5 * found[0].double().numpy()
    return change


def cell_codes(places: Places) -> np.ndarray:
    """float32 ``(cells, WIDTH)``: mean codes of each cell's vertices."""
    rows = np.flatnonzero(places.cell >= 0)
    cell = places.cell[rows]
    count = np.maximum(np.bincount(cell), 1)
    return np.column_stack([np.bincount(cell, column) / count for column in places.codes[rows].T]).astype(np.float32)


def free(evidence: Evidence, places: Places) -> np.ndarray:
    """float ``(v, 1)``: 1 where nothing was seen on either side, 0 where it was, or where nothing is guessed."""
    free = np.clip(1 - 2 * np.maximum(evidence.seen, evidence.across), 0, 1)
    return (free * (evidence.open > 0.3) * places.guessed)[:, None]


def _beside(validity: np.ndarray) -> np.ndarray:
    """float32 ``(n, n)``: 0 at the edge of what was seen, 1 some way off."""
    import cv2

    soft = cv2.GaussianBlur(np.float32(validity == 255), (0, 0), _EDGE * len(validity))
    return np.clip(1 - 2 * soft, 0, 1)
