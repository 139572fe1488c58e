"""How long transitions take, and how long signs hold, can be chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.geometry import minimum_jerk
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion
from signsynth.pipeline import Translator
from signsynth.pipeline.clips import CAREFUL, FLUENT, Clips, Cut, labelled, signed_span, trimmed
from signsynth.pipeline.joining import joined
from signsynth.transition import TIMINGS, shorten_ends
from tests.pipeline.conftest import sign
from tests.transition.made import moved, still

FPS = 50.0
few = settings(max_examples=15, deadline=None)
ends = st.floats(0, 0.4)


class Three:
    """Three frames, whatever there is to cover."""

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        return 3


def held_sign(first_s: float, middle_s: float, last_s: float) -> Motion:
    """A hold, a movement of 0.4 s to the side, a hold, the movement back, and a hold."""
    there = minimum_jerk(np.linspace(0, 1, round(0.4 * FPS)))
    holds = [np.full(round(seconds * FPS), value) for seconds, value in ((first_s, 0), (middle_s, 1), (last_s, 0))]
    path = 0.6 * np.concatenate([holds[0], there, holds[1], 1 - there, holds[2]])
    return moved(still(1, len(path), fps=FPS), path[:, None] * np.array([1.0, 0, 0]))


def transitions(motion: Motion) -> list[int]:
    return [s.end - s.start for s in motion.segments if s.kind == "transition"]


def test_a_translator_takes_a_timing_by_name_or_any_other(small_lexicon):
    lexicon = Lexicon.open(small_lexicon)
    say = lambda timing: transitions(Translator(lexicon, timing=timing, rest=False)("Hello hospital").motion)  # noqa: E731
    motion = Translator(lexicon, rest=False)("Hello hospital").motion
    one, other = (motion[s.start : s.end] for s in motion.segments if s.kind == "sign")
    assert say("tempo") == transitions(motion)
    for name in ("distance", "tempo", "running"):
        assert say(name) == [TIMINGS[name]().frames(one, other)]
    assert say(Three()) == [3]


def test_letters_keep_their_speed_whatever_the_timing(small_lexicon):
    lengths = [
        Translator(Lexicon.open(small_lexicon), timing=timing, rest=False)("Anna").motion.duration_s
        for timing in ("distance", "tempo", Three())
    ]
    assert lengths[0] == lengths[1] == lengths[2]


def test_joined_takes_it_too():
    parts = [labelled(sign(seed), "A") for seed in (1, 2, 3)]
    assert transitions(joined(parts, "linear", timing=Three())) == [3, 3]


def test_names_that_are_not_there_are_one_error_with_the_nearest(small_lexicon):
    with pytest.raises(InputError, match="timing 'temp'.*'tempo'"):
        Translator(Lexicon.open(small_lexicon), timing="temp")
    with pytest.raises(InputError, match="cut 'flent'.*'fluent'"):
        Translator(Lexicon.open(small_lexicon), cut="flent")


@few
@given(first=ends, middle=st.floats(0.3, 0.8), last=ends)
def test_what_is_cut_is_hold(first, middle, last):
    """The fluent span lies in the careful one, which is at most as much longer as holds may be; movements stay."""
    motion = held_sign(first, middle, last)
    careful, fluent = signed_span(motion, CAREFUL), signed_span(motion, FLUENT)
    assert careful.start <= fluent.start < fluent.end <= careful.end
    assert len(careful) - len(fluent) <= 2 * round(CAREFUL.end_s * FPS)
    shown = motion.pose[fluent.slice]
    reach = shown[:, 4, 0].max() - shown[:, 4, 0].min()
    assert reach == pytest.approx(0.6, abs=0.03)


@few
@given(middle=st.floats(0.35, 0.9))
def test_holds_inside_last_as_long_as_the_cut_says(middle):
    lengths = [len(trimmed(held_sign(0.1, middle, 0.1), cut)) for cut in (CAREFUL, FLUENT)]
    kept = round(CAREFUL.inside_s * FPS) - round(FLUENT.inside_s * FPS)
    at_ends = len(signed_span(held_sign(0.1, middle, 0.1))) - len(signed_span(held_sign(0.1, middle, 0.1), FLUENT))
    assert lengths[0] - lengths[1] == pytest.approx(kept + at_ends, abs=1)


def test_a_sign_that_is_only_held_keeps_what_the_cut_says():
    motion = still(1, 100, fps=FPS)
    assert len(trimmed(motion, Cut(static_s=0.5, inside_s=1.0))) == pytest.approx(25, abs=1)
    assert len(signed_span(motion, FLUENT)) == len(signed_span(motion)) == round(CAREFUL.static_s * FPS)


def test_a_fluent_translator_cuts_recorded_signs_and_of_written_ones_the_holds_alone(small_lexicon, tmp_path):
    lexicon = Lexicon.open(small_lexicon)
    clips = Translator(lexicon, cut="fluent")._clips
    whole = lexicon.motion(lexicon.best("HELLO"))
    for cut in (CAREFUL, FLUENT):
        shown = Translator(lexicon, cut=cut)._clips("HELLO")
        np.testing.assert_array_equal(shown.pose, shorten_ends(whole, cut.end_s, cut.static_s).resample(25.0).pose)
    entry = replace(lexicon.best("HELLO"), status="recorded")
    motion = trimmed(whole, FLUENT)
    np.testing.assert_array_equal(clips._made(entry, False).pose, motion.resample(25.0).pose)


def test_letters_and_digits_stay_whole_and_movements_of_our_own_signs_do():
    """Holds at the ends go, and nothing that is 0.04 shoulder widths from what stays."""
    ours = Lexicon.open("ase")
    for cut in (CAREFUL, FLUENT):
        clips = Clips(ours, 25.0, tracks=False, cut=cut)
        for label in list(ours)[::3]:
            whole, shown = ours.motion(ours.best(label)), clips(label)
            away = np.linalg.norm(whole.pose[:, None] - shown.pose[None], axis=-1).max(-1).min(1)
            assert away.max() <= 0.04 + 1e-6, label
            if len(label) == 1 and len(whole) <= round(cut.static_s * whole.fps):
                np.testing.assert_array_equal(clips(label, spelled=True).pose, whole.pose)
