"""Laws of holding colours: no more change than the mesh's, everything comes in the end, the new is not held."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from signsynth.render.mesh.passes import Passes
from signsynth.render.neural.steady import Steady

SIZE = 48
BOX = (0, SIZE, 0, SIZE)


def passes(colour: np.ndarray, flow: tuple[float, float] = (0, 0), depth: float = 11.0, part: int = 0) -> Passes:
    """A wall of one part that fills the picture."""
    shape = (SIZE, SIZE)
    return Passes(
        colour,
        np.ones(shape, bool),
        np.full(shape, depth, np.float32),
        np.tile(np.float32([0, 0, 1]), (*shape, 1)),
        np.zeros((*shape, 2), np.float32),
        np.full(shape, part, np.int16),
        np.tile(np.float32(flow), (*shape, 1)),
    )


def noise(seed: int, low: int = 60, high: int = 190) -> np.ndarray:
    return np.random.default_rng(seed).integers(low, high, (SIZE, SIZE, 3)).astype(np.uint8)


def apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.abs(a.astype(int) - b)


def test_the_first_frame_is_taken_as_it_is():
    picture = noise(0)
    assert np.array_equal(Steady(SIZE)(BOX, passes(noise(1)), picture), picture)


def test_before_a_still_mesh_colours_move_by_one_step():
    steady, mesh = Steady(SIZE), passes(noise(9))
    before = steady(BOX, mesh, noise(0))
    for seed in range(1, 6):
        now = steady(BOX, mesh, noise(seed))
        assert apart(now, before).max() == 1
        before = now


def test_the_mean_change_is_at_most_that_of_the_mesh():
    """Beyond the one step, and rounding."""
    steady, mesh = Steady(SIZE), noise(50)
    before = steady(BOX, passes(mesh), noise(0))
    for seed in range(1, 6):
        changed = np.clip(mesh + np.random.default_rng(seed).integers(-9, 10, mesh.shape), 0, 255).astype(np.uint8)
        now = steady(BOX, passes(changed), noise(seed))
        assert apart(now, before).mean() <= apart(changed, mesh).mean() + 1.5
        before, mesh = now, changed


def test_what_is_held_back_comes_in_the_end():
    """But for what nobody sees."""
    steady, mesh, last = Steady(SIZE), passes(noise(9)), noise(1, 100, 140)
    steady(BOX, mesh, noise(0, 100, 140))
    for _ in range(40):
        now = steady(BOX, mesh, last)
    assert apart(now, last).max() <= 4


def test_pieces_are_followed():
    """Mesh and picture move by (3, -2) together: the moved picture is what is held, so a moved picture passes."""
    steady, mesh, picture = Steady(SIZE), noise(3), noise(4)
    steady(BOX, passes(mesh), picture)
    moved, shown = (np.roll(a, (-2, 3), (0, 1)) for a in (mesh, picture))
    now = steady(BOX, passes(moved, (-3, 2)), shown)
    assert np.array_equal(now, shown)
    # And a picture that stays behind is pulled along.
    other = Steady(SIZE)
    other(BOX, passes(mesh), picture)
    held = other(BOX, passes(moved, (-3, 2)), picture)
    inner = np.s_[6:-6, 6:-6]
    assert apart(held, shown)[inner].max() == 1


@pytest.mark.parametrize("change", [{"depth": 10.0}, {"part": 3}])
def test_what_was_hidden_is_not_held(change):
    steady, mesh = Steady(SIZE), noise(9)
    steady(BOX, passes(mesh), noise(0))
    assert np.array_equal(steady(BOX, passes(mesh, **change), noise(1)), noise(1))


def test_boxes_may_move():
    """The same wall seen through another box: places are those of the whole picture."""
    steady, mesh, picture = Steady(SIZE), noise(3), noise(4)
    steady((0, SIZE, 0, SIZE), passes(mesh), picture)
    moved, shown = (np.roll(a, (-8, -16), (0, 1)) for a in (mesh, picture))
    now = steady((8, SIZE + 8, 16, SIZE + 16), passes(moved), noise(5))
    assert apart(now, shown)[:-8, :-16].max() == 1
    assert np.array_equal(now[-8:], noise(5)[-8:])


def test_what_lay_beside_something_nearer_leaves_no_trail():
    steady, mesh = Steady(SIZE), noise(9)
    first = passes(mesh)
    first.depth[:, :20] = 10.0
    first.parts[:, :20] = 1
    steady(BOX, first, noise(0))
    again = passes(mesh)
    again.depth[:, :20] = 10.0
    again.parts[:, :20] = 1
    now = steady(BOX, again, noise(1))
    assert np.array_equal(now[:, 20], noise(1)[:, 20]), "on the far side of the edge"
    assert apart(now, noise(0))[:, :20].max() == 1, "on the near side"
    assert apart(now, noise(0))[:, 22:].max() == 1
