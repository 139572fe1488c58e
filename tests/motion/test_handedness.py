"""Which hand leads, and bringing it to the right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.canonical import canonicalise
from signsynth.motion.handedness import handedness, right_dominant
from tests.motion.filmed import hidden, mirrored, person

SWAPPED = {"left": "right", "right": "left", "both": "both"}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), unseen=st.sampled_from(["none", "left", "right", "partly"]))
def test_the_mirror_image_leads_with_the_other_hand(seed, unseen):
    frames, columns = {
        "none": (0, []),
        "left": (30, range(8, 29)),
        "right": (30, range(29, 50)),
        "partly": (12, range(29, 50)),
    }[unseen]
    seen = hidden(person(30, seed=seed), range(frames), columns) if frames else person(30, seed=seed)
    motion = canonicalise(seen)
    assert handedness(canonicalise(mirrored(seen))) == SWAPPED[handedness(motion)]
    righted, led = right_dominant(motion)
    assert handedness(righted) == SWAPPED[led] if led == "left" else righted is motion
    again, now = right_dominant(righted)
    assert again is righted and now != "left"


@pytest.mark.parametrize("columns, expected", [(range(8, 29), "right"), (range(29, 50), "left")])
def test_the_only_hand_that_is_seen_leads(columns, expected):
    assert handedness(canonicalise(hidden(person(30), range(30), columns))) == expected


def test_a_held_letter_leads_over_a_hand_at_rest():
    still = person(1, seed=3)
    points, confidence = still.points.repeat(30, 0), still.confidence.repeat(30, 0)
    points[:, [4, *range(8, 29)], 1] -= points[0, 8, 1] + 1.5  # the left hand hangs
    points[:, [5, *range(29, 50)], 1] -= points[0, 29, 1] - 0.1
    assert handedness(canonicalise(type(still)(points, confidence, 25))) == "right"


def test_the_right_handed_signer_of_a_real_set_is_not_mirrored(shared_data):
    """One consistent right-handed signer, although the tracker calls the right hand left in half of SCHOOL."""
    from signsynth.files import load_motion

    led = {path.stem: handedness(load_motion(path)) for path in sorted((shared_data / "asl100/signs").glob("*.json"))}
    assert len(led) == 100 and "left" not in led.values()
    assert {led[letter] for letter in "abcdefghiklmnopqrstuvwxyz"} == {"right"}
    assert {led[name] for name in ("family", "book", "car")} == {"both"}
