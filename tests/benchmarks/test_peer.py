"""The peer where it can be had, and what the benchmarks do without it."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks import peer as peer_module
from benchmarks import plan
from benchmarks.growth import _rows
from benchmarks.peer import Peer
from benchmarks.speed import shown


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine without network."""

    def refused(command, **_):
        raise subprocess.CalledProcessError(1, command, stderr="a line about a host\n")

    monkeypatch.setattr(peer_module, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(peer_module.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(peer_module.subprocess, "run", refused)


def test_a_peer_that_cannot_be_installed_is_false_and_says_why(nowhere, capsys):
    peer = Peer.installed()
    assert not peer
    assert peer.lacking == "spoken-to-signed 0.4.0 cannot be installed"
    assert "a line about a host" in capsys.readouterr().err
    assert plan.SECTIONS["joins"].lacking().startswith(peer.lacking)


def test_without_a_peer_its_column_is_a_dash(nowhere):
    (figure,) = _rows((10,), 1)
    assert figure.peer == "–"
    assert figure.ours.endswith(" ms")
    assert shown(0.5, "{:.1f} s") == "0.5 s"


def test_a_peer_that_is_there_is_not_installed_again(nowhere, tmp_path):
    (tmp_path / "peer-0.4.0").mkdir()
    (tmp_path / "peer-0.4.0" / "ready").touch()
    assert Peer.installed()
