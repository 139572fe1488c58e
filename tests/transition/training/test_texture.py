"""Fitting how far motion strays: what truths were made with is found again, and the command says it."""

from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.files.corpus import Take, save_corpus
from signsynth.transition.parts import LEADING, USED, put_parts
from signsynth.transition.texture import GROUPS, Straying, movement_waves, sizes
from signsynth.transition.training.strayed import Strayed
from signsynth.transition.training.texture import GAPS, TAKES, chosen, fitted, main, written
from signsynth.transition.waves import sine_waves
from tests.transition.learned import tiny
from tests.transition.training.made import take

KNOWN = Straying(
    slow=((0.2, 1.0, 0.3), (0.1, 1.4, 0.6), (0.15, 1.2, 0.0), (0.5, 0.8, 0.4)),
    quick=((0.05, 1.0), (0.03, 0.7), (0.05, 0.4), (0.06, 1.8)),
    speed=(0.3, 0.5, 0.6, 0.7),
    longer=0.15,
    scatter=0.0,
    shaken=1.0,
)


def gaps(frames: int, count: int = 60, scatter: float = 0.0) -> Strayed:
    """Trembling sides, guesses of all speeds, and truths whose every wave is as large as ``KNOWN`` says."""
    rng = np.random.default_rng(frames)
    rough, fast = np.exp(rng.normal(-4, 0.5, (count, 1, 1))), np.exp(rng.normal(-4, 0.7, (count, 1, 1)))
    before, after = (rough * rng.standard_normal((count, 8, LEADING)) for _ in range(2))
    guess = np.arange(1.0, frames + 1)[:, None] * fast * rng.standard_normal((count, 1, LEADING))
    made = Strayed(list(before), guess, guess, list(after), np.ones((count, 6), bool))
    slow, quick = (unit[:, None] for unit in replace(KNOWN, shaken=np.inf).units(made.beside))
    each = np.where(np.arange(1, frames + 1)[:, None] <= movement_waves(frames), slow, quick) * KNOWN.law(frames)
    each = each * np.exp(scatter * rng.standard_normal((count, 1, 6)))
    waves = rng.standard_normal((count, frames, 18, 12)) * USED
    waves *= ((each / sizes(waves[:, :, None])) @ _of_nodes())[..., None]
    strays = np.einsum("kn,bkpc->bnpc", sine_waves(frames, frames), waves)
    return replace(made, truth=guess + put_parts(np.zeros(guess.shape), strays))


def _of_nodes() -> np.ndarray:
    return np.array([[node in group for node in range(18)] for group in GROUPS], float)


def noisy(seed: int, source: str) -> Take:
    plain = take(seed, 40, source=source)
    return replace(plain, pose=plain.pose + 0.003 * np.random.default_rng(seed).standard_normal(plain.pose.shape))


def test_constants_that_truths_were_made_with_are_found_again() -> None:
    found = fitted([gaps(frames) for frames in GAPS])
    np.testing.assert_allclose(found.speed, KNOWN.speed, atol=2e-3)
    np.testing.assert_allclose(found.slow, KNOWN.slow, rtol=0.02, atol=0.01)
    np.testing.assert_allclose(found.quick, KNOWN.quick, rtol=0.02)
    assert found.scatter == pytest.approx(0, abs=1e-2)
    # White noise trembles as much in second differences as in third ones.
    assert found.shaken == pytest.approx(1.0, abs=0.03)


def test_scatter_is_told_from_size() -> None:
    found = fitted([gaps(frames, 120, scatter=0.4) for frames in GAPS])
    assert found.scatter == pytest.approx(0.4, abs=0.03)
    for frames in GAPS:
        np.testing.assert_allclose(np.log(found.law(frames)), np.log(KNOWN.law(frames)), atol=0.2)


def test_hands_that_nobody_saw_do_not_count() -> None:
    toys, wild = [gaps(frames, 30) for frames in GAPS], []
    for toy in toys:
        known, truth = toy.known.copy(), toy.truth.copy()
        known[::2, 4:] = False
        truth[::2, :, 28:] *= 100.0
        wild.append(replace(toy, known=known, truth=truth))
    dropped = [replace(toy, known=other.known) for toy, other in zip(toys, wild, strict=True)]
    assert fitted(wild) == fitted(dropped)


def test_the_command_says_the_same_each_time_and_in_the_words_of_the_source(tmp_path, capsys) -> None:
    takes = [noisy(seed, source) for seed, source in enumerate(["ksl13", "asl100", "msl150"] * 4)]
    save_corpus(tmp_path / "corpus.npz", takes)
    tiny().save(tmp_path / "tiny.safetensors")
    said = []
    for _ in range(2):
        main([str(tmp_path / "corpus.npz"), "--weights", str(tmp_path / "tiny.safetensors")])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    call = ast.parse(said[0]).body[0].value
    read = Straying(**{word.arg: ast.literal_eval(word.value) for word in call.keywords})
    assert written(read) == said[0]


def test_recordings_are_spread_over_each_set_and_others_are_left_out() -> None:
    many = [
        replace(take(0, 12), source=source, name=str(k)) for source in ("ksl13", "mocap_sample") for k in range(500)
    ]
    found = chosen(many)
    assert len(found) == TAKES and {t.source for t in found} == {"ksl13"}
    assert found[0].name == "0" and found[-1].name == "499"
    with pytest.raises(InputError, match="no recording of ksl13"):
        chosen(many[500:])


def test_recordings_that_are_too_short_are_one_clear_error() -> None:
    with pytest.raises(InputError, match="20 frames"):
        Strayed.of([take(0, 19)], 12, tiny().weights)
