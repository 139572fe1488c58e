"""A folder of motion capture, one file a sign, named after its gloss: the Sign-Language-Mocap-Archive and others."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from signsynth.files import MOTION_CAPTURE, read_recording
from signsynth.lexicon.sources.clip import Clip, Source, described

# "SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo": studio and language, gloss, take, day, what is in the file.
_STUDIO = re.compile(r"^SG ASL (?P<gloss>.+?)(?: \d+)?(?: \d{4}-\d{1,2}-\d{1,2})(?: .*)?$", re.IGNORECASE)
_TAKE = re.compile(r"^(?P<gloss>.*[^\W\d_].*?)[ _-]+\d+$")


def mocap(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """Files ``<gloss>.vrma``, ``.glb``, ``.gltf`` or ``.bvh`` in a folder and the folders in it."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in MOTION_CAPTURE and file.is_file())
    if not files:
        return None
    clips = [
        Clip(gloss_of(file.stem), file.relative_to(folder).as_posix(), partial(read_recording, file)) for file in files
    ]
    words, licence = described(folder, {clip.gloss for clip in clips})
    return Source(folder.resolve().name, tuple(clips), words, licence)


def gloss_of(stem: str) -> str:
    """The gloss that a file name means: without studio, day, and number of the take; words in lower case.

    >>> gloss_of("SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo"), gloss_of("thank_you_2"), gloss_of("IX-1")
    ('antigravity', 'thank you', 'IX')
    """
    match = _STUDIO.match(stem) or _TAKE.match(stem)
    gloss = " ".join((match["gloss"] if match else stem).replace("_", " ").split())
    # "Thank You" is a title, "IX-me" and "HELLO" are glosses as linguists write them.
    title = all(word[1:] == word[1:].lower() for word in gloss.split())
    return gloss.lower() if title else gloss
