"""The player in a notebook."""

from __future__ import annotations

import base64
import io
import re

import av

from signsynth.render import SkeletonRenderer
from signsynth.render.notebook import html_video
from tests.render.motions import waving


def video(html: str):
    return av.open(io.BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)\"", html)[1])))


def frames_in(html: str) -> int:
    with video(html) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_motion_becomes_a_player():
    html = html_video(waving(10), size=64)
    for word in ("<video", "autoplay", "loop", "muted", "controls", "playsinline", 'width="64"', "synthetic"):
        assert word in html
    with video(html) as container:
        assert container.streams.video[0].average_rate == 25
    assert frames_in(html) == 10


def test_frames_become_the_same_player():
    frames = SkeletonRenderer()(waving(10), size=64)
    assert frames_in(html_video(frames, 25.0)) == 10
    assert frames_in(html_video(waving(10), 50.0, size=64)) == 20


def test_long_motions_are_cut_and_say_so():
    whole, cut = html_video(waving(25), size=64, longest_s=1.0), html_video(waving(26), size=64, longest_s=1.0)
    assert "first" not in whole and "the first 1 s" in cut
    assert frames_in(whole) == frames_in(cut) == 25
    streamed = html_video(SkeletonRenderer()(waving(26), size=64), 25.0, longest_s=1.0)
    assert "the first 1 s" in streamed and frames_in(streamed) == 25


def test_nothing_to_show():
    assert html_video(waving(2)[:0]) == html_video(iter(())) == "<em>no frames</em>"
