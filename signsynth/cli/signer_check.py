"""``signsynth signer check``: one picture of a signer in the poses that show where they break."""

from __future__ import annotations

import argparse
from pathlib import Path

from signsynth.errors import InputError

FRAMES = 8
"""Pictures of the sentence."""


def add_check(actions: argparse._SubParsersAction) -> None:
    """Add the action and its options."""
    check = actions.add_parser(
        "check",
        help="a sheet: photo and avatar, mouth open, blink, head turned, hand at the face, a sentence",
        description=__doc__,
    )
    check.add_argument("signer", metavar="PATH", help="a .signer file or folder, or the name of one that ships")
    check.add_argument("-o", "--output", required=True, metavar="FILE.png")
    check.add_argument("--size", type=int, default=1024, metavar="PX", help="of each picture (default: 1024)")
    check.add_argument("--text", default="", metavar="TEXT", help="frames of this sentence, too")
    check.add_argument("--lexicon", action="append", metavar="NAME", help="for --text (default: ase)")
    check.add_argument("--without-consent", action="store_true", help="of a signer who holds none: you answer for it")
    check.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> None:
    """Pose, draw, write. Errors: ``InputError`` for another ending, a size that is none, or no consent."""
    from signsynth.cli.options import check_outputs
    from signsynth.signer import Signer

    if Path(options.output).suffix.lower() != ".png":
        raise InputError(f"{options.output}: expected a name that ends in .png")
    if not 64 <= options.size <= 2048:
        raise InputError(f"--size {options.size}: expected 64 to 2048 pixels")
    check_outputs([options.output])
    signer = Signer.load(options.signer)
    if not options.without_consent:
        signer.check_consent()

    from PIL import Image

    from signsynth.files.atomic import atomic_path
    from signsynth.render.portrait.check import POSES, beside_photo, in_poses, sheet

    pictures = beside_photo(signer, _renderer(signer, options), size=options.size)
    pictures += zip(POSES, in_poses(signer.appearance, signer.shape, size=options.size), strict=True)
    if options.text:
        pictures += _signed(signer, options)
    with atomic_path(options.output) as path:
        Image.fromarray(sheet(pictures)).save(path, "PNG")
    print(f"wrote {options.output}")


def _signed(signer, options: argparse.Namespace) -> list:
    """Times and pictures of ``FRAMES`` moments of the sentence, evenly apart."""
    import numpy as np

    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator

    translate = Translator(tuple(Lexicon.open(name) for name in options.lexicon or ["ase"]))
    motion = translate(options.text).motion
    moments = np.linspace(0, len(motion) - 1, FRAMES + 2).round().astype(int)[1:-1]
    draw = _renderer(signer, options)
    return [
        (f"{moment / motion.fps:.1f} s", next(iter(draw(motion[moment : moment + 1], signer, size=options.size))))
        for moment in moments
    ]


def _renderer(signer, options: argparse.Namespace):
    """What shows this signer where nobody chooses; the mesh for one without looks."""
    from signsynth.pipeline.choices import renderer_for

    choice = "mesh" if signer.appearance is None else None
    return renderer_for(signer, choice, without_consent=options.without_consent, label="")
