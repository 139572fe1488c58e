"""Builds that are killed, that meet each other, or that run out of disk."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from signsynth.errors import FileError, LexiconError
from signsynth.lexicon import Lexicon
from signsynth.pipeline.recording import staging
from tests.pipeline.recording.faking import films
from tests.pipeline.recording.test_build import build

ROOT = Path(__file__).resolve().parents[3]
BUILDING = """
import sys
from tests.pipeline.recording.test_build import build
print("ready", flush=True)
build(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
"""


def builder(videos: Path, to: Path, workers: int = 1) -> subprocess.Popen:
    command = [sys.executable, "-c", BUILDING, str(videos), str(to), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def whole(folder: Path) -> Lexicon:
    """Every row can be read, and every file is named by a row."""
    lexicon = Lexicon.open(folder)
    for entry in lexicon.entries():
        assert len(lexicon.motion(entry)) == 30
    return lexicon


def nothing_left_over(folder: Path) -> None:
    named = {entry.path for entry in Lexicon.open(folder).entries()}
    assert {path.name for path in folder.iterdir()} - {".lock"} == {"index.csv", "lexicon.json", *named}


def killed_at_random(tmp_path: Path, moments: int, workers: int, seed: int) -> None:
    """Kill a build again and again; what the index named before is there after, and nothing is captured in vain."""
    log, to = tmp_path / "log", tmp_path / "l"
    count = 4 * moments
    home = films(tmp_path / "v", min(count, 600), f"capture of {log}\nsleep=0.01")
    chance = random.Random(seed)
    before: set[str] = set()
    for _ in range(moments):
        process = builder(home, to, workers)
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(chance.uniform(0, 0.15 if workers == 1 else 0.7))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if (to / "index.csv").exists():
            now = {entry.content for entry in whole(to).entries()}
            assert before <= now
            before = now
    report = build(home, to)
    assert not report.of("failed")
    contents = [entry.content for entry in whole(to).entries()]
    assert len(contents) == len(set(contents)) == len(list(home.iterdir()))
    nothing_left_over(to)
    captured = log.read_text().split()
    # A kill may cost the video that each worker was at, nothing that was finished.
    assert len(captured) <= len(contents) + workers * moments


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_it_goes_on(tmp_path, workers):
    killed_at_random(tmp_path, 4, workers, seed=workers)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_fifty_moments_it_goes_on(tmp_path, workers):
    killed_at_random(tmp_path, 50, workers, seed=50 + workers)


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Whether a process that is not a child of this one is there, and not only its end that nobody asked for."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc, where it is told which processes run")
def test_workers_do_not_outlive_their_builder(tmp_path):
    log, crew = tmp_path / "log", tmp_path / "crew"
    home = films(tmp_path / "v", 40, f"capture of {log}\nprocess of {crew}\nsleep=0.2")
    process = builder(home, tmp_path / "l", 2)
    until(lambda: crew.exists() and len(set(crew.read_text().split())) == 2)
    workers = [int(line) for line in set(crew.read_text().split())]
    assert all(map(runs, workers))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    captured = log.read_text().split()
    until(lambda: not any(map(runs, workers)))
    assert len(log.read_text().split()) <= len(captured) + 2  # what each had been told to do


def test_a_build_that_is_interrupted_starts_nothing_more(tmp_path, monkeypatch):
    from signsynth.pipeline.recording import crew

    log, started, before = tmp_path / "log", [], set(threading.enumerate())
    home = films(tmp_path / "v", 40, f"capture of {log}\nsleep=0.1")
    real = crew.subprocess.Popen

    def starting(*args, **options):
        started.append(real(*args, **options))
        return started[-1]

    def interrupted(outcomes):
        for number, outcome in enumerate(outcomes):
            if number == 3:
                raise KeyboardInterrupt
            yield outcome

    with monkeypatch.context() as patch:
        patch.setattr(crew.subprocess, "Popen", starting)
        with pytest.raises(KeyboardInterrupt):
            build(home, tmp_path / "l", workers=2, progress=interrupted)
        for thread in set(threading.enumerate()) - before:
            thread.join(60)
            assert not thread.is_alive()
    # Whoever could start one has ended, and so have those that were started.
    assert [one.wait(60) for one in started] == [-signal.SIGKILL] * 2
    there = len(whole(tmp_path / "l"))
    # The first goes into the index at once; where that took long, the next ones wait, and are staged.
    assert len(log.read_text().split()) < 40 and 1 <= there <= 3
    nothing = [path for path in (tmp_path / "l").rglob("*") if ".making" in path.name]
    assert build(home, tmp_path / "l").recordings == 40 - there and not nothing
    assert len(whole(tmp_path / "l")) == 40


def test_two_builds_at_once_add_each_video_once(tmp_path):
    home = films(tmp_path / "v", 12, "sleep=0.02")
    builders = [builder(home, tmp_path / "l") for _ in range(2)]
    for process in builders:
        said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    contents = [entry.content for entry in whole(tmp_path / "l").entries()]
    assert len(contents) == len(set(contents)) == 12
    nothing_left_over(tmp_path / "l")


def test_what_a_killed_build_had_finished_is_not_captured_again(tmp_path, monkeypatch):
    log, to = tmp_path / "log", tmp_path / "l"
    home = films(tmp_path / "v", 3, f"capture of {log}")
    from signsynth.pipeline.recording import desk

    with monkeypatch.context() as patch:
        patch.setattr(desk, "add_all", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(home, to)
    assert len(list(to.glob(".building/*/*/facts.json"))) == 1 and len(Lexicon.open(to)) == 0
    report = build(home, to)
    assert len(log.read_text().split()) == 3 and len(whole(to)) == 3
    assert sorted(line.fate for line in report.lines) == ["added"] * 3
    nothing_left_over(to)


@pytest.mark.parametrize("moment", ["pose", "index", "staging"])
def test_a_full_disk_leaves_the_old_state(tmp_path, monkeypatch, moment):
    from signsynth.lexicon import writer

    to = tmp_path / "l"
    build(films(tmp_path / "v", 2), to)
    before = {path.name: path.read_bytes() for path in to.iterdir()}

    def full(*_, **__):
        raise FileError("the disk is full; nothing was written")

    def full_after_half(motion, path):
        Path(path).write_bytes(b"half")
        full()

    target = {"pose": (writer, "save_motion"), "index": (writer, "write_index"), "staging": (staging, "save_motion")}
    more = films(tmp_path / "w", 2, start=2)
    with monkeypatch.context() as patch:
        patch.setattr(*target[moment], full_after_half if moment == "pose" else full)
        with pytest.raises(FileError, match="disk is full"):
            build(more, to)
    after = {path.name: path.read_bytes() for path in to.iterdir() if path.is_file()}
    assert after == before
    assert len(whole(to)) == 2
    assert build(more, to).recordings == 2 and len(whole(to)) == 4
    nothing_left_over(to)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_staging_folder_without_space_ends_the_run_and_not_each_video(tmp_path, monkeypatch, workers):
    """A real error of the system, in this process and in others: no file may be larger than 4 KiB."""
    import resource

    home = films(tmp_path / "v", 3)
    build(films(tmp_path / "w", 1, start=9), tmp_path / "l")
    before = (tmp_path / "l" / "index.csv").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        with pytest.raises(FileError, match="larger than a file may be"):
            build(home, tmp_path / "l", workers=workers)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, old)
    assert (tmp_path / "l" / "index.csv").read_bytes() == before
    assert build(home, tmp_path / "l").recordings == 3
    nothing_left_over(tmp_path / "l")


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch):
    to = tmp_path / "l"
    build(films(tmp_path / "v", 1), to)
    before = (to / "index.csv").read_bytes()
    real = os.open

    def denied(path, *rest, **more):
        if str(path).startswith(str(to)):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        with pytest.raises(LexiconError, match="may not be written"):
            build(films(tmp_path / "w", 1, start=5), to)
    assert (to / "index.csv").read_bytes() == before


def test_a_long_take_with_many_labels_resumes_where_it_was(tmp_path, monkeypatch):
    """All signs of a take are finished together; those that are missing later are all that is made again."""
    log, to, labels = tmp_path / "log", tmp_path / "l", tmp_path / "labels.csv"
    home = films(tmp_path / "v", 2, f"capture of {log}\nframes=150")
    rows = [f"sign-a{letter}.mp4,{letter}-{n},{n},{n + 1.2}" for letter in "ab" for n in range(4)]
    labels.write_text("\n".join(["file,gloss,start_s,end_s", *rows]) + "\n", "utf-8")
    from signsynth.pipeline.recording import desk

    for count, moment in enumerate(((staging, "save_motion"), (desk, "add_all")), start=1):
        with monkeypatch.context() as patch:
            patch.setattr(*moment, lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                build(home, to, labels=labels)
        assert len(Lexicon.open(to)) == 0 and len(log.read_text().split()) == count
    build(home, to, labels=labels)
    assert len(log.read_text().split()) == 3  # the second capture of the first take was staged, and taken over
    assert len(list(Lexicon.open(to).entries())) == 8
    Lexicon.open(to).remove(gloss="A-2")
    report = build(home, to, labels=labels)
    assert [entry.label for entry in report.entries] == ["A-2"] and len(log.read_text().split()) == 4
    nothing_left_over(to)
