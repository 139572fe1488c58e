"""``signsynth join``: motions one after the other, with transitions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from signsynth.cli import options as shared

if TYPE_CHECKING:
    from signsynth.files.provenance import Origin
    from signsynth.motion import Motion

MOTION_ENDINGS = (".pose", ".npz")


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("join", help="join recorded motions into one", description=__doc__)
    command.add_argument("motions", nargs="+", metavar="MOTION", help=".pose or .npz files in order")
    command.add_argument("-o", "--output", required=True, metavar="FILE", help=".pose, .npz, or a video")
    command.add_argument("--whole", action="store_true", help="keep preparation and retraction of each motion")
    shared.add_joining(command)
    shared.add_picture(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Join the motions and write the result."""
    shared.check_outputs([options.output])

    from signsynth.files import save_motion
    from signsynth.motion import Motion
    from signsynth.pipeline.choices import chosen_cut
    from signsynth.pipeline.clips import labelled, trimmed
    from signsynth.pipeline.joining import joined
    from signsynth.pipeline.origin import about_files

    parts, cut = [], chosen_cut(options.cut)
    for name in options.motions:
        motion = Motion.load(name)
        motion = motion if options.whole else trimmed(motion, cut)
        parts.append(labelled(motion.resample(options.fps), Path(name).stem))
    motion = joined(
        parts,
        options.transition,
        seed=options.seed,
        pace=options.pace,
        timing=options.timing,
        coarticulation=options.coarticulation,
    )
    about = about_files(options.motions)
    if Path(options.output).suffix.lower() in MOTION_ENDINGS:
        save_motion(motion, options.output, origin=about)
    else:
        write(motion, options, about)
    print(f"{motion.duration_s:.1f} s, {len(parts)} motions\nwrote {options.output}")


def write(motion: Motion, options: argparse.Namespace, about: Origin | None = None) -> None:
    """Render a motion into ``options.output``; ``about`` is what is known of its signs."""
    from signsynth.files.provenance import Origin
    from signsynth.pipeline import Video

    signer = shared.signer(options)
    how = (signer, options.size, options.fps, options.seed)
    video = Video(motion, shared.renderer(options, signer), *how, about or Origin())
    video.save(options.output, progress=sys.stderr.isatty(), credentials=shared.credentials(options))
