"""How fast and how large: start, index, text to motion, video, memory. Medians of several runs."""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.lexicons import SOURCES, lexicon_folder
from benchmarks.peer import Peer
from benchmarks.table import Figure, Section

ROWS = 100_000
TEXT = "Hello hello hello"


def median_s(work: Callable[[], object], runs: int = 7) -> float:
    """Median seconds of a call after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def index_of(rows: int, folder: Path) -> Path:
    """A lexicon folder whose index has many rows (the files need not exist to be listed)."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow("path,spoken_language,signed_language,start,end,words,glosses,priority".split(","))
        table.writerows([f"ase/{n}.pose", "en", "ase", 0, 0, f"word{n}", f"WORD{n}", 0] for n in range(rows))
    return folder


def index_seconds(peer: Peer, rows: int, runs: int = 7) -> tuple[float | None, float]:
    """Seconds to open an index of so many rows and look a word up: the peer's (None without it), ours."""
    from signsynth.lexicon import Lexicon

    with tempfile.TemporaryDirectory() as name:
        folder = index_of(rows, Path(name) / "large")
        ours = median_s(lambda: Lexicon.open(folder).gloss_of("word7", "en"), runs)
        if not peer:
            return None, ours
        code = (
            "import time,sys\nfrom spoken_to_signed.gloss_to_pose import CSVPoseLookup\nts=[]\n"
            "for _ in range(int(sys.argv[2])):\n"
            " s=time.perf_counter(); CSVPoseLookup(sys.argv[1]); ts.append(time.perf_counter()-s)\n"
            "print(sorted(ts)[len(ts)//2])"
        )
        out = subprocess.run([peer.python, "-c", code, folder, str(runs)], capture_output=True, text=True, check=True)
    return float(out.stdout.split()[-1]), ours


def index_speed(peer: Peer, runs: int) -> Figure:
    """How soon a large lexicon is open."""
    theirs, ours = index_seconds(peer, ROWS, runs)
    what = f"open an index of {ROWS:,} rows and look a word up"
    return Figure(what, shown(theirs, "{:.2f} s"), f"{ours:.2f} s", "≤ 0.3 s", ours <= 0.3)


def shown(value: float | None, form: str) -> str:
    """A cell of the table; a dash where there is no peer to measure."""
    return "–" if value is None else form.format(value)


def motion_speed(peer: Peer, runs: int) -> list[Figure]:
    """Text to motion, with and without the tracks that meshes need."""
    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator

    source = SOURCES[1]
    words = source.sentences[3]
    ours = []
    for tracks in (False, True):  # as the command does for a skeleton, and for meshes and 3D export
        translate = Translator(Lexicon.open(lexicon_folder(source)), spoken=source.spoken, tracks=tracks)
        ours.append(median_s(lambda translate=translate: translate(" ".join(words)), 2 * runs + 1))
    theirs = None
    if peer:
        with tempfile.TemporaryDirectory() as out:
            job = {"lexicon": str(lexicon_folder(source)), "spoken": source.spoken, "signed": source.signed}
            job |= {"sentences": [words], "out": out, "repeat": runs}
            theirs = 1000 * statistics.median(peer.run(job)[0]["seconds"])
    what = f"text to motion, {len(words)} glosses, warm"
    return [
        Figure(what, shown(theirs, "{:.0f} ms"), f"{ours[0] * 1000:.1f} ms", "≤ 80 ms", ours[0] <= 0.08),
        Figure(f"{what}, with gesture and mesh", "", f"{ours[1] * 1000:.1f} ms", ""),
    ]


