"""Write the table of docs/metrics.md anew from ``signsynth.metrics.measure``: ``python docs/make_metrics.py``."""

from __future__ import annotations

from pathlib import Path

from signsynth.metrics.measure import page

PAGE = Path(__file__).with_name("metrics.md")
MARK = "<!-- written by docs/make_metrics.py -->"

if __name__ == "__main__":
    before, _, after = PAGE.read_text("utf-8").split(MARK)
    PAGE.write_text(f"{before}{MARK}\n{page()}\n{MARK}{after}", "utf-8")
