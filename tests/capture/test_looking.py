"""Looking again for lost hands, and choosing who signs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.capture.people import Person, merged, movement, strip
from signsynth.capture.second_look import SecondLook

PIXELS = np.zeros((400, 600, 3), np.uint8)


def body() -> np.ndarray:
    """Shoulders 100 pixels apart, right hand at (200, 300), left out of the picture."""
    points = np.zeros((33, 4))
    points[11], points[12] = [350 / 600, 0.3, 0, 1], [250 / 600, 0.3, 0, 1]
    points[[16, 18, 20]] = [[200 / 600, 280 / 400, 0, 0.9], [195 / 600, 310 / 400, 0, 1], [205 / 600, 310 / 400, 0, 1]]
    points[[15, 17, 19]] = [[0.7, 1.2, 0, 0.9]] * 3
    return points


def hand_at(x: float, y: float, palm: float = 25.0):
    """A finder that finds one hand with its wrist there, however the picture is cut."""

    class Finder:
        crops = 0

        def __call__(self, crop):
            self.crops += 1
            height, width = crop.shape[:2]
            self.corner = (200 - width / 2, 0)
            left, top = max(0, 200 - round(width / 2)), max(0, 316 - round(width / 2))
            hand = np.zeros((21, 4))
            hand[:, 0], hand[:, 1] = (x - left) / width, (y - top) / height
            hand[1:, 1] += palm / height
            return [hand]

    return Finder()


def test_a_lost_hand_is_found_where_the_wrist_is():
    finder = hand_at(200, 280)
    look = SecondLook(finder)
    left, right = look(PIXELS, body(), [None, None])
    assert left is None and finder.crops == 1 and look.found == 1
    assert np.allclose(right[0, :2] * [600, 400], [200, 280], atol=1.0)


@pytest.mark.parametrize(("x", "y", "palm"), [(320, 280, 25), (200, 280, 3), (200, 280, 90)])
def test_what_is_far_off_or_no_hands_size_is_not_believed(x, y, palm):
    assert SecondLook(hand_at(x, y, palm))(PIXELS, body(), [None, None]) == [None, None]


def test_the_other_hand_is_not_taken_for_the_lost_one():
    look = SecondLook(hand_at(200, 280))
    other = look(PIXELS, body(), [None, None])[1]
    assert SecondLook(hand_at(202, 281))(PIXELS, body(), [other, None]) == [None, None]


def test_hands_that_are_there_and_people_who_are_not_cost_nothing():
    finder = hand_at(200, 280)
    look = SecondLook(finder)
    assert look(PIXELS, None, [None, None]) == [None, None]
    assert look(PIXELS, body(), [np.ones((21, 4))] * 2) == [None, None]
    assert finder.crops == 0


def test_a_hand_that_stays_away_is_looked_for_rarely():
    calls = []
    look = SecondLook(lambda crop: calls.append(1) or [])
    for _ in range(56):
        look(PIXELS, body(), [None, None])
    assert len(calls) == 2 * (6 + 10)  # two crops each: the first six frames, then every fifth


people = st.builds(Person, st.tuples(st.floats(0.05, 0.95), st.just(0.4)), st.floats(0.05, 0.4), st.floats(0, 20))


@given(st.lists(people, min_size=2, max_size=4, unique_by=lambda person: round(person.middle[0], 1)))
def test_the_strip_holds_the_signer_and_no_other(found):
    chosen = strip(found, 1280, 720)
    if chosen is None:
        return
    view, index = chosen
    inside = [view.left <= round(p.middle[0] * 1280) <= view.left + view.width for p in found]
    assert inside[index] and sum(inside) == 1
    assert 0 <= view.left and view.left + view.width <= 1280
    assert found[index].weight() == max(person.weight() for person in found)


@pytest.mark.parametrize(
    ("signer", "other"),
    [
        (Person((0.3, 0.4), 0.3), Person((0.8, 0.4), 0.12)),  # larger
        (Person((0.5, 0.4), 0.2), Person((0.95, 0.4), 0.2)),  # in the middle
        (Person((0.25, 0.4), 0.2, 9.0), Person((0.75, 0.4), 0.2, 0.5)),  # moves
    ],
)
def test_who_signs(signer, other):
    assert strip([signer, other], 1280, 720)[1] == 0 and strip([other, signer], 1280, 720)[1] == 1
    assert strip([signer], 1280, 720) is None


def test_people_seen_once_only_are_not_counted():
    a, b = Person((0.3, 0.4), 0.2), Person((0.8, 0.4), 0.2)
    assert [p.middle for p in merged([[a], [a, b], [a], [a]])] == [(0.3, 0.4)]
    assert len(merged([[a, b], [b, a], [a, b]])) == 2


def test_movement_is_where_pixels_change():
    frames = [np.zeros((100, 200, 3), np.uint8) for _ in range(4)]
    for index, frame in enumerate(frames):
        frame[:, :80] = 60 * (index % 2)
    assert movement(frames, Person((0.2, 0.2), 0.15)) == 60
    assert movement(frames, Person((0.8, 0.2), 0.15)) == 0
