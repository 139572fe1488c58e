"""Arms of a made person whose pose is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh.costume import Costume  # noqa: E402
from signsynth.render.mesh.look import Look  # noqa: E402
from signsynth.render.mesh.wardrobe import vertex_parts  # noqa: E402
from signsynth.render.portrait.arms import faint, with_arms  # noqa: E402
from signsynth.render.portrait.figure import Figure  # noqa: E402
from signsynth.signer import Appearance  # noqa: E402
from tests.render.portrait.made import LOOK, person  # noqa: E402


def test_arms_come_nearer_to_the_mask_even_where_no_point_is_seen():
    body = Body.load()
    sight, true = person(body)
    part = vertex_parts(body)
    worn = Costume(Look(), Appearance(LOOK, 0.9)).worn(body)
    confidence = sight.confidence.copy()
    confidence[2:6] = 0
    sight = replace(sight, confidence=confidence)
    off = true.rotations.copy()
    for side, sign in (("L", 1), ("R", -1)):
        off[body.joint(f"upperarm01.{side}")] += (0, 0, 0.25 * sign)
    start = replace(true, rotations=off)
    found = with_arms(start, sight, body, worn, part, rounds=30)
    arms = Figure.of(body, worn, true, part).on("upper_arm.L", "upper_arm.R", "forearm.L", "forearm.R")

    def far(stand) -> float:
        places = [Figure.of(body, worn, s, part).vertices[arms, :2] for s in (stand, true)]
        return float(np.linalg.norm(places[0] - places[1], axis=1).mean())

    assert far(found) < 0.5 * far(start)
    others = [k for k, name in enumerate(body.joint_names) if name[:-2] not in ("clavicle", "upperarm01", "lowerarm01")]
    assert np.array_equal(found.rotations[others], off[others])

    shown = Figure.of(body, worn, true, part)
    assert not faint(shown, sight)[shown.on("upper_arm.L", "upper_arm.R")].any()
    nobody = replace(sight, mask=np.zeros_like(sight.mask))
    assert faint(shown, nobody)[shown.on("upper_arm.L", "forearm.R")].all()
