# The README's commands. VENV may name another place for the virtual environment.
VENV ?= .venv
PYTHON ?= python3
PY = $(VENV)/bin/python
DEMO_TEXT ?= Hello Anna! Where is the hospital? I need water, please. Thank you.

.PHONY: install demo test test-all lint lexicon bench bench-quick pictures clean

install: $(VENV)/.ready

# torch first and pinned: a bare torch would bring gigabytes that no part of this needs.
$(VENV)/.ready: setup.cfg setup.py pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet --constraint constraints.txt torch
	@PYTHONWARNINGS=ignore $(PY) -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	touch $@

demo: install
	$(VENV)/bin/signsynth say "$(DEMO_TEXT)" --renderer mesh -o demo.mp4 --report demo.json

test: install
	$(PY) -m pytest

test-all: install
	$(PY) -m pytest -m "slow or not slow"

lint: install
	$(VENV)/bin/ruff check .

# Realise the written signs again after a correction.
lexicon: install
	$(PY) -m signsynth.writing lexicon/ase/writing lexicon/ase

bench: install
	$(PY) -m benchmarks --write

bench-quick: install
	$(PY) -m benchmarks --quick --jobs 2

pictures: install
	$(PY) docs/make_pictures.py "Hello! Where is the hospital? I need water, please."

clean:
	rm -rf $(VENV) build dist *.egg-info demo.mp4 demo.json
