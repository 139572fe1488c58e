"""Tables with one row a method, and the section that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.table import Section


@dataclass(frozen=True)
class Table:
    """``rows``: method -> one cell a column; ``note`` says how to read them."""

    title: str
    columns: Sequence[str]
    rows: Mapping[str, Sequence[str]]
    note: str = ""

    def markdown(self) -> str:
        """The table as Markdown."""
        head = f"| method | {' | '.join(self.columns)} |\n|---|{'---|' * len(self.columns)}\n"
        rows = "".join(f"| {name} | {' | '.join(cells)} |\n" for name, cells in self.rows.items())
        return f"### {self.title}\n\n{head}{rows}" + (f"\n{self.note}\n" if self.note else "")


@dataclass(frozen=True)
class Compared(Section):
    """Figures with goals, then the tables in which all methods stand."""

    tables: Sequence[Table] = ()

    def markdown(self) -> str:
        """The section as Markdown."""
        return super().markdown() + "".join("\n" + table.markdown() for table in self.tables)


def slashed(values: Sequence[float], digits: int = 3) -> str:
    """``.047 / .096 / .139``."""
    return " / ".join(f"{value:.{digits}f}" for value in values)
