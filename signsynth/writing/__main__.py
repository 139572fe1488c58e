"""``python -m signsynth.writing SIGNS LEXICON``: realise a folder of written signs into a lexicon named by its code."""

from __future__ import annotations

import sys
from pathlib import Path

from signsynth.errors import SignsynthError
from signsynth.writing.build import build


def main(arguments: list[str]) -> int:
    """Exit code: 0, or 2 with one line on standard error."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m signsynth.writing SIGNS LEXICON, e.g. lexicon/ase/writing lexicon/ase\n")
        return 2
    signs, lexicon = map(Path, arguments)
    try:
        built = build(signs, lexicon, signed=lexicon.resolve().name)
    except SignsynthError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{built}\n")
    return 2 if built.problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
