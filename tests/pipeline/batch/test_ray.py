"""Batches by a Ray cluster: a head node of its own, the command as a user gives it, workers and drivers that die."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from signsynth.files.provenance import read_provenance
from signsynth.pipeline.batch import run_batch
from signsynth.pipeline.batch.report import read_report
from tests.pipeline.batch.test_run import ROOT, jobs, videos

pytestmark = pytest.mark.slow  # a cluster takes half a minute to start, more on a busy machine
SMALL = {"size": "64", "transition": "linear"}
SET = [f"{name}={value}" for name, value in SMALL.items()]
BATCH = """
import sys
from signsynth.pipeline.batch import run
from signsynth.cli import main
from tests.pipeline.batch import dying
if sys.argv.pop(1) == "dying":
    run.perform_far = dying.perform
sys.exit(main(["batch", *sys.argv[1:]]))
"""


class Cluster:
    """A head node with two workers, which asks for a token of its own."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.home = tempfile.mkdtemp(prefix="ray-")  # short: its sockets lie in it
        self.environment = os.environ | {
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_USAGE_STATS_ENABLED": "0",
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "0",
        }
        host, port = self.address.split(":")
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", "--node-ip-address", host]
        command += ["--port", port, "--num-cpus", "2", "--object-store-memory", "100000000", "--temp-dir", self.home]
        command += ["--include-dashboard", "false", "--disable-usage-stats"]
        self.log = Path(self.home, "head.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def answers(self) -> bool:
        """Whether it has started."""
        while self.process.poll() is None:
            if b"Ray runtime started" in self.log.read_bytes():
                return True
            time.sleep(0.2)
        return False

    def end(self) -> None:
        """Stop the node and all its processes; they are of its session."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def started(self, table: Path, to: Path, kind: str = "plain") -> subprocess.Popen:
        """The command on a table."""
        options = [word for one in SET for word in ("--set", one)]
        command = [sys.executable, "-c", BATCH, kind, str(table), "-o", str(to), "--ray", self.address, *options]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def cluster():
    pytest.importorskip("ray", reason="ray is not installed (the extra 'ray')")
    for _ in range(3):  # it gives up by itself where a machine is too busy
        found = Cluster()
        try:
            if found.answers():
                yield found
                return
        finally:
            found.end()
    pytest.skip("no cluster could be started here")


@pytest.fixture
def home(tmp_path, small_lexicon):
    os.symlink(small_lexicon, tmp_path / "small")
    return tmp_path


def test_a_cluster_makes_what_one_process_makes_and_knows_it_again(home, cluster, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    rows = ["Hello,a.mp4,", "Hospital,f/,", "!!!,c.mp4,", "Where hello,d.mp4,ada|ben"]
    table = jobs(home, rows, "text,output,signer")
    one = run_batch(table, home / "one", defaults=SMALL)
    for fate in ("made", "there"):
        process = cluster.started(table, home / "far")
        said = process.communicate()[0].splitlines()
        assert process.returncode == 1
        assert said[-2:-1] == [
            "5 jobs: 4 made, 1 failed" if fate == "made" else "5 jobs: 0 made, 4 there already, 1 failed"
        ]
        fates = sorted(line.split()[0] for line in said[:-2])
        assert fates == ["failed"] + [fate] * 4  # a line each
    same = {
        name: (home / "one" / name).read_bytes() == (home / "far" / name).read_bytes() for name in videos(home / "one")
    }
    assert all(same.values()), same
    lines = {job: line for job, line in read_report(home / "far").items() if job}
    assert {(line.output, line.duration_s, line.coverage) for line in lines.values()} == {
        (line.output, line.duration_s, line.coverage) for line in one.of("made")
    }


def test_workers_that_die_cost_their_jobs_and_no_others(home, cluster):
    rows = ["Hello,a.mp4", "Kill it,k.mp4", "Break it,b.mp4", "Hospital,c.mp4"]
    table = jobs(home, rows)
    process = cluster.started(table, home / "far", "dying")
    said = process.communicate()[0]
    assert process.returncode == 1 and "4 jobs: 2 made, 2 failed" in said
    assert "(k.mp4): the worker that was at it died" in said
    assert "(b.mp4): failed on the cluster (MemoryError: no room)" in said
    assert set(videos(home / "far")) == {"a.mp4", "c.mp4"}
    process = cluster.started(table, home / "far")
    assert "4 jobs: 2 made, 2 there already" in process.communicate()[0] and process.returncode == 0


def test_a_batch_that_was_killed_goes_on(home, cluster):
    table, out = jobs(home, [f"Hello {'abcdefghij'[n]},{n}.mp4" for n in range(10)]), home / "far"
    process = cluster.started(table, out)
    while not list(out.glob("[!.]*.mp4")) and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("[!.]*.mp4")}
    assert before and all(read_provenance(out / name).job for name in before)
    process = cluster.started(table, out)
    said = process.communicate()[0]
    assert process.returncode == 0 and said.count("there  ") >= len(before)
    after = videos(out)
    assert len(after) == 10 and before.items() <= after.items()


def test_a_wrong_token_is_one_clear_error(home, cluster):
    table = jobs(home, ["Hello,a.mp4"])
    process = subprocess.run(
        [sys.executable, "-c", BATCH, "plain", str(table), "-o", str(home / "far"), "--ray", cluster.address],
        env=cluster.environment | {"RAY_AUTH_TOKEN": secrets.token_hex(32)}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert process.returncode == 2 and "RAY_AUTH_TOKEN" in process.stderr.splitlines()[-1]
