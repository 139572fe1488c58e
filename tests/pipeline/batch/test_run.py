"""Batches from a table to a folder of videos: resumed, killed, shared, and not stopped by what is bad."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signsynth.cli import main
from signsynth.errors import FileError, InputError
from signsynth.files.provenance import read_provenance
from signsynth.pipeline.batch import run_batch
from signsynth.pipeline.batch.table import read_jobs
from signsynth.signer import Appearance, Provenance, Signer

ROOT = Path(__file__).resolve().parents[3]
SMALL = {"size": "32", "transition": "linear"}


@pytest.fixture
def home(tmp_path, small_lexicon):
    """A folder for tables, in which the lexicon has a short name."""
    os.symlink(small_lexicon, tmp_path / "small")
    return tmp_path


def jobs(home: Path, rows: list[str], columns: str = "text,output") -> Path:
    path = home / "jobs.csv"
    path.write_text("\n".join([f"{columns},lexicon", *(f"{row},small" for row in rows)]) + "\n", "utf-8")
    return path


def videos(folder: Path) -> dict[str, int]:
    """Names of videos and when they were written; nothing else may be there."""
    found = {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }
    assert found.pop("report.csv", 0) and found.pop(".lock", 1)
    assert not [name for name in found if name.split("/")[-1].startswith(".")]
    return found


def test_many_texts_and_signers(home):
    table = jobs(home, ["Hello,a.mp4,", "Hello hospital,sub/b.gif,", "Hello,f/,"], "text,output,seed")
    heard = []
    report = run_batch(table, home / "out", defaults=SMALL, on_line=heard.append)
    assert [line.fate for line in report.lines] == ["made"] * 3 and tuple(heard) == report.lines
    assert set(videos(home / "out")) >= {"a.mp4", "sub/b.gif", "f/000000.png"}
    for job in read_jobs(table, SMALL)[0]:
        origin = read_provenance(home / "out" / job.output)
        assert origin.job == job.digest and origin.sources[0].lexicon == "small"
    with (home / "out" / "report.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["output"] for row in rows] == ["a.mp4", "sub/b.gif", "f"]
    assert all(float(row["coverage"]) == 1 and float(row["duration_s"]) > 1 for row in rows)


def test_what_is_finished_is_not_made_again_and_what_changed_is(home):
    table = jobs(home, ["Hello,a.mp4", "Hospital,b.mp4"])
    first = run_batch(table, home / "out", defaults=SMALL)
    before = videos(home / "out")
    again = run_batch(table, home / "out", defaults=SMALL)
    assert [line.fate for line in again.lines] == ["there"] * 2 and videos(home / "out") == before
    facts = [[(line.duration_s, line.coverage, line.missing) for line in report.lines] for report in (first, again)]
    assert facts[0] == facts[1]  # known from the report before
    table = jobs(home, ["Where,c.mp4", "Hello,a.mp4", "Hello hospital,b.mp4"])
    fates = {line.output: line.fate for line in run_batch(table, home / "out", defaults=SMALL).lines}
    assert fates == {"a.mp4": "there", "b.mp4": "made", "c.mp4": "made"}
    assert videos(home / "out")["a.mp4"] == before["a.mp4"]
    anew = run_batch(table, home / "out", defaults=SMALL, resume=False)
    assert [line.fate for line in anew.lines] == ["made"] * 3


def test_a_bad_job_costs_its_line_and_files_of_others_stay(home):
    (home / "out").mkdir()
    (home / "out" / "mine.mp4").write_bytes(b"a film of mine")
    Signer("zoe", appearance=Appearance(), provenance=Provenance(source="photo")).save(home / "zoe.signer")
    expected = {
        "Hello,mine.mp4,,": "was not made by a batch",
        "Hello,n.mp4,nobody,": "no such signer",
        "Hello,z.mp4,zoe.signer,mesh": "holds no consent",
        "!!!,x.mp4,,": "can be signed",
        "Hello,y.mp4,,mash": "did you mean 'mesh'",
        "Hello,../o.mp4,,": "inside the folder",
    }
    rows = [*expected, "Hello,good.mp4,zoe.signer,skeleton"]
    report = run_batch(jobs(home, rows, "text,output,signer,renderer"), home / "out", defaults=SMALL)
    reasons = {line.output: line.reason for line in report.of("failed")}
    assert [line.output for line in report.of("made")] == ["good.mp4"] and len(reasons) == 6
    for row, reason in expected.items():
        said = reasons[row.split(",")[1]]
        assert reason in said and "\n" not in said and ".batch" not in said
    assert (home / "out" / "mine.mp4").read_bytes() == b"a film of mine"
    assert set(videos(home / "out")) == {"mine.mp4", "good.mp4"} and not (home / "o.mp4").exists()


def test_options_that_are_none(home):
    table = jobs(home, ["Hello,a.mp4"])
    with pytest.raises(InputError, match="workers 0"):
        run_batch(table, home / "out", workers=0)
    for place in (table, home / "no" / "such"):
        with pytest.raises(FileError, match="expected a folder"):
            run_batch(table, place)


def test_the_command(home, capsys, monkeypatch):
    monkeypatch.chdir(home)
    jobs(home, ["Hello,a.mp4", "Hello,b.avi"])
    small = ["--set", "size=32", "--set", "transition=linear"]
    with pytest.raises(SystemExit) as ended:
        main(["batch", "jobs.csv", "-o", "out", *small])
    said = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1 and said[-2:] == ["2 jobs: 1 made, 1 failed", "wrote out/report.csv"]
    assert [line.split()[0] for line in said[:2]] == ["failed", "made"]
    jobs(home, ["Hello,a.mp4"])
    assert main(["batch", "jobs.csv", "-o", "out", "--resume", *small]) == 0
    assert capsys.readouterr().out.startswith("there  a.mp4")
    assert main(["batch", "jobs.csv", "-o", "out", "--set", "size"]) == 2
    assert main(["provenance", "out/a.mp4", "--json"]) == 0 and '"job"' in capsys.readouterr().out


# -- several processes, and kills

BATCH = """
import sys
from signsynth.pipeline.batch import run_batch
print("ready", flush=True)
run_batch(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), defaults={"size": "32", "transition": "linear"})
"""


def started(table: Path, to: Path, workers: int) -> subprocess.Popen:
    command = [sys.executable, "-c", BATCH, str(table), str(to), str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def killed_at_random(home: Path, moments: int, workers: int, seed: int, longest_s: float) -> None:
    """Kill a batch again and again: videos are whole, those that were there are not made again."""
    table, out = jobs(home, [f"Hello {'abcdefghij'[n % 10]},{n}.mp4" for n in range(2 * moments)]), home / "out"
    chance = random.Random(seed)
    before: dict[str, int] = {}
    for _ in range(moments):
        process = started(table, out, workers)
        time.sleep(chance.uniform(0, longest_s))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        now = {path.name: path.stat().st_mtime_ns for path in out.glob("[!.]*.mp4")}
        assert before.items() <= now.items()
        for name in now.keys() - before.keys():
            assert read_provenance(out / name).job
        before = now
    report = run_batch(table, out, defaults=SMALL)
    assert not report.of("failed") and len(report.lines) == 2 * moments
    after = videos(out)
    assert before.items() <= after.items() and len(after) == 2 * moments


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_it_goes_on(home, workers):
    killed_at_random(home, 2, workers, seed=workers, longest_s=0.6 if workers == 1 else 1.5)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_thirty_moments_it_goes_on(home, workers):
    killed_at_random(home, 30, workers, seed=30 + workers, longest_s=1 if workers == 1 else 3)


def test_what_a_killed_batch_had_made_is_adopted(home, monkeypatch):
    """Killed after a video was whole and before it was in its place."""
    from signsynth.pipeline.batch import worker
    from signsynth.pipeline.batch.desk import Desk

    table = jobs(home, ["Hello,a.mp4", "Hospital,b.mp4"])
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "take", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_batch(table, home / "out", defaults=SMALL)
    assert len(list((home / "out").glob(".batch/*/*/a.mp4"))) == 1
    made, real = [], worker.Performer.__call__
    monkeypatch.setattr(
        worker.Performer, "__call__", lambda self, job, room: made.append(job.output) or real(self, job, room)
    )
    report = run_batch(table, home / "out", defaults=SMALL)
    assert made == ["b.mp4"] and [line.fate for line in report.lines] == ["there", "made"]
    assert report.lines[0].coverage == 1.0 and set(videos(home / "out")) == {"a.mp4", "b.mp4"}


def test_two_workers_make_what_one_makes(home, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    table = jobs(home, ["Hello,a.mp4", "Hospital,b.mp4", "!!!,c.mp4"])
    one = run_batch(table, home / "one", defaults=SMALL)
    two = run_batch(table, home / "two", defaults=SMALL, workers=2)
    assert one.lines == two.lines and len(one.of("made")) == 2
    for name in videos(home / "one"):
        assert (home / "one" / name).read_bytes() == (home / "two" / name).read_bytes()


def test_a_process_that_dies_costs_its_job(home, monkeypatch):
    (home / "dies.py").write_text(
        "import sys\nfrom pathlib import Path\n"
        "from signsynth.pipeline.batch.job import Job\nfrom signsynth.pipeline.batch.worker import Performer\n"
        "from signsynth.pipeline.recording.worker import serve\nimport os\nperform = Performer()\n"
        "work = lambda job, room: os._exit(3) if 'b.' in job.output else perform(job, room)\n"
        "serve(Path(sys.argv[1]), Job.of, work)\n"
    )
    monkeypatch.syspath_prepend(str(home))
    from signsynth.pipeline.batch import run

    monkeypatch.setattr(run, "_WORKER", "dies")
    report = run_batch(jobs(home, ["Hello,a.mp4", "Hello,b.mp4"]), home / "out", defaults=SMALL, workers=2)
    assert [line.fate for line in report.lines] == ["made", "failed"] and "died (exit code 3)" in report.lines[1].reason