def video_speed(peer: Peer, runs: int) -> Figure:
    """Skeleton video from a motion, both writing H.264."""
    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator

    translate = Translator(Lexicon.open("ase"))
    signed = translate("the quick brown fox jumps over the lazy dog " * (1 if runs < 3 else 4))
    with tempfile.TemporaryDirectory() as folder:
        seconds = median_s(lambda: signed.render(size=512).save(Path(folder) / "a.mp4"), min(runs, 5))
        signed.motion.save(Path(folder) / "a.pose")
        code = (
            "import sys,time\nfrom pose_format import Pose\nfrom pose_format.pose_visualizer import PoseVisualizer\n"
            "p=Pose.read(open(sys.argv[1],'rb').read())\np.body.data=p.body.data/2\n"
            "p.header.dimensions.width=p.header.dimensions.height=512\ns=time.perf_counter()\nv=PoseVisualizer(p)\n"
            "v.save_video(sys.argv[2], v.draw())\nprint(len(p.body.data)/(time.perf_counter()-s))"
        )
        theirs = "–"
        if peer:
            command = [peer.python, "-c", code, f"{folder}/a.pose", f"{folder}/peer.mp4"]
            out = subprocess.run(command, capture_output=True, text=True)
            theirs = f"{float(out.stdout.split()[-1]):.0f} frames/s" if out.returncode == 0 else "does not run"
    ours = len(signed.motion) / seconds
    return Figure("skeleton video at 512², encoding included", theirs, f"{ours:.0f} frames/s", "≥ 300", ours >= 300)


def command_speed(peer: Peer) -> Figure:
    """What somebody waits for who types the command."""
    source = SOURCES[1]
    words = " ".join(source.sentences[0][:3])
    folder = str(lexicon_folder(source))
    with tempfile.TemporaryDirectory() as out:
        ours = [sys.executable, "-m", "signsynth.cli", "say", words, "--lexicon", folder, "-o", f"{out}/a.mp4"]
        options = ["--text", words, "--glosser", "simple", "--lexicon", folder, "--pose", f"{out}/a.pose"]
        theirs = peer.command(*options, "--spoken-language", source.spoken, "--signed-language", source.signed)

        def run(command: list[str]) -> float:
            return median_s(lambda: subprocess.run(command, check=True, capture_output=True), 5)

        mine, other = run(ours), run(theirs) if peer else None
    what = "whole command, cold start to finished video, 3 signs (the peer: to the pose file only)"
    return Figure(what, shown(other, "{:.1f} s"), f"{mine:.2f} s", "≤ 1.5 s", mine <= 1.5)


def help_speed(runs: int) -> Figure:
    """How soon the command answers at all."""
    command = [sys.executable, "-m", "signsynth.cli", "--help"]
    ours = median_s(lambda: subprocess.run(command, check=True, capture_output=True), runs)
    return Figure("`signsynth --help`", "", f"{ours:.2f} s", "≤ 0.15 s", ours <= 0.15)


def memory() -> Figure:
    """Largest memory of a process that signs and renders 3 and 200 signs."""
    code = (
        "import sys, signsynth as ss\n"
        "t = ss.Translator(ss.Lexicon.open(sys.argv[1]))\n"
        "t(' '.join(['hello water family'] * int(sys.argv[2]))).render(size=256).save(sys.argv[3])\n"
        # getrusage would count the memory of the process that started this one
        "print([int(l.split()[1]) / 1024 for l in open('/proc/self/status') if l.startswith('VmHWM')][0])\n"
    )
    sizes = []
    with tempfile.TemporaryDirectory() as out:
        for repeats in ("1", "67"):
            command = [sys.executable, "-c", code, str(lexicon_folder(SOURCES[1])), repeats, f"{out}/a.mp4"]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            sizes.append(float(done.stdout.split()[-1]))
    ours = f"{sizes[0]:.0f} → {sizes[1]:.0f} MB"
    return Figure("memory, 3 → 201 signs, rendered", "", ours, "flat", sizes[1] < sizes[0] * 1.25)


def section(quick: bool = False) -> Section:
    """All speed figures; ``quick`` times each once or twice, and leaves out whole commands and memory."""
    peer, runs = Peer.installed(), 1 if quick else 7
    figures = [help_speed(runs), index_speed(peer, runs), *motion_speed(peer, runs), video_speed(peer, runs)]
    if not quick:
        figures += [command_speed(peer), memory()]
    note = "Memory grows by about 0.1 MB a sign, which is the motion itself; frames are never kept."
    return Section("Speed and size", "python -m benchmarks speed", figures, note)
