"""What builds have finished and the index does not name yet: kept in the lexicon, so that no crash loses it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from signsynth.errors import FileError, LexiconError
from signsynth.files import load_motion, save_motion
from signsynth.files.atomic import explained
from signsynth.lexicon.eraser import STAGING
from signsynth.lexicon.lock import claim, locked
from signsynth.lexicon.writer import Addition

FACTS = "facts.json"


@contextmanager
def room_in(
    folder: Path, name: str = STAGING, staged: Callable[[Path], list[Path]] | None = None
) -> Iterator[tuple[Path, list[Path]]]:
    """A room of one's own for one build, and the rooms that killed builds left; all are gone in the end.

    They lie in ``folder / name``. ``staged`` says what lies finished in a room; one that holds something stays.

    A room is its builder's as long as its lock is held, and the system frees the lock of a killed one.
    """
    home = folder / name
    with locked(folder), explained(home):
        home.mkdir(exist_ok=True)
        handles, left = [], []
        for room in sorted(path for path in home.iterdir() if path.is_dir()):
            handle = claim(room)
            if handle is not None:
                handles.append(handle)
                left.append(room)
        room = Path(tempfile.mkdtemp(dir=home))
        handles.append(claim(room))
    try:
        yield room, left
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
    finally:
        with suppress(LexiconError), locked(folder):  # so that nobody makes a room in a home that goes away
            if not (staged or staged_in)(room):
                shutil.rmtree(room, ignore_errors=True)
            for handle in handles:
                os.close(handle)
            with suppress(OSError):
                home.rmdir()  # the last one turns off the light


def staged_in(room: Path) -> list[Path]:
    """What lies finished in a room: one folder a video."""
    return sorted(facts.parent for facts in room.glob(f"[!.]*/{FACTS}"))


def stage(room: Path, content: str, additions: Sequence[Addition], notes: Sequence[str]) -> str:
    """Put the recordings of one video into a room, all or none; the name of their folder there.

    Errors: ``FileError`` where the disk is full or may not be written.
    """
    key = hashlib.sha256("\n".join([content, *(str(a.facts.get("content")) for a in additions)]).encode()).hexdigest()
    target = room / key[:32]
    with explained(target):
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=room))
    try:
        with explained(target):
            made = []
            for number, addition in enumerate(additions):
                save_motion(addition.motion, making / f"{number}.npz")
                made.append({"label": addition.label, "words": addition.words, "facts": addition.facts})
            text = json.dumps({"takes": made, "notes": list(notes)}, ensure_ascii=False)
            (making / FACTS).write_text(text, "utf-8")
            if target.exists():
                shutil.rmtree(target)
            os.replace(making, target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target.name


def unstage(staged: Path) -> list[Addition]:
    """The recordings that were staged. Errors: ``LexiconError`` where they are gone or damaged."""
    try:
        takes: list[dict[str, Any]] = json.loads((staged / FACTS).read_text("utf-8"))["takes"]
        return [
            Addition(take["label"], load_motion(staged / f"{number}.npz"), take["words"], take["facts"])
            for number, take in enumerate(takes)
        ]
    except (OSError, ValueError, KeyError, TypeError, FileError) as error:
        raise LexiconError(f"{staged}: not the recordings of a video ({error})") from error
