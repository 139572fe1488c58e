"""How somebody stands is found again: a nod told from a long face, a form from an expression."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.portrait import Sight  # noqa: E402
from signsynth.render.portrait.stand import Stand, stand  # noqa: E402
from signsynth.rotations import logarithm  # noqa: E402
from signsynth.skeleton import FACE  # noqa: E402
from tests.render.portrait.made import person  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


def seen(body: Body, turn: tuple[float, float, float], actions: dict[str, float]) -> tuple[Sight, Stand]:
    """Somebody whose head is turned (radians), with depths of the face's points, as far away as you like."""
    sight, stood = person(body)
    rotations, moved = stood.rotations.copy(), np.zeros_like(stood.actions)
    rotations[body.joint("head")] = turn
    for name, value in actions.items():
        moved[body.action_names.index(name)] = value
    stood = replace(stood, rotations=rotations, actions=moved)
    with torch.no_grad():
        marks = body.landmarks(*map(torch.tensor, (rotations,)), shape=torch.tensor(stood.shape),
                               actions=torch.tensor(moved)).numpy()  # fmt: skip
    points, nearer = sight.points.copy(), np.zeros(len(sight.points))
    places = stood.project(marks)
    points[: len(marks)], nearer[: len(marks)] = places[:, :2], 57 - places[:, 2]
    return replace(sight, points=points, nearer=nearer), stood


def off_degrees(body: Body, found: Stand, true: Stand) -> float:
    """Between the heads of two stands, in the body's space."""
    with torch.no_grad():
        turned = [body(torch.tensor(each.rotations)).transforms[body.joint("head"), :3, :3] for each in (found, true)]
    return float(np.rad2deg(np.linalg.norm(logarithm((turned[0].T @ turned[1]).double().numpy()))))


@pytest.mark.parametrize("turn", [(0.2, 0.0, 0.0), (-0.2, 0.0, 0.0), (0.15, -0.15, 0.1)])
def test_depth_tells_a_nod_from_a_longer_face(body, turn):
    sight, true = seen(body, turn, {})
    flat, deep = (off_degrees(body, stand(each, body), true) for each in (replace(sight, nearer=None), sight))
    assert deep < 2.5
    assert deep < flat


def test_where_the_whole_face_is_in_depth_tells_nothing(body):
    sight, _ = seen(body, (0.1, 0.1, 0.0), {})
    beyond = sight.nearer.copy()
    beyond[FACE] += 300.0
    near, far = stand(sight, body), stand(replace(sight, nearer=beyond), body)
    assert np.abs(near.rotations - far.rotations).max() < 0.01
    assert np.abs(near.shape - far.shape).max() < 0.02


def test_actions_that_undo_each_other_are_form(body):
    """A jaw that opens behind lips that stay shut makes a long chin; a mouth that is open shuts when it rests."""

    def named(found: Stand, *names: str) -> np.ndarray:
        return found.actions[[body.action_names.index(name) for name in names]]

    chin = stand(seen(body, (0, 0, 0), {"jawOpen": 0.4, "mouthClose": 0.4})[0], body)
    gape = stand(seen(body, (0, 0, 0), {"jawOpen": 0.6})[0], body)
    assert named(chin, "jawOpen", "mouthClose").max() < 0.2
    assert named(gape, "jawOpen")[0] == pytest.approx(0.6, abs=0.12)


def test_a_face_at_rest_moves_nothing(body):
    """Of all actions together no more than a tenth of one, whoever it is, and however they hold their head."""
    assert stand(seen(body, (0.1, -0.1, 0.05), {})[0], body).actions.sum() < 0.1
