"""Laws of the painted person: each material lies where it belongs, and follows its colour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.render.mesh import Look  # noqa: E402
from signsynth.render.mesh.canvas import Canvas, atlas, on_eyes  # noqa: E402
from signsynth.render.mesh.costume import HEADROOM, Costume  # noqa: E402
from signsynth.render.mesh.raster import rasterise  # noqa: E402
from signsynth.render.mesh.texture import nails, texture  # noqa: E402
from signsynth.render.mesh.wardrobe import Wardrobe, vertex_parts  # noqa: E402
from signsynth.signer import Appearance  # noqa: E402

SIZE = 256


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.fixture(scope="module")
def painted(body) -> np.ndarray:
    return texture(body, Look(), SIZE).astype(int)


@pytest.fixture(scope="module")
def part(body) -> np.ndarray:
    """Name of the part at each texel, "" where there is none."""
    flat = np.pad(atlas(body) * SIZE - 0.5, ((0, 0), (0, 1)))
    found = rasterise(flat, body.faces_uv.numpy(), SIZE, cull=False)
    return np.array([*body.part_names, ""])[np.append(body.face_part.numpy(), -1)[found.face_index]]


def test_same_look_same_texture(body, painted):
    assert np.array_equal(texture(body, Look(), SIZE), painted)


def test_atlas_is_the_bodys_own_but_for_the_eyes(body):
    own, used = body.uv.numpy(), atlas(body)
    moved = np.unique(np.nonzero((own != used).any(1))[0])
    eyes = np.unique(body.faces_uv[body.face_part == body.part_names.index("eyes")].numpy())
    assert set(moved) <= set(eyes)
    assert used.min() >= 0 and used.max() <= 1
    assert np.ptp(used[eyes], 0).min() > 0.05


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("top", {"torso", "upper_arm.L"}, {"hand.L", "hand.R", "face", "scalp", "lips", "eyes"}),
        ("hair", {"scalp"}, {"hand.L", "hand.R", "torso", "lips", "eyes"}),
        ("lips", {"lips"}, {"hand.L", "torso", "eyes", "scalp"}),
        ("iris", {"eyes"}, {"hand.L", "torso", "face", "scalp", "lips"}),
        ("brows", {"face"}, {"hand.L", "torso", "eyes", "scalp"}),
        ("trousers", {"leg.L", "leg.R"}, {"hand.L", "face", "scalp", "forearm.L"}),
    ],
)
def test_a_colour_reaches_its_material_and_no_other(body, painted, part, name, inside, outside):
    other = texture(body, replace(Look(), **{name: (20, 250, 30)}), SIZE).astype(int)
    changed = (other != painted).any(-1)
    for where in inside:
        assert changed[part == where].any(), where
    for where in outside:
        assert not changed[part == where].any(), where


def test_skin_colour_is_that_of_hands_and_face(body, painted, part):
    darker = replace(Look(), skin=(120, 84, 66))
    other = texture(body, darker, SIZE).astype(int)
    for where in ("hand.L", "hand.R", "face", "ears", "neck"):
        before, after = np.median(painted[part == where], 0), np.median(other[part == where], 0)
        assert np.abs(before - Look().skin).max() < 50, where
        assert np.abs(after / before - np.array(darker.skin) / Look().skin).max() < 0.04, where


def test_eyes_have_pupil_iris_and_white(body):
    """By the angle from the middle of the eye: dark, then the iris' colour, then bright."""
    canvas_size = 1024
    look = Look(iris=(40, 90, 200))
    picture = texture(body, look, canvas_size).astype(float)
    for u, v in ((0.045, 0.93), (0.115, 0.93)):
        y, x = np.mgrid[:canvas_size, :canvas_size]
        angle = np.degrees(
            np.arcsin(np.clip(np.hypot((x + 0.5) / canvas_size - u, (y + 0.5) / canvas_size - v) / 0.032, 0, 1))
        )
        pupil, iris, white = (np.median(picture[(angle > a) & (angle < b)], 0) for a, b in ((0, 5), (14, 20), (32, 42)))
        assert pupil.max() < 60
        assert iris[2] > iris[0] + 40
        assert white.min() > 140


