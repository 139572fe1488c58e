"""The whole page, written as it is made: a lexicon of any size is never in memory at once."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from signsynth.errors import InputError
from signsynth.files.atomic import atomic_path
from signsynth.lexicon.check import Problem, check
from signsynth.lexicon.page.card import card
from signsynth.lexicon.page.preview import preview
from signsynth.lexicon.page.script import SCRIPT
from signsynth.lexicon.page.style import STYLE
from signsynth.lexicon.review import Reviewed, review

if TYPE_CHECKING:
    from signsynth.lexicon.lexicon import Lexicon

_SORTS = {"worst": "worst first", "best": "best first", "gloss": "gloss", "problem": "problem"}


def write_page(
    lexicon: Lexicon,
    path: str | Path,
    *,
    body: bool = False,
    progress: Callable[[Iterable], Iterable] | None = None,
) -> list[Problem]:
    """Write one HTML file that shows every recording in motion with its problems; returns all problems.

    It loads nothing from elsewhere, and appears whole or not at all. ``body`` also compares gesture and mesh with the
    pose. ``progress`` wraps the glosses, as tqdm does.
    Errors: ``InputError`` for a name that is no .html, ``FileError`` where it cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path}: a report is a web page, expected a name that ends in .html")
    with atomic_path(path) as temporary:
        reviewed = review(lexicon, body=body, show=preview, progress=progress)
        problems = check(lexicon, reviewed=reviewed)
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            of_all = [problem for problem in problems if problem.entry is None]
            file.write(_head(lexicon.folder.resolve().name, reviewed, of_all))
            file.writelines(card(number, one) for number, one in enumerate(reviewed))
            file.write(f"</div></main>\n<script>{SCRIPT}</script>\n</body></html>\n")
    return problems


def _head(name: str, reviewed: Sequence[Reviewed], general: Sequence[Problem]) -> str:
    """All that comes before the recordings."""
    names = Counter(name for one in reviewed for name in one.names)
    poor = sum(one.quality is None or one.quality.score < 0.5 for one in reviewed)
    policy = f"default-src 'none'; style-src '{_digest(STYLE)}'; script-src '{_digest(SCRIPT)}'; base-uri 'none'; "
    policy += "form-action 'none'"
    options = "".join(f'<option value="{key}">{text}</option>' for key, text in _SORTS.items())
    chosen = "".join(
        f'<option value="{escape(key)}">{escape(key)} ({count})</option>' for key, count in sorted(names.items())
    )
    lines = "".join(f"<li>{escape(str(problem))}</li>" for problem in general)
    listed = f"<details><summary>{len(general)} problems of the lexicon itself</summary><ul>{lines}</ul></details>"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(name)}: recordings and their problems</title>
<style>{STYLE}</style></head><body>
<header><h1>{escape(name)}</h1>
<p>{len(reviewed)} recordings of {len({one.entry.label for one in reviewed})} glosses, {poor} with a quality below 0.5.
The right hand is orange, the left one blue, a hand that was not seen grey and dashed; left-handed signs are mirrored.
</p></header>
<section class="all" aria-label="problems of the lexicon">{listed if general else ""}</section>
<div class="bar"><form id="tools" hidden role="search">
<label>Sort by <select id="sort">{options}</select></label>
<label>Show <select id="problem"><option value="">all</option><option value="*">any problem</option>
<option value="-">no problem</option>{chosen}</select></label>
<label>Find <input id="search" type="search" autocomplete="off" placeholder="gloss, word, file"></label>
<button id="play" type="button">Pause</button>
<span id="count" role="status" aria-live="polite"></span></form></div>
<main><div id="signs">
"""


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
