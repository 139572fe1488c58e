"""`python -m benchmarks [SECTION …] [--quick] [--write]`: measure, print, and keep in docs/benchmarks.md.

One section is measured in this process; several (all, if none is named) each in one of its own. What a section needs
and does not find is said in one line: its former table stays on the page.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.page import rewrite
from benchmarks.plan import SECTIONS
from benchmarks.runner import closing, measured


def _one(name: str, quick: bool, write: bool) -> int:
    """Measure a section here and print it."""
    lacking = SECTIONS[name].lacking(quick)
    if lacking:
        print(f"{name} cannot be measured here: {lacking}", file=sys.stderr)
        return 1
    markdown = SECTIONS[name].section(quick).markdown()
    print(markdown)
    if write:
        rewrite(lambda page: page.with_section(name, markdown), list(SECTIONS))
    return 0


def _several(names: list[str], options: list[str], jobs: int) -> int:
    """Measure sections each in a process of its own, which keeps what it finds; print them and what each took."""
    outcomes, begun = [], time.perf_counter()
    for outcome in measured(names, options, jobs):
        outcomes.append(outcome)
        reason = outcome.lacking or outcome.failed
        print(outcome.markdown or f"{outcome.name}: not measured, {reason}\n", flush=True)
        print(f"{outcome.name}: {outcome.seconds:.0f} s", file=sys.stderr)
        if reason and "--write" in options:
            told = outcome.lacking or "it failed"  # what programs say on the way out may hold paths of this machine
            rewrite(lambda page, name=outcome.name, told=told: page.kept(name, told), list(SECTIONS))
    print(closing(outcomes))
    print(f"\n{time.perf_counter() - begun:.0f} s by the clock.")
    return 1 if any(outcome.failed for outcome in outcomes) else 0


def main(arguments: list[str] | None = None) -> int:
    """Measure the sections that were named, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="a part of each, to see that all works; never written")
    parser.add_argument("--write", action="store_true", help="put each section into docs/benchmarks.md as it is done")
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="so many at once; timed ones alone if not quick"
    )
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(SECTIONS))
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; choose from {', '.join(SECTIONS)}")
    if options.quick and options.write:
        parser.error("--quick measures too little for the page: leave --write out")
    if options.jobs < 1:
        parser.error("--jobs: at least 1")
    if len(options.names) == 1:
        return _one(options.names[0], options.quick, options.write)
    passed = [flag for flag, given in (("--quick", options.quick), ("--write", options.write)) if given]
    return _several(options.names or list(SECTIONS), passed, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
