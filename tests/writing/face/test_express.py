"""Non-manual tiers to face, head and body."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.body.fit.fit import bundled
from signsynth.writing.face import codes, express, phonemes
from signsynth.writing.notation import Expression, NonManual

NAMES = bundled().action_names
TABLES = {
    "mouth_gesture": codes.MOUTH,
    "eye_brows": codes.BROWS,
    "eye_lids": codes.LIDS,
    "nose": codes.NOSE,
    "head_movement": codes.HEAD,
    "shoulder_movement": codes.SHOULDERS,
    "body_movement": codes.TRUNK,
    "eye_gaze": codes.GAZE,
}
ALL = [(kind, code) for kind, table in TABLES.items() for code in table]


def shown(*steps: tuple[Expression, ...], tier: str = "face", frames: int = 50, fps: float = 25.0):
    return express(NonManual(((tier, steps),)), frames=frames, fps=fps, action_names=NAMES)


def one(kind: str, code: str, **more):
    return shown((Expression("face", kind, code, **more),))


@pytest.mark.parametrize(("kind", "code"), ALL)
def test_every_code_moves_something_within_bounds(kind, code):
    track = one(kind, code)
    assert track.actions.shape == (50, 52) and track.actions.min() >= 0 and track.actions.max() <= 1
    assert np.abs(track.head[:, :3]).max() < 0.5 and np.abs(track.trunk).max() < 0.5
    assert track.moves == ((kind, code) not in {("body_movement", "ST"), ("eye_gaze", "AD"), ("eye_gaze", "NO")})
    assert not any("not shown" in warning for warning in track.warnings)


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [("eye_lids", "WL", "WR"), ("eye_brows", "RL", "RR"), ("eye_gaze", "LU", "RU"), ("eye_lids", "CL", "CR")],
)
def test_left_and_right_mirror_each_other(kind, left, right):
    other = [
        NAMES.index(n.replace("Left", "#").replace("Right", "Left").replace("#", "Right"))
        if ("Left" in n or "Right" in n)
        else k
        for k, n in enumerate(NAMES)
    ]
    np.testing.assert_allclose(one(kind, left).actions[:, other], one(kind, right).actions, atol=1e-12)


@pytest.mark.parametrize("code", ["SR", "TR"])
def test_head_turns_mirror(code):
    np.testing.assert_allclose(
        one("head_movement", code).head, -one("head_movement", code.replace("R", "L")).head, atol=1e-12
    )


def test_nothing_written_shows_nothing():
    assert not shown().moves and not shown().warnings


def test_unknown_codes_are_named_and_known_ones_still_shown():
    track = shown((Expression("face", "eye_brows", "RB"), Expression("face", "eye_brows", "QQ")))
    assert track.moves and len(track.warnings) == 1 and "QQ" in track.warnings[0]
    assert "hair_movement" in one("hair_movement", "X").warnings[0]


def test_amount_scales_and_a_step_ends_where_the_next_begins():
    full, half = one("eye_brows", "FU"), one("eye_brows", "FU", amount=0.5)
    np.testing.assert_allclose(half.actions, full.actions / 2)
    track = shown((Expression("face", "eye_brows", "RB"),), (Expression("face", "eye_brows", "FU"),), frames=100)
    up, down = NAMES.index("browInnerUp"), NAMES.index("browDownLeft")
    assert track.actions[10, up] > 0.85 and track.actions[10, down] < 0.01
    assert track.actions[90, up] < 0.01 and track.actions[90, down] > 0.85


def test_lips_close_for_m_and_open_for_a():
    track = shown((Expression("mouth", "mouth_picture", "ma"),), tier="mouth", fps=100.0, frames=40)
    jaw, press = NAMES.index("jawOpen"), NAMES.index("mouthPressLeft")
    assert track.actions[3, press] > 0.2 and track.actions[3, jaw] < 0.1
    assert track.actions[15, jaw] > 0.35 and track.actions[15, press] < 0.06
    assert track.actions[35].max() < 0.05, "the mouth rests when the word is said"


def test_a_long_word_ends_with_its_sign():
    track = shown((Expression("mouth", "mouth_picture", "a" * 40),), tier="mouth", frames=10)
    assert track.actions[:, NAMES.index("jawOpen")].min() > 0.4


@given(st.text(max_size=30), st.integers(0, 40), st.floats(10, 60))
def test_any_picture_and_length_is_answered(picture, frames, fps):
    track = shown((Expression("mouth", "mouth_picture", picture),), frames=frames, fps=fps)
    assert len(track) == frames and np.isfinite(track.actions).all()
    unknown = phonemes(picture)[1]
    assert bool(unknown) == bool(track.warnings)


def test_shapes_name_real_actions():
    for table in (codes.MOUTH, codes.BROWS, codes.LIDS, codes.NOSE, {s: dict(phonemes(s)[0][0][0]) for s in "aoimfsS"}):
        for code, shape in table.items():
            for name in shape:
                assert name in NAMES or f"{name}Left" in NAMES, (code, name)


def test_track_fields_share_their_frames():
    track = one("head_movement", "NO")
    assert {len(getattr(track, f.name)) for f in fields(track) if f.name != "warnings"} == {50}
