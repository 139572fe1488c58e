"""A tracker that needs no video: "videos" are text files that say what it is to do."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from signsynth.capture.choice import NoTracker
from signsynth.errors import FileError
from signsynth.motion import Motion
from tests.lexicon.making import signing

NAME = "tests.pipeline.recording.faking:capture"


@dataclass(frozen=True)
class Captured:
    motion: Motion
    notes: tuple[str, ...] = ()


def capture(path: Path) -> Captured:
    """Words of the file: ``frames=30``, ``busy=0.1`` or ``sleep=0.1`` s, ``bad``, ``raise``, ``die``, ``note=…``."""
    text = Path(path).read_text("utf-8")
    if "capture of" in text:  # who captured what, for tests that count
        with open(text.split("capture of", 1)[1].split()[0], "a") as log:
            log.write(f"{Path(path).name}\n")
    if "process of" in text:  # which processes captured, for tests that wait for their end
        with open(text.split("process of", 1)[1].split()[0], "a") as log:
            log.write(f"{os.getpid()}\n")
    told = dict(word.partition("=")[::2] for word in text.split())
    if "bad" in told:
        raise FileError(f"{path}: not a video")
    if "tracker" in told:
        raise NoTracker("capture: no tracker is installed")
    if "raise" in told:
        raise ZeroDivisionError("a library's own error")
    if "die" in told:
        os.abort()
    time.sleep(float(told.get("sleep", 0)))
    until = time.process_time() + float(told.get("busy", 0))
    while time.process_time() < until:
        pass
    notes = (told["note"],) if "note" in told else ()
    return Captured(signing(int(told.get("frames", 30)), reach=float(told.get("reach", 0.2))), notes)


def films(folder: Path, count: int, text: str = "", start: int = 0) -> Path:
    """A folder of ``count`` different "videos"."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(start, start + count):
        (folder / f"sign-{chr(97 + number // 26)}{chr(97 + number % 26)}.mp4").write_text(
            f"{text} id={number}", "utf-8"
        )
    return folder
