"""The command line as a user meets it: what it writes, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.motion import Motion
from tests.pipeline.conftest import ROWS, make_lexicon, sign


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    return str(make_lexicon(tmp_path_factory.mktemp("cli") / "small", ROWS))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def frames_of(path):
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return sum(1 for _ in container.decode(stream)), stream.codec_context.name, stream.width


def test_say_writes_everything_that_was_asked_for(folder, lexicon, capsys):
    outputs = ["--report", "r.json", "--eaf", "x.eaf", "--vtt", "x.vtt", "--motion", "m.pose"]
    assert main(["say", "Hello Anna!", "--lexicon", lexicon, "-o", "out.mp4", "--size", "128", *outputs]) == 0
    assert {p.name for p in folder.iterdir()} == {"out.mp4", "r.json", "x.eaf", "x.vtt", "m.pose"}
    motion = Motion.load("m.pose")
    assert frames_of("out.mp4") == (len(motion), "h264", 128)
    assert json.loads((folder / "r.json").read_text())["glosses"] == ["HELLO", "A", "N", "N", "A"]
    assert "HELLO" in (folder / "x.eaf").read_text() and "Anna" in (folder / "x.vtt").read_text()
    assert "wrote out.mp4" in capsys.readouterr().out


def test_the_same_seed_writes_the_same_bytes(folder, lexicon):
    for name in ("a.pose", "b.pose"):
        assert main(["say", "Hello hospital", "--lexicon", lexicon, "--motion", name]) == 0
    assert (folder / "a.pose").read_bytes() == (folder / "b.pose").read_bytes()


def test_text_from_a_file_and_from_standard_input(folder, lexicon):
    (folder / "t.txt").write_text("Hello Anna\n", "utf-8")
    assert main(["say", "--file", "t.txt", "--lexicon", lexicon, "--motion", "file.pose"]) == 0
    command = [sys.executable, "-m", "signsynth.cli", "say", "--lexicon", lexicon, "--motion", "stdin.pose"]
    subprocess.run(command, input=b"Hello Anna\n", check=True)
    assert (folder / "file.pose").read_bytes() == (folder / "stdin.pose").read_bytes()


def test_gloss_prints_and_is_json(lexicon, capsys):
    assert main(["gloss", "Hello Anna", "--lexicon", lexicon]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "HELLO A N N A"
    assert main(["gloss", "Hello", "--lexicon", lexicon, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["glosses"][0]["label"] == "HELLO"


def test_join_keeps_the_signs_and_their_order(folder):
    for n in range(3):
        sign(n).save(f"{n}.pose")
    assert main(["join", "0.pose", "1.pose", "2.pose", "--whole", "-o", "all.npz"]) == 0
    joined = Motion.load("all.npz")
    signs = [s for s in joined.segments if s.kind == "sign"]
    assert [s.label for s in signs] == ["0", "1", "2"]
    for n, segment in enumerate(signs):
        np.testing.assert_array_equal(joined.pose[segment.start : segment.end], Motion.load(f"{n}.pose").pose)


def test_render_and_show(folder, lexicon, capsys):
    sign(0).save("m.pose")
    assert main(["render", "m.pose", "-o", "m.mp4", "--size", "64"]) == 0
    assert frames_of("m.mp4")[0] == 12
    assert main(["lexicon", "show", lexicon, "HELLO", "-o", "h.gif", "--size", "64"]) == 0
    assert "HELLO" in capsys.readouterr().out and (folder / "h.gif").stat().st_size > 0


def test_lexicon_list_and_check(lexicon, capsys):
    assert main(["lexicon", "list", lexicon]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(ROWS)
    assert main(["lexicon", "check", lexicon]) == 0


def truncated(folder):
    sign(0).save(folder / "cut.pose")
    data = (folder / "cut.pose").read_bytes()
    (folder / "cut.pose").write_bytes(data[: len(data) // 2])


def bad_index(text):
    def make(folder):
        (folder / "bad").mkdir()
        (folder / "bad" / "index.csv").write_text(text, "utf-8")

    return make


HEADER = "path,spoken_language,signed_language,start,end,words,glosses,priority\n"
BAD = [
    (["say", ""], "text", None),
    (["say", "   "], "text", None),
    (["say", "x" * 100_001], "100,000", None),
    (["say", "a\0b"], "", None),
    (["say", "--file", "none.txt"], "none.txt", None),
    (["say", "--file", "binary.txt"], "binary.txt", lambda f: (f / "binary.txt").write_bytes(bytes(range(256)))),
    (["say", "hello", "--file", "x.txt"], "--file", None),
    (["say", "hello", "--spoken", "xx"], "xx", None),
    (["say", "hello", "--signed", "asi"], "did you mean 'ase'", None),
    (["say", "hello", "--transition", "linaer"], "did you mean 'linear'", None),
    (["say", "hello", "--renderer", "skeletn"], "did you mean 'skeleton'", None),
    (["say", "hello", "--size", "3"], "3", None),
    (["say", "hello", "--size", "100000"], "100000", None),
    (["say", "hello", "--fps", "0"], "fps", None),
    (["say", "hello", "--fps", "nan"], "fps", None),
    (["say", "hello", "-o", "out.mp5"], ".mp4", None),
    (["say", "hello", "-o", "no/out.mp4"], "does not exist", None),
    (["say", "hello", "-o", "a.mp4", "--report", "a.mp4"], "two results", None),
    (["say", "hello", "--motion", "a.bvh"], ".pose", None),
    (["say", "hello", "--lexicon", "nowhere"], "nowhere", None),
    (["say", "hello", "--lexicon", "bad"], "column 'start'", bad_index("path,spoken_language,signed_language\n")),
    (
        ["say", "hello", "--lexicon", "bad"],
        "inside the lexicon",
        bad_index(HEADER + "../x.pose,en,ase,0,0,hello,HELLO,0\n"),
    ),
    (["say", "hello", "--lexicon", "bad"], "start", bad_index(HEADER + "x.pose,en,ase,soon,0,hello,HELLO,0\n")),
    (["say", "hello", "--lexicon", "bad"], "x.pose", bad_index(HEADER + "x.pose,en,ase,0,0,hello,HELLO,0\n")),
    (["render", "none.pose", "-o", "a.mp4"], "none.pose", None),
    (["render", "cut.pose", "-o", "a.mp4"], "cut.pose", truncated),
    (["join", "cut.pose", "-o", "a.mp4"], "cut.pose", truncated),
    (["lexicon", "show", "LEXICON", "HELO"], "did you mean 'HELLO'", None),
    (["lexicon", "import", "nowhere", "--to", "new", "--signed", "ase"], "nowhere", None),
]


@pytest.mark.parametrize(
    ("arguments", "words", "prepare"), BAD, ids=lambda v: " ".join(v)[:40] if isinstance(v, list) else ""
)
def test_bad_input_is_one_line_and_leaves_nothing(folder, lexicon, capsys, arguments, words, prepare):
    if prepare:
        prepare(folder)
    arguments = [lexicon if word == "LEXICON" else word for word in arguments]
    if arguments[0] == "say" and "--lexicon" not in arguments:
        arguments += ["--lexicon", lexicon]
    before = sorted(folder.rglob("*"))
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("signsynth: error: ") and said.count("\n") == 1
    assert words in said
    assert sorted(folder.rglob("*")) == before


def test_no_traceback_and_exit_code_2_in_a_real_process(folder):
    done = subprocess.run([sys.executable, "-m", "signsynth.cli", "say", ""], capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.count("\n") == 1


def test_unknown_command_lists_the_valid_ones(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["sya"])
    assert stop.value.code == 2 and "say" in capsys.readouterr().err


def test_left_handed_signers_are_the_mirror_image(folder, lexicon):
    import av

    pictures = []
    for name, more in (("r", []), ("l", ["--left-handed"])):
        main(["say", "Hello", "--lexicon", lexicon, "-o", f"{name}.mp4", "--size", "128", *more])
        with av.open(f"{name}.mp4") as container:
            pictures.append(
                next(f for i, f in enumerate(container.decode(video=0)) if i == 20).to_ndarray(format="gray")
            )
    right, left = (p[:110].astype(float) for p in pictures)
    assert np.abs(right - left[:, ::-1]).mean() < 2 < np.abs(right - left).mean()


def test_transparent_video_and_frames(folder, lexicon):
    import av
    import cv2

    assert main(["say", "Hello", "--lexicon", lexicon, "-o", "t.webm", "--size", "64", "--transparent"]) == 0
    assert main(["say", "Hello", "--lexicon", lexicon, "-o", "frames/", "--size", "64", "--transparent"]) == 0
    picture = cv2.imread(str(sorted((folder / "frames").glob("*.png"))[0]), cv2.IMREAD_UNCHANGED)
    assert picture.shape == (64, 64, 4) and picture[0, 0, 3] == 0 < picture[..., 3].max()
    with av.open("t.webm") as container:
        assert container.streams.video[0].metadata.get("alpha_mode") == "1"
