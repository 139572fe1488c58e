"""docs/benchmarks.md, one section at a time: what is measured again replaces its own section and nothing else."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.lexicons import locked

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench` (all) and `python -m benchmarks NAME --write` (one section); do not edit. Both packages sign the
same sentences with the same lexicons in one run; medians of several runs on shared, noisy machines, so compare
columns and not days. Each section says when it was measured, and on what.
"""
_COMMAND = re.compile(r"^`python -m benchmarks[. ](\w+)", re.M)


@dataclass(frozen=True)
class Page:
    """``sections``: name on the command line -> Markdown from its heading to the next."""

    sections: dict[str, str]

    @classmethod
    def parse(cls, text: str) -> Page:
        """The page as it lies on disk. Errors: ``ValueError`` for a section that names no command."""
        found = {}
        for part in re.split(r"^(?=## )", text, flags=re.M)[1:]:
            command = _COMMAND.search(part)
            if not command:
                raise ValueError(
                    f"docs/benchmarks.md: no `python -m benchmarks NAME` in section {part.splitlines()[0]!r}"
                )
            found[command[1].removesuffix("_speed")] = part.strip() + "\n"
        return cls(found)

    def text(self, order: Sequence[str]) -> str:
        """The whole page: the known sections in ``order``, then others as they were."""
        names = [name for name in order if name in self.sections] + [n for n in self.sections if n not in order]
        return "\n".join([HEAD, *(self.sections[name] for name in names)])

    def with_section(self, name: str, markdown: str) -> Page:
        """One section put in place of its former version."""
        return replace(self, sections={**self.sections, name: markdown.strip() + "\n"})

    def kept(self, name: str, reason: str) -> Page:
        """The former version of a section that could not be measured, with when and why; none if there was none."""
        if name not in self.sections:
            return self
        lines = [line for line in self.sections[name].splitlines() if not line.startswith("Not measured again ")]
        at = next((k for k, line in enumerate(lines) if line.startswith("Measured ")), 2)
        lines.insert(at + 1, f"Not measured again on {time.strftime('%Y-%m-%d')}: {reason}.")
        return self.with_section(name, "\n".join(lines))


def rewrite(change: Callable[[Page], Page], order: Sequence[str], path: Path = PAGE) -> None:
    """Change the page on disk: read, changed and replaced at once, so that a kill leaves the former one whole."""
    with locked(path.parent):  # two sections may be done at once
        former = path.read_text("utf-8") if path.exists() else ""
        made = change(Page.parse(former)).text(order)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            file.write(made)
        try:
            os.chmod(file.name, path.stat().st_mode if path.exists() else 0o644)
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise
