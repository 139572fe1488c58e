"""Written signs from text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, SignsynthError
from signsynth.writing.hand import Finger, HandShape, Thumb
from signsynth.writing.letters import read_sign, read_signs

GOOD = """
gloss = "V"
words = ["v", "victory"]
licence = "Apache-2.0"
status = "written, not reviewed by a Deaf signer"
hold_s = 0.2

[hand]
index = { bend = [6, 3, 0], spread = 14 }
thumb = { out = 18, forward = 36, turn = 3, bend = [58, 24] }

[place]
palm = "forward"
fingers = "up"
wrist = [-0.05, -0.34, 0.42]
"""
MOVING = """
[[path]]
move = [0, -0.1, 0]

[[path]]
at_s = 0.5
palm = "back"
hand = { index = { bend = [90, 90, 0] } }
"""


def write(folder: Path, text: str, name: str = "v.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_what_is_written_is_what_is_read(tmp_path):
    sign = read_sign(write(tmp_path, GOOD))
    assert (sign.gloss, sign.words, sign.licence, sign.duration_s) == ("V", ("v", "victory"), "Apache-2.0", 0.2)
    (key,) = sign.keyframes
    assert key.shape == HandShape(index=Finger((6, 3, 0), 14), thumb=Thumb(18, 36, 3, (58, 24)))
    assert np.array_equal(key.wrist, [-0.05, -0.34, 0.42]) and np.allclose(key.rotation, np.eye(3))


def test_a_keyframe_keeps_what_it_does_not_name(tmp_path):
    first, second, third = read_sign(write(tmp_path, GOOD + MOVING)).keyframes
    assert (first.at_s, second.at_s, third.at_s) == (0.0, None, 0.5)
    assert second.shape == first.shape and np.array_equal(second.rotation, first.rotation)
    assert np.allclose(second.wrist, [-0.05, -0.44, 0.42]) and np.array_equal(third.wrist, second.wrist)
    assert np.allclose(third.rotation[:, 2], [0, 0, -1])
    assert third.shape.index == Finger((90, 90, 0)) and third.shape.thumb == first.shape.thumb


def test_like_takes_the_hand_of_another_sign(tmp_path):
    write(tmp_path, GOOD)
    text = (
        GOOD[: GOOD.index("[hand]")]
        + '[hand]\nlike = "v"\nring = { bend = [1, 2, 3] }\n'
        + GOOD[GOOD.index("[place]") :]
    )
    shape = read_sign(write(tmp_path, text, "two.toml")).keyframes[0].shape
    assert shape.index == Finger((6, 3, 0), 14) and shape.ring == Finger((1, 2, 3))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hold_s = 0.2", "hold = 0.2", r"unknown key 'hold'; did you mean 'hold_s'\?"),
        ("index =", "indexx =", r"unknown key 'hand.indexx'; did you mean 'index'\?"),
        ("spread = 14", "spred = 14", r"unknown key 'hand.index.spred'; did you mean 'spread'\?"),
        ('palm = "forward"', 'palm = "forwards"', r"place.palm: 'forwards' is no direction; did you mean 'forward'\?"),
        ('fingers = "up"', 'fingers = "forward"', "place: palm and fingers point the same way"),
        ("bend = [6, 3, 0]", "bend = [6, 3]", "hand.index.bend: .* expected 3 angles"),
        ("bend = [6, 3, 0]", "bend = [6, 3, 900]", "hand.index.bend: 900, expected a number from -45 to 130"),
        ("bend = [6, 3, 0]", "bend = [6, 3, nan]", "hand.index.bend: nan, expected a number"),
        ("bend = [6, 3, 0]", "bend = [6, 3, true]", "hand.index.bend: True, expected a number"),
        ("wrist = [-0.05, -0.34, 0.42]", "wrist = [1, 2]", "place.wrist: .* three numbers: left, up, forward"),
        ("wrist = [-0.05, -0.34, 0.42]", "", "lacks 'place.wrist'"),
        ('gloss = "V"', "", "lacks 'gloss'"),
        ('gloss = "V"', 'gloss = " "', "gloss: ' ', expected a line of text"),
        ('words = ["v", "victory"]', "words = []", "words: .* at least one"),
        ("[hand]", '[hand]\nlike = "w"', r"hand.like: no sign 'w'; choose one of: v"),
        ("[hand]", '[hand]\nlike = "v"', "leads back to itself"),
        ("[hand]", '[hand]\nlike = "../v"', "hand.like: no sign"),
        ('gloss = "V"', "gloss = V", "not TOML"),
        ("[place]", "[[path]]\nmove = [0, 1, 0]\n[place]", "path 1: has no at_s"),
        ("[place]", "[[path]]\nat_s = 0\n[place]", "path 1.at_s: 0, expected a number from 0.02"),
        ("hold_s = 0.2", "hold_s = 0.2\npath = 3", r"path: expected \[\[path\]\] tables"),
        ("hold_s = 0.2", "hold_s = 1e9", "hold_s: 1000000000.0, expected a number"),
    ],
)
def test_mistakes_are_one_line_that_names_file_and_key(tmp_path, old, new, says):
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(FileError, match=says) as caught:
        read_sign(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_two_signs_may_not_share_a_gloss(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "w.toml")
    with pytest.raises(FileError, match="w.toml: gloss 'V' is taken by .*v.toml"):
        read_signs(tmp_path)


def test_a_folder_without_signs(tmp_path):
    with pytest.raises(FileError, match="holds no written sign"):
        read_signs(tmp_path)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "v.toml"
    path.write_bytes(b'gloss = "\xff"')
    with pytest.raises(FileError, match="0xff is not UTF-8"):
        read_sign(path)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_an_error_of_ours_or_none(tmp_path_factory, data):
    """One piece of a good file replaced by anything: a sign comes back, or one line that names the file."""
    text = GOOD + MOVING
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 20, len(text))))
    middle = data.draw(st.text(alphabet='[]{}="\n,.-0123456789ainf#\\ué', max_size=12))
    path = tmp_path_factory.mktemp("fuzz") / "v.toml"
    path.write_text(text[:start] + middle + text[end:], "utf-8")
    try:
        sign = read_sign(path)
    except SignsynthError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)
    else:
        assert sign.gloss and np.isfinite([key.shape.angles for key in sign.keyframes]).all()
