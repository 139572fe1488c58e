"""Cloth, collars and headscarves lie evenly on the body as it is worn, whatever its faces and parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh.canvas import Canvas  # noqa: E402
from signsynth.render.people import Traits, person  # noqa: E402
from signsynth.render.people.person import _places  # noqa: E402

SIZE = 512


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


def dressed(body: Body, traits: Traits) -> tuple[Canvas, np.ndarray, np.ndarray, np.ndarray]:
    """Texels, where they lie at rest in clothes, their colours, and their materials."""
    made = person(traits, body=body, size=SIZE)
    canvas = Canvas(body, (0, 0, 0), SIZE)
    worn = canvas.at(_places(body, traits)[1])
    canvas.wear(made.texture)
    colour = canvas.colour
    canvas.wear(made.materials)
    return canvas, worn, colour, canvas.colour / 255


def unexplained(values: np.ndarray, by: np.ndarray) -> float:
    """Share of the variance of ``values (n,)`` that is left within bins of 2 mm of ``by (n,)``."""
    which = np.unique((by / 0.002).astype(int), return_inverse=True)[1]
    count = np.bincount(which)
    mean = np.bincount(which, values) / count
    return float(((values - mean[which]) ** 2).sum() / ((values - values.mean()) ** 2).sum())


def test_stripes_run_level_over_the_chest(body):
    """Around the trunk a stripe is as high everywhere, as worn: not on the body below, which bulges otherwise."""
    traits = Traits(cloth="stripes", colours=((20, 20, 20), (230, 230, 230), (0, 0, 0)), seed=3)
    canvas, worn, colour, _ = dressed(body, traits)
    rows = canvas.area("torso", where=lambda p: (p[:, 2] > 0.06) & (abs(p[:, 0]) < 0.1) & (p[:, 1] > 0.2))
    rows = rows[canvas.place[rows, 1] < 0.55]
    light = colour[rows].mean(1)
    assert light.std() > 50  # there are stripes
    level, below = unexplained(light, worn[rows, 1]), unexplained(light, canvas.place[rows, 1])
    assert level < 0.12
    assert level < 0.5 * below


def test_sleeves_are_patterned_alike(body):
    """Left and right are mirror images, also of what is woven around the arm."""
    traits = Traits(cloth="checks", colours=((20, 20, 20), (230, 230, 230), (0, 0, 0)), seed=3, sleeve=0.9)
    canvas, worn, colour, _ = dressed(body, traits)
    light = []
    for side, sign in (("L", 1), ("R", -1)):
        rows = canvas.area(f"forearm.{side}", f"upper_arm.{side}")
        cells = np.rint(worn[rows] * (sign, 1, 1) / 0.006).astype(int)
        places, which = np.unique(cells, axis=0, return_inverse=True)
        mean = np.bincount(which.ravel(), colour[rows].mean(1)) / np.bincount(which.ravel())
        light.append(dict(zip(map(tuple, places), mean, strict=True)))
    both = [cell for cell in light[0] if cell in light[1]]
    left, right = (np.array([each[cell] for cell in both]) for each in light)
    assert len(both) > 1000
    assert np.corrcoef(left, right)[0, 1] > 0.8


def test_a_headscarf_ends_in_an_oval_and_a_circle(body):
    """Where scarf meets face and top: smooth curves, within 3 mm, over the borders of the body's parts, too."""
    _, worn, _, materials = found = dressed(body, Traits(hair="headscarf", collar="round", seed=4))
    canvas = found[0]
    edge = (materials[:, 2] > 0.3) & (materials[:, 2] < 0.7)
    face = edge & canvas.wardrobe.on(canvas.part, "face") & (canvas.place[:, 2] > 0.085)
    x, y, _ = worn[face].T
    off = (np.hypot(x / 0.060, (y - 0.792) / 0.083) - 1) * 0.06
    assert face.sum() > 60
    assert np.quantile(abs(off), 0.95) < 0.003


def test_a_v_neck_is_straight_and_shows_the_necks_skin(body):
    traits = Traits(collar="v", colours=((20, 30, 200), (0, 0, 0), (0, 0, 0)), seed=5)
    canvas, worn, colour, materials = dressed(body, traits)
    front = canvas.wardrobe.on(canvas.part, "torso") & (worn[:, 2] > 0.06)
    edge = front & (materials[:, 2] > 0.3) & (materials[:, 2] < 0.7) & (worn[:, 1] > 0.56) & (worn[:, 1] < 0.62)
    off = abs(worn[edge, 0]) - 0.62 * (worn[edge, 1] - 0.545)
    assert edge.sum() > 15
    assert abs(off).max() < 0.004
    below = front & (worn[:, 1] < 0.535) & (worn[:, 1] > 0.3)
    assert (materials[below, 2] > 0.98).mean() > 0.99  # no slit under its point


def test_brows_of_the_grey_are_between_hair_and_skin(body):
    from signsynth.render.people.paint import look

    dark = look(replace(Traits(), skin=(92, 62, 48), hair_colour=(74, 72, 72)))
    red, _, blue = dark.brows
    assert red > blue + 4  # not blueish beside skin
    assert np.mean(dark.brows) < np.mean(dark.skin)
