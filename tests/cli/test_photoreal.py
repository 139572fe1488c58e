"""Photoreal renderers on the command line: what is said before anything large happens, and inputs for elsewhere."""

from __future__ import annotations

import av
import numpy as np
import pytest

from signsynth.cli import main
from signsynth.files.provenance import UNKNOWN, Source, read_provenance
from tests.render.motions import waving


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    waving(3).save("m.npz")
    return tmp_path


@pytest.mark.parametrize(
    "options, words",
    [
        (["--renderer", "wan-animate"], ["82 GB", "Apache-2.0", "hf download", "--weights"]),
        (["--renderer", "wan-animate", "--weights", "nowhere"], ["nowhere", "no folder of weights", "82 GB"]),
        (["--renderer", "wan-animate-2"], ["Wan2.2-Animate-2-14B-Diffusers", "46 GB", "licence: Apache-2.0"]),
        (["--renderer", "wan-vace"], ["Wan-AI/Wan2.1-VACE-1.3B-diffusers", "GB", "licence: Apache-2.0", "--weights"]),
        (["--renderer", "wan-vace", "--control", "posse"], ["did you mean 'pose'"]),
        (["--renderer", "wan-animate", "--control", "pose"], ["--control: only for --renderer wan-vace"]),
        (["--renderer", "wan-animate", "--weights", "w", "--memory", "gruop"], ["did you mean 'group'"]),
        (["--renderer", "wan-animat"], ["did you mean 'wan-animate'"]),
        (["--renderer", "mesh", "--weights", "w"], ["--weights: only for --renderer wan-animate"]),
        (["--renderer", "skeleton", "--memory", "offload"], ["--memory: only for"]),
    ],
)
def test_one_line_says_what_is_missing(folder, options, words, capsys):
    assert main(["render", "m.npz", "-o", "o.mp4", *options]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    for word in words:
        assert word in message
    assert not (folder / "o.mp4").exists()


@pytest.mark.slow  # faces are drawn at 1024 pixels
def test_inputs_for_another_program(folder, capsys):
    assert main(["photoreal", "inputs", "m.npz", "-o", "in", "--size", "100"]) == 0
    sides = {"pose.mp4": 112, "dwpose.mp4": 112, "depth.mp4": 112, "face.mp4": 512, "driving.mp4": 112}
    assert {p.name for p in (folder / "in").iterdir()} == {*sides, "reference.png"}
    for name, side in sides.items():
        with av.open(str(folder / "in" / name)) as video:
            frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
        assert len(frames) == 3 and frames[0].shape == (side, side, 3)
        if name in ("pose.mp4", "dwpose.mp4", "depth.mp4"):
            assert np.median(frames[0]) < 20 and frames[0].max() > 80  # drawn on black
    told = {name: read_provenance(folder / "in" / name) for name in [*sides, "reference.png"]}
    assert {name: one.renderer for name, one in told.items()} == dict.fromkeys(told, "mesh") | {
        "pose.mp4": "stick-figure",
        "dwpose.mp4": "stick-figure",
    }
    assert all(one.synthetic and one.sources == (Source(UNKNOWN),) for one in told.values())


@pytest.mark.parametrize(
    "options, word",
    [([], "Wan2.1-VACE-1.3B-diffusers"), (["--renderer", "mesh"], "expected wan-animate"), (["-o", "m.npz"], "folder")],
)
def test_a_check_says_what_it_needs(folder, options, word, capsys):
    assert main(["photoreal", "check", "Hello.", "-o", "check", *options]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and word in message
    assert not (folder / "check" / "check.mp4").exists()


@pytest.mark.slow
def test_a_check_runs_a_model_and_reports(folder, capsys):
    pytest.importorskip("diffusers")
    tiny = pytest.importorskip("tests.render.photoreal.tiny")
    tiny.vace().save_pretrained(folder / "weights")
    tiny.prompt(folder).rename(folder / "weights" / "signsynth-prompt.safetensors")
    command = ["photoreal", "check", "Hello.", "--weights", "weights", "--steps", "1", "--size", "64", "-o", "check"]
    assert main(command) == 0
    report = (folder / "check" / "report.txt").read_text("utf-8")
    assert "shot 1:" in report and "one second of video took" in report
    assert report in capsys.readouterr().out
    told = read_provenance(folder / "check" / "check.mp4")
    assert told.renderer == "wan-vace" and told.synthetic and told.sources != (Source(UNKNOWN),)


def test_the_prompt_is_one_for_the_model(folder, monkeypatch):
    torch = pytest.importorskip("torch")
    from signsynth.render.photoreal import prompt
    from signsynth.render.photoreal.weights import ANIMATE, VACE

    asked = []

    def encoded(weights, *texts):
        asked.append(texts)
        return {name: torch.ones(2, 4) for name in ("prompt", "negative", "driving")}

    monkeypatch.setattr(prompt, "encoded", encoded)
    for model in (ANIMATE, VACE):
        (folder / model.name).mkdir()
        (folder / model.name / model.index).write_text(f'{{"_class_name": "{model.classes[0]}"}}')
        assert main(["photoreal", "prompt", "--weights", model.name, "-o", f"{model.name}.safetensors"]) == 0
    assert main(["photoreal", "prompt", "--weights", VACE.name, "--text", "A man.", "-o", "own.safetensors"]) == 0
    assert [texts[0] for texts in asked] == [prompt.PROMPT, prompt.SIGNING, "A man."]
    assert all(texts[1] == prompt.NEGATIVE for texts in asked)
    assert set(prompt.read_prompt(folder / "own.safetensors")) == {"prompt", "negative", "driving"}


def test_the_prompt_command_says_what_it_needs(folder, capsys):
    assert main(["photoreal", "prompt", "--weights", "nowhere", "-o", "p.safetensors"]) == 2
    assert "text_encoder" in capsys.readouterr().err
    (folder / "empty").mkdir()
    assert main(["photoreal", "prompt", "--weights", "empty", "-o", "p.safetensors"]) == 2
    assert not (folder / "p.safetensors").exists()
