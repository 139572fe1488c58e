"""``signsynth evaluate HYP.mp4 REF.mp4``: generated pictures against real ones, by region."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from signsynth.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from signsynth.metrics.films import FilmEvaluation
    from signsynth.motion.recording import Recording

VIDEOS = (".mp4", ".webm", ".mov", ".m4v", ".avi", ".mkv", ".gif")
PICTURES = (".png", ".jpg", ".jpeg")
NETWORKS = ("lpips", "fid", "fvd")
_CLIP = 16
"""Frames of a clip of FVD."""
_AT_ONCE = 16
_INSIDE = 0.5


def add_to(command: argparse.ArgumentParser) -> None:
    """The options that only films have."""
    films = command.add_argument_group("films (HYP and REF are videos or folders of pictures, frame for frame)")
    films.add_argument(
        "--pose", metavar="FILE", help="where hands and face are: .pose tracked in REF, or the motion shown"
    )
    films.add_argument("--mask", metavar="PATH", help="video or pictures, bright where the body is")
    films.add_argument(
        "--no-tracking", action="store_true", help="look for no keypoints, even where MediaPipe is there"
    )
    for name in NETWORKS:
        films.add_argument(
            f"--{name}", metavar="FILE", nargs="?", const="", help=f"your network of {name.upper()}, TorchScript"
        )


def is_film(path: str | Path) -> bool:
    """Whether ``path`` is a video, or a folder that holds pictures and no recordings."""
    path = Path(path)
    if path.suffix.lower() in VIDEOS:
        return True
    return path.is_dir() and bool(_pictures(path))


def run(options: argparse.Namespace) -> None:
    """Measure and print."""
    for path in (options.hypotheses, options.references):
        if not is_film(path):
            raise InputError(f"{path}: is no video or folder of pictures, as the other side is")
    found = _measured(options)
    print(_table(found))
    if options.json:
        from signsynth.files.atomic import atomic_path

        with atomic_path(options.json) as temporary:
            temporary.write_text(json.dumps(found.as_json(), indent=1, ensure_ascii=False), encoding="utf-8")
        print(f"wrote {options.json}")


def frames(path: str | Path) -> Iterator[np.ndarray]:
    """Pictures uint8 ``(h, w, 3)`` of a video, or of a folder in the order of names. Errors: ``FileError``."""
    path = Path(path)
    if not path.is_dir():
        from signsynth.capture.video import Video

        yield from (frame.pixels for frame in Video(path).frames())
        return
    from signsynth.files.photo import read_photo

    for picture in _pictures(path):
        yield read_photo(picture).pixels


def _measured(options: argparse.Namespace) -> FilmEvaluation:
    from signsynth.metrics.films import evaluate_films
    from signsynth.metrics.networks import read_network
    from signsynth.metrics.redetection import redetection

    networks = {name: read_network(getattr(options, name)) for name in NETWORKS if getattr(options, name) is not None}
    own, real = options.hypotheses, options.references
    count, size = _length(own, real), next(frames(real)).shape[:2]
    tracked = [] if options.no_tracking else _tracked(own, real)
    shown = _shown(options.pose, size) if options.pose else (tracked[1] if tracked else None)
    if shown is not None and len(shown) != count:
        raise InputError(f"{options.pose}: keypoints of {len(shown)} frames, the films have {count}; expected as many")
    found = evaluate_films(frames(own), frames(real), _regions(shown, options.mask, size, count))
    if tracked and shown is not None:
        parts = redetection(tracked[0], shown)
        again = {name: {**asdict(part), "share": part.share} for name, part in parts.items()}
        found = replace(found, again=again)
    return replace(found, features=_features(networks, own, real)) if networks else found


def _length(own: str, real: str) -> int:
    """Frames of both. Errors: ``InputError`` for other lengths or rates."""
    from signsynth.capture.video import Video

    sides = {}
    for path in (own, real):
        if Path(path).is_dir():
            sides[path] = len(_pictures(Path(path))), None
        else:
            times = Video(Path(path)).times()
            rate = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else None
            sides[path] = len(times), rate
    (count, rate), (other, second) = sides[own], sides[real]
    if count != other:
        raise InputError(f"{own} has {count} frames, {real} has {other}; expected one length")
    if rate and second and abs(rate / second - 1) > 0.01:
        raise InputError(f"{own} has {rate:.3g} frames a second, {real} has {second:.3g}; expected one rate")
    return count


def _tracked(*films: str) -> list[Recording]:
    """Keypoints of each film; none, with a line that says so, where no tracker is installed."""
    from signsynth.capture import Frame, default_tracker
    from signsynth.capture.choice import NoTracker
    from signsynth.capture.tracker import stacked

    try:
        return [
            stacked(list(default_tracker()(Frame(f, k / 25) for k, f in enumerate(frames(film))))) for film in films
        ]
    except NoTracker:
        print(
            "keypoints: not looked for, MediaPipe is not installed (pip install 'signsynth[capture]')", file=sys.stderr
        )
        return []


def _shown(path: str, size: tuple[int, int]) -> Recording:
    """Keypoints in pixels of the picture: as tracked, or of canonical motion as the default camera shows it."""
    import numpy as np

    from signsynth.files import load_motion, read_recording
    from signsynth.files.canonical_pose import is_canonical
    from signsynth.files.limits import read_bytes
    from signsynth.motion.recording import RECORDED_POINTS, Recording
    from signsynth.render.camera import Camera

    height, width = size
    if Path(path).suffix.lower() == ".npz" or (Path(path).suffix.lower() == ".pose" and is_canonical(read_bytes(path))):
        motion = load_motion(path)
        if height != width:
            raise InputError(f"{path}: is canonical motion, shown in square pictures; these are {width}x{height}")
        points, confidence = np.zeros((len(motion), RECORDED_POINTS, 3)), np.zeros((len(motion), RECORDED_POINTS))
        count = motion.pose.shape[1]
        points[:, :count, :2] = Camera()(motion.pose, width) * [1, -1]
        confidence[:, :count] = motion.confidence
        return Recording(points, confidence, motion.fps)
    recording = read_recording(path)
    seen = recording.points[recording.confidence > 0][:, :2] * [1, -1]
    if not len(seen) or ((seen >= 0) & (seen <= [width, height])).all(1).mean() < _INSIDE:
        raise InputError(f"{path}: its keypoints lie outside the picture of {width}x{height}; was it tracked in REF?")
    return recording


def _regions(
    shown: Recording | None, mask: str | None, size: tuple[int, int], count: int
) -> Iterator[dict[str, np.ndarray]] | None:
    """Masks by name, frame by frame; None where nothing says where anything is."""
    if shown is None and mask is None:
        return None
    return _each_frame(shown, mask, size, count)


def _each_frame(
    shown: Recording | None, mask: str | None, size: tuple[int, int], count: int
) -> Iterator[dict[str, np.ndarray]]:
    from signsynth.metrics.regions import regions

    masks = frames(mask) if mask else None
    for number in range(count):
        found = {}
        if shown is not None:
            found = regions(shown.points[number, :, :2] * [1, -1], shown.confidence[number] > 0, size)
        if masks is not None:
            body = next(masks, None)
            if body is None or body.shape[:2] != size:
                said = "ends early" if body is None else f"is {body.shape[1]}x{body.shape[0]}"
                raise InputError(f"{mask}: frame {number} {said}, expected {size[1]}x{size[0]} as REF has it")
            found["body"] = body.mean(-1) > 127
        yield found


def _features(networks: dict, own: str, real: str) -> dict[str, float]:
    import numpy as np

    from signsynth.metrics.networks import frechet_distance, perceptual_distance

    sides = [np.stack(list(frames(film))) for film in (own, real)]
    found = {}
    for name, network in networks.items():
        if name == "lpips":
            found[name] = float(np.mean([perceptual_distance(a, b, network) for a, b in zip(*sides, strict=True)]))
            continue
        if name == "fvd":
            whole = len(sides[0]) // _CLIP
            if whole < 2:
                raise InputError(f"fvd: {len(sides[0])} frames, expected at least {2 * _CLIP}: two clips")
            groups = [side[: whole * _CLIP].reshape(whole, _CLIP, *side.shape[1:]) for side in sides]
        else:
            groups = sides
        features = [
            np.concatenate([network(group[k : k + _AT_ONCE]) for k in range(0, len(group), _AT_ONCE)])
            for group in groups
        ]
        found[name] = frechet_distance(*features, np.asarray)
    return found


def _pictures(folder: Path) -> list[Path]:
    from signsynth.files import READABLE

    inside = sorted(p for p in folder.iterdir() if p.is_file())
    if any(p.suffix.lower() in READABLE for p in inside):
        return []
    return [p for p in inside if p.suffix.lower() in PICTURES]


def _table(found: FilmEvaluation) -> str:
    def shown(value: float, digits: int) -> str:
        return "–" if math.isnan(value) else f"{value:.{digits}f}"

    lines = [f"{'':<12}{'PSNR dB':>10}{'SSIM':>10}{'MS-SSIM':>10}{'frames':>8}"]
    for name, row in found.rows.items():
        lines.append(f"{name:<12}{shown(row['psnr'], 2):>10}{shown(row['ssim'], 4):>10}{shown(row['ms_ssim'], 4):>10}"
                     f"{row['frames']:>8.0f}")  # fmt: skip
    lines.append(f"\nflicker of 255: {shown(found.flicker['hypothesis'], 2)}; the reference's "
                 f"{shown(found.flicker['reference'], 2)}")  # fmt: skip
    for name, part in found.again.items():
        if part["in_view"]:
            error = "–" if math.isnan(part["error"]) else f"{100 * part['error']:.1f} % of a shoulder width off"
            lines.append(f"found again: {name} in {part['found']} of {part['in_view']} frames, {error}")
    lines += [f"{name}: {value:.4f} (your network)" for name, value in found.features.items()]
    height, width = found.size
    return "\n".join([*lines, f"{found.frames} frames of {width}x{height}"])
