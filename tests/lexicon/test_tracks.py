"""Gesture and mesh are kept beside each recording, and belong to it."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import FileError
from signsynth.files.tracks import load_tracks, save_tracks, tracks_from_arrays
from signsynth.lexicon import Lexicon
from signsynth.lexicon.tracks import disagreements, fit_lexicon, tracks_path
from signsynth.motion import Motion
from tests.pipeline.conftest import make_lexicon, sign


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = make_lexicon(tmp_path_factory.mktemp("tracks") / "two", {"ONE": "one", "TWO": "two"})
    lexicon = Lexicon.open(folder)
    assert fit_lexicon(lexicon) == 2
    return lexicon


def test_every_recording_has_its_tracks_and_nothing_is_done_twice(fitted):
    for entry in fitted.entries():
        assert tracks_path(fitted.file(entry)).is_file()
    assert fit_lexicon(fitted) == 0


def test_tracked_entries_have_all_three_modalities_of_one_length(fitted):
    for label in fitted:
        entry = fitted.best(label)
        tracked = fitted.tracked(entry)
        assert len(tracked.gesture) == len(tracked.mesh) == len(tracked)
        np.testing.assert_array_equal(tracked.pose, fitted.motion(entry).pose)


def test_an_entry_without_kept_tracks_is_fitted_on_demand(fitted):
    entry = fitted.best("ONE")
    kept = fitted.tracked(entry)
    path = tracks_path(fitted.file(entry))
    data = path.read_bytes()
    path.unlink()
    try:
        now = fitted.tracked(entry)
    finally:
        path.write_bytes(data)
    np.testing.assert_allclose(now.gesture.fingers, kept.gesture.fingers, atol=1e-4)


def test_disagreement_is_stated_for_each(fitted):
    rows = list(disagreements(fitted))
    assert [row.label for row in rows] == ["ONE", "TWO"]
    assert all(0 <= row.quality <= 1 and row.body_sw < 0.5 and row.path in str(row) for row in rows)


def test_tracks_of_another_motion_are_refused(fitted, tmp_path):
    tracked = fitted.tracked(fitted.best("ONE"))
    save_tracks(tracked, tmp_path / "t.npz")
    with pytest.raises(FileError, match="t.npz"):
        load_tracks(tracked[:3], tmp_path / "t.npz")


def test_a_motion_without_tracks_has_none_to_save(tmp_path):
    with pytest.raises(FileError, match="neither gesture nor mesh"):
        save_tracks(sign(0), tmp_path / "t.npz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["gesture_fingers", "mesh_rotations"])
def test_incomplete_arrays_are_refused(name):
    with pytest.raises(ValueError, match="incomplete|expected"):
        tracks_from_arrays({name: np.zeros((3, 2, 15, 6), np.float32)})


def test_npz_round_trip_is_exact(fitted, tmp_path):
    tracked = fitted.tracked(fitted.best("TWO"))
    tracked.save(tmp_path / "m.npz")
    again = Motion.load(tmp_path / "m.npz")
    assert again.equals(tracked) and again.gesture.equals(tracked.gesture) and again.mesh.equals(tracked.mesh)


def test_a_slice_has_the_tracks_of_its_frames(fitted):
    tracked = fitted.tracked(fitted.best("TWO"))
    part = tracked[3:7]
    np.testing.assert_array_equal(part.gesture.fingers, tracked.gesture.fingers[3:7])
    np.testing.assert_array_equal(part.mesh.rotations, tracked.mesh.rotations[3:7])


def test_every_bundled_entry_has_all_three_modalities():
    lexicon = Lexicon.open("ase")
    assert fit_lexicon(lexicon) == 0
    for label in lexicon:
        tracked = lexicon.tracked(lexicon.best(label))
        assert len(tracked.gesture) == len(tracked.mesh) == len(tracked)
    rows = list(disagreements(lexicon))
    assert len(rows) == len(lexicon) and max(row.hands_sw for row in rows) < 0.04
