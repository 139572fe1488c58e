"""Hands that are known are found again; what they hold is no skin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.motion.recording import RECORDED_POINTS  # noqa: E402
from signsynth.render.mesh.costume import Costume  # noqa: E402
from signsynth.render.mesh.look import Look  # noqa: E402
from signsynth.render.mesh.wardrobe import vertex_parts  # noqa: E402
from signsynth.render.portrait import Sight  # noqa: E402
from signsynth.render.portrait.again import overlap  # noqa: E402
from signsynth.render.portrait.figure import Figure  # noqa: E402
from signsynth.render.portrait.hands import HANDS, drawn_on, onto_skin, put_behind, skin_of_hands, with_hands  # noqa: E402
from signsynth.render.portrait.stand import Stand  # noqa: E402
from signsynth.skeleton import RIGHT_HAND  # noqa: E402

SIZE = (480, 480)


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


def bent(body: Body) -> tuple[Stand, Sight]:
    """How somebody stands whose right hand is turned and half closed, and what a tracker would see of it."""
    rotations = np.zeros((body.joints, 3), np.float32)
    axes = body.axes.numpy()
    for finger in range(2, 6):
        for bone, degrees in ((1, 40), (2, 50), (3, 25)):
            joint = body.joint(f"finger{finger}-{bone}.R")
            rotations[joint] = axes[joint] @ np.deg2rad([degrees, 0, 0])
    joint = body.joint("lowerarm02.R")
    rotations[joint] = axes[joint] @ np.deg2rad([0, 0, 40])
    stood = Stand(np.zeros(16, np.float32), rotations, np.zeros(52, np.float32), 300.0, np.float32([240, 420]), 0.0)
    with torch.no_grad():
        marks = body.landmarks(torch.tensor(rotations)).numpy()
    points, confidence = np.zeros((RECORDED_POINTS, 2)), np.zeros(RECORDED_POINTS)
    points[:178], confidence[RIGHT_HAND] = stood.project(marks)[:, :2], 1
    nearer = np.zeros(RECORDED_POINTS)
    nearer[:178] = marks[:, 2] * stood.scale
    blank = np.zeros(SIZE, np.float32)
    return stood, Sight(np.zeros((*SIZE, 3), np.uint8), points, confidence, blank, nearer)


def test_a_known_hand_is_found(body):
    true, sight = bent(body)
    start = replace(true, rotations=np.zeros_like(true.rotations))
    found, errors = with_hands(start, sight, body)
    assert set(errors) == {"R"} and errors["R"] < 0.5
    with torch.no_grad():
        apart = body.landmarks(torch.tensor(found.rotations)) - body.landmarks(torch.tensor(true.rotations))
    assert apart[RIGHT_HAND].norm(dim=-1).mean() < 0.015
    other = [body.joint(name) for name in ("head", "wrist.L", "finger3-1.L", "upperarm01.L")]
    assert not found.rotations[other].any()


def test_what_was_not_seen_stays(body):
    true, sight = bent(body)
    found, errors = with_hands(true, replace(sight, confidence=np.zeros(RECORDED_POINTS)), body)
    assert errors == {} and found is true


def test_the_last_centimetre_is_for_this_picture(body):
    """Points one centimetre beside the fitted ones draw the hand there, and leave everything else."""
    true, sight = bent(body)
    points = sight.points.copy()
    points[RIGHT_HAND, 0] += 0.01 * true.scale
    worn = Costume(Look(), None).worn(body)
    figure = Figure.of(body, worn, true, vertex_parts(body))
    offsets = drawn_on(figure, replace(sight, points=points), ("R",))
    hand = figure.on("hand.R")
    assert np.median(offsets[hand, 0]) == pytest.approx(0.01, abs=0.001)
    assert offsets[:, 0].min() > -1e-4 and offsets[:, 0].max() < 0.0105
    assert abs(offsets[:, 1:]).max() < 1e-4
    assert not offsets[~figure.on("hand.R", "forearm.R")].any()
    assert not drawn_on(figure, sight, ()).any()


def test_only_skin_of_hands_is_lifted(body):
    """A hand of one colour, a dark stick across it, cloth around it."""
    import cv2

    _, sight = bent(body)
    skin, stick, cloth = (200, 150, 120), (20, 20, 24), (40, 60, 120)
    pixels = np.full((*SIZE, 3), cloth, np.uint8)
    points = sight.points.copy()
    draw = np.random.default_rng(0)
    points[RIGHT_HAND] = 240 + draw.uniform(-55, 55, (21, 2))
    points[:2] = [[400, 100], [80, 100]]
    cv2.fillConvexPoly(pixels, cv2.convexHull(points[RIGHT_HAND].astype(np.int32)), skin)
    cv2.line(pixels, (180, 240), (300, 240), stick, 12)
    seen = replace(sight, pixels=pixels, points=points, mask=np.ones(SIZE, np.float32))
    sure = skin_of_hands(seen, ("R",))
    alike = (pixels == skin).all(-1)
    assert sure[~alike].max() < 0.5 and not sure[240, 200:280].any()
    assert (sure[alike] > 0.9).mean() > 0.5
    assert not skin_of_hands(seen, ()).any() and set(HANDS) == {"L", "R"}


def test_a_thicker_hand_is_drawn_as_thick(body):
    """For this picture the outline goes to the skin's edge; nothing else of the person moves."""
    import cv2

    true, sight = bent(body)
    true = replace(true, scale=900.0, shift=np.float32([700, 800]))
    figure = Figure.of(body, Costume(Look(), None).worn(body), true, vertex_parts(body))
    with torch.no_grad():
        marks = body.landmarks(torch.tensor(true.rotations)).numpy()
    points = sight.points.copy()
    points[:178] = true.project(marks)[:, :2]
    size = (600, 600)
    sight = replace(sight, points=points, pixels=np.zeros((*size, 3), np.uint8), mask=np.ones(size, np.float32))

    def drawn(who: Figure) -> np.ndarray:
        part = np.append(body.face_part.numpy(), -1)[who.drawn(size).face_index]
        return part == body.part_names.index("hand.R")

    hand = drawn(figure)
    assert hand.sum() > 2000
    wider = cv2.dilate(np.uint8(hand), np.ones((7, 7), np.uint8)) > 0
    offsets = onto_skin(figure, sight, np.float32(wider), ("R",))
    after = drawn(figure.moved(offsets))
    assert overlap(after, wider) > 0.5 * (1 + overlap(hand, wider))  # at least half of what is missing
    assert not offsets[:, 2].any() and not offsets[~figure.on("hand.R", "forearm.R")].any()
    same = drawn(figure.moved(onto_skin(figure, sight, np.float32(hand), ("R",))))
    assert overlap(same, hand) > 0.95


def test_a_hand_under_a_sleeve_is_put_behind(body):
    true, sight = bent(body)
    figure = Figure.of(body, Costume(Look(), None).worn(body), true, vertex_parts(body))
    sight = replace(sight, mask=np.ones(SIZE, np.float32))
    part = np.append(body.face_part.numpy(), -1)[figure.drawn(SIZE).face_index]
    hand = part == body.part_names.index("hand.R")
    middle = np.median(np.nonzero(hand)[1])
    left = np.arange(SIZE[1]) < middle
    skin, sleeve = np.float32(hand & ~left), np.broadcast_to(left, SIZE)
    offsets = put_behind(figure, sight, skin, sleeve)
    own, across = figure.on("hand.R"), figure.seen[:, 0] - middle
    assert (offsets[own & (across < -4), 2] < -0.2).mean() > 0.95
    near = figure.on("hand.R", "forearm.R")
    assert not offsets[~near | (own & (across > 4))].any() and not offsets[:, :2].any()
    assert not put_behind(figure, sight, np.float32(hand), sleeve).any()  # all of it is skin
    assert not put_behind(figure, sight, skin, np.zeros(SIZE, bool)).any()  # no sleeve