def test_both_sides_are_dressed_alike(body):
    wardrobe = Wardrobe.of(body)
    rest, part = body.mesh.template.numpy(), vertex_parts(body)
    mirror = body.mirror_vertices.numpy()
    for measure in (wardrobe.cloth, wardrobe.hair):
        there = measure(rest, part)
        agrees = np.abs(there - there[mirror]) < 1e-3
        assert agrees.mean() > 0.995


def test_texels_know_their_place(body):
    """A texel's place lies on the body: within the bounds of its part."""
    canvas = Canvas(body, (0, 0, 0), SIZE)
    rest, faces, face_part = body.mesh.template.numpy(), body.faces.numpy(), body.face_part.numpy()
    for name in ("hand.L", "face", "scalp", "torso"):
        index = body.part_names.index(name)
        corners = rest[np.unique(faces[face_part == index])]
        place = canvas.place[canvas.area(name)]
        assert (place >= corners.min(0) - 1e-5).all() and (place <= corners.max(0) + 1e-5).all()
    assert np.abs(np.linalg.norm(canvas.normal, axis=1) - 1).mean() < 0.05


def test_every_finger_has_its_own_nail(body):
    """At its tip, on its back, and no larger than nails are; none on a neighbour."""
    canvas = Canvas(body, (0, 0, 0), 1024)
    rows, share, _ = nails(body, canvas)
    assert len(set(rows)) == len(rows)
    heads = dict(zip(body.joint_names, body.heads.numpy(), strict=True))
    names = [f"finger{finger}-3.{side}" for side in "LR" for finger in range(1, 6)]
    place = canvas.place[rows[share > 0.5]]
    nearest = np.linalg.norm(place[:, None] - np.stack([heads[name] for name in names]), axis=2).argmin(1)
    for k, name in enumerate(names):
        own = place[nearest == k]
        before = heads[name] - heads[name.replace("-3", "-2")]
        along = (own - heads[name]) @ (before / np.linalg.norm(before))
        assert len(own) > 10, name
        assert along.min() > 0.005, name
        assert 0.005 < np.ptp(along) < 0.015, name
        assert np.ptp(own, 0).max() < 0.017, name


def test_nails_are_as_light_beside_any_skin(body):
    """Ratio of luminance of nails to the fingers around: the same for all tones; a free edge is lighter still."""
    canvas = Canvas(body, (0, 0, 0), 512)
    rows, share, tip = nails(body, canvas)
    near = np.setdiff1d(canvas.area("hand.L", "hand.R"), rows)
    ratios = []
    for skin in ((226, 178, 150), (172, 118, 86), (126, 84, 62), (92, 62, 48), (66, 46, 38)):
        canvas.wear(texture(body, replace(Look(), skin=skin), 512))
        light = canvas.colour @ (0.2126, 0.7152, 0.0722)
        bed, edge = ((share > 0.9) & (tip < 0.1)), ((share > 0.9) & (tip > 0.9))
        ratios.append([light[rows[which]].mean() / light[near].mean() for which in (bed, edge)])
    ratios = np.array(ratios)
    assert (np.ptp(ratios, 0) < 0.16).all()  # palms, and so the mean of hands, are lighter beside dark skin
    assert (ratios[:, 0] > 1.0).all() and (ratios[:, 1] > ratios[:, 0]).all() and ratios.max() < 1.4


def test_eyes_are_painted_whatever_a_photo_shows(body):
    noise = np.random.default_rng(0).integers(0, 255, (512, 512, 3)).astype(np.uint8)
    shown = Appearance({"iris": (60, 90, 160)}, texture=noise, validity=np.full((512, 512), 255, np.uint8))
    costume = Costume(Look(), shown)
    found, eyes = costume.texture(body, 512).astype(int), on_eyes(512)
    painted = texture(body, costume.look, 512) / HEADROOM
    assert 0.005 < eyes.mean() < 0.01
    assert np.abs(found[eyes] - painted[eyes]).max() <= 1
    assert np.abs(found[~eyes] - noise[~eyes]).max() <= 1
