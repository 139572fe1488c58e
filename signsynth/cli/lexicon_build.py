"""``signsynth lexicon build | add | import``: how recordings and written signs come into a lexicon."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any


def add_to(actions: argparse._SubParsersAction) -> None:
    """Add the actions."""
    building = actions.add_parser("build", help="make a lexicon from videos, or from written signs")
    building.add_argument("videos", nargs="*", metavar="VIDEOS", help="videos, folders, patterns, URLs, known sets")
    building.add_argument("--from-writing", metavar="FOLDER", help="folder of .sigml files, and .toml for letters")
    building.add_argument("--to", required=True, metavar="LEXICON", help="folder of the lexicon")
    building.add_argument("--signed", required=True, metavar="CODE", help="signed language, ISO 639-3")
    building.add_argument("--spoken", required=True, metavar="CODE", help="language of the glosses' words")
    building.add_argument("--fps", type=float, default=25.0, help="of written signs (default: %(default)g a second)")
    building.add_argument("--labels", metavar="FILE", help="what is signed in which video: .csv, .eaf, .vtt or .srt")
    building.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: %(default)d)")
    building.add_argument("--ray", metavar="ADDRESS", help="a Ray cluster that does the work, or 'local'")
    again = building.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on where a build stopped (it always does)")
    again.add_argument("--again", action="store_true", help="capture anew what is there already")
    _add_rights(building)
    building.set_defaults(run=run_build)

    adding = actions.add_parser("add", help="add one recorded sign to a lexicon")
    adding.add_argument("lexicon", metavar="LEXICON")
    adding.add_argument("video", metavar="VIDEO", help="file or URL")
    adding.add_argument("--gloss", required=True, metavar="GLOSS", help="what is signed")
    adding.add_argument("--words", nargs="+", default=[], metavar="WORD", help="words that it answers to")
    adding.add_argument("--span", type=float, nargs=2, metavar=("START", "END"), help="the part to take, milliseconds")
    _add_rights(adding)
    adding.set_defaults(run=run_add)

    importing = actions.add_parser("import", help="make a lexicon from keypoints of a known layout, or open a .zip")
    importing.add_argument("source", metavar="SOURCE", help="folder of keypoints or another lexicon, or a .zip of one")
    importing.add_argument("--to", required=True, metavar="LEXICON", help="folder of the new lexicon")
    importing.add_argument("--signed", default="", metavar="CODE", help="signed language, ISO 639-3")
    importing.add_argument("--spoken", default="", metavar="CODES", help="spoken languages, e.g. ko,en")
    importing.add_argument("--layout", metavar="NAME", help="layout of the arrays (default: found by itself)")
    importing.add_argument("--words", metavar="FILE", help="CSV: gloss,language,words")
    importing.add_argument("--licence", default="", metavar="TEXT", help="licence of the recordings")
    importing.add_argument("--consent", default="", metavar="TEXT", help="what the signers agreed to")
    importing.add_argument("--no-body", action="store_true", help="leave gesture and mesh to `lexicon fit`")
    importing.add_argument("--best", type=int, default=3, metavar="N", help="recordings to keep a gloss (default: 3)")
    importing.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: %(default)d)")
    importing.set_defaults(run=run_import)


def _add_rights(command: argparse.ArgumentParser) -> None:
    """Whose recordings they are, and what may be done with them."""
    command.add_argument("--licence", default="", metavar="TEXT", help="licence of the recordings (or written signs)")
    command.add_argument("--consent", default="", metavar="TEXT", help="what the signers agreed to, and when")
    command.add_argument(
        "--consent-date", default="", metavar="DAY", help="YYYY-MM-DD (default: in the text, or today)"
    )
    command.add_argument("--signer", default="", metavar="ID", help="who signs, where labels do not say")
    command.add_argument("--rights-unknown", action="store_true", help="build though licence or consent is not known")
    command.add_argument("--no-body", action="store_true", help="leave gesture and mesh to `lexicon fit`")


def bar() -> Callable[..., Any] | None:
    """A progress bar with the time left, where somebody watches."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    return tqdm


def run_build(options: argparse.Namespace) -> None:
    """Capture videos, or realise written signs, into a lexicon."""
    from signsynth.errors import InputError

    if bool(options.videos) == bool(options.from_writing):
        raise InputError("lexicon build: expected VIDEOS, or --from-writing FOLDER")
    if options.from_writing:
        from signsynth.writing import build

        more = {} if bar() is None else {"progress": bar()}
        languages = {"signed": options.signed, "spoken": options.spoken}
        built = build(options.from_writing, options.to, **languages, licence=options.licence, fps=options.fps, **more)
        print(f"{built}\nwrote {options.to}")
        return
    from signsynth.pipeline.recording import build_lexicon

    report = build_lexicon(
        options.videos,
        options.to,
        spoken=options.spoken,
        signed=options.signed,
        labels=options.labels,
        workers=options.workers,
        apart=True,
        ray=options.ray,
        resume=not options.again,
        progress=bar(),
        **_rights(options),
    )
    print(f"{report}\nwrote {options.to}")
    if not report.of("added") and not report.of("there"):
        raise SystemExit(1)


def run_add(options: argparse.Namespace) -> None:
    """Record one sign."""
    from signsynth.errors import InputError
    from signsynth.lexicon import Lexicon
    from signsynth.lexicon.importer import as_label

    rights = _rights(options)
    if not rights.pop("rights_unknown") and not (rights["licence"] and rights["consent"]):
        raise InputError("lexicon add: expected --licence and --consent; where one is not known, --rights-unknown")
    rights["licence"] = rights["licence"] or "unknown"
    lexicon = Lexicon.open(options.lexicon)
    span = tuple(options.span) if options.span else None
    entry = lexicon.record(options.gloss, options.video, words=options.words, span_ms=span, **rights)
    quality = f"quality {entry.quality or 0:.2f}" + (f": {', '.join(entry.reasons)}" if entry.reasons else "")
    there = f"already there as {entry.label}, nothing added" if entry.label != as_label(options.gloss) else entry.label
    print(f"{there}: {entry.path}, {quality}")


def _rights(options: argparse.Namespace) -> dict[str, Any]:
    names = ("licence", "consent", "consent_date", "signer", "rights_unknown")
    return {name: getattr(options, name) for name in names} | {"body": not options.no_body}


def run_import(options: argparse.Namespace) -> None:
    """Import recordings into a new lexicon, or unpack one."""
    from signsynth.errors import InputError

    if options.source.lower().endswith(".zip"):
        from signsynth.lexicon.archive import unpack

        lexicon = unpack(options.source, options.to)
        print(f"{len(lexicon)} glosses\nwrote {options.to}")
        return
    if not options.signed:
        raise InputError("lexicon import: expected --signed CODE, the signed language, e.g. ase")
    from signsynth.lexicon.importer import import_lexicon

    report = import_lexicon(
        options.source,
        options.to,
        signed=options.signed,
        spoken=tuple(code for code in options.spoken.split(",") if code),
        layout=options.layout,
        words=options.words,
        licence=options.licence,
        consent=options.consent,
        best=options.best,
        workers=options.workers,
        progress=bar(),
    )
    print(report)
    if not options.no_body:
        from signsynth.lexicon import Lexicon
        from signsynth.lexicon.tracks import fit_lexicon

        fit_lexicon(Lexicon.open(options.to), progress=bar())
    print(f"wrote {options.to}")
