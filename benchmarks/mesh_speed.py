"""How fast a body track becomes video: frames a second and CPU time a frame.

    python -m benchmarks.mesh_speed [--size 512] [--frames 200]

The motion is made: both arms before the body, hands that open and close, a head that moves.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.table import Figure, Section
from signsynth.files.video import write_video
from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.render.mesh import MeshRenderer
from signsynth.skeleton import CANONICAL


def signing(body: Any, frames: int, fps: float = 25.0) -> Motion:
    """A made motion of ``frames`` frames with gesture and body track; its keypoints stay at rest."""
    import torch

    from signsynth.body.rotations import to_6d

    angles = torch.zeros(frames, body.joints, 3)
    t = torch.arange(frames) / fps * 2 * torch.pi * 0.7
    wave, turn = torch.sin(t), torch.cos(t)

    def bend(joint: str, flex: Any = 0.0, side: Any = 0.0, twist: Any = 0.0) -> None:
        for axis, degrees in enumerate((flex, side, twist)):
            angles[:, body.joint(joint), axis] = torch.deg2rad(torch.as_tensor(degrees) + torch.zeros(frames))

    for side, sign in (("L", 1), ("R", -1)):
        swing = wave * sign
        bend(f"upperarm01.{side}", 34 + 10 * swing, 34, -20 + 6 * turn)
        bend(f"lowerarm01.{side}", 66 + 16 * turn)
        bend(f"lowerarm02.{side}", twist=-25 + 20 * swing)
        bend(f"wrist.{side}", -8 + 14 * turn, 6 * swing)
        for finger in range(2, 6):
            for joint, most in ((1, 62), (2, 80), (3, 50)):
                bend(f"finger{finger}-{joint}.{side}", most * (0.5 + 0.5 * torch.sin(t * 1.3 + finger + sign)))
    bend("head", 4 * wave, 3 * turn, 8 * torch.sin(t * 0.6))
    actions = torch.zeros(frames, len(body.action_names))
    actions[:, body.action_names.index("jawOpen")] = 0.25 * (0.5 + 0.5 * wave)
    actions[:, body.action_names.index("browInnerUp")] = 0.5 + 0.5 * turn
    matrices = body.from_angles(angles)
    turned, local = body.place(matrices)[..., :3], to_6d(matrices)
    hands = [[body.joint(f"finger{f}-{bone}.{side}") for f in range(1, 6) for bone in (1, 2, 3)] for side in "LR"]
    wrists = [body.joint(f"wrist.{side}") for side in "LR"]
    gesture = Gesture(local[:, hands].numpy(), to_6d(turned[:, wrists]).numpy(), np.ones((frames, 2)))
    others = [joint for joint in range(body.joints) if joint not in (*hands[0], *hands[1], *wrists)]
    names = tuple(body.joint_names[joint] for joint in others)
    mesh = MeshTrack(local[:, others].numpy(), actions.numpy(), np.zeros((frames, 3)), names, body.action_names)
    pose = np.repeat(CANONICAL.rest[None], frames, axis=0)
    return Motion(pose, np.ones(pose.shape[:2]), fps, gesture=gesture, mesh=mesh)


def measured(name: str, frames: int, work) -> None:
    """Print one row."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:28} {frames / wall:8.1f} {1000 * wall / frames:10.2f} {1000 * cpu / frames:10.2f}")


def section(quick: bool = False) -> Section:
    """Mesh video at 512², shaded, antialiased, encoded."""
    renderer = MeshRenderer()
    motion = signing(renderer._body, 60 if quick else 200)
    with tempfile.TemporaryDirectory() as folder:
        rates, busy = [], []
        for _ in range(2 if quick else 6):
            start, work = time.perf_counter(), time.process_time()
            write_video(renderer(motion, size=512), Path(folder) / "mesh.mp4", motion.fps)
            rates.append(len(motion) / (time.perf_counter() - start))
            busy.append((time.process_time() - work) / len(motion))
    rate = float(np.median(rates[1:]))
    figure = Figure("mesh video at 512², shaded, antialiased, encoded", "", f"{rate:.0f} frames/s", "≥ 60", rate >= 60)
    note = f"{1000 * np.median(busy[1:]):.0f} ms of processor time a frame, shared by all cores."
    return Section("Mesh video", "python -m benchmarks mesh", [figure], note)


def main() -> None:
    from signsynth.body import Body

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--video", type=Path, help="keep the video here")
    options = parser.parse_args()
    size, frames = options.size, options.frames
    start = time.perf_counter()
    draw = MeshRenderer()
    body = Body.load()
    motion = signing(body, frames)
    next(draw(motion, size=size))
    print(f"prepared in {time.perf_counter() - start:.1f} s; {frames} frames of {size}x{size}")
    print(f"{'':28} frames/s    ms/frame     CPU ms")
    measured("vertices", frames, lambda: sum(1 for _ in draw.vertices(body, motion, None)))
    measured("drawing", frames, lambda: sum(1 for _ in draw(motion, size=size)))
    measured("drawing and passes", frames, lambda: sum(1 for _ in draw.passes(motion, size=size)))
    with tempfile.TemporaryDirectory() as folder:
        path = options.video or Path(folder) / "mesh.mp4"
        measured("drawing and mp4", frames, lambda: write_video(draw(motion, size=size), path, motion.fps))


if __name__ == "__main__":
    main()
