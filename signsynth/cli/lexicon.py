"""``signsynth lexicon``: look into lexicons, check, build, change and hand them on."""

from __future__ import annotations

import argparse

from signsynth.cli import lexicon_build
from signsynth.cli import options as shared


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its sub-commands."""
    command = commands.add_parser("lexicon", help="list, show, check, build and change lexicons", description=__doc__)
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
    check.add_argument("--html", metavar="FILE", help="also write a page that shows every recording and its problems")
    check.set_defaults(run=run_check)

    fit = actions.add_parser("fit", help="fill in gesture and mesh of every recording")
    fit.add_argument("lexicon", metavar="LEXICON")
    fit.add_argument("--again", action="store_true", help="fit anew what was fitted before")
    fit.set_defaults(run=run_fit)

    lexicon_build.add_to(actions)

    removing = actions.add_parser("remove", help="erase recordings: of a person, of a gloss, of a source")
    removing.add_argument("lexicon", metavar="LEXICON")
    removing.add_argument("--signer", default="", metavar="ID", help="every trace of this person")
    removing.add_argument("--gloss", default="", metavar="GLOSS")
    removing.add_argument("--source", default="", metavar="TEXT", help="as the index names it")
    removing.set_defaults(run=run_remove)

    exporting = actions.add_parser("export", help="a lexicon as one .zip; `lexicon import` opens it")
    exporting.add_argument("lexicon", metavar="LEXICON")
    exporting.add_argument("-o", "--output", required=True, metavar="FILE.zip")
    exporting.set_defaults(run=run_export)


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
    if options.html:
        from signsynth.lexicon.page import write_page

        problems = write_page(lexicon, options.html, body=options.body, progress=lexicon_build.bar())
    else:
        from signsynth.lexicon.check import check

        problems = check(lexicon, body=options.body, progress=lexicon_build.bar())
    for problem in problems:
        print(problem)
    if options.html:
        print(f"wrote {options.html}")
    print(f"{len(problems)} problems" if problems else "no problems")
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(1)


def run_fit(options: argparse.Namespace) -> None:
    """Fit the body to the recordings of a lexicon."""
    from signsynth.lexicon import Lexicon
    from signsynth.lexicon.tracks import fit_lexicon

    lexicon = Lexicon.open(options.lexicon)
    count = fit_lexicon(lexicon, again=options.again, progress=lexicon_build.bar())
    print(f"{count} recordings fitted")


def run_remove(options: argparse.Namespace) -> None:
    """Erase recordings and say what was removed."""
    from signsynth.lexicon import Lexicon

    lexicon = Lexicon.open(options.lexicon)
    print(lexicon.remove(signer=options.signer, gloss=options.gloss, source=options.source))


def run_export(options: argparse.Namespace) -> None:
    """Pack a lexicon."""
    from signsynth.errors import FileError
    from signsynth.lexicon import Lexicon
    from signsynth.lexicon.archive import pack

    if not options.output.lower().endswith(".zip"):
        raise FileError(f"{options.output}: expected a name that ends in .zip")
    names = pack(Lexicon.open(options.lexicon), options.output)
    print(f"{len(names)} files\nwrote {options.output}")
