"""``signsynth render``: show a motion file."""

from __future__ import annotations

import argparse

from signsynth.cli import options as shared
from signsynth.cli.join import write


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("render", help="show a motion as a video", description=__doc__)
    command.add_argument("motion", metavar="MOTION", help=".pose or .npz")
    command.add_argument("-o", "--output", required=True, metavar="FILE", help=".mp4, .webm, .gif or folder/ of frames")
    command.add_argument("--fps", type=float, help="frames a second (default: the motion's own)")
    command.add_argument("--seed", type=int, default=0, help="for renderers that draw lots (default: 0)")
    shared.add_picture(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Load, render, write."""
    shared.check_outputs([options.output])

    from signsynth.motion import Motion
    from signsynth.pipeline.origin import about_files

    motion = Motion.load(options.motion)
    write(motion, options, about_files([options.motion]))
    print(f"{motion.duration_s:.1f} s\nwrote {options.output}")
