"""Options that several commands share, and the text that they read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signsynth.cli.weights import add_weights, equipped
from signsynth.errors import FileError, InputError

if TYPE_CHECKING:
    from signsynth.files.provenance_c2pa import Credentials
    from signsynth.signer import Signer
    from signsynth.stages import Renderer

MAX_TEXT_BYTES = 1_000_000


def add_text(command: argparse.ArgumentParser) -> None:
    """TEXT as an argument, ``--file`` or standard input."""
    command.add_argument(
        "text", nargs="?", metavar="TEXT", help="what to sign; standard input where it is left out or -"
    )
    command.add_argument("--file", metavar="FILE", help="read the text from a UTF-8 file instead")


def add_language(command: argparse.ArgumentParser) -> None:
    """Lexicons and languages."""
    command.add_argument(
        "--lexicon",
        action="append",
        metavar="DIR",
        help="folder or URL of a lexicon; may be given several times (default: the bundled ase)",
    )
    command.add_argument("--spoken", metavar="CODE", help="language of the text, e.g. en (default: the lexicon's)")
    command.add_argument("--signed", metavar="CODE", help="signed language, e.g. ase (default: the lexicon's)")


def add_joining(command: argparse.ArgumentParser) -> None:
    """How signs become one motion."""
    command.add_argument(
        "--transition",
        default="diffusion",
        metavar="NAME",
        help="linear, hermite, gaussian-process or diffusion (default: %(default)s)",
    )
    command.add_argument("--fps", type=float, default=25.0, help="frames a second (default: %(default)g)")
    command.add_argument("--pace", type=float, default=1.0, help="speed of transitions, 1 = as measured (default: 1)")
    command.add_argument(
        "--timing",
        default="tempo",
        metavar="NAME",
        help="how long they take: distance, tempo or running (default: %(default)s)",
    )
    command.add_argument(
        "--cut",
        default="careful",
        metavar="NAME",
        help="holds of recorded signs: careful or fluent (default: %(default)s)",
    )
    command.add_argument(
        "--coarticulation",
        type=float,
        default=0.0,
        metavar="AMOUNT",
        help="how far signs give way to their neighbours, 0 to 1 (default: 0, they stay as recorded)",
    )
    command.add_argument("--seed", type=int, default=0, help="the same seed gives the same motion (default: 0)")


def add_picture(command: argparse.ArgumentParser) -> None:
    """How the motion is shown."""
    command.add_argument(
        "--signer", metavar="PATH", help="who signs: a .signer file or folder, or the name of one that ships"
    )
    command.add_argument(
        "--without-consent", action="store_true", help="show a signer who holds no consent; you answer for it"
    )
    command.add_argument(
        "--renderer",
        metavar="NAME",
        help="skeleton, mesh, neural, neural-large, wan-animate, wan-animate-2 or wan-vace (default: neural with "
        "--signer, else skeleton)",
    )
    command.add_argument("--size", type=int, default=512, help="side of the picture in pixels (default: 512)")
    command.add_argument("--transparent", action="store_true", help="no background (.webm, .gif and PNG frames)")
    command.add_argument("--left-handed", action="store_true", help="the signer's dominant hand is the left one")
    add_honesty(command)
    add_weights(command)


def add_honesty(command: argparse.ArgumentParser) -> None:
    """What pictures and file say about where they come from."""
    label = command.add_mutually_exclusive_group()
    label.add_argument("--label", metavar="TEXT", help="written into every picture (default: synthetic)")
    label.add_argument(
        "--no-label",
        dest="label",
        action="store_const",
        const="",
        help="write nothing into pictures; the file still says that it is synthetic",
    )
    command.add_argument("--c2pa-cert", metavar="PEM", help="sign .mp4 and .gif (C2PA) with this certificate")
    command.add_argument("--c2pa-key", metavar="PEM", help="and this private key")


def read_text(options: argparse.Namespace) -> str:
    """The text of TEXT, ``--file`` or standard input. Errors: one line naming the source."""
    if options.file and options.text:
        raise InputError("both TEXT and --file were given, expected one of them")
    if options.file:
        path = Path(options.file)
        if not path.is_file():
            raise FileError(f"{path}: no such text file")
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise FileError(f"{path}: {path.stat().st_size:,} bytes, expected at most {MAX_TEXT_BYTES:,}")
        return _decoded(path.read_bytes(), str(path))
    if options.text not in (None, "-"):
        return options.text
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("no text: give it as an argument, with --file, or on standard input")
    return _decoded(sys.stdin.buffer.read(MAX_TEXT_BYTES + 1), "standard input")


def _decoded(data: bytes, source: str) -> str:
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(f"{source}: more than {MAX_TEXT_BYTES:,} bytes of text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: not UTF-8 text (byte {error.start}), expected plain text") from error


def check_outputs(paths: Sequence[str | None]) -> None:
    """Fail before the work, not after it, where a folder for a result does not exist or two results collide."""
    seen: set[Path] = set()
    for name in filter(None, paths):
        path = Path(name)
        if not path.parent.is_dir():
            raise FileError(f"{path}: the folder {path.parent} does not exist; create it or choose another")
        if path.resolve() in seen:
            raise FileError(f"{path}: named for two results, expected a file for each")
        seen.add(path.resolve())


def renderer(options: argparse.Namespace, signer: Signer) -> Renderer:
    """The renderer that shows ``signer``, without background where ``--transparent`` asks for it."""
    from dataclasses import replace

    from signsynth.pipeline.choices import renderer_for

    chosen = renderer_for(signer, options.renderer, without_consent=options.without_consent, label=options.label)
    chosen = equipped(chosen, options)
    if not options.transparent:
        return chosen
    theme = getattr(chosen, "theme", None)
    if theme is None:
        raise InputError(f"--transparent: the renderer {options.renderer or 'neural'!r} has a background of its own")
    return replace(chosen, theme=replace(theme, background=None))


def credentials(options: argparse.Namespace) -> Credentials | None:
    """Who signs the video, if anybody does. Errors: ``InputError`` for half of it."""
    if not options.c2pa_cert and not options.c2pa_key:
        return None
    if not (options.c2pa_cert and options.c2pa_key):
        raise InputError("--c2pa-cert and --c2pa-key: expected both")
    from signsynth.files.provenance_c2pa import Credentials

    return Credentials(Path(options.c2pa_cert), Path(options.c2pa_key))


def signer(options: argparse.Namespace) -> Signer:
    """The signer that the options describe."""
    from dataclasses import replace

    from signsynth.signer import Signer

    chosen = Signer.load(options.signer) if options.signer else Signer()
    return replace(chosen, dominant_hand="left") if options.left_handed else chosen
