"""docs/benchmarks.md keeps what was measured: one section replaces itself alone, and a kill loses nothing."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from benchmarks import page as page_module
from benchmarks.page import PAGE, Page, rewrite
from benchmarks.plan import SECTIONS
from benchmarks.table import Figure, Section
from benchmarks.transitions.parts import merged

ORDER = ("words", "speed", "body")


def made(name: str, value: str = "1") -> str:
    return Section(name.title(), f"python -m benchmarks {name}", [Figure("what", "", value, "")], "A note.").markdown()


def test_the_page_on_disk_is_what_its_sections_make():
    """Nobody edited it by hand outside sections, and every section is one that can be measured again."""
    page = Page.parse(PAGE.read_text("utf-8"))
    assert page.text(list(SECTIONS)) == PAGE.read_text("utf-8")
    assert set(page.sections) <= set(SECTIONS)


def test_parse_undoes_text_and_order_is_that_of_the_sections():
    page = Page({name: made(name) for name in reversed(ORDER)})
    again = Page.parse(page.text(ORDER))
    assert list(again.sections) == list(ORDER)
    assert again.sections == page.sections


def test_one_section_replaces_itself_alone(tmp_path):
    path = tmp_path / "page.md"
    for name in ORDER:
        rewrite(lambda page, n=name: page.with_section(n, made(n)), ORDER, path)
    before = Page.parse(path.read_text("utf-8")).sections
    rewrite(lambda page: page.with_section("speed", made("speed", "2")), ORDER, path)
    after = Page.parse(path.read_text("utf-8")).sections
    assert after == before | {"speed": made("speed", "2")}
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]


def test_a_section_that_cannot_be_measured_keeps_its_table_and_says_so_once():
    page = Page({"words": made("words")})
    kept = page.kept("words", "no data").kept("words", "no network")
    assert kept.sections["words"].count("Not measured again on ") == 1
    assert ": no network." in kept.sections["words"]
    without = [line for line in kept.sections["words"].splitlines() if not line.startswith("Not measured again")]
    assert "\n".join(without) + "\n" == page.sections["words"]
    assert kept.with_section("words", made("words")).sections == page.sections
    assert page.kept("speed", "no data") == page


def test_a_section_without_a_command_is_refused():
    with pytest.raises(ValueError, match="no `python -m benchmarks NAME`.*## Lost"):
        Page.parse("# Benchmarks\n\n## Lost\n\ntext\n")


def test_a_kill_while_writing_leaves_the_former_page(tmp_path, monkeypatch):
    path = tmp_path / "page.md"
    rewrite(lambda page: page.with_section("words", made("words")), ORDER, path)
    before = path.read_text("utf-8")

    def killed(*_):
        raise OSError("killed")

    monkeypatch.setattr(page_module.os, "replace", killed)
    with pytest.raises(OSError, match="killed"):
        rewrite(lambda page: page.with_section("words", made("words", "2")), ORDER, path)
    assert path.read_text("utf-8") == before
    assert os.listdir(tmp_path) == ["page.md"]


def _put(path, name):
    rewrite(lambda page: page.with_section(name, made(name)), ORDER, path)


def test_sections_done_at_once_lose_none(tmp_path):
    path = tmp_path / "page.md"
    context = multiprocessing.get_context("fork")
    names = [f"n{k}" for k in range(12)]
    workers = [context.Process(target=_put, args=(path, name)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(Page.parse(path.read_text("utf-8")).sections) == set(names)


FORMER = """## Transitions

`python -m benchmarks transitions`

Measured on 2026-11-22: a machine.

| figure | peer | ours | goal | met |
|---|---|---|---|---|
| worst cell (NSL, 4 frames) |  | 1.2 | 1 | no |
| time |  | 4 ms |  |  |

A note.

### Gaps

| method | DGS |
|---|---|
| linear | 1 |
| rival | 2 |

How to read it.

### Joins

| method | ase |
|---|---|
| linear | 5 |
"""
FRESH = """## Transitions

`python -m benchmarks transitions`

Measured on 2026-11-23: another.

| figure | peer | ours | goal | met |
|---|---|---|---|---|
| worst cell (DGS, 8 frames) |  | 0.9 | 1 | yes |
| new |  | 7 |  |  |

A note.

### Gaps

| method | DGS |
|---|---|
| linear | 3 |

How to read it.
"""


def test_a_part_replaces_its_rows_and_tables_and_says_when():
    out = merged(FORMER, FRESH, name="--part gaps")
    assert "| worst cell (DGS, 8 frames) |  | 0.9 | 1 | yes |\n| time |  | 4 ms |  |  |\n| new |  | 7 |  |  |\n" in out
    assert "NSL" not in out
    assert "Measured on 2026-11-22: a machine.\n`--part gaps`: measured on 2026-11-23: another.\n" in out
    assert "| linear | 3 |\n\nHow" in out
    assert "rival" not in out
    assert out.count("### ") == 2
    assert merged(out, FRESH, name="--part gaps") == out


def test_a_method_alone_leaves_the_rows_of_others():
    out = merged(FORMER, FRESH, name="--method ours", some_methods=True)
    assert "| linear | 3 |\n| rival | 2 |\n\nHow" in out
    assert "| linear | 5 |" in out
