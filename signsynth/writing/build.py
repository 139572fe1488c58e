"""A folder of written signs to a lexicon."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from signsynth.errors import FileError, SignsynthError
from signsynth.files import save_motion
from signsynth.files.atomic import atomic_path
from signsynth.files.index import empty_index, read_index, write_index
from signsynth.files.tracks import save_tracks
from signsynth.skeleton import LEFT_HAND
from signsynth.writing.realise import FPS
from signsynth.writing.source import Written, read_folder


@dataclass(frozen=True)
class Built:
    """What a build made: files, and what could not be made or was only approximated, a line each."""

    files: tuple[Path, ...]
    signs: int
    problems: tuple[str, ...]
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        lines = [*self.problems, *self.warnings]
        return "\n".join([*lines, f"{self.signs} signs, {len(self.problems)} left out, {len(self.warnings)} warnings"])


def build(
    signs: str | Path,
    lexicon: str | Path,
    *,
    signed: str,
    spoken: str = "en",
    licence: str = "",
    fps: float = FPS,
    progress: Callable[[Iterable[Written]], Iterable[Written]] = iter,
) -> Built:
    """Realise every sign of the folder ``signs`` into the folder ``lexicon``, which is made where it does not exist.

    A ``.pose`` and an ``.npz`` (gesture and mesh) each, then ``lexicon.json`` and ``index.csv``, a row for each
    word. Rows of an index that is there are kept, but for those made from a folder of this name before. The same
    signs make the same bytes. A sign that cannot be read or realised is left out and named in ``problems``.
    ``licence`` is for signs whose files name none. Errors: ``FileError`` where no sign could be made at all, or
    the lexicon is of another signed language.
    """
    signs, lexicon = Path(signs), Path(lexicon)
    index = lexicon / "index.csv"
    kept = _kept(index, signs.name, signed)
    problems: list[str] = []
    written = list(read_folder(signs, on_error=lambda error: problems.append(str(error))))
    lexicon.mkdir(parents=True, exist_ok=True)
    rows, files, warnings, taken = [], [], [], {row["path"] for row in kept}
    order: Counter[str] = Counter()
    named = {word for sign in written if len(sign.gloss) > 1 for word in sign.words}
    for sign in progress(written):
        try:
            motion, notes = sign.realise(fps)
        except SignsynthError as error:
            problems.append(str(error))
            continue
        warnings += [f"{sign.file.name}: {sign.gloss}: {note}" for note in notes]
        name = _free(sign, taken)
        files.append(lexicon / name)
        save_motion(motion, files[-1])
        if motion.gesture is not None:
            files.append(save_tracks(motion, (lexicon / name).with_suffix(".npz")))
        row = {
            "path": name,
            "spoken_language": spoken,
            "signed_language": signed,
            "start": 0,
            "end": round(1000 * motion.duration_s),
            "glosses": sign.gloss,
            "priority": order[sign.gloss],
            "licence": sign.licence or licence,
            "source": f"{signs.name}/{sign.file.name}",
            "handedness": "both" if motion.confidence[:, LEFT_HAND].any() else "right",
            "fps": f"{fps:g}",
            "status": sign.status,
        }
        order[sign.gloss] += 1
        # A letter gives way to a sign of that name: "I" is pointed at oneself, and spelled only in a name.
        way = [row["priority"] + (len(sign.gloss) == 1 and word in named) for word in sign.words or ("",)]
        rows += [row | {"words": word, "priority": rank} for word, rank in zip(sign.words or ("",), way, strict=True)]
    if not rows:
        raise FileError(f"{signs}: no sign could be made; the first problem: {problems[0]}")
    facts = {"signed": signed, "spoken": [spoken], "licence": sorted({row["licence"] for row in rows} - {""})}
    facts["status"] = sorted({row["status"] for row in rows})
    with atomic_path(lexicon / "lexicon.json") as temporary:
        temporary.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_index(index, empty_index("index.csv").extended([*kept, *rows]))
    made = (*files, lexicon / "lexicon.json", index)
    return Built(made, sum(order.values()), tuple(problems), tuple(warnings))


def _kept(index: Path, folder: str, signed: str) -> list[dict[str, str]]:
    """Rows of an index that were not made from this folder. Errors: ``FileError`` for another language's."""
    if not index.exists():
        return []
    there = read_index(index)
    rows = [there.row(number) for number in range(len(there))]
    if other := {row["signed_language"] for row in rows} - {signed}:
        raise FileError(f"{index}: holds signs of {', '.join(sorted(other))}, not of {signed}; choose another folder")
    return [row for row in rows if not row.get("source", "").startswith(f"{folder}/")]


def _free(sign: Written, taken: set[str]) -> str:
    """``<file's name>.pose``, plain and not yet taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", sign.file.stem.lower()).strip("-")[:60] or "sign"
    number, name = 1, f"{stem}.pose"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.pose"
    taken.add(name)
    return name
