"""Building a lexicon from videos: two workers against one, builds that are killed, the cost of a large index."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.lexicons import SHARED_DATA
from benchmarks.table import Figure, Section
from signsynth.lexicon import Lexicon
from signsynth.lexicon.writer import Addition, add_all
from signsynth.pipeline.recording import build_lexicon

ROOT = Path(__file__).resolve().parents[1]
FAKE = "tests.pipeline.recording.faking:capture"
RIGHTS = {"licence": "MIT", "consent": "published with the set", "spoken": "es", "signed": "mfs"}
_BUILD = """
import sys
from benchmarks.building import build
build(sys.argv[1], sys.argv[2], int(sys.argv[3]))
"""


def build(videos: str, to: str, workers: int) -> None:
    """A build by the tracker of the tests, which needs no videos."""
    build_lexicon(videos, to, workers=workers, capture=FAKE, body=False, **RIGHTS)


def section(quick: bool = False) -> Section:
    """Figures of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures = [] if quick else _real(home)
        figures += [*_fake(home, quick), *_killed(home, 3 if quick else 50), *_large(home, quick)]
    note = (
        "The tests' tracker computes for 0.5 s a video and stands for MediaPipe, which itself uses more than one core: "
        "two workers gain what is left of the machine. `real` captures the four videos of `msl150`, three copies each."
    )
    return Section("Building a lexicon from videos", "python -m benchmarks building", figures, note)


def speed_up(videos: Path, home: Path, rounds: int, **more: object) -> tuple[float, float, float]:
    """Seconds of one worker and of two, and how many times faster two are: medians over rounds taken in turn."""
    times: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        for workers in (1, 2):
            begun = time.perf_counter()
            to = home / f"speed-{number}-{workers}"
            build_lexicon(videos, to, workers=workers, apart=True, **RIGHTS, **more)
            times[workers].append(time.perf_counter() - begun)
            shutil.rmtree(to)
    return median(times[1]), median(times[2]), median(a / b for a, b in zip(times[1], times[2], strict=True))


def _fake(home: Path, quick: bool) -> list[Figure]:
    from tests.pipeline.recording.faking import films

    videos = films(home / "busy", 4 if quick else 24, "busy=0.5")
    one, two, ratio = speed_up(videos, home, 1 if quick else 3, capture=FAKE, body=False)
    what = f"two workers against one, {len(list(videos.iterdir()))} videos of 0.5 s of computing"
    return [Figure(what, "–", f"{one:.1f} s / {two:.1f} s = {ratio:.2f} ×", "≥ 1.6 ×", ratio >= 1.6)]


def _real(home: Path) -> list[Figure]:
    from signsynth.capture.choice import bundled_solutions

    videos = sorted((SHARED_DATA / "msl150").glob("*.mp4"))
    if not videos or bundled_solutions() is None:
        return []
    copies = home / "real"
    copies.mkdir()
    for number in range(3):
        for video in videos:  # an empty box at the end makes another file of the same video
            box = (bytes([0, 0, 0, 8]) + b"free") * number
            (copies / f"{video.stem}{number}.mp4").write_bytes(video.read_bytes() + box)
    one, two, ratio = speed_up(copies, home, 1, body=False)
    count = len(list(copies.iterdir()))
    return [
        Figure(
            f"the same, real: {count} videos, MediaPipe", "–", f"{one:.0f} s / {two:.0f} s = {ratio:.2f} ×", "", None
        )
    ]


def _killed(home: Path, moments: int) -> list[Figure]:
    from tests.pipeline.recording.faking import films

    chance = random.Random(0)
    videos, to = films(home / "killed", min(4 * moments, 600), "sleep=0.01"), home / "killed-lexicon"
    lost = broken = 0
    before: set[str] = set()
    for _ in range(moments):
        process = subprocess.Popen([sys.executable, "-c", _BUILD, str(videos), str(to), "2"], cwd=ROOT)
        time.sleep(chance.uniform(0.3, 1.2))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if (to / "index.csv").exists():
            now, bad = _whole(to)
            lost, broken, before = lost + len(before - now), broken + bad, now
    build(str(videos), str(to), 1)
    now, bad = _whole(to)
    lost, broken = lost + len(list(videos.iterdir())) - len(now), broken + bad
    what = f"`kill -9` at {moments} random moments, two workers: entries lost, broken"
    return [Figure(what, "–", f"{lost}, {broken}", "0, 0", lost == broken == 0)]


def _whole(folder: Path) -> tuple[set[str], int]:
    """What the entries hold, and how many cannot be read."""
    lexicon = Lexicon.open(folder)
    contents, bad = set(), 0
    for entry in lexicon.entries():
        contents.add(entry.content)
        try:
            lexicon.motion(entry)
        except Exception:
            bad += 1
    return contents, bad


def _large(home: Path, quick: bool) -> list[Figure]:
    from tests.lexicon.making import signing

    rows = 2_000 if quick else 20_000
    lexicon = Lexicon.create(home / "large", spoken="en", signed="ase")
    lexicon.add("FIRST", signing(5))
    index = lexicon.folder / "index.csv"
    line = index.read_text("utf-8").splitlines()[1]
    many = "\n".join(line.replace("FIRST", f"SIGN-{n}").replace("first", f"sign-{n}") for n in range(rows))
    index.write_text(f"{index.read_text('utf-8')}{many}\n", "utf-8")
    times = []
    for number in range(5):
        begun = time.perf_counter()
        add_all(lexicon.folder, [Addition(f"NEW-{number}", signing(30), {"en": [f"new {number}"]})], signed="ase")
        times.append(time.perf_counter() - begun)
    return [Figure(f"adding one recording to a lexicon of {rows:,}", "–", f"{1000 * median(times):.0f} ms", "", None)]


if __name__ == "__main__":
    sys.stdout.write(section("--quick" in sys.argv).markdown())
