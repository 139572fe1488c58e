"""The same texts, the same lexicon, both packages in one run: ``python -m benchmarks peers``.

The lexicon is the peer's own: its sample words of Swiss German signing, and the letters that it ships with.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.joins import Measured, marked, native_speed
from benchmarks.lexicons import SHARED_DATA
from benchmarks.peer import Peer
from benchmarks.speed import median_s
from benchmarks.table import Figure, Section
from signsynth.files import load_motion
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion
from signsynth.pipeline import Signed, Translator
from signsynth.pipeline.clips import signed_span

SPOKEN, SIGNED, FPS = "de", "sgg", 25.0
WORDS = SHARED_DATA / "peer_lexicon" / "dummy_lexicon"
KNOWN = ("Kleine Kinder essen Pizza.", "Pizza essen Kinder!", "Kinder essen. Kleine Kinder essen kleine Pizza.")
"""Texts of which the lexicon has every word."""
OTHERS = (
    "Anna und Max essen Pizza in Zürich.",
    "Die Kinder von Frau Müller essen am 3. Mai 2 kleine Pizzen!",
    "Kleine Pizza für 4,50 bei Luigi?",
)
"""Texts with names, inflected words, numbers and small words."""
NOTE = """The peer's own lexicon for both: its four sample words of Swiss German signing and the letters that it ships.
Time: text to motion, warm, in each package's own process. Joins ÷ inside as in the section on joins. Words: tokens with
a letter or digit; the lexicon has no digits, and small words that signing does not use (articles, prepositions) we
leave out and say so, where the peer spells them. A sign: from the start of the first to the end of the last, joins
included, over the number of signs; the recordings' own is of the signs alone. The peer speeds signs up to end in time.

sign-language-translator 0.8.1, the other package on PyPI that makes signing from text, is not measured: it asks for
torch 2.2 (from PyPI with gigabytes of CUDA) and downloads its clips and models while it runs."""


def lexicon(to: Path, letters: Path) -> Path:
    """The peer's words and letters of one signed language as one folder, its files as they are."""
    rows = []
    for folder in (WORDS, letters):
        with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (row["spoken_language"], row["signed_language"]) == (SPOKEN, SIGNED):
                    (to / row["path"]).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(folder / row["path"], to / row["path"])
                    rows.append(row)
    with (to / "index.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return to


def covered_here(signed: Sequence[Signed]) -> tuple[int, int, int, int]:
    """Words that are signs, spelled, left out for a reason that is told, and lost without a word."""
    found = [word for one in signed for word in one.coverage if any(map(str.isalnum, word.text))]
    status = [word.status if word.status or word.reason else "" for word in found]
    signs, spelled = status.count("lexicon"), status.count("fingerspelled")
    told = sum(bool(word.reason) for word in found if word.status in ("skipped", "missing"))
    return signs, spelled, told, len(found) - signs - spelled - told


def covered_there(results: Sequence[dict]) -> tuple[int, int, int, int]:
    """The same of the peer, whose list of words gives no reasons."""
    status = [kind for one in results for word, kind in one["coverage"] if any(map(str.isalnum, word))]
    signs, spelled = status.count("lexicon"), status.count("fingerspelling_backup")
    return signs, spelled, 0, len(status) - signs - spelled


def _seconds_a_sign(motions: Sequence[Motion]) -> float:
    """From the first sign's start to the last one's end, pauses left out, over the number of signs."""
    seconds = signs = 0.0
    for motion in motions:
        shown = [s for s in motion.segments if s.kind == "sign"]
        inner = [s for s in motion.segments if s.kind != "pause" and shown[0].start <= s.start < shown[-1].end]
        seconds += sum(s.end - s.start for s in inner) / motion.fps
        signs += len(shown)
    return seconds / signs


def figures(peer: Peer, quick: bool) -> list[Figure]:
    """All rows."""
    letters = next(
        peer.python.parents[1].glob("lib/python*/site-packages/spoken_to_signed/assets/fingerspelling_lexicon")
    )
    known, texts, runs = KNOWN, (KNOWN + OTHERS), 1 if quick else 5
    with tempfile.TemporaryDirectory() as name:
        folder = lexicon(Path(name), letters)
        book = Lexicon.open(folder)
        translate = Translator(book, spoken=SPOKEN, fps=FPS)
        signed = [translate(text) for text in texts]
        ours_s = [median_s(lambda text=text: translate(text), runs) for text in texts]
        job = {"lexicon": str(folder), "spoken": SPOKEN, "signed": SIGNED, "out": name, "repeat": runs}
        results = peer.run({**job, "sentences": list(texts)})
        theirs = [marked(load_motion(Path(r["pose"])), r["joins"]) for r in results[: len(known)]]
        ours = [one.motion for one in signed[: len(known)]]
        here, there = Measured.of(ours), Measured.of(theirs)
        used = [s.label for motion in ours for s in motion.segments if s.kind == "sign"]
        native = native_speed(book, used)
        spans = [book.motion(book.best(label)) for label in used]
        recorded = statistics.mean(len(signed_span(motion)) / motion.fps for motion in spans)
    theirs_s = [statistics.median(result["seconds"]) for result in results]
    speeds = [[f"{1000 * statistics.median(times):.0f} ms" for times in (theirs_s, ours_s)]]
    lengths = [sum(r["frames"] / r["fps"] for r in results), sum(one.motion.duration_s for one in signed)]
    tempo = [f"{side.inside_sw_s / native:.2f} ×" for side in (there, here)]
    quicker = statistics.median(ours_s) <= statistics.median(theirs_s)
    return [
        Figure(f"{len(texts)} texts: text to motion, median", *speeds[0], "≤ the peer's", quicker),
        Figure(
            "joins: speed / acceleration / jerk ÷ inside", str(there), str(here), "≤ 1.0 each",
            bool((here.ratios <= 1).all()),
        ),
        Figure("wrist speed inside signs ÷ recorded", *tempo, "0.9 to 1.1 ×", 0.9 <= here.inside_sw_s / native <= 1.1),
        Figure(
            "words: signs / spelled / left out, told why / lost",
            " / ".join(map(str, covered_there(results))),
            " / ".join(map(str, covered_here(signed))),
            "none lost", covered_here(signed)[3] == 0,
        ),
        Figure("length: a sign with its joins", *(f"{_seconds_a_sign(m):.2f} s" for m in (theirs, ours)),
               f"recorded, without joins: {recorded:.2f} s"),
        Figure(f"length of the {len(texts)} texts, rest to rest", *(f"{s:.1f} s" for s in lengths), ""),
    ]  # fmt: skip


def section(quick: bool = False) -> Section:
    """Both packages on the peer's lexicon; ``quick`` times each text once."""
    return Section("Beside the peer", "python -m benchmarks peers", figures(Peer.installed(), quick), NOTE)
