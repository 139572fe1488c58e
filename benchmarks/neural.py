"""The neural renderer: how fast, how soon, how steady, and whether its hands can be read again.

    python -m benchmarks.neural [--weights FILE] [--signer ada] [--quick]

Hands need the tracker: `pip install 'signsynth[capture]'`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

import signsynth as ss
from benchmarks.table import Figure, Section
from signsynth.errors import FileError, SignsynthError
from signsynth.files.video import write_video
from signsynth.metrics import pictures, redetection
from signsynth.motion import Motion
from signsynth.render.mesh import Lens, MeshRenderer, Passes
from signsynth.render.neural import NeuralRenderer
from signsynth.render.photoreal.points import Pointer
from signsynth.signer import Signer

TEXT = "Hello! Where is the hospital? I need help, thank you."
SIZE = 512
GOALS = {"neural-small": 25.0, "neural-large": 15.0}


def sentence(text: str = TEXT) -> Motion:
    """``text`` signed with the bundled lexicon."""
    return ss.Translator(ss.Lexicon.open("ase"), tracks=True)(text).motion


def speed(renderer: NeuralRenderer, motion: Motion, signer: Signer, rounds: int) -> tuple[float, float, float]:
    """Frames a second with encoding, milliseconds of processor time a frame, and seconds to the first frame, warm."""
    next(renderer(motion, signer, size=SIZE))
    rates, busy, first = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            start = time.perf_counter()
            frames = renderer(motion, signer, size=SIZE)
            next(frames)
            first.append(time.perf_counter() - start)
            frames.close()
            start, work = time.perf_counter(), time.process_time()
            write_video(renderer(motion, signer, size=SIZE), Path(folder) / "neural.mp4", motion.fps)
            rates.append(len(motion) / (time.perf_counter() - start))
            busy.append(1000 * (time.process_time() - work) / len(motion))
    return float(np.median(rates)), float(np.median(busy)), float(np.median(first))


def flicker(frames: Iterable[np.ndarray], passes: list[Passes]) -> float:
    """Mean change of colours, of 255, along the body's movement, over all pixels of the body that are in view in both
    of two frames: ``signsynth.metrics.pictures.flicker`` with the exact flow of the passes."""
    # Where nobody stands, nothing is like anything.
    surfaces = (np.where(now.mask[..., None], np.dstack([now.parts, now.depth]), np.nan) for now in passes)
    everywhere = (np.ones_like(now.mask) for now in passes)
    return pictures.flicker(frames, (now.flow for now in passes), everywhere, surfaces)


def shown_hands(
    motion: Motion, signer: Signer, body: object, passes: Iterable[Passes]
) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    """Of each frame: where the 21 points of both hands lie ``(2, 21, 2)`` in pixels, which hands are in view ``(2,)``
    (most of their points are the nearest thing in the picture), and the shoulder width in pixels."""
    lens = Lens()
    for points, now in zip(Pointer(body, lens, SIZE, signer.shape)(motion), passes, strict=True):
        names = [name for name in body.part_names]
        view = []
        for side, hand in zip("LR", points.hands, strict=True):
            x, y = np.clip(np.rint(hand[:, :2]).astype(int), 0, SIZE - 1).T
            near = cv2.dilate((now.parts == names.index(f"hand.{side}")).astype(np.uint8), np.ones((5, 5), np.uint8))
            view.append(bool((near[y, x] * hand[:, 2] > 0).mean() > 0.75))
        yield points.hands[..., :2], np.array(view), lens.camera.scale(SIZE)


def found_again(
    frames: Iterable[np.ndarray], shown: Iterable[tuple[np.ndarray, np.ndarray, float]], fps: float
) -> tuple[int, int, float]:
    """Hands in view, those that MediaPipe finds, and the median error of their points in shoulder widths.

    Errors: ``capture.choice.NoTracker``.
    """
    from signsynth.capture import Frame, default_tracker
    from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

    tracker = default_tracker()
    sightings = tracker(Frame(frame, k / fps) for k, frame in enumerate(frames))
    rows = [  # each hand of a frame is one film's frame of 21 points
        (seen.points[hand, :2] * [1, -1], seen.confidence[hand], places[side], np.repeat(view[side], 21), width)
        for seen, (places, view, width) in zip(sightings, shown, strict=True)
        for side, hand in enumerate((LEFT_HAND, RIGHT_HAND))
    ]
    again = redetection.found_again(*map(np.array, zip(*rows, strict=True)), {"hand": slice(None)})["hand"]
    return again.in_view, again.found, again.error


def measured(name: str, network: str | Path, motion: Motion, signer: Signer, quick: bool) -> list[Figure]:
    """The rows of one network."""
    renderer = NeuralRenderer(network, label="", without_consent=True)
    goal = GOALS.get(name, 25.0)
    rate, busy, first = speed(renderer, motion[: 20 if quick else 120], signer, 1 if quick else 5)
    short = motion[: 10 if quick else 150]
    mesh = replace(renderer.mesh, label="", without_consent=True)
    passes = list(mesh.passes(short, signer, size=SIZE))
    film = list(renderer(short, signer, size=SIZE))
    own = flicker(film, passes)
    base = flicker((now.colour for now in passes), passes)
    return [
        Figure(f"{name}: video at 512², encoded ({busy:.0f} ms of processor time)", "", f"{rate:.1f} frames/s",
               f"≥ {goal:.0f}", rate >= goal),
        Figure(f"{name}: first frame, warm", "", f"{first:.2f} s", "≤ 0.3", first <= 0.3),
        Figure(f"{name}: flicker ÷ the mesh's ({base:.2f} of 255)", "", f"{own / base:.2f}", "≤ 1.0", own <= base),
        *hands(name, film, short, signer, mesh, passes),
    ]  # fmt: skip


def hands(
    name: str, film: list[np.ndarray], motion: Motion, signer: Signer, mesh: MeshRenderer, passes: list[Passes]
) -> list[Figure]:
    """Rows on hands found again, in the film and in the mesh's; none without the tracker."""
    rows = []
    for what, frames in ((name, film), ("mesh", [now.colour for now in passes])):
        shown = shown_hands(motion, signer, mesh.known_body, passes)
        try:
            count, found, error = found_again(frames, shown, motion.fps)
        except SignsynthError as problem:
            return [Figure(f"{name}: hands found again", "", f"not measured ({problem})", "≥ 95 %")]
        share = found / max(count, 1)
        seen = f"{100 * share:.0f} % of {count}"
        rows.append(Figure(f"{what}: hands found again by MediaPipe", "", seen, "≥ 95 %", share >= 0.95))
        rows.append(
            Figure(f"{what}: their points, of a shoulder width", "", f"{100 * error:.1f} %", "≤ 4 %", error <= 0.04)
        )
    return rows


def section(quick: bool = False, weights: str = "", signer: str = "ada") -> Section:
    """Both presets that ship (a quick run: the small one), or the file ``weights``."""
    motion, person = sentence(), Signer.load(signer)
    figures, missing = [], []
    for name in [Path(weights).stem] if weights else list(GOALS)[: 1 if quick else None]:
        try:
            figures += measured(name, weights or name, motion, person, quick)
        except FileError:
            missing.append(name)
    note = f"Signer {signer}: “{TEXT}”, {motion.duration_s:.1f} s."
    if missing:
        note += f" Not measured, as it is not there: {', '.join(missing)}."
    return Section("Neural renderer", "python -m benchmarks neural", list(dict.fromkeys(figures)), note)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default="", help="a .safetensors file instead of the presets that ship")
    parser.add_argument("--signer", default="ada")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    print(section(options.quick, options.weights, options.signer).markdown())


if __name__ == "__main__":
    main()
