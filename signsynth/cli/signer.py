"""``signsynth signer``: make a signer from one image, look at one, and see where it breaks."""

from __future__ import annotations

import argparse
from pathlib import Path

from signsynth.errors import InputError


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and what it does."""
    command = commands.add_parser("signer", help="make or inspect a signer", description=__doc__)
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    create = actions.add_parser("create", help="a signer from one photo of a person, or a few")
    create.add_argument(
        "images",
        metavar="IMAGE",
        nargs="+",
        help="one person from the front, head and shoulders at least; a short video; more images of the same "
        "person show what the first one hides",
    )
    create.add_argument(
        "--background",
        default="studio",
        metavar="WHAT",
        help="studio (a plain wall), keep (the photo's own), #rrggbb, or an image (default: studio)",
    )
    create.add_argument("-o", "--output", required=True, metavar="FILE", help="NAME.signer, or a folder")
    create.add_argument(
        "--consent",
        default="",
        metavar="TEXT",
        help="what this person agreed to, and when; without it nothing is shown",
    )
    create.add_argument("--name", default="", metavar="NAME", help="of the signer (default: the output's)")
    create.add_argument("--left-handed", action="store_true", help="the dominant hand is the left one")
    create.set_defaults(run=run_create)

    show = actions.add_parser("show", help="what a signer's file says")
    show.add_argument("signer", metavar="PATH", help="a .signer file or folder, or the name of one that ships")
    show.set_defaults(run=run_show)

    from signsynth.cli.signer_check import add_check

    add_check(actions)


def run_create(options: argparse.Namespace) -> None:
    """Fit, lift, save."""
    from signsynth.cli.options import check_outputs
    from signsynth.signer import Signer

    check_outputs([options.output])
    if Path(options.output).suffix not in ("", ".signer"):
        raise InputError(f"{options.output}: expected NAME.signer, or a name without ending for a folder")
    signer = Signer.from_image(
        options.images[0],
        consent=options.consent,
        images=options.images[1:],
        background=options.background,
        name=options.name or Path(options.output).stem,
        dominant_hand="left" if options.left_handed else "right",
    )
    signer.save(options.output)
    for note in signer.provenance.notes:
        print(f"note: {note}")
    if not signer.may_be_shown:
        print("note: no consent was given; this signer is shown only with --without-consent")
    print(f"wrote {options.output}")


def run_show(options: argparse.Namespace) -> None:
    """Print name, hand, consent and provenance."""
    from dataclasses import asdict

    from signsynth.signer import Signer

    signer = Signer.load(options.signer)
    facts = {"name": signer.name, "dominant hand": signer.dominant_hand, "consent": signer.consent or "none"}
    facts |= {name.replace("_", " "): value for name, value in asdict(signer.provenance).items()}
    for name, value in facts.items():
        for line in value if isinstance(value, tuple | list) else [value]:
            if line not in ("", False):
                print(f"{name}: {line if line is not True else 'yes'}")
