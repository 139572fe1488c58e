"""Recorded signs written down: what is written, realised and written again stays, and lands near the recording."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.likeness import SignCode, likeness
from signsynth.skeleton import CANONICAL
from signsynth.writing import read_folder, read_sigml, realise, write_sigml
from signsynth.writing.hand import handshape_of, palm_rotation
from signsynth.writing.hand.handshape import bone_directions
from signsynth.writing.notation import BodySite, Direction, Shape
from signsynth.writing.place import Places
from signsynth.writing.transcribe import transcribe
from signsynth.writing.transcribe.orientations import written_orientation
from signsynth.writing.transcribe.shapes import written_shape
from signsynth.writing.transcribe.sites import written_site

WRITING = Path(__file__).parents[3] / "lexicon" / "ase" / "writing"


@pytest.mark.parametrize("base", ["fist", "flat", "finger2", "finger23spread", "finger2345", "ceeall", "pinch12open"])
def test_a_written_shape_is_read_back(base):
    bones = bone_directions(handshape_of(Shape(base)).angles).reshape(5, 4, 3)[:, 1:]
    shape, sure = written_shape(bones)
    assert handshape_of(shape).angles == pytest.approx(handshape_of(Shape(base)).angles)
    assert sure > 0.95


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("fingers", "palm"), [("u", "d"), ("ol", "u"), ("l", "l"), ("uo", "dl"), ("ul", "ur")])
def test_a_written_orientation_is_read_back(fingers, palm, side):
    turn = palm_rotation(Direction(fingers), Direction(palm), side=side)
    found = written_orientation(turn, side)
    np.testing.assert_allclose(palm_rotation(*found[:2], side=side), turn, atol=1e-6)
    assert found[2] < 1e-3


@pytest.mark.parametrize("site", [BodySite("chest"), BodySite("chin", contact="close"), BodySite("neck", "right_at")])
def test_a_written_place_is_read_back(site):
    point = Places.of().spot(site, 1).point
    found, off = written_site(point, 1)
    assert off < 0.03
    np.testing.assert_allclose(Places.of().spot(found, 1).point, point, atol=0.06)


def test_what_is_written_survives_being_realised_and_written_again():
    signs = [w for w in read_folder(WRITING) if w.file.stem in {"hello", "thank-you", "house", "car", "yes"}]
    motions = {w.gloss: w.realise(25.0).motion for w in signs}
    codes = [SignCode.of(motion) for motion in motions.values()]
    for k, (gloss, motion) in enumerate(motions.items()):
        again = realise(transcribe(motion, gloss).sign).motion
        apart = likeness(SignCode.of(again), codes)
        assert apart.argmin() == k and apart[k] < 0.6, gloss


def test_the_proposal_is_sigml_that_says_what_it_is():
    motion = realise(read_sigml(WRITING / "house.sigml")[0]).motion
    sign, confidence, frames = transcribe(motion)
    assert sign.gloss == "HOUSE" and sign.phrases[0].both_hands and "not reviewed" in sign.status
    assert 0 < confidence <= 1 and frames[0] == 0 and list(frames) == sorted(frames)
    again = read_sigml(write_sigml([sign]))[0]
    assert again.phrases == sign.phrases


def test_a_motion_without_hands_is_refused():
    pose = np.repeat(CANONICAL.rest[None], 5, 0)
    with pytest.raises(InputError, match="no hand"):
        transcribe(Motion(pose, np.zeros(pose.shape[:2]), 25.0))


def test_recordings_written_down_are_found_again(shared_data):
    from signsynth.lexicon.sources import open_source
    from signsynth.motion.canonical import canonicalise

    clips = open_source(shared_data / "asl100", signed="ase").clips
    clips = [clip for clip in clips if len(clip.gloss) > 2][::4]
    read = [clip.read() for clip in clips]
    motions = [found if isinstance(found, Motion) else canonicalise(found, fps=25.0) for found in read]
    codes = [SignCode.of(motion) for motion in motions]
    hits = []
    for k, motion in enumerate(motions):
        again = realise(transcribe(motion, "X").sign).motion
        hits.append(likeness(SignCode.of(again), codes).argmin() == k)
    assert np.mean(hits) > 0.8
