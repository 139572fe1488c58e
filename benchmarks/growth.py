"""How time and memory grow: ``python -m benchmarks growth``.

Lexicons of 10 to 100,000 rows, texts of 1 to 1,000 signs, and every renderer that runs here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.lexicons import SOURCES, lexicon_folder
from benchmarks.peer import Peer
from benchmarks.speed import index_seconds, median_s, shown
from benchmarks.table import Figure, Section

ROWS = (10, 100, 1_000, 10_000, 100_000)
SIGNS = (1, 10, 100, 1_000)
RENDERERS = ("skeleton", "mesh")
NOTE = """Index: open and look one word up, warm; the peer's column reads its index, which its look-up does first.
Signs: text to motion with learned transitions, warm; memory is the largest of a process that does only that, without
rendering. Renderers: 512², encoding included, first call left out."""
_OURS = """
import sys, time, signsynth as ss
t = ss.Translator(ss.Lexicon.open(sys.argv[1]))
text = " ".join((["hello", "water", "family", "school"] * int(sys.argv[2]))[:int(sys.argv[2])])
t("hello")
s = time.perf_counter(); t(text); took = time.perf_counter() - s
print(took, [int(l.split()[1]) / 1024 for l in open("/proc/self/status") if l.startswith("VmHWM")][0])
"""


def section(quick: bool = False) -> Section:
    """All growth; ``quick`` leaves out the largest of each and times the rest once."""
    runs = 1 if quick else 3
    rows, signs = (ROWS[::2][:2], SIGNS[:2]) if quick else (ROWS, SIGNS)
    figures = [
        *_rows(rows, 1 if quick else 7),
        *_signs(signs),
        *_renderers(runs, RENDERERS[:1] if quick else RENDERERS),
    ]
    return Section("Growth", "python -m benchmarks growth", figures, NOTE)


def _rows(counts: tuple[int, ...], runs: int) -> Iterator[Figure]:
    peer = Peer.installed()
    for count in counts:
        theirs, ours = (t and 1000 * t for t in index_seconds(peer, count, runs))
        yield Figure(f"index of {count:,} rows", shown(theirs, "{:.1f} ms"), f"{ours:.1f} ms", "")


def _signs(counts: tuple[int, ...]) -> Iterator[Figure]:
    folder = str(lexicon_folder(SOURCES[1]))
    for count in counts:
        command = [sys.executable, "-c", _OURS, folder, str(count)]
        took, memory = map(
            float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-2:]
        )
        yield Figure(
            f"text of {count:,} signs",
            "",
            f"{1000 * took:.0f} ms, {1000 * took / count:.1f} a sign, {memory:.0f} MB",
            "",
        )


def _renderers(runs: int, names: tuple[str, ...]) -> Iterator[Figure]:
    import signsynth as ss

    signed = ss.Translator(ss.Lexicon.open("ase"))("the quick brown fox" if runs > 1 else "fox")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            seconds = median_s(
                lambda name=name, folder=folder: signed.render(renderer=name, size=512).save(f"{folder}/a.mp4"), runs
            )
        yield Figure(
            f"{name}, {len(signed.motion)} frames of 512²", "", f"{len(signed.motion) / seconds:.0f} frames/s", ""
        )
