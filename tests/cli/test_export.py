"""``signsynth export`` as a user meets it."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.files.gltf_clip import read_gltf
from signsynth.lexicon import Lexicon
from signsynth.lexicon.sources.mocap import gloss_of
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL

NAME = "SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo.vrma"


@pytest.fixture
def rest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Motion(np.repeat(CANONICAL.rest[None], 3, 0), np.ones((3, len(CANONICAL))), 25.0).save("rest.npz")
    return tmp_path


@pytest.mark.parametrize("name", ["out.glb", "out.bvh", "out.smplx.npz"])
def test_a_motion_becomes_a_file(rest, capsys, name):
    assert main(["export", "rest.npz", "-o", name]) == 0
    assert (rest / name).stat().st_size > 1000
    said = capsys.readouterr().out
    assert "3 frames" in said and f"wrote {name}" in said
    assert ("bones" in said) == name.endswith("npz")


def test_an_entry_of_a_lexicon_at_another_rate(rest):
    assert main(["export", "--from-lexicon", "ase", "A", "-o", "a.glb", "--fps", "50"]) == 0
    lexicon = Lexicon.open("ase")
    motion = lexicon.motion(lexicon.best("A"))
    clip = read_gltf("a.glb")
    assert clip.fps == 50 and abs(len(clip) / 50 - motion.duration_s) < 0.05


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "a.glb"], "expected either MOTION or --from-lexicon"),
        (["rest.npz", "--from-lexicon", "ase", "A", "-o", "a.glb"], "expected either"),
        (["rest.npz", "-o", "a.npz"], "--format smplx"),
        (["rest.npz", "-o", "a.fbx"], "a.fbx: format .fbx"),
        (["rest.npz", "-o", "no/a.glb"], "does not exist"),
        (["none.glb", "-o", "a.glb"], "none.glb: no such file"),
        (["--from-lexicon", "ase", "NOTHING", "-o", "a.glb"], "no gloss 'NOTHING'"),
    ],
)
def test_what_cannot_be_written_is_one_line(rest, capsys, arguments, said):
    assert main(["export", *arguments]) == 2
    line = capsys.readouterr().err
    assert said in line and line.count("\n") == 1
    assert sorted(path.name for path in rest.iterdir()) == ["rest.npz"]


def test_a_folder_of_captured_signs_is_a_lexicon_by_one_command(rest, shared_data, capsys):
    source = rest / "archive" / "A"
    source.mkdir(parents=True)
    shutil.copy(shared_data / "mocap_sample" / NAME, source)
    (source / "SG ASL Broken 1 2023-7-11 No Mesh Mixamo.vrma").write_bytes(b"glTF")
    command = [
        "lexicon",
        "import",
        "archive",
        "--to",
        "asl",
        "--signed",
        "ase",
        "--spoken",
        "en",
        "--licence",
        "CC0-1.0",
    ]
    assert main(command) == 0
    assert "skipped A/SG ASL Broken" in capsys.readouterr().out
    lexicon = Lexicon.open("asl")
    assert list(lexicon) == ["ANTIGRAVITY"] and lexicon.gloss_of("antigravity", "en") == "ANTIGRAVITY"
    entry = lexicon.best("ANTIGRAVITY")
    assert (entry.licence, entry.fps, entry.handedness) == ("CC0-1.0", 24.0, "both") and entry.quality > 0.9
    assert main(["say", "antigravity", "--lexicon", "asl", "--motion", "m.npz"]) == 0
    assert len(Motion.load("m.npz")) > 20


@pytest.mark.parametrize(
    ("stem", "gloss"),
    [
        ("SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo", "antigravity"), ("SG ASL Thank You 2 2023-10-1", "thank you"),
        ("SG ASL 10 1 2023-7-10 No Mesh Mixamo", "10"), ("SG ASL 7 2023-7-10", "7"), ("IX-me", "IX-me"), ("42", "42"),
        ("thank_you_2", "thank you"), ("hello", "hello"), ("HELLO 3", "HELLO"), ("SG ASL A 2023-7-10 No Mesh", "a"),
        ("Haus_01", "haus"), ("3D", "3D"),
    ],
)  # fmt: skip
def test_file_names_are_glosses(stem, gloss):
    assert gloss_of(stem) == gloss
