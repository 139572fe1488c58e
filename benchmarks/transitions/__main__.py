"""`python -m benchmarks.transitions [DATA] [--quick]`: all methods of making transitions, measured and printed."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.table import machine
from benchmarks.transitions.report import DATA, PARTS, section


def main() -> None:
    """Measure the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder of the real recordings")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure this part only (may be repeated)")
    parser.add_argument("--method", action="append", help="measure this one beside linear and the process (repeat)")
    parser.add_argument("--quick", action="store_true", help="fewer windows, and only rivals that are trained already")
    options = parser.parse_args()
    print(f"{machine()}. {time.strftime('%Y-%m-%d')}.", file=sys.stderr)
    print(section(options.quick, options.data, options.part, options.method).markdown())


if __name__ == "__main__":
    main()
