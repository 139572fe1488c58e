"""The hand's flesh: the same in written hands and in the body's own capsules, and on the skin."""

from __future__ import annotations

import numpy as np

from signsynth.body.capsules import closest
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import Rig
from signsynth.writing.hand.flesh import Flesh
from signsynth.writing.hand.handskin import HandSkin


def test_written_hands_are_as_thick_as_the_body_says():
    body, flesh = bundled(), Flesh.whole()
    hand, limbs, heads = flesh.hand, Rig.of(body).solid.limbs, body.heads.numpy().astype(np.float64)
    fingers = [f"finger{f}-{b}.R" for f in range(1, 6) for b in (1, 2, 3)]
    rows = [limbs.names.index(name) for name in (*fingers, *(f"metacarpal{k}.R" for k in range(1, 5)))]
    ends = np.stack([limbs.starts[rows], limbs.ends[rows]], 1) + heads[limbs.joints[rows]][:, None]
    own = (ends - heads[body.joint("wrist.R")]) @ hand.frame / hand.width_m
    np.testing.assert_allclose(own, flesh.ends, atol=1e-6)
    np.testing.assert_allclose(limbs.radii[rows] / hand.width_m, flesh.radii, atol=1e-6)


def test_the_skin_of_fingers_lies_on_their_capsules():
    flesh, skin = Flesh.whole(), HandSkin.bundled()
    mm = skin.hand.width_m * 1000
    bearer = np.take_along_axis(skin.bones, skin.shares.argmax(1)[:, None], 1)[:, 0]
    for finger in range(1, 5):
        for bone in (1, 2):
            k = 3 * finger + bone
            vertices = skin.vertices[bearer == k]
            near, _, _, _ = closest(flesh.ends[k, 0], flesh.ends[k, 1], vertices, vertices)
            off = (np.linalg.norm(near - vertices, axis=-1) - flesh.radii[k]) * mm
            assert abs(np.median(off)) < 1.5 and np.percentile(off, 95) < 3, (finger, bone)
            tip = np.linalg.norm(vertices - flesh.hand.heads[finger, 2], axis=-1).argmax()
            assert bone < 2 or abs(off[tip]) < 1, "the last capsule ends in the fingertip"
