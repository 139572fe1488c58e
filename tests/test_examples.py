"""Every example and every notebook runs as it stands."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_script_runs(script, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")


@pytest.mark.parametrize("notebook", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_runs_and_shows_videos(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = [c for c in json.loads(notebook.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells), "outputs are not committed"
    names: dict = {}
    shown = 0
    for cell in cells:
        *before, last = "".join(cell["source"]).strip().splitlines()
        exec("\n".join(before), names)
        value = eval(last, names)  # noqa: S307
        if hasattr(value, "_repr_html_"):
            assert "<video" in value._repr_html_()
            shown += 1
    assert shown == 3
