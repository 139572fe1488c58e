"""``signsynth batch``: a table of texts and signers to a folder of videos."""

from __future__ import annotations

import argparse
import sys

from signsynth.errors import InputError


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("batch", help="many texts and signers to many videos", description=__doc__)
    command.add_argument("jobs", metavar="JOBS.csv", help="columns: text or file, and output, signer, lexicon, …")
    command.add_argument("-o", "--output", required=True, metavar="FOLDER", help="where the videos go")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: %(default)d)")
    where.add_argument("--ray", metavar="ADDRESS", help="a Ray cluster that does the work, or 'local'")
    again = command.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on where a batch stopped (it always does)")
    again.add_argument("--again", action="store_true", help="make anew, and replace, what is there already")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="for empty cells, such as signer=ada; several times",
    )
    command.add_argument(
        "--without-consent", action="store_true", help="show signers who hold no consent; you answer for it"
    )
    command.add_argument("--c2pa-cert", metavar="PEM", help="sign every video (C2PA) with this certificate")
    command.add_argument("--c2pa-key", metavar="PEM", help="and this private key")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Make the videos, a line each as they come; exit code 1 where a job failed."""
    from signsynth.cli.options import credentials
    from signsynth.pipeline.batch import run_batch

    defaults = {}
    for given in options.set:
        column, equals, value = given.partition("=")
        if not equals:
            raise InputError(f"--set {given!r}: expected COLUMN=VALUE")
        defaults[column.strip()] = value.strip()
    report = run_batch(
        options.jobs,
        options.output,
        workers=options.workers,
        ray=options.ray,
        resume=not options.again,
        defaults=defaults,
        without_consent=options.without_consent,
        credentials=credentials(options),
        on_line=_tell,
    )
    print(f"{report}\nwrote {options.output}/report.csv")
    if report.of("failed"):
        raise SystemExit(1)


def _tell(line) -> None:
    print(line)
    sys.stdout.flush()
