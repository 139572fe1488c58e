"""``signsynth writing``: written signs shown, and signs of recordings written down."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from signsynth.cli import options as shared


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its sub-commands."""
    command = commands.add_parser("writing", help="show a written sign; write a recorded one", description=__doc__)
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    show = actions.add_parser("show", help="realise the signs of a SiGML file and show them")
    show.add_argument("sign", metavar="SIGN", help=".sigml (gestural or HamNoSys symbols)")
    show.add_argument("--gloss", metavar="GLOSS", help="which sign of the file (default: all, one after the other)")
    show.add_argument("-o", "--output", required=True, metavar="FILE", help=".mp4, .webm, .gif, folder/, .pose or .npz")
    show.add_argument("--fps", type=float, default=25.0, help="frames a second (default: %(default)g)")
    show.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    shared.add_picture(show)
    show.set_defaults(run=run_show, renderer="mesh")

    transcribe = actions.add_parser("transcribe", help="propose gestural SiGML for a recorded sign")
    transcribe.add_argument("motion", metavar="MOTION", help=".pose or .npz of one sign")
    transcribe.add_argument("--gloss", metavar="GLOSS", help="default: the motion's own, or the file's name")
    transcribe.add_argument("-o", "--output", metavar="FILE", help=".sigml to write (default: standard output)")
    transcribe.set_defaults(run=run_transcribe)


def run_show(options: argparse.Namespace) -> None:
    """Realise and write."""
    shared.check_outputs([options.output])

    from signsynth.cli.join import MOTION_ENDINGS, write
    from signsynth.errors import InputError, nearest
    from signsynth.pipeline.joining import joined
    from signsynth.writing import read_sigml, realise

    signs = read_sigml(options.sign)
    if options.gloss is not None:
        glosses = [sign.gloss for sign in signs]
        signs = [sign for sign in signs if sign.gloss == options.gloss]
        if not signs:
            raise InputError(f"{options.sign}: no gloss {options.gloss!r}; {nearest(options.gloss, glosses)}")
    motions = []
    for sign in signs:
        motion, warnings = realise(sign, fps=options.fps)
        motions.append(motion)
        for warning in warnings:
            sys.stderr.write(f"{sign.gloss}: {warning}\n")
        print(f"{sign.gloss}  {motion.duration_s:.2f} s")
    motion = joined(motions, "gaussian-process", seed=options.seed) if len(motions) > 1 else motions[0]
    if Path(options.output).suffix.lower() in MOTION_ENDINGS:
        motion.save(options.output)
    else:
        write(motion, options)
    print(f"wrote {options.output}")


def run_transcribe(options: argparse.Namespace) -> None:
    """Write a recorded sign down."""
    shared.check_outputs([options.output])

    from signsynth.files.atomic import atomic_path
    from signsynth.motion import Motion
    from signsynth.motion.handedness import right_dominant
    from signsynth.writing import write_sigml
    from signsynth.writing.transcribe import transcribe

    motion = Motion.load(options.motion)
    turned, led = right_dominant(motion)
    sign, confidence, frames = transcribe(turned, options.gloss or Path(options.motion).stem.upper())
    text = write_sigml([sign])
    note = f"{sign.gloss}: confidence {confidence:.2f}, moments at frames {', '.join(map(str, frames))}"
    sys.stderr.write(note + ("; the left hand leads, written for the right\n" if led == "left" else "\n"))
    if options.output is None:
        print(text, end="")
        return
    with atomic_path(options.output) as temporary:
        temporary.write_text(text, encoding="utf-8")
    print(f"wrote {options.output}")
