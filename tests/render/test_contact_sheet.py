"""Contact sheets."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.render import SkeletonRenderer, Theme
from signsynth.render.contact_sheet import contact_sheet
from tests.render.motions import waving


@pytest.mark.parametrize(
    ("length", "frames", "columns", "grid"),
    [(30, 12, None, (3, 4)), (30, 6, 3, (2, 3)), (2, 12, None, (1, 2)), (30, 1, 4, (1, 1))],
)
def test_the_grid_holds_every_cell(length, frames, columns, grid):
    sheet = contact_sheet(waving(length), frames=frames, columns=columns, size=90)
    assert sheet.dtype == np.uint8
    assert sheet.shape == (grid[0] * (90 + 14), grid[1] * 90, 3)


def test_cells_are_the_renderer_s_frames():
    motion = waving(9)
    sheet = contact_sheet(motion, frames=3, columns=3, size=96)
    frames = list(SkeletonRenderer()(motion, size=96))
    for column, index in enumerate((1, 4, 7)):
        assert np.array_equal(sheet[:96, column * 96 : (column + 1) * 96], frames[index])


def test_labels_say_what_is_signed():
    sheet = contact_sheet(waving(9), frames=3, columns=3, size=96)
    ink = [(sheet[96:, column * 96 : (column + 1) * 96] < 230).any(-1).sum() for column in range(3)]
    pause, hello, transition = ink
    assert hello > 3 * max(pause, transition)
    assert min(pause, transition) > 0
    blank = contact_sheet(waving(9)[4:5].__class__(waving(9).pose, waving(9).confidence, 25.0), frames=3, size=96)
    assert (blank[96:110] == 255).all()


def test_transparent_cells_lie_on_white():
    sheet = contact_sheet(
        waving(4), renderer=SkeletonRenderer(theme=Theme(background=None), label=""), frames=1, size=64
    )
    assert (sheet[0, 0] == 255).all()
    assert (sheet[60, 32] == Theme.clothes).all()


@pytest.mark.parametrize("wrong", [{"frames": 0}, {"columns": 0}])
def test_wrong_grids_are_refused(wrong):
    with pytest.raises(InputError, match="at least one"):
        contact_sheet(waving(4), **wrong)
    with pytest.raises(InputError, match="0 frames"):
        contact_sheet(waving(4)[:0])
