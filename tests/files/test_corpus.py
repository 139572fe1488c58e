"""A corpus is what was saved, bit for bit, or an error that names the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError
from signsynth.files.corpus import Take, load_corpus, save_corpus


def take(frames: int, seed: int = 0, **facts) -> Take:
    rng = np.random.default_rng(seed)
    facts = {"source": "made", "label": "IX-1", "name": f"clip/{seed}", "fps": 29.97} | facts
    pose, confidence = rng.normal(size=(frames, 50, 3)), rng.random((frames, 50))
    return Take(pose=pose, confidence=confidence, **facts)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.text("aé 가-|/{}", max_size=9), st.floats(1, 240)), min_size=1, max_size=5)
)
def test_round_trip_is_exact(tmp_path_factory, clips):
    takes = [take(frames, k, label=label, fps=fps) for k, (frames, label, fps) in enumerate(clips)]
    path = tmp_path_factory.mktemp("corpus") / "c.npz"
    save_corpus(path, takes)
    loaded = load_corpus(path)
    assert len(loaded) == len(takes)
    for a, b in zip(takes, loaded, strict=True):
        assert (a.source, a.label, a.name, a.fps) == (b.source, b.label, b.name, b.fps)
        assert np.array_equal(a.pose, b.pose) and np.array_equal(a.confidence, b.confidence)
        assert not b.pose.flags.writeable and not b.confidence.flags.writeable


def test_of_motion_keeps_body_and_hands():
    from tests.transition.made import signing

    motion = signing(3)
    made = Take.of(motion, "made", "A", "a")
    assert len(made) == len(motion) and made.fps == motion.fps
    assert np.array_equal(made.pose, motion.pose[:, :50])
    assert np.array_equal(made.confidence, motion.confidence[:, :50])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pose": np.zeros((4, 49, 3))}, "pose (4, 49, 3)"),
        ({"pose": np.zeros((0, 50, 3)), "confidence": np.zeros((0, 50))}, "1 or more frames"),
        ({"confidence": np.zeros((3, 50))}, "confidence (3, 50)"),
        ({"fps": 0.0}, "0.0 frames a second"),
        ({"fps": float("nan")}, "frames a second"),
        ({"pose": np.full((4, 50, 3), np.nan)}, "NaN"),
    ],
)
def test_a_take_that_is_none_says_why(change, said):
    with pytest.raises(InputError, match="clip/0") as error:
        replace(take(4), **change)
    assert said in str(error.value)


def test_nothing_to_save(tmp_path):
    with pytest.raises(InputError, match="no take"):
        save_corpus(tmp_path / "c.npz", [])
    assert not list(tmp_path.iterdir())


def arrays(path) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        return dict(file)


@pytest.mark.parametrize(
    "damage",
    [
        lambda a: a.pop("fps"),
        lambda a: a.update(starts=a["starts"][:-1]),
        lambda a: a.update(starts=a["starts"].astype(float)),
        lambda a: a.update(starts=a["starts"][::-1].copy()),
        lambda a: a.update(starts=a["starts"] + 1),
        lambda a: a.update(pose=a["pose"][:-1]),
        lambda a: a.update(pose=a["pose"].astype(np.float64)),
        lambda a: a.update(confidence=a["confidence"][:, :-1]),
        lambda a: a["pose"].__setitem__((0, 0, 0), np.inf),
        lambda a: a["fps"].__setitem__(0, -1),
        lambda a: a.update(label=np.array([{}], object)),
        lambda a: a.update(source=a["source"][:1]),
    ],
)
def test_a_damaged_file_is_named(tmp_path, damage):
    path = tmp_path / "c.npz"
    save_corpus(path, [take(4, 0), take(6, 1)])
    inside = arrays(path)
    damage(inside)
    np.savez(path, **inside)
    with pytest.raises(FileError, match="c.npz"):
        load_corpus(path)


@pytest.mark.parametrize("left", [0, 1, 100, 0.5, 0.99])
def test_a_file_cut_short_is_named(tmp_path, left):
    path = tmp_path / "c.npz"
    save_corpus(path, [take(4)])
    data = path.read_bytes()
    path.write_bytes(data[: int(left * len(data)) if isinstance(left, float) else left])
    with pytest.raises(FileError, match="c.npz"):
        load_corpus(path)


def test_another_file_says_what_it_holds(tmp_path):
    np.savez(tmp_path / "c.npz", apples=np.zeros(3))
    with pytest.raises(FileError, match="holds apples"):
        load_corpus(tmp_path / "c.npz")
