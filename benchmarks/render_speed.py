"""How fast motions become video: frames a second and CPU time a frame.

    python -m benchmarks.render_speed [MOTION] [--size 512]

Without a motion file (.pose or .npz) a made one is drawn: arms that move all the time, every point seen.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from signsynth.files.video import write_video
from signsynth.motion import Motion
from signsynth.render import SkeletonRenderer, Theme
from signsynth.skeleton import CANONICAL


def made(frames: int) -> Motion:
    """Both arms raised and circling."""
    pose = np.repeat(CANONICAL.rest[None], frames, axis=0)
    turn = np.arange(frames)[:, None] / 25 * 2 * np.pi
    for side, sign in ((0, 1), (1, -1)):
        hand = slice(8 + 21 * side, 29 + 21 * side)
        shift = np.hstack([0.2 * np.cos(turn), 0.2 * np.sin(turn), 0 * turn]) + [-sign * 0.2, 1.5, 0.4]
        pose[:, 4 + side] += shift
        pose[:, hand] = pose[:, hand] * [1, -1, 1] + (pose[:, 4 + side] - pose[:, hand.start] * [1, -1, 1])[:, None]
        pose[:, 2 + side] += [sign * 0.2, 0.1, 0.1]
    return Motion(pose, np.ones((frames, len(CANONICAL))), 25.0)


def measured(name: str, frames: int, work) -> None:
    """Print one row."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:28} {frames / wall:8.0f} {1000 * wall / frames:10.2f} {1000 * cpu / frames:10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("motion", nargs="?")
    parser.add_argument("--size", type=int, default=512)
    options = parser.parse_args()
    motion = Motion.load(options.motion) if options.motion else made(500)
    draw, clear = SkeletonRenderer(), SkeletonRenderer(theme=Theme(background=None))
    next(draw(motion, size=options.size))  # imports and caches
    print(f"{len(motion)} frames of {options.size}x{options.size}\n{'':28} frames/s    ms/frame     CPU ms")
    measured("drawing alone", len(motion), lambda: [None for _ in draw(motion, size=options.size)])
    with tempfile.TemporaryDirectory() as folder:
        files = {"a.mp4": draw, "a.webm": draw, "clear.webm": clear, "a.gif": draw, "pictures": draw}
        for name, renderer in files.items():
            frames, path = renderer(motion, size=options.size), Path(folder) / name
            measured(f"and {name}", len(motion), lambda f=frames, p=path: write_video(f, p, motion.fps))


if __name__ == "__main__":
    main()
