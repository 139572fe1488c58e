"""Films against films: known answers, streamed, and what does not fit; what a tracker finds again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from signsynth.capture.tracker import Sighting
from signsynth.cli import main
from signsynth.errors import InputError
from signsynth.metrics.films import WHOLE, evaluate_films, optical_flow
from signsynth.metrics.pictures import psnr, ssim
from signsynth.metrics.redetection import found_again, redetection
from signsynth.metrics.regions import regions
from signsynth.motion import Motion
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.render.camera import Camera
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

SIZE = 128


@pytest.fixture(scope="module")
def film():
    """Texture that moves by two pixels a frame."""
    rng = np.random.default_rng(0)
    wide = gaussian_filter(rng.uniform(0, 255, (SIZE, SIZE + 20, 3)), (2, 2, 0)) * 3 - 255
    wide = np.clip(wide, 0, 255).astype(np.uint8)
    return [wide[:, 10 - 2 * k : 10 - 2 * k + SIZE] for k in range(4)]


def test_a_film_against_itself(film):
    found = evaluate_films(film, film)
    assert found.frames == 4 and found.size == (SIZE, SIZE)
    assert found.rows[WHOLE]["psnr"] == np.inf and found.rows[WHOLE]["ssim"] == pytest.approx(1)
    assert found.flicker["hypothesis"] == found.flicker["reference"] < 4
    assert np.isnan(found.rows[WHOLE]["ms_ssim"])  # too small for five scales
    assert json.dumps(found.as_json(), allow_nan=False)


def test_regions_are_measured_where_they_are(film):
    half = np.zeros((SIZE, SIZE), bool)
    half[:, : SIZE // 2] = True
    worse = [np.where(half[..., None], frame // 2, frame) for frame in film]
    masks = [{"left": half, "right": ~half, "nowhere": half & ~half}] * 4
    rows = evaluate_films(iter(worse), iter(film), iter(masks)).rows
    assert rows["right"]["psnr"] == np.inf and rows["left"]["psnr"] < rows[WHOLE]["psnr"] < np.inf
    assert rows["left"]["ssim"] == pytest.approx(np.mean([ssim(a, b, half) for a, b in zip(worse, film, strict=True)]))
    assert rows["nowhere"]["frames"] == 0 and np.isnan(rows["nowhere"]["psnr"])
    pooled = psnr(np.concatenate(worse), np.concatenate(film))
    assert rows[WHOLE]["psnr"] == pytest.approx(pooled)


def test_flicker_is_seen_along_the_flow(film):
    unsteady = [np.clip(frame.astype(int) + 8 * (k % 2), 0, 255).astype(np.uint8) for k, frame in enumerate(film)]
    found = evaluate_films(unsteady, film).flicker
    assert found["hypothesis"] == pytest.approx(8, abs=2) and found["reference"] < 2
    flow, known = optical_flow(film[0], film[1])
    assert np.median(flow[known], axis=0) == pytest.approx([2, 0], abs=0.3)


def test_films_that_do_not_fit(film):
    with pytest.raises(InputError, match="hypothesis ends after 3"):
        evaluate_films(film[:3], film)
    with pytest.raises(InputError, match="reference ends after 1"):
        evaluate_films(film, film[:1])
    with pytest.raises(InputError, match="128x50, expected 128x128"):
        evaluate_films([frame[:50] for frame in film], film)
    with pytest.raises(InputError, match="no frames"):
        evaluate_films([], [])
    with pytest.raises(InputError, match="regions of 1 frames"):
        evaluate_films(film, film, [{}])


def test_regions_surround_their_points():
    points, seen = Camera(shoulder_width=0.2)(CANONICAL.rest, 200), np.ones(178, bool)
    found = regions(points, seen, (200, 200))
    inside = [found[name][tuple(np.rint(points[part]).astype(int).T[::-1])].mean()
              for name, part in (("hands", LEFT_HAND), ("hands", RIGHT_HAND), ("face", FACE))]  # fmt: skip
    assert inside == [1, 1, 1] and not (found["face"] & found["hands"]).any()
    assert (found["body"] | ~(found["hands"] | found["face"])).all()  # the body holds the others
    seen[LEFT_HAND] = False
    assert 0 < regions(points, seen, (200, 200))["hands"].sum() < found["hands"].sum()
    assert not regions(points, np.zeros(178, bool), (200, 200))["body"].any()
    with pytest.raises(InputError, match="expected"):
        regions(points[:9], seen[:9], (200, 200))


def test_found_again_by_hand():
    shown = np.zeros((3, 4, 2))
    found, confidence = shown + [3.0, 4.0], np.ones((3, 4))
    confidence[1, :2] = 0
    in_view = np.ones((3, 4), bool)
    in_view[2, 2:] = False
    rows = found_again(found, confidence, shown, in_view, 10.0, {"a": slice(0, 2), "b": slice(2, 4)})
    assert (rows["a"].in_view, rows["a"].found, rows["a"].error) == (3, 2, 0.5) and rows["a"].share == 2 / 3
    assert (rows["b"].in_view, rows["b"].found) == (2, 2)
    with pytest.raises(InputError, match="expected"):
        found_again(found[:2], confidence, shown, in_view, 1.0)


def test_a_recording_finds_itself():
    rng = np.random.default_rng(0)
    own = Recording(rng.uniform(0, 100, (5, RECORDED_POINTS, 3)), np.ones((5, RECORDED_POINTS)))
    assert {(part.in_view, part.found, part.error) for part in redetection(own, own).values()} == {(5, 5, 0.0)}
    with pytest.raises(InputError, match="one length"):
        redetection(own, Recording(own.points[:2], own.confidence[:2]))


def saved(folder, frames):
    folder.mkdir()
    for number, frame in enumerate(frames):
        Image.fromarray(frame).save(folder / f"{number:03d}.png")
    return str(folder)


def test_command_line_on_folders_of_pictures(tmp_path, film, capsys):
    own, real = saved(tmp_path / "own", [255 - f for f in film]), saved(tmp_path / "real", film)
    Motion(np.repeat(CANONICAL.rest[None], 4, 0), np.ones((4, 178), np.float32), 25).save(tmp_path / "shown.pose")
    out = tmp_path / "out.json"
    words = ["evaluate", own, real, "--no-tracking", "--pose", str(tmp_path / "shown.pose"), "--json", str(out)]
    assert main(words) == 0
    assert "flicker" in capsys.readouterr().out
    rows = json.loads(out.read_text("utf-8"))["rows"]
    assert set(rows) == {WHOLE, "body", "hands", "face"} and rows["hands"]["frames"] == 4
    masks = saved(tmp_path / "masks", [np.full_like(f, 255) for f in film])
    assert main(["evaluate", own, real, "--no-tracking", "--mask", masks, "--json", str(out)]) == 0
    rows = json.loads(out.read_text("utf-8"))["rows"]
    assert rows["body"] == rows[WHOLE]


def test_command_line_says_what_does_not_fit(tmp_path, film, capsys):
    real = saved(tmp_path / "real", film)
    short = saved(tmp_path / "short", film[:3])
    Motion(np.repeat(CANONICAL.rest[None], 2, 0), np.ones((2, 178), np.float32), 25).save(tmp_path / "two.pose")
    tries = {
        "has 3 frames": [short, real],
        "is no video": [real, str(tmp_path / "two.pose")],
        "keypoints of 2 frames": [real, real, "--pose", str(tmp_path / "two.pose")],
        "frame 3 ends early": [real, real, "--mask", short],
        "ships no weights": [real, real, "--fid"],
    }
    for why, words in tries.items():
        assert main(["evaluate", *words, "--no-tracking"]) == 2, why
        assert why in capsys.readouterr().err


def test_keypoints_in_both_films_give_regions_and_are_found_again(tmp_path, film, capsys, monkeypatch):
    """A tracker that sees the rest pose, and in dark pictures no left hand."""

    def tracker(pictures):
        for picture in pictures:
            points, confidence = np.zeros((RECORDED_POINTS, 3)), np.zeros(RECORDED_POINTS)
            points[:178, :2] = Camera(shoulder_width=0.2)(CANONICAL.rest, SIZE) * [1, -1]
            confidence[:178] = 1
            if picture.pixels.mean() < 40:
                confidence[LEFT_HAND] = 0
            yield Sighting(points, confidence)

    monkeypatch.setattr("signsynth.capture.default_tracker", lambda: tracker)
    own, real = saved(tmp_path / "own", [f // 8 for f in film]), saved(tmp_path / "real", film)
    out = tmp_path / "out.json"
    assert main(["evaluate", own, real, "--json", str(out)]) == 0
    held = json.loads(out.read_text("utf-8"))
    assert set(held["rows"]) == {WHOLE, "body", "hands", "face"}
    assert held["again"]["left hand"]["share"] == 0 and held["again"]["right hand"]["share"] == 1
    assert held["again"]["face"] == {"in_view": 4, "found": 4, "error": 0.0, "share": 1.0}
    assert "found again: left hand in 0 of 4" in capsys.readouterr().out
