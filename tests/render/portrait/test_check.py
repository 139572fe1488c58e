"""The sheet on which a signer is looked at."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from signsynth.body import Body
from signsynth.cli import main
from signsynth.errors import InputError
from signsynth.render.mesh import MeshRenderer
from signsynth.render.neural import NeuralRenderer
from signsynth.render.portrait.check import COLUMNS, POSES, beside_photo, filmed, in_poses, sheet
from signsynth.render.portrait.poses import pose
from signsynth.rotations import logarithm
from signsynth.signer import Appearance, Signer, Witness


def test_every_pose_is_another_picture():
    pictures = in_poses(None, None, size=96)
    assert len(pictures) == len(POSES)
    for k, one in enumerate(pictures):
        assert one.shape == (96, 96, 3) and one.dtype == np.uint8
        assert all((one != other).any() for other in pictures[:k])


def test_poses_are_what_they_say():
    body = Body.load()
    head = body.joint("head")
    left, right = (pose(f"turned {side}", body, np.zeros(16))[0][head] for side in ("left", "right"))
    assert np.allclose(left, right.T, atol=1e-6)
    assert np.rad2deg(np.linalg.norm(logarithm(left))) == pytest.approx(20, abs=1e-3)
    rotations, actions = pose("mouth open", body, np.zeros(16))
    assert np.allclose(rotations[head], np.eye(3)) and actions[body.action_names.index("jawOpen")] > 0.5


def test_pictures_lie_in_rows_with_their_names():
    tiles = [(str(k), np.full((64, 64, 3), 10 * k, np.uint8)) for k in range(6)]
    found = sheet(tiles)
    height = 64 + 16
    assert found.shape == (2 * height, COLUMNS * 64, 3)
    for k in range(6):
        row, column = divmod(k, COLUMNS)
        assert (found[row * height + 16 : (row + 1) * height, column * 64 : (column + 1) * 64] == 10 * k).all()
    assert (found[height:, 2 * 64 :] == 255).all()
    assert sheet(tiles[:2]).shape == (height, 128, 3)


def test_the_command(tmp_path, capsys):
    from PIL import Image

    out = tmp_path / "sheet.png"
    assert main(["signer", "check", "ada", "-o", str(out), "--size", "64"]) == 0
    assert Image.open(out).size == (COLUMNS * 64, 2 * 80)
    assert main(["signer", "check", "ada", "-o", str(tmp_path / "sheet.jpg")]) == 2
    assert "ends in .png" in capsys.readouterr().err
    assert main(["signer", "check", "ada", "-o", str(out), "--size", "9999"]) == 2
    assert "64 to 2048" in capsys.readouterr().err
    Signer("who", appearance=Appearance({"top": (9, 9, 9)})).save(tmp_path / "who.signer")
    check = ["signer", "check", str(tmp_path / "who.signer"), "-o", str(out), "--size", "64"]
    assert main(check) == 2
    assert "holds no consent" in capsys.readouterr().err
    assert main([*check, "--without-consent"]) == 0


def test_a_witness_comes_first():
    """The photo where it is the person's, the signer's wall elsewhere; beside it what is drawn in its pose and view."""
    body = Body.load()
    actions, blank = np.zeros(len(body.action_names), np.float32), np.zeros((64, 64), np.uint8)
    photo, mask = np.full((64, 64, 3), 90, np.uint8), blank.copy()
    mask[16:48, 16:48] = 255
    witness = Witness(photo, mask, np.zeros((body.joints, 3), np.float32), actions, 70.0, np.float32([31.5, 70]))
    signer = Signer("who", witness=witness)
    (first, shown), (second, drawn) = beside_photo(signer, MeshRenderer(body=body), size=128)
    assert first == "photo" and shown.shape == drawn.shape == (128, 128, 3) and second != first
    assert (shown[40:88, 40:88] == 90).all() and (shown[:24] == drawn[:24]).mean() > 0.5
    assert (drawn[40:88, 40:88] != shown[40:88, 40:88]).any()
    assert beside_photo(Signer("nobody"), MeshRenderer(body=body)) == []


def test_films_show_the_same_poses():
    """The mesh's films as the sheet has them; the neural ones where nothing is trusted, too, and otherwise changed."""
    body, ada = Body.load(), Signer.load("ada")
    names, mesh = ("blink", "turned left"), MeshRenderer(label="", body=body)
    expected = in_poses(ada.appearance, ada.shape, names, size=96, body=body)
    for draw in (mesh, NeuralRenderer(mesh=mesh, trust=0.0, label="")):
        assert (np.array(filmed(ada, draw, names, size=96)) == expected).all()
    changed = filmed(ada, NeuralRenderer(mesh=mesh, trust=1.0, label=""), names, size=96)
    assert all((one != other).any() for one, other in zip(changed, expected, strict=True))
    # One by one they are the same: no pose tells on the next.
    assert (filmed(ada, NeuralRenderer(mesh=mesh, trust=1.0, label=""), names[1:], size=96)[0] == changed[1]).all()


def test_films_of_nobodys_consent_are_not_shown():
    photographed = Signer("me", appearance=Appearance())
    with pytest.raises(InputError, match="consent"):
        filmed(photographed, MeshRenderer(), ("plain",), size=64)
