"""Several pictures of one person: what the first did not see comes from the others, in its light."""

from __future__ import annotations

import numpy as np

from signsynth.render.portrait.lift import Lift
from signsynth.render.portrait.merge import merged

SIZE = 128
LEFT, RIGHT = np.s_[:, :80], np.s_[:, 48:]


def lift(seen: tuple, light: float = 1.0, seed: int = 0) -> Lift:
    """The same texture, seen in part and squarely, in some light; elsewhere completed in grey."""
    colours = np.random.default_rng(seed).uniform(60, 160, (SIZE // 16, SIZE // 16, 3)).repeat(16, 0).repeat(16, 1)
    validity, sure = np.full((SIZE, SIZE), 128, np.uint8), np.zeros((SIZE, SIZE), np.float32)
    validity[seen], sure[seen] = 255, 0.9
    texture = np.where(validity[..., None] == 255, colours * light, 20)
    return Lift(texture.astype(np.uint8), validity, 0.5, sure)


def test_the_others_complete_the_first_in_its_light():
    first, second = lift(LEFT), lift(RIGHT, light=0.8)
    whole, unlike = merged([first, second])
    assert unlike == [] and np.array_equal(whole.texture[:, :70], first.texture[:, :70])
    true = lift(np.s_[:, :]).texture.astype(int)
    assert abs(whole.texture[:, 84:].astype(int) - true[:, 84:]).max() <= 4
    assert (whole.validity[:, 84:] == 255).all()


def test_somebody_else_is_left_out():
    first, other = lift(LEFT), lift(RIGHT, seed=9)
    other = Lift(
        np.uint8(255 * (np.indices((SIZE, SIZE)).sum(0) // 8 % 2))[..., None].repeat(3, 2),
        *(getattr(other, name) for name in ("validity", "share", "sure")),
    )
    whole, unlike = merged([first, other])
    assert unlike == [1] and whole is first


def test_what_nobody_paints_stays_painted():
    first, second = lift(LEFT), lift(RIGHT)
    first.validity[:10] = 0
    whole, _ = merged([first, second])
    assert not whole.validity[:10].any() and np.array_equal(whole.texture[:10], first.texture[:10])
