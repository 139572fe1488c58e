"""A photo becomes the reference of a big model, with a tracker whose every answer is known."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from signsynth.body import Body
from signsynth.errors import InputError
from signsynth.pipeline.reference import reference_from_photo
from signsynth.render.mesh import Lens
from tests.render.portrait.made import MadeTracker, person


def test_the_photo_is_cut_as_signers_are_drawn():
    sight = person(Body.load(), 4, scale=560)[0]
    picture = reference_from_photo(sight.pixels, size=256, tracker=MadeTracker(sight))
    assert picture.shape == (256, 256, 3) and picture.dtype == np.uint8
    # The face's centre in the photo, brought along by the same change, has the same colour.
    left, right = sight.points[0], sight.points[1]
    scale = Lens().camera.scale(256) / np.linalg.norm(left - right)
    place = np.array(Lens().camera.middle) * 256 - 0.5 + scale * (sight.points[50:].mean(0) - (left + right) / 2)
    there = picture[round(place[1]), round(place[0])].astype(int)
    x, y = sight.points[50:].mean(0).round().astype(int)
    here = sight.pixels[y - 2 : y + 3, x - 2 : x + 3].mean((0, 1))
    assert np.abs(there - here).max() < 30


def test_a_photo_that_is_too_small_is_refused():
    with pytest.raises(InputError, match="128"):
        reference_from_photo(np.zeros((20, 20, 3), np.uint8), tracker=object())
