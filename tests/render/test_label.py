"""Text in pictures."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from signsynth.render.label import Label, text_mask

NEW_FONTS = pytest.mark.skipif(not hasattr(cv2, "FontFace"), reason="needs the fonts of OpenCV 5")


@NEW_FONTS
@pytest.mark.parametrize("letters", ["aeé", "nñ→–", "안녕", "日本", "Пр"])
def test_letters_of_many_scripts_differ(letters):
    masks = [text_mask(letter, 24) for letter in (*letters, "\uffff")]
    for a, b in combinations(masks, 2):
        assert a.shape != b.shape or not np.array_equal(a, b)


def test_older_libraries_write_ascii(monkeypatch):
    monkeypatch.delattr(cv2, "FontFace", raising=False)
    assert np.array_equal(text_mask("É", 24), text_mask("?", 24))
    assert not np.array_equal(text_mask("E", 24), text_mask("?", 24))


@pytest.mark.parametrize("height", [7, 14, 40])
def test_letters_have_about_the_height_asked_for(height):
    mask = text_mask("Hg", height)
    assert 0.6 * height <= mask.shape[0] <= 1.4 * height
    assert mask.max() > 200


def test_a_label_changes_only_its_corner_and_mixes_by_coverage():
    ground = np.full((200, 200, 3), 250, np.uint8)
    marked = Label("synthetic", (0, 0, 0), 200).onto(ground.copy())
    rows, columns = np.nonzero((marked != ground).any(-1))
    assert rows.min() > 185 and rows.max() < 198 and columns.min() >= 3 and columns.max() < 60
    assert len(np.unique(marked)) > 4  # antialiased


def test_text_without_ink_and_text_too_long_are_harmless():
    for text in (" ", "x" * 500):
        assert Label(text, (0, 0, 0), 64).onto(np.zeros((64, 64, 4), np.uint8)).shape == (64, 64, 4)
