"""``signsynth say``: text to video."""

from __future__ import annotations

import argparse
import sys

from signsynth.cli import options as shared

DEFAULT_OUTPUT = "signed.mp4"


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("say", help="turn text into a signing video", description=__doc__)
    shared.add_text(command)
    command.add_argument(
        "-o", "--output", metavar="FILE", help=f".mp4, .webm, .gif or folder/ of PNG frames (default: {DEFAULT_OUTPUT})"
    )
    shared.add_language(command)
    shared.add_joining(command)
    shared.add_picture(command)
    command.add_argument(
        "--letters", type=float, default=4.0, metavar="N", help="fingerspelled letters a second (default: 4)"
    )
    command.add_argument("--fingerspell", default="auto", metavar="WHEN", help="auto, always or never (default: auto)")
    command.add_argument(
        "--nonmanuals", type=float, default=1.0, metavar="AMPLITUDE", help="face and head, 0 is off (default: 1)"
    )
    command.add_argument("--report", metavar="JSON", help="what became of every token, with times")
    command.add_argument("--eaf", metavar="FILE", help="annotations for ELAN")
    command.add_argument("--vtt", metavar="FILE", help="the words as subtitles")
    command.add_argument("--motion", metavar="FILE", help="the motion itself, .pose or .npz")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Translate, render, and write what was asked for."""
    text = shared.read_text(options)
    sides = (options.report, options.eaf, options.vtt, options.motion)
    output = options.output or (None if any(sides) else DEFAULT_OUTPUT)
    shared.check_outputs([output, *sides])

    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator
    from signsynth.render import SkeletonRenderer

    signer = shared.signer(options)
    renderer = shared.renderer(options, signer)
    translate = Translator(
        tuple(Lexicon.open(name) for name in options.lexicon or ["ase"]),
        spoken=options.spoken,
        signed=options.signed,
        transition=options.transition,
        fps=options.fps,
        pace=options.pace,
        timing=options.timing,
        cut=options.cut,
        coarticulation=options.coarticulation,
        seed=options.seed,
        letters_per_s=options.letters,
        fingerspell=options.fingerspell,
        nonmanuals=options.nonmanuals,
        # A skeleton has no use for gesture and mesh; a file may.
        tracks=not isinstance(renderer, SkeletonRenderer) or bool(options.motion),
    )
    # Only a file of the motion needs all of it at once.
    signed = translate(text) if options.motion else translate.stream(text)
    if output:
        video = signed.render(signer, renderer=renderer, size=options.size, without_consent=options.without_consent)
        video.save(output, progress=sys.stderr.isatty(), credentials=shared.credentials(options))
    if options.motion:
        signed.save_motion(options.motion)
    else:
        signed = signed.account
    if options.report:
        signed.save_report(options.report)
    if options.eaf:
        signed.save_eaf(options.eaf, media=output)
    if options.vtt:
        signed.save_vtt(options.vtt)
    _tell(signed, [name for name in (output, *sides) if name])


def _tell(signed, written: list[str]) -> None:
    counts: dict[str, int] = {}
    for token in signed.utterance.tokens:
        counts[token.status] = counts.get(token.status, 0) + 1
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    print(f"{signed.motion.duration_s:.1f} s of {signed.utterance.signed}, tokens: {summary}")
    for token in signed.utterance.tokens:
        if token.status == "missing":
            print(f"missing: {token.text!r} ({token.reason})")
    for name in written:
        print(f"wrote {name}")
