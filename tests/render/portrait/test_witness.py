"""What is kept of a photo lies where the fitted body is, and nothing of what was around the person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from signsynth.body import Body
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.own_view import OwnView
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.wardrobe import vertex_parts
from signsynth.render.portrait.again import overlap, psnr
from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.witness import SIZE, witness
from signsynth.signer import Appearance, Signer
from tests.render.portrait.made import LOOK, person


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def seen(body):
    return person(body)


@pytest.fixture(scope="module")
def kept(seen):
    return witness(*seen)


def test_the_person_is_drawn_where_the_photo_shows_them(body, seen, kept):
    """By the film's renderer, against the picture that the fit's own projection made."""
    sight, stood = seen
    look = Appearance(LOOK, 0.9)
    worn = Costume(Look(), look).worn(body)
    own = OwnView.of(kept, worn, stood.shape)
    studio = Studio(body, Look(), own.lens, 2 * SIZE, look)
    picture = studio.frame(own.vertices)[::2, ::2]
    mask = studio.passes(own.vertices, own.vertices).mask[::2, ::2]
    within = np.zeros_like(mask)
    columns, rows = np.flatnonzero((kept.mask > 0).any(0)), np.flatnonzero((kept.mask > 0).any(1))
    within[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True  # the photo ends where the body does not
    assert overlap(mask & within, kept.mask > 127) > 0.98
    assert psnr(picture, kept.photo, kept.mask == 255) > 22  # shadows come on top
    figure = Figure.of(body, worn, stood, vertex_parts(body))
    place = stood.project(figure.vertices)[:, :2]
    apart = place - own.lens(own.vertices, SIZE)[:, :2] * (stood.scale / kept.scale)
    shown = (place[:, 1] > 0) & (place[:, 1] < len(sight.mask))
    assert np.ptp(apart[shown], axis=0).max() < 0.5, "pixels of the photo: the same but for where it was cut"


def test_nothing_is_kept_of_what_was_around(seen, kept):
    sight, stood = seen
    assert kept.photo.shape == (SIZE, SIZE, 3) and kept.photo.dtype == kept.mask.dtype == np.uint8
    outside = kept.mask == 0
    assert outside.any() and np.ptp(kept.photo[outside]) == 0
    other = np.where(sight.matte[..., None] > 0, sight.pixels, np.uint8(7))
    assert np.array_equal(witness(replace(sight, pixels=other), stood).photo[kept.mask == 255],
                          kept.photo[kept.mask == 255])  # fmt: skip


@pytest.mark.parametrize("size", [64, 200, 512])
def test_any_size_is_the_same_view(seen, kept, size):
    one = witness(*seen, size)
    assert one.photo.shape == (size, size, 3)
    assert one.scale / size == pytest.approx(kept.scale / SIZE, rel=1e-5)
    assert (one.shift + 0.5) / size == pytest.approx((kept.shift + 0.5) / SIZE, rel=1e-4)


def test_it_is_written_as_it_is(tmp_path, kept):
    back = Signer.load(Signer("who", witness=kept).save(tmp_path / "who.signer")).witness
    for name in ("photo", "mask", "rotations", "actions", "scale", "shift"):
        assert np.array_equal(getattr(back, name), getattr(kept, name)), name
    assert (tmp_path / "who.signer").stat().st_size < 200_000
