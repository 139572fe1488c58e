"""The page of a lexicon: complete, self-contained, safe, and small."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from html.parser import HTMLParser
from shutil import which

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError
from signsynth.lexicon import Lexicon
from signsynth.lexicon.page import write_page
from signsynth.lexicon.page.preview import FPS, MOST_FRAMES, POINTS, REACH, preview
from signsynth.skeleton import RIGHT_HAND
from tests.lexicon.making import signing

EVIL = '<img src=x onerror="document.title=1"></script><script>alert(1)</script>"\'&'


class Tags(HTMLParser):
    """Every tag with its attributes, and the text outside of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def cards(page: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in parsed(page).tags if tag == "article"]


@pytest.fixture
def lexicon(tmp_path) -> Lexicon:
    made = Lexicon.create(tmp_path / "l", spoken="en", signed="ase", licence="CC0")
    made.add("CUT", signing(), words=["cut"])
    made.add(EVIL, signing(60, height=0.3), words=["evil & word"], signer="<b>")
    blind = signing(height=0.1)
    confidence = blind.confidence.copy()
    confidence[5:25, RIGHT_HAND] = 0
    made.add("BLIND", type(blind)(blind.pose, confidence, blind.fps), words=["blind"])
    return made


@given(st.integers(1, 200), st.sampled_from([10.0, 25.0, 60.0]))
@settings(max_examples=25, deadline=None)
def test_a_preview_keeps_the_points_of_the_frames_that_it_shows(frames, fps):
    motion = signing(frames, fps)
    values = np.frombuffer(base64.b64decode(preview(motion)), "<u2").reshape(-1, 1 + 2 * POINTS)
    assert len(values) == max(1, min(round(frames * FPS / fps), frames, MOST_FRAMES))
    assert set(values[:, 0]) == {2}  # the right hand is seen, the left never
    points = values[:, 1:].reshape(len(values), POINTS, 2) / 65535 * 2 * REACH - REACH
    assert np.abs(points[0, :6] - motion.pose[0, :6, :2]).max() < 2 * REACH / 65535
    apart = np.abs(points[:, None, 28:] - motion.pose[None, :, RIGHT_HAND, :2]).max((2, 3)).min(1)
    assert apart.max() < 2 * REACH / 65535


def test_the_page_shows_every_recording_with_its_problems_and_returns_all(lexicon, tmp_path):
    problems = write_page(lexicon, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert [card["data-gloss"] for card in cards(page)] == ["CUT", EVIL, "BLIND"]
    by = {card["data-gloss"]: card for card in cards(page)}
    assert "dominant hand lost" in by["BLIND"]["data-problems"].split(";")
    assert float(by["BLIND"]["data-score"]) < 0.5 < float(by["CUT"]["data-score"]) == 1.0
    assert [str(problem) for problem in problems] == [str(problem) for problem in lexicon.check()]
    canvases = [attributes for tag, attributes in parsed(page).tags if tag == "canvas"]
    assert len(canvases) == 3 and all(canvas["data-motion"] and canvas["aria-label"] for canvas in canvases)


def test_what_comes_from_outside_is_text_and_nothing_is_loaded(lexicon, tmp_path):
    write_page(lexicon, tmp_path / "report.html")
    tags = parsed((tmp_path / "report.html").read_text("utf-8"))
    assert [tag for tag, _ in tags.tags].count("script") == 1
    assert not {"img", "link", "iframe", "object", "base"} & {tag for tag, _ in tags.tags}
    assert not [name for _, attributes in tags.tags for name in attributes if name.startswith("on")]
    assert not [name for _, attributes in tags.tags for name in attributes if name in ("src", "href", "style")]
    assert EVIL in tags.text and "signer <b>" in tags.text


def test_the_policy_allows_just_the_page_s_own_script_and_style(lexicon, tmp_path):
    write_page(lexicon, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    tags = parsed(page).tags
    policy = next(a["content"] for tag, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for element in ("script", "style"):
        content = re.search(f"<{element}>(.*?)</{element}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
        assert "http" not in content and "url(" not in content and "innerHTML" not in content


def test_a_file_that_cannot_be_read_has_its_card_and_is_an_error(lexicon, tmp_path):
    (tmp_path / "l" / "cut.pose").write_bytes(b"torn")
    problems = write_page(lexicon, tmp_path / "report.html")
    assert problems[0].severity == "error" and problems[0].where == "cut.pose"
    card = cards((tmp_path / "report.html").read_text("utf-8"))[0]
    assert (card["data-gloss"], card["data-problems"], card["data-score"]) == ("CUT", "unreadable", "0.000")


def test_a_page_appears_whole_or_not_at_all(lexicon, tmp_path, monkeypatch):
    (tmp_path / "report.html").write_text("before")
    monkeypatch.setattr("signsynth.lexicon.page.write.card", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_page(lexicon, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report.html"]


def test_names_that_are_no_page_are_refused(lexicon, tmp_path):
    with pytest.raises(InputError, match="ends in .html"):
        write_page(lexicon, tmp_path / "report.pdf")
    with pytest.raises(FileError, match="does not exist"):
        write_page(lexicon, tmp_path / "nowhere" / "report.html")


def test_progress_goes_through_every_gloss_once(lexicon, tmp_path):
    seen: list[str] = []
    write_page(lexicon, tmp_path / "report.html", progress=lambda labels: (seen.append(x) or x for x in labels))
    assert seen == list(lexicon)


def test_a_thousand_signs_stay_small(tmp_path):
    """By what a sign of two seconds takes; the page without signs is below 20 kB."""
    assert 1000 * len(preview(signing(60, 30.0))) < 10e6
    empty = Lexicon.create(tmp_path / "l", spoken="en", signed="ase", licence="CC0")
    write_page(empty, tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 20e3


@pytest.mark.skipif(not which("chromium"), reason="no browser here")
def test_a_browser_sorts_filters_and_runs_nothing_foreign(lexicon, tmp_path):
    write_page(lexicon, tmp_path / "report.html")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    options.append("--run-all-compositor-stages-before-draw")
    options.append(f"--user-data-dir={tmp_path / 'profile'}")
    page = (tmp_path / "report.html").as_uri()
    for patience_ms in (1500, 6000, 20_000, 20_000, 60_000):  # a busy machine draws late
        command = ["chromium", *options, f"--virtual-time-budget={patience_ms}", page]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        drawn = [canvas for canvas in re.findall(r"<canvas[^>]*>", run.stdout) if 'width="1"' not in canvas]
        if drawn or not run.stdout:
            break
    if not run.stdout:
        pytest.skip("the browser does not start here")
    assert [card["data-gloss"] for card in cards(run.stdout)][0] == "BLIND"  # worst first
    assert "3 of 3 recordings" in run.stdout and "<title>l: recordings" in run.stdout
    assert drawn
