"""Entry point: parse, run one command, turn errors into one line and exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from signsynth import __version__
from signsynth.cli import (
    batch,
    evaluate,
    export,
    gloss,
    join,
    lexicon,
    photoreal,
    provenance,
    render,
    say,
    signer,
    writing,
)
from signsynth.errors import SignsynthError

COMMANDS = (say, batch, gloss, join, render, lexicon, signer, writing, export, photoreal, provenance, evaluate)


def parser() -> argparse.ArgumentParser:
    """The whole command line; importing nothing heavy, so that help is instant."""
    top = argparse.ArgumentParser(prog="signsynth", description="Text in, sign-language video of any signer out.")
    top.add_argument("--version", action="version", version=f"signsynth {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 2 input that cannot be used, 130 interrupted)."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except SignsynthError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("interrupted", 130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); Python must not try to flush again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain(f"{error.filename or 'file'}: {error.strerror or error}")
    return 0


def _complain(message: str, code: int = 2) -> int:
    line = " ".join(message.split())
    sys.stderr.write(f"signsynth: error: {line}\n")
    return code
