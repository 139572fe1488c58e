"""``signsynth lexicon``: look into lexicons, check them, build them from writing, import recordings."""

from __future__ import annotations

import argparse
import sys

from signsynth.cli import options as shared


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its sub-commands."""
    command = commands.add_parser("lexicon", help="list, show, check and import lexicons", description=__doc__)
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser("list", help="the glosses of a lexicon")
    listing.add_argument("lexicon", nargs="?", default="ase", metavar="LEXICON", help="folder, URL or bundled code")
    listing.set_defaults(run=run_list)

    show = actions.add_parser("show", help="one gloss: its entries, and a picture of it")
    show.add_argument("lexicon", metavar="LEXICON")
    show.add_argument("gloss", metavar="GLOSS")
    show.add_argument("-o", "--output", metavar="FILE", help="also write a video of the best entry")
    show.add_argument("--fps", type=float, default=25.0, help=argparse.SUPPRESS)
    show.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    shared.add_picture(show)
    show.set_defaults(run=run_show)

    check = actions.add_parser("check", help="problems of a lexicon, exit code 1 where there are errors")
    check.add_argument("lexicon", nargs="?", default="ase", metavar="LEXICON")
    check.add_argument("--body", action="store_true", help="also print how far gesture and mesh are from each pose")
    check.set_defaults(run=run_check)

    fit = actions.add_parser("fit", help="fill in gesture and mesh of every recording")
    fit.add_argument("lexicon", metavar="LEXICON")
    fit.add_argument("--again", action="store_true", help="fit anew what was fitted before")
    fit.set_defaults(run=run_fit)

    building = actions.add_parser("build", help="make a lexicon from written signs")
    building.add_argument(
        "--from-writing", required=True, metavar="FOLDER", help="folder of .sigml files, and .toml for letters"
    )
    building.add_argument("--to", required=True, metavar="LEXICON", help="folder of the new lexicon")
    building.add_argument("--signed", required=True, metavar="CODE", help="signed language, ISO 639-3")
    building.add_argument("--spoken", required=True, metavar="CODE", help="language of the glosses' words")
    building.add_argument("--licence", default="", metavar="TEXT", help="licence of signs whose files name none")
    building.add_argument("--fps", type=float, default=25.0, help="frames a second (default: %(default)g)")
    building.set_defaults(run=run_build)

    importing = actions.add_parser("import", help="make a lexicon from recordings of a known layout")
    importing.add_argument("source", metavar="SOURCE", help="spoken-to-signed folder, or a folder of keypoints")
    importing.add_argument("--to", required=True, metavar="LEXICON", help="folder of the new lexicon")
    importing.add_argument("--signed", required=True, metavar="CODE", help="signed language, ISO 639-3")
    importing.add_argument("--spoken", default="", metavar="CODES", help="spoken languages, e.g. ko,en")
    importing.add_argument("--layout", metavar="NAME", help="layout of the arrays (default: found by itself)")
    importing.add_argument("--words", metavar="FILE", help="CSV: gloss,language,words")
    importing.add_argument("--licence", default="", metavar="TEXT", help="licence of the recordings")
    importing.add_argument("--no-body", action="store_true", help="leave gesture and mesh to `lexicon fit`")
    importing.add_argument("--best", type=int, default=3, metavar="N", help="recordings to keep a gloss (default: 3)")
    importing.set_defaults(run=run_import)


def run_list(options: argparse.Namespace) -> None:
    """Print one line a gloss."""
    from signsynth.lexicon import Lexicon

    lexicon = Lexicon.open(options.lexicon)
    for label, entries in lexicon.items():
        words = sorted({word for entry in entries for word in entry.words})
        languages = sorted({f"{entry.spoken}>{entry.signed}" for entry in entries})
        print(f"{label:<20} {len(entries):>3}  {', '.join(languages):<12} {', '.join(words)}".rstrip())


def run_show(options: argparse.Namespace) -> None:
    """Print the entries of one gloss; write a video where asked."""
    from dataclasses import fields

    from signsynth.errors import LexiconError, nearest
    from signsynth.lexicon import Lexicon

    lexicon = Lexicon.open(options.lexicon)
    if options.gloss not in lexicon:
        raise LexiconError(f"{options.lexicon}: no gloss {options.gloss!r}; {nearest(options.gloss, lexicon)}")
    for entry in lexicon[options.gloss]:
        for field in fields(entry):
            value = getattr(entry, field.name)
            if value not in (None, "", ()):
                print(f"{field.name:<14} {value}")
        print()
    if options.output:
        from signsynth.cli.join import write

        shared.check_outputs([options.output])
        write(lexicon.motion(lexicon.best(options.gloss)), options)
        print(f"wrote {options.output}")


def run_check(options: argparse.Namespace) -> None:
    """Print the problems of a lexicon."""
    from signsynth.lexicon import Lexicon

    lexicon = Lexicon.open(options.lexicon)
    if options.body:
        from signsynth.lexicon.tracks import disagreements

        for row in disagreements(lexicon):
            print(row)
    problems = lexicon.check()
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "no problems")
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(1)


def run_fit(options: argparse.Namespace) -> None:
    """Fit the body to the recordings of a lexicon."""
    from signsynth.lexicon import Lexicon
    from signsynth.lexicon.tracks import fit_lexicon

    lexicon = Lexicon.open(options.lexicon)
    count = fit_lexicon(lexicon, again=options.again, progress=_bar())
    print(f"{count} recordings fitted")


def _bar():
    """A progress bar where somebody watches."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    return tqdm


def run_build(options: argparse.Namespace) -> None:
    """Realise written signs into a lexicon."""
    from signsynth.writing import build

    bar = _bar()
    more = {} if bar is None else {"progress": bar}
    built = build(
        options.from_writing,
        options.to,
        signed=options.signed,
        spoken=options.spoken,
        licence=options.licence,
        fps=options.fps,
        **more,
    )
    print(f"{built}\nwrote {options.to}")


def run_import(options: argparse.Namespace) -> None:
    """Import recordings into a new lexicon."""
    from signsynth.lexicon.importer import import_lexicon

    report = import_lexicon(
        options.source,
        options.to,
        signed=options.signed,
        spoken=tuple(code for code in options.spoken.split(",") if code),
        layout=options.layout,
        words=options.words,
        licence=options.licence,
        best=options.best,
        progress=_bar(),
    )
    print(report)
    if not options.no_body:
        from signsynth.lexicon import Lexicon
        from signsynth.lexicon.tracks import fit_lexicon

        fit_lexicon(Lexicon.open(options.to), progress=_bar())
    print(f"wrote {options.to}")
