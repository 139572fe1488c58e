"""`python -m benchmarks.transitions [DATA] [--part NAME …] [--quick] [--write]`: methods of transitions, measured."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.page import Page, rewrite
from benchmarks.plan import SECTIONS
from benchmarks.table import machine
from benchmarks.transitions.parts import merged
from benchmarks.transitions.report import DATA, PARTS, section


def main() -> None:
    """Measure the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder of the real recordings")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure this part only (may be repeated)")
    parser.add_argument("--method", action="append", help="measure this one beside linear and the process (repeat)")
    parser.add_argument("--quick", action="store_true", help="few windows and methods, no training")
    parser.add_argument("--write", action="store_true", help="put what was measured into docs/benchmarks.md")
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("--quick measures too little for the page: leave --write out")
    print(f"{machine()}. {time.strftime('%Y-%m-%d')}.", file=sys.stderr)
    fresh = section(options.quick, options.data, options.part, options.method).markdown()
    print(fresh)
    if options.write:
        named = [f"--part {part}" for part in options.part or ()] + [f"--method {m}" for m in options.method or ()]

        def put(page: Page) -> Page:
            former = page.sections.get("transitions", "") if named else ""
            return page.with_section(
                "transitions", merged(former, fresh, name=" ".join(named), some_methods=bool(options.method))
            )

        rewrite(put, list(SECTIONS))


if __name__ == "__main__":
    main()
