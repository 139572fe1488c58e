"""Several sections: each in a process of its own, what is not there named, what fails taking no other along."""

from __future__ import annotations

import sys
import threading

import pytest

from benchmarks import __main__ as command
from benchmarks import plan, runner
from benchmarks.page import Page
from benchmarks.plan import SECTIONS, Plan
from benchmarks.runner import Outcome, closing, measure, measured


@pytest.fixture
def plans(monkeypatch):
    """Five sections, one of which needs what nobody has."""
    few = {name: Plan(name, timed=name.startswith("timed")) for name in ("a", "timed-1", "b", "timed-2")}
    few["gone"] = Plan("gone", ("data/no-such-folder", "no_such_package"))
    monkeypatch.setattr(runner, "SECTIONS", few)
    return few


def test_what_is_not_there_is_named_and_not_started(plans):
    started = []
    outcomes = list(measured(list(plans), [], one=lambda name, options: started.append(name) or Outcome(name, "x")))
    assert started == ["a", "timed-1", "b", "timed-2"]
    assert outcomes[0].name == "gone"
    assert outcomes[0].lacking == "no recordings at ../shared/data/no-such-folder; no_such_package is not installed"


def test_sections_that_measure_time_have_the_machine_to_themselves(plans):
    lock, now, met = threading.Lock(), set(), []
    both = threading.Barrier(2, timeout=20)

    def one(name, options):
        with lock:
            now.add(name)
            met.append(frozenset(now))
        if not name.startswith("timed"):
            both.wait()  # ends only if two run at once
        with lock:
            now.discard(name)
        return Outcome(name, "x")

    assert {outcome.name for outcome in measured(list(plans), [], 2, one)} == set(plans)
    assert {frozenset({"timed-1"}), frozenset({"timed-2"})} == {group for group in met if "timed" in "".join(group)}


def test_a_quick_run_keeps_no_times_and_runs_all_at_once(plans):
    both = threading.Barrier(2, timeout=20)

    def one(name, options):
        both.wait()  # ends only if two run at once
        return Outcome(name, "x")

    assert {outcome.name for outcome in measured(list(plans), ["--quick"], 2, one)} == set(plans)


def test_a_process_that_fails_is_told_from_one_that_measures():
    good = measure("a", [], [sys.executable, "-c", "print('## A')"])
    assert (good.markdown, good.failed) == ("## A\n", "")
    assert good.busy > 0
    bad = measure("b", [], [sys.executable, "-c", "raise SystemExit('lost')"])
    assert (bad.markdown, bad.failed) == ("", "lost (exit code 1)")
    killed = measure("c", [], [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    assert "exit code -9" in killed.failed


def test_processor_time_of_grandchildren_counts():
    burn = "import time\nwhile time.process_time() < 0.1: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    assert measure("a", [], [sys.executable, "-c", code]).busy >= 0.1


def test_the_command_ends_well_without_data_and_badly_when_something_fails(monkeypatch, capsys):
    kept = []
    monkeypatch.setattr(command, "rewrite", lambda change, order: kept.append(change))

    def outcomes(names, options, jobs):
        yield from (Outcome("words", "## Words"), Outcome("identity", lacking="no data"), *more)

    monkeypatch.setattr(command, "measured", outcomes)
    more = ()
    assert command.main([]) == 0
    assert not kept
    assert "identity: not measured, no data" in capsys.readouterr().out
    more = (Outcome("speed", failed="lost (exit code 1)"),)
    assert command.main(["--write"]) == 1
    pages = [
        change(Page({name: f"## {name}\n\nMeasured before.\n" for name in ("speed", "identity")})) for change in kept
    ]
    notes = [line for page in pages for text in page.sections.values() for line in text.splitlines() if "again" in line]
    assert [note.split(": ")[1] for note in notes] == ["no data.", "it failed."]
    assert "| speed | 0.0 | 0.0 | FAILED: lost (exit code 1) |" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["speeed"], "no section speeed; choose from peers"), (["--quick", "--write"], "--quick"), (["--jobs", "0"], "1")],
)
def test_wrong_arguments_are_one_line(arguments, said, capsys):
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert said in capsys.readouterr().err


def test_a_single_section_that_cannot_be_measured_says_why(monkeypatch, capsys):
    monkeypatch.setattr(plan, "SHARED_DATA", plan.SHARED_DATA / "nowhere")
    assert command.main(["identity"]) == 1
    assert "identity cannot be measured here: no recordings at ../shared/data/nsl23" in capsys.readouterr().err


def test_closing_adds_up():
    text = closing([Outcome("a", "x", seconds=2, busy=1.5), Outcome("b", "x", seconds=1, busy=3)])
    assert text.splitlines()[2:] == ["| b | 1.0 | 3.0 |  |", "| a | 2.0 | 1.5 |  |", "| all | | 4.5 | |"]


def test_every_plan_names_a_module_that_lies_here():
    from importlib.util import find_spec

    assert [name for name, one in SECTIONS.items() if find_spec(f"benchmarks.{one.module}") is None] == []
