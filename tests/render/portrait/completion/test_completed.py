"""What was seen stays; what was not takes its colours from there, the same in a mirror, and better than before."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.errors import FileError  # noqa: E402
from signsynth.render.mesh.costume import HEADROOM  # noqa: E402
from signsynth.render.portrait.completion import completed, completed_as_learned  # noqa: E402
from signsynth.render.portrait.completion import weights as stored  # noqa: E402
from signsynth.render.portrait.completion.completed import free, gathered, guessed  # noqa: E402
from signsynth.render.portrait.completion.evidence import Evidence  # noqa: E402
from signsynth.render.portrait.completion.made import Made, made  # noqa: E402
from signsynth.render.portrait.completion.network import Completion  # noqa: E402
from signsynth.render.portrait.completion.places import CELLS, Places  # noqa: E402
from signsynth.render.portrait.completion.unfolding import Unfolding  # noqa: E402
from signsynth.render.portrait.lift import Lift  # noqa: E402

HELD_OUT = 1_000_050


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def places(body) -> Places:
    return Places.of(body)


@pytest.fixture(scope="module")
def unfolding(body) -> Unfolding:
    return Unfolding.of(body)


@pytest.fixture(scope="module")
def somebody(body, places) -> Made:
    return made(HELD_OUT, body, places, views=1)[0]


@pytest.fixture(scope="module")
def lift(somebody, unfolding) -> Lift:
    """Their picture as a texture."""
    evidence, size = somebody.evidence, 512
    texture = np.clip(unfolding.spread(np.float32(evidence.colours / HEADROOM), size) + 0.5, 0, 255).astype(np.uint8)
    seen, open_ = np.moveaxis(unfolding.spread(np.column_stack([evidence.seen, evidence.open]), size), -1, 0)
    validity = np.where(seen > 0.5, 255, np.where(open_ > 0.4, 128, 0)).astype(np.uint8)
    texture[validity == 0] = 0
    return Lift(texture, validity, 1.0, np.float32(validity == 255))


def wild(seed: int = 0) -> Completion:
    """A network that changes a lot, by chance."""
    torch.manual_seed(seed)
    network = Completion()
    torch.nn.init.normal_(network.change.weight, 0, 1.0)
    torch.nn.init.constant_(network.change.bias, 0.5)
    return network.eval()


def test_a_new_network_changes_nothing(lift, body):
    assert completed(lift, body, Completion().eval()) is lift


def test_what_was_seen_or_painted_stays_bit_for_bit(lift, body):
    after = completed(lift, body, wild())
    kept = lift.validity != 128
    assert np.array_equal(after.texture[kept], lift.texture[kept]) and np.array_equal(after.validity, lift.validity)
    assert (after.texture != lift.texture).any(-1)[~kept].mean() > 0.3


def test_beside_what_was_seen_it_sets_in_softly(lift, body):
    import cv2

    off = abs(completed(lift, body, wild()).texture.astype(int) - lift.texture).max(-1)
    seen = np.uint8(lift.validity == 255)
    ring = (cv2.dilate(seen, np.ones((3, 3), np.uint8)) > 0) & (lift.validity == 128)
    far = (cv2.dilate(seen, np.ones((25, 25), np.uint8)) == 0) & (lift.validity == 128)
    assert ring.sum() > 500 and off[ring].mean() < 0.35 * off[far].mean()


def test_no_colour_is_made_up(somebody, places):
    """Between today's colour and those that were seen, a little lighter or darker."""
    evidence = somebody.evidence
    after = evidence.colours + guessed(evidence, places, wild())
    seen = evidence.colours[evidence.seen > 0]
    low, high = (
        np.minimum(evidence.colours, seen.min(0) * np.exp(-0.25)),
        np.maximum(evidence.colours, seen.max(0) * np.exp(0.25)),
    )
    assert (after >= low - 0.01).all() and (after <= high + 0.01).all()
    assert not guessed(evidence, places, wild())[free(evidence, places)[:, 0] == 0].any()


def test_a_person_in_a_mirror_is_completed_in_a_mirror(somebody, places):
    evidence = somebody.evidence
    plain, turned = (guessed(who, places, wild()) for who in (evidence, evidence.mirrored(places)))
    assert np.allclose(turned, plain[places.mirror], atol=1e-3)
    assert abs(plain).max() > 5
    twice = evidence.mirrored(places).mirrored(places)
    assert all(np.array_equal(a, b) for a, b in zip(vars(twice).values(), vars(evidence).values(), strict=True))


def test_colours_come_back_from_the_texture(somebody, lift, unfolding, places):
    found = gathered(lift.texture, lift.validity, unfolding, places)
    sure = (somebody.evidence.seen == 1) & (found.seen > 0.99)
    assert sure.sum() > 500
    off = abs(found.colours - somebody.evidence.colours)[sure].mean(1)
    assert np.median(off) < 6 and np.quantile(off, 0.9) < 25
    assert np.array_equal(found.across, found.seen[places.mirror])


def test_one_colour_stays_one_colour_between_texture_and_vertices(unfolding):
    flat = unfolding.spread(np.full((unfolding.count, 1), 7.0, np.float32), 1024)
    assert np.allclose(flat[flat > 6.99], 7) and (flat > 6.99).mean() > 0.3
    values, share = unfolding.gathered(np.full((1024, 1024, 2), 3.0), np.ones((1024, 1024)))
    assert np.allclose(values[share > 0], 3) and (share > 0).mean() > 0.8


def test_places_hold_for_every_vertex(places):
    assert set(places.cell[places.guessed]) == set(range(CELLS)) and (places.cell[~places.guessed] == -1).all()
    assert np.array_equal(places.mirror[places.mirror], np.arange(len(places.mirror)))
    assert np.array_equal(places.guessed, places.guessed[places.mirror])


def test_nothing_seen_and_nothing_open(somebody, places):
    """Both ends: nowhere to take colours from, and nowhere to put them."""
    evidence = somebody.evidence
    nothing = np.zeros_like(evidence.seen)
    dark = Evidence(evidence.colours, nothing, nothing, evidence.open)
    assert np.isfinite(guessed(dark, places, wild())).all()
    full = Evidence(evidence.colours, nothing + 1, nothing + 1, nothing)
    assert not guessed(full, places, wild()).any()


def test_a_person_who_was_never_learned_from_comes_nearer_to_the_truth(somebody, places):
    evidence = somebody.evidence
    change = guessed(evidence, places, stored.read_completion())
    weight = free(evidence, places)[:, 0] * places.area
    before, after = (
        np.average(abs(colours - somebody.true).mean(1), weights=weight)
        for colours in (evidence.colours, evidence.colours + change)
    )
    assert after < 0.85 * before


def test_without_weights_it_is_as_before_and_said(lift, body, monkeypatch):
    def missing(name: str, command: str) -> None:
        raise FileError(f"{name}: no such file")

    monkeypatch.setattr(stored, "bundled_weights", missing)
    same, notes = completed_as_learned(lift, body)
    assert same is lift
    assert len(notes) == 1 and "without learning" in notes[0]
