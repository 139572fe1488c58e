"""`python -m benchmarks [SECTION …] [--quick]`: measure, print, and rewrite docs/benchmarks.md when all are run."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks.table import Section, machine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def sections() -> dict[str, Callable[[bool], Section]]:
    """Name on the command line -> what measures it."""
    names = ("joins", "words", "speed", "alphabet", "body_speed", "fit", "mesh_speed", "identity")
    names += ("writing", "recognition", "spans", "quality", "building", "capture", "metrics", "growth", "likeness")
    names += ("people", "memory", "neural")
    sections = {name.removesuffix("_speed"): import_module(f"benchmarks.{name}").section for name in names}
    return sections | {"transitions": import_module("benchmarks.transitions.report").section}


def page(measured: list[Section]) -> str:
    """docs/benchmarks.md."""
    head = (
        "# Benchmarks\n\n"
        "Written by `make bench`; do not edit. Both packages sign the same sentences with the same lexicons in one\n"
        "run; medians of several runs on a shared, noisy machine, so compare columns and not days.\n\n"
        f"Machine: {machine()}. Date: {time.strftime('%Y-%m-%d')}.\n\n"
    )
    return head + "\n".join(section.markdown() for section in measured)


def main() -> None:
    """Run the sections that were named, or all."""
    known = sections()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SECTION", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="leave out what takes long; the page is not rewritten")
    options = parser.parse_args()
    unknown = set(options.names) - set(known)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
    measured = []
    for name in options.names or known:
        print(f"measuring {name} …", file=sys.stderr)
        measured.append(known[name](options.quick))
        print(measured[-1].markdown())
    if not options.names and not options.quick:
        PAGE.write_text(page(measured), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}", file=sys.stderr)


if __name__ == "__main__":
    main()
