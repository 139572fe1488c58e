"""``signsynth export``: a motion for Blender, three.js, Unity, motion-capture programs or SMPL-X."""

from __future__ import annotations

import argparse
import sys

from signsynth.cli import options as shared
from signsynth.errors import InputError


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("export", help="write a motion as .glb, .bvh or SMPL-X", description=__doc__)
    command.add_argument("motion", nargs="?", metavar="MOTION", help=".pose, .npz, .vrma, .glb, .gltf or .bvh")
    command.add_argument(
        "--from-lexicon", nargs=2, metavar=("LEXICON", "GLOSS"), help="the best entry of a gloss instead of a file"
    )
    command.add_argument("-o", "--output", required=True, metavar="FILE", help=".glb, .bvh or .smplx.npz")
    command.add_argument("--format", metavar="NAME", help="glb, bvh or smplx (default: what the name says)")
    command.add_argument("--fps", type=float, help="frames a second (default: the motion's own)")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Load, fit where needed, write."""
    from signsynth.pipeline.export import export, format_of

    if bool(options.motion) == bool(options.from_lexicon):
        raise InputError("export: expected either MOTION or --from-lexicon LEXICON GLOSS")
    format_of(options.output, options.format)
    shared.check_outputs([options.output])
    motion = _motion(options)
    if options.fps is not None:
        motion = motion.resample(options.fps)
    track = export(
        motion,
        options.output,
        format=options.format,
        title=options.from_lexicon[1] if options.from_lexicon else None,
        progress=sys.stderr.isatty(),
    )
    print(f"{motion.duration_s:.1f} s, {len(motion)} frames")
    if track is not None:
        loss = f"{track.loss_deg:.2f}° off in the mean, {track.worst_deg:.1f}° at most"
        print(f"retargeted to SMPL-X: bones {loss}; of the face only the jaw")
    print(f"wrote {options.output}")


def _motion(options: argparse.Namespace):
    """The motion of a file, or of a lexicon's best entry."""
    if options.motion:
        from signsynth.motion import Motion

        return Motion.load(options.motion)
    from signsynth.errors import LexiconError, nearest
    from signsynth.lexicon import Lexicon

    place, gloss = options.from_lexicon
    lexicon = Lexicon.open(place)
    if gloss not in lexicon:
        raise LexiconError(f"{place}: no gloss {gloss!r}; {nearest(gloss, lexicon)}")
    return lexicon.motion(lexicon.best(gloss))
