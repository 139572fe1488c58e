"""One part of the section on transitions measured again: its tables take the place of their former versions."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^(?=### )", re.M)
_RULE = re.compile(r"^\|(?:---\|)+$")


def merged(former: str, fresh: str, *, name: str, some_methods: bool = False) -> str:
    """``former`` with the tables, and the rows of the first table, that ``fresh`` has; both are Markdown.

    ``name`` says in a line of its own what was measured when. With ``some_methods`` a table keeps the rows of methods
    that ``fresh`` lacks, if its columns are the same.
    """
    if not former:
        return fresh
    old, new = _HEADING.split(former), _HEADING.split(fresh)
    tables = {_title(block): block for block in old[1:]}
    for block in new[1:]:
        before = tables.get(_title(block), "")
        same = some_methods and before and _columns(before) == _columns(block)
        tables[_title(block)] = with_rows(before, block) if same else block
    when = next(line for line in new[0].splitlines() if line.startswith("Measured "))
    lines = [line for line in with_rows(old[0], new[0]).splitlines() if not line.startswith(f"`{name}`: m")]
    at = max(k for k, line in enumerate(lines) if line.startswith("Measured ") or re.match(r"`--.*`: measured ", line))
    lines[at + 1 : at + 1] = [f"`{name}`: m{when[1:]}"]
    return "\n\n".join(["\n".join(lines).strip(), *(block.strip() for block in tables.values())]) + "\n"


def with_rows(former: str, fresh: str) -> str:
    """The first table of ``former`` with the rows of that of ``fresh``: put in place by their first cell, or added."""
    rows = {_key(line): line for line in _rows(fresh)}
    out, last = [], 0
    for line in former.splitlines():
        inside = line.startswith("|")
        out.append(rows.pop(_key(line), line) if inside else line)
        last = len(out) if inside else last
    return "\n".join(out[:last] + list(rows.values()) + out[last:])


def _rows(block: str) -> list[str]:
    """Rows of the first table, without its head."""
    lines = block.splitlines()
    at = next((k for k, line in enumerate(lines) if _RULE.match(line)), len(lines))
    found = []
    for line in lines[at + 1 :]:
        if not line.startswith("|"):
            break
        found.append(line)
    return found


def _key(row: str) -> str:
    """First cell, without what is in brackets: that may differ from run to run."""
    return re.sub(r" \(.*?\)", "", row.split("|")[1]).strip() if row.count("|") > 1 else row


def _title(block: str) -> str:
    return block.splitlines()[0]


def _columns(block: str) -> str:
    return next((line for line in block.splitlines() if line.startswith("|")), "")
