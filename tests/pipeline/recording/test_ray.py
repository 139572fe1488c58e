"""The same work by a Ray cluster of two workers."""

from __future__ import annotations

import pytest

from signsynth.errors import InputError
from signsynth.lexicon import Lexicon
from tests.pipeline.recording.faking import films
from tests.pipeline.recording.test_build import build

needs_a_cluster = pytest.mark.slow  # which takes half a minute to start, more on a busy machine


def test_where_ray_is_missing_it_says_what_to_install(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"pip install 'signsynth\[ray\]'"):
        build(films(tmp_path / "v", 1), tmp_path / "l", ray="local")


@needs_a_cluster
def test_what_one_process_makes_ray_makes(tmp_path):
    ray = pytest.importorskip("ray", reason="ray is not installed (the extra 'ray')")
    home = films(tmp_path / "v", 5)
    (home / "bad.mp4").write_text("bad")
    (home / "die.mp4").write_text("die")
    one = build(films(tmp_path / "same", 5), tmp_path / "one")
    far = build(home, tmp_path / "far", ray="local", workers=2)
    assert not ray.is_initialized()
    assert one.recordings == far.recordings == 5
    failed = {line.video: line.what for line in far.of("failed")}
    assert "not a video" in failed["bad.mp4"] and "worker that was at it died" in failed["die.mp4"]
    ours, theirs = Lexicon.open(tmp_path / "one"), Lexicon.open(tmp_path / "far")
    assert set(ours) == set(theirs)
    for label in ours:
        assert ours.motion(ours.best(label)).equals(theirs.motion(theirs.best(label)))
        assert ours.best(label).content == theirs.best(label).content
    again = build(home, tmp_path / "far", ray="local", workers=2)
    assert len(again.of("there")) == 5


def test_a_cluster_that_is_not_there(tmp_path):
    pytest.importorskip("ray", reason="ray is not installed (the extra 'ray')")
    with pytest.raises(InputError, match="no cluster answers"):
        build(films(tmp_path / "v", 1), tmp_path / "l", ray="127.0.0.1:1")
