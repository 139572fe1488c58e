"""Places on an arm, which moves: upper arm, elbow, forearm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body import Body
from signsynth.body.fit.rig import Rig
from signsynth.errors import InputError, nearest
from signsynth.geometry import unit
from signsynth.writing.notation import BodySite
from signsynth.writing.place.spot import Spot

ARM_SITES = ("upperarm", "elbow", "elbowinside", "lowerarm", "wristback")
_ALONG = {"upperarm": 0.5, "elbow": 1.0, "elbowinside": 1.0, "lowerarm": 0.5, "wristback": 0.96}
"""How far along upper arm or forearm."""
_CLOSE = {"touch": 0.0, "close": 0.12, None: 0.3, "armextended": 0.6}


@dataclass(frozen=True, eq=False)
class ArmSkin:
    """How thick the arm is, shoulder widths, for each of ``ARM_SITES``."""

    radii: dict[str, float]

    @staticmethod
    def of(rig: Rig, body: Body) -> ArmSkin:
        """From the vertices around each place of the right arm at rest."""
        vertices = (body.rest().cpu().numpy().astype(np.float64) - rig.origin_m) / rig.width_m
        shoulder, elbow, wrist = (
            (rig.heads[rig.joint(f"{name}.R")] - rig.origin_m) / rig.width_m
            for name in ("upperarm01", "lowerarm01", "wrist")
        )
        radii = {}
        for name, along in _ALONG.items():
            start, end = (shoulder, elbow) if name in ("upperarm", "elbow", "elbowinside") else (elbow, wrist)
            place, way = start + along * (end - start), unit(end - start)
            away = vertices - place
            ring = (np.abs(away @ way) < 0.06) & (np.linalg.norm(away, axis=1) < 0.35)
            across = away[ring] - (away[ring] @ way)[:, None] * way
            radii[name] = float(np.median(np.linalg.norm(across, axis=1)))
        return ArmSkin(radii)

    def spot(
        self, site: BodySite, side: int, shoulder: np.ndarray, elbow: np.ndarray, wrist: np.ndarray, back: np.ndarray
    ) -> Spot:
        """Where the other hand goes for a site on the arm ``side`` (0 left), whose joints are ``(..., 3)``.

        ``back (..., 3)`` is where the back of the arm's hand looks; the site's side turns from there: ``palmar``,
        ``radial`` (the thumb's side), ``ulnar``. An upper arm is met from outside, an elbow at its point.
        Errors: ``InputError`` for a site that is not on an arm.
        """
        if site.name not in self.radii:
            raise InputError(f"arm site {site.name!r}: not on an arm; {nearest(site.name, ARM_SITES)}")
        upper, fore = unit(elbow - shoulder), unit(wrist - elbow)
        along = _ALONG[site.name]
        if site.name in ("upperarm", "elbow", "elbowinside"):
            point, way = shoulder + along * (elbow - shoulder), upper
        else:
            point, way = elbow + along * (wrist - elbow), fore
        out = np.array([1.0 if side == 0 else -1.0, 0.0, 0.0])
        inside = unit(unit(shoulder - elbow) + unit(wrist - elbow), fallback=(0.0, 0.0, 1.0))
        if site.name == "upperarm":
            normal = _square(out + 0.5 * np.array([0.0, 0.0, 1.0]), way)
        elif site.name == "elbow":
            normal = -inside
        elif site.name == "elbowinside":
            normal = inside
        else:
            normal = _square(back, way)
            # Fingers along the forearm, palm against the back: the thumb's side of a right hand is their product.
            thumb = np.cross(way, -normal) * (1.0 if side else -1.0)
            normal = {"palmar": -normal, "radial": thumb, "ulnar": -thumb}.get(site.side or "", normal)
        off = self.radii[site.name] + _CLOSE[site.contact]
        return Spot(point + off * normal, normal, site.contact == "touch")


def _square(vectors: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Unit vectors across ``way``."""
    return unit(vectors - (vectors * way).sum(-1, keepdims=True) * way)
