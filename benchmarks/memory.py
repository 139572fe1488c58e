"""An hour of text: how much memory `signsynth say` takes for it, and for a minute."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Figure, Section

FPS = 25.0
SENTENCE = 6
"""Words in a sentence; every tenth sentence is a question, every fifth holds a name that is fingerspelled."""
RUNS = {"skeleton": (1, 10, 60), "mesh": (1, 5)}
"""Minutes of signing, by renderer; pictures are as small as they may be, for they are never kept."""
QUICK = {"skeleton": (0.25, 1)}
_SIZES = {"skeleton": 16, "mesh": 64}

_SAY = (
    "import sys\nfrom signsynth.cli import main\nassert main(sys.argv[1:]) == 0\n"
    # getrusage would count the memory of the process that started this one
    "print([int(l.split()[1]) / 1024 for l in open('/proc/self/status') if l.startswith('VmHWM')][0])\n"
)


def text_of(minutes: float, seed: int = 0) -> str:
    """A text whose signing takes about so long, of words that the bundled lexicon has, and of names."""
    from signsynth.lexicon import Lexicon

    words = sorted({word for entry in Lexicon.open("ase").entries() for word in entry.words if word.isalpha()})
    chance = random.Random(seed)
    sentences, seconds = [], 0.0
    while seconds < 60 * minutes:
        chosen = [chance.choice(words) for _ in range(SENTENCE)]
        if len(sentences) % 5 == 0:
            chosen[0] = chance.choice(("Zoltan", "Beatriz", "Quentin"))
        sentences.append(" ".join(chosen) + ("?" if len(sentences) % 10 == 0 else "."))
        seconds += SECONDS_A_WORD * SENTENCE
    return " ".join(sentences)


SECONDS_A_WORD = 1.124
"""As measured over 200 such sentences."""


def say(minutes: float, renderer: str, folder: Path) -> tuple[float, float]:
    """Peak memory in MB of the command for so many minutes, and how many it really signed."""
    import json

    text, report = folder / "text.txt", folder / "report.json"
    text.write_text(text_of(minutes), "utf-8")
    files = ["-o", str(folder / "a.mp4"), "--report", str(report), "--eaf", str(folder / "a.eaf")]
    options = ["--file", str(text), "--renderer", renderer, "--size", str(_SIZES[renderer]), "--signer", "ada"]
    command = [sys.executable, "-c", _SAY, "say", *files, *options, "--vtt", str(folder / "a.vtt")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]), json.loads(report.read_text("utf-8"))["duration_s"] / 60


def section(quick: bool = False) -> Section:
    """Peak memory by length of text; ``quick`` takes short ones."""
    figures = []
    for renderer, lengths in (QUICK if quick else RUNS).items():
        with tempfile.TemporaryDirectory() as folder:
            made = [say(minutes, renderer, Path(folder)) for minutes in lengths]
        ours = ", ".join(f"{minutes:.0f} min {megabytes:.0f} MB" for megabytes, minutes in made)
        # The first minutes fill what is kept of the lexicon; from then on it must stay, but for the text itself.
        flat = made[-1][0] <= 1.06 * made[-2][0] if len(made) > 2 else made[-1][0] <= 1.25 * made[0][0]
        wanted = "flat (≤ +6 % after 10 min)" if len(made) > 2 else "flat (≤ +25 %)"
        figures.append(Figure(f"peak memory of `signsynth say`, {renderer}", "", ours, wanted, flat))
    note = (
        "Report, EAF and subtitles included. What grows is the text's tokens and glosses, 2 MB an hour, the times of\n"
        "its signs, 0.2 MB, and what libavformat keeps of each frame while it joins the MP4, 10 MB; until some 20\n"
        "minutes also what is kept of the lexicon's recordings, 64 MB at most, and of gaps, whose lengths come by and\n"
        "by. Poses, pictures and rows are never kept. `--motion` and `--coarticulation` need the whole motion, 5 kB a\n"
        "frame with gesture and mesh: 410 MB an hour, twice that while it is joined."
    )
    return Section("Memory", "python -m benchmarks memory", figures, note)
