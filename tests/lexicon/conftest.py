"""Lexicons imported from real recordings, built once in a cache folder outside the repository."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import signsynth
from signsynth.lexicon import Lexicon
from signsynth.lexicon.importer import import_lexicon
from signsynth.lexicon.place import cache_folder

SETS = {"ksl13": "kvk", "asl100": "ase", "asl_selfrecorded": "ase", "msl150": "mfs"}


@pytest.fixture(scope="session")
def imported(shared_data: Path) -> Callable[[str], Lexicon]:
    """``imported("ksl13")``: the lexicon of that set, built anew whenever the code that builds it has changed."""

    def build(name: str) -> Lexicon:
        home = cache_folder() / "tests" / "lexicons"
        folder = home / f"{name}-{_code_digest()}"
        if not folder.exists():
            home.mkdir(parents=True, exist_ok=True)
            making = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=home))
            import_lexicon(shared_data / name, making, signed=SETS[name])
            for old in home.glob(f"{name}-*"):
                if time.time() - old.stat().st_mtime > 86400:  # a run beside this one may be using a newer one
                    shutil.rmtree(old, ignore_errors=True)
            try:
                making.rename(folder)
            except OSError:  # another run was faster
                shutil.rmtree(making, ignore_errors=True)
        return Lexicon.open(folder)

    return build


def _code_digest() -> str:
    package = Path(signsynth.__file__).parent
    digest = hashlib.sha256()
    for part in ("files", "lexicon", "motion", "skeleton"):
        for file in sorted((package / part).rglob("*.py")):
            digest.update(file.read_bytes())
    digest.update((package / "geometry.py").read_bytes())
    return digest.hexdigest()[:16]
