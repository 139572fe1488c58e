"""Streams: the same motion and pictures as whole texts give, and memory that does not grow."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.gloss import NonManual
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion, Segment, concatenate
from signsynth.pipeline import Translator
from signsynth.pipeline import stream as stream_module
from signsynth.pipeline.marking import marked_stream
from signsynth.pipeline.nonmanual import marked
from signsynth.pipeline.stream import windows
from signsynth.skeleton import FACE
from signsynth.transition import Pause, carried, carried_stream
from signsynth.transition.idle import HORIZON_S
from tests.pipeline.conftest import sign

TEXT = "Hello Anna! Where is the hospital? Not where? Thank you. Is it not Bob's hospital, hello?"


def alike(one: Motion, other: Motion) -> bool:
    """Bit for bit, gesture and mesh included."""
    if not one.equals(other) or (one.mesh is None) != (other.mesh is None):
        return False
    tracks = [(getattr(one, name), getattr(other, name)) for name in ("gesture", "mesh") if one.mesh is not None]
    arrays = [(getattr(a, f.name), getattr(b, f.name)) for a, b in tracks for f in fields(a)]
    return all(np.array_equal(a, b) for a, b in arrays if isinstance(a, np.ndarray))


@pytest.fixture(scope="module")
def translate(small_lexicon):
    return Translator(Lexicon.open(small_lexicon), transition="hermite")


@pytest.mark.parametrize("text", [TEXT, "Hello.", "Where?", TEXT * 3])
def test_pieces_joined_are_the_whole(translate, text):
    whole, stream = translate(text), translate.stream(text)
    pieces = list(stream)
    joined = concatenate(pieces)
    # Where pieces end, segments are cut; the account has them whole.
    assert alike(replace(joined, segments=whole.motion.segments), whole.motion)
    told = stream.account
    assert told.motion.segments == whole.motion.segments and len(told.motion) == len(whole.motion)
    assert told.report() == whole.report() and told.tiers() == whole.tiers()
    assert stream.render().origin == whole.render().origin


@pytest.mark.parametrize(
    "options", [{"rest": False}, {"nonmanuals": 0.0}, {"seed": 5, "pace": 2.0}, {"coarticulation": 0.5}]
)
def test_whatever_the_options(small_lexicon, options):
    translate = Translator(Lexicon.open(small_lexicon), transition="hermite", **options)
    whole = translate(TEXT).motion
    assert alike(replace(concatenate(list(translate.stream(TEXT))), segments=whole.segments), whole)


def test_gesture_and_mesh_come_along():
    translate = Translator(Lexicon.open("ase"), transition="hermite")
    text = "Where is the hospital? I am not sad, are you?"
    whole, pieces = translate(text).motion, list(translate.stream(text))
    assert whole.mesh is not None and len(pieces) > 3
    assert alike(replace(concatenate(pieces), segments=whole.segments), whole)


def test_what_cannot_be_signed_says_so_at_once(translate):
    with pytest.raises(InputError, match="nothing of"):
        translate.stream("!!!")


def test_the_account_is_there_without_a_look_at_the_pieces(translate):
    assert translate.stream("Hello").account.report() == translate("Hello").report()


def test_pieces_are_made_when_they_are_asked_for(translate):
    """The longest text that is glossed is begun at once, and little of it is held."""
    pieces = iter(translate.stream("Hello hospital. " * 6000))
    frames = sum(len(next(pieces)) for _ in range(20))
    assert frames < 5000


# -- pictures


@dataclass(frozen=True)
class Numbers:
    """Pictures that show which pose they are of."""

    whole: bool = False
    label: str = ""

    def __call__(self, motion, signer=None, *, size=512, fps=None, seed=0):
        for pose in motion.pose:
            yield np.frombuffer(pose[5].tobytes() * 4, np.uint8).reshape(4, 4, 3).copy()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("sizes", [(64, 64, 16), (32, 8, 4), (1, 0, 0)])
def test_windows_show_every_frame_once(translate, monkeypatch, sizes, whole):
    real = windows
    monkeypatch.setattr(stream_module, "windows", lambda pieces: real(pieces, *sizes))
    one = list(translate(TEXT).render(renderer=Numbers()))
    other = list(translate.stream(TEXT).render(renderer=Numbers(whole)))
    assert np.array_equal(one, other)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=20), st.integers(1, 15), st.integers(0, 9), st.integers(0, 9))
def test_windows_cover_and_look_around(lengths, shown, lead, trail):
    lead = min(lead, shown)
    motion = sign(0, frames=sum(lengths))
    starts = np.cumsum([0, *lengths])
    pieces = [motion[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    at, out = 0, []
    for window, before, count in windows(pieces, shown, lead, trail):
        assert before == min(lead, at) and len(window) <= before + shown + trail
        assert np.array_equal(window.pose, motion.pose[at - before : at - before + len(window)])
        out.append(window.pose[before : before + count])
        at += count
    assert np.array_equal(np.concatenate(out), motion.pose)


@pytest.mark.parametrize(("renderer", "size"), [("skeleton", 48), ("mesh", 64)])
def test_built_in_renderers_look_no_further_than_a_window_shows(monkeypatch, renderer, size):
    real = windows
    monkeypatch.setattr(stream_module, "windows", lambda pieces: real(pieces, 64))
    translate = Translator(Lexicon.open("ase"), transition="hermite", tracks=renderer == "mesh")
    text = "Where is the hospital?"
    one, other = (video.render(renderer=renderer, size=size) for video in (translate(text), translate.stream(text)))
    assert len(one) > 64 + 16
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_streamed_video_has_no_length_and_is_saved(translate, tmp_path):
    import av

    video = translate.stream("Hello").render(size=32)
    with pytest.raises(TypeError):
        len(video)
    with av.open(str(video.save(tmp_path / "a.mp4"))) as container:
        assert sum(1 for _ in container.decode(video=0)) == len(translate("Hello").motion)


# -- marks, and arms that follow


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_marks_are_the_same_however_a_motion_is_cut(translate, data):
    utterance = translate.gloss(TEXT)
    whole = translate(TEXT).motion
    last = len(utterance.glosses) - 1
    spans = st.tuples(st.integers(0, last), st.integers(0, last)).map(sorted)
    kinds = st.sampled_from([("question", "yes-no"), ("negation", "headshake"), ("affirmation", "nod"), ("x", "y")])
    made = data.draw(st.lists(st.builds(lambda k, s: NonManual(*k, *s), kinds, spans), max_size=5))
    utterance = replace(utterance, nonmanuals=tuple(made))
    confidence = whole.confidence.copy()
    seen = data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=3))
    for at in range(len(whole)):
        confidence[at, FACE] = 0.9 if any(at in range(k, k + 15) for k in seen) else 0.2
    whole = replace(whole, confidence=confidence)
    # As they come from joining: cut where segments end, so that a segment is known when its last frame is.
    pieces = [whole[s.start : s.end] for s in whole.segments]
    joined = concatenate(list(marked_stream(pieces, utterance)))
    assert alike(replace(joined, segments=whole.segments), marked(whole, utterance))


def test_arms_follow_from_what_comes_within_the_horizon():
    one, both = sign(1), None
    pose = np.array(one.pose)
    pose[:, 4] = pose[:, 5] * [-1, 1, 1]  # the other hand is up too
    both = replace(one, pose=pose)
    near = [both, one, one, Pause(1.0), one, both]
    assert all(a is b or alike(a, b) for a, b in zip(carried(near), carried_stream(iter(near)), strict=True))
    raised = carried(near)[4].pose[-1, 4, 1]
    far = [both, *[one] * 3, Pause(30.0), both]
    assert HORIZON_S < 30 and carried(far)[3].pose[-1, 4, 1] < raised


def test_a_part_waits_no_longer_than_the_horizon():
    one = sign(1)
    pose = np.array(one.pose)
    pose[:, 4] = pose[:, 5] * [-1, 1, 1]
    asked = []

    def parts():
        yield replace(one, pose=pose)
        for number in range(10_000):
            asked.append(number)
            yield one

    stream = carried_stream(parts())
    for _ in range(3):
        next(stream)
    assert len(asked) * one.duration_s < 2 * HORIZON_S


def test_segments_that_pieces_cut_are_whole_again():
    from signsynth.pipeline.stream import Stream

    whole = replace(
        sign(0, frames=30),
        segments=(Segment(0, 10, "pause"), Segment(10, 25, "sign", "A", 0), Segment(25, 30, "pause")),
    )
    stream = Stream(None, 25.0, lambda: iter([whole[:4], whole[4:12], whole[12:30]]))
    assert len(list(stream)) == 3 and stream._told[0].segments == whole.segments


def test_a_renderer_of_which_nothing_is_known_is_given_the_whole_motion(translate):
    given = []

    def renderer(motion, signer=None, *, size=512, fps=None, seed=0):
        given.append(len(motion))
        return iter([])

    assert list(translate.stream(TEXT * 8).render(renderer=renderer)) == []
    assert given == [len(translate(TEXT * 8).motion)] and given[0] > 1024 + 16
