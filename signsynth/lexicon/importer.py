"""From a published set of recordings to a lexicon of its best clips."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from signsynth.errors import InputError, LexiconError, SignsynthError, nearest
from signsynth.files.limits import read_bytes
from signsynth.lexicon.entry import Entry
from signsynth.lexicon.lexicon import Lexicon
from signsynth.lexicon.phrases import normal, phrases_of
from signsynth.lexicon.quality import Quality, measure_siblings
from signsynth.lexicon.sources import Clip, Source, open_source
from signsynth.lexicon.writer import Addition, add_all
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.handedness import right_dominant
from signsynth.motion.rate import estimate_fps

_ENOUGH = 0.5
"""Quality from which a recording is worth keeping beside a better one."""
_RATE_CLIPS = 120
"""Clips of one session that its frame rate is estimated from."""
_GLOSS_LANGUAGE = {"mfs": "es", "gsg": "de", "sgg": "de", "kvk": "en", "dse": "nl"}
"""Language in which glosses of a signed language are usually written, English for the others."""


@dataclass(frozen=True)
class Report:
    """What an import did. ``weak`` are glosses whose best recording has a quality below 0.5."""

    lexicon: Path
    clips: int
    glosses: int
    added: int
    there: int
    fps: Mapping[str, float]
    weak: tuple[tuple[str, Quality], ...] = ()
    skipped: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        rates = ", ".join(f"{name or 'all'} {rate:.1f}" for name, rate in self.fps.items())
        lines = [f"{self.clips} recordings of {self.glosses} glosses read, {self.added} kept"]
        lines[0] += f", {self.there} were there already" if self.there else ""
        lines += [f"frames a second, estimated: {rates}"] if rates else []
        lines += [f"{label}: quality {q.score:.2f}: {q.faults[0].what}" for label, q in self.weak if q.faults]
        lines += [f"skipped {key}: {why}" for key, why in self.skipped]
        return "\n".join(lines)


def import_lexicon(
    source: str | Path,
    to: str | Path,
    *,
    signed: str,
    spoken: Sequence[str] = (),
    layout: str | None = None,
    words: str | Path | None = None,
    licence: str = "",
    consent: str = "",
    best: int = 3,
    workers: int = 1,
    progress: Callable[[Iterable], Iterable] | None = None,
) -> Report:
    """Read a set of recordings as it lies, and add the ``best`` recordings of every gloss to lexicon ``to``.

    ``spoken`` limits the languages of the words (by default all that the set has), ``words`` is a
    CSV file ``gloss,language,words`` with more of them, ``progress`` wraps the loop over glosses
    (tqdm does). Where the set does not say its frame rate, it is estimated for every session. An
    import that was cut off goes on where it stopped. ``workers`` processes share the work (a script that asks for more
    than one needs ``if __name__ == "__main__"``).
    Errors: ``LexiconError`` for an unknown set, ``InputError`` for an unusable option.
    """
    if best < 1:
        raise InputError(f"best {best}, expected at least 1 recording a gloss")
    if workers < 1:
        raise InputError(f"workers {workers}, expected at least 1")
    found = open_source(source, signed=signed, layout=layout)
    groups = _grouped(found)
    asked = _words(found, groups, signed, tuple(spoken), _words_file(words, groups) if words else {})
    languages = tuple(spoken) or tuple(sorted({code for by in asked.values() for code in by})) or ("en",)
    licence = licence or found.licence
    lexicon = Lexicon.create(to, spoken=languages, signed=signed, licence=licence, notes=f"imported from {found.name}")
    there = Counter(entry.label for entry in unique(lexicon) if entry.source.startswith(f"{found.name}:"))
    todo = {label: clips for label, clips in groups.items() if there[label] < best}
    known = {(entry.label, entry.source) for entry in unique(lexicon)}
    skipped: list[tuple[str, str]] = []
    rates = session_rates([clip for clips in todo.values() for clip in clips], skipped)
    weak, added, before = [], 0, sum(there[label] for label in groups if label not in todo)
    rights = {"licence": licence, "consent": consent}
    chooser = _Chooser(str(source), signed, layout, rates, best)
    with closing(_chosen(chooser, todo, workers)) as results:
        for (chosen, lost), label in zip(results, progress(todo) if progress else todo, strict=True):
            skipped += lost
            new = [
                Addition(label, motion, asked[label], rights | {
                    "handedness": hand, "source": f"{found.name}:{clip}", "signer": signer, "quality": quality.score,
                    "reasons": quality.reasons,
                })
                for clip, signer, motion, hand, quality in chosen if (label, f"{found.name}:{clip}") not in known
            ]  # fmt: skip
            add_all(lexicon.folder, new, signed=signed)
            added, before = added + len(new), before + len(chosen) - len(new)
            if chosen and chosen[0][-1].score < _ENOUGH:
                weak.append((label, chosen[0][-1]))
    if not added and not before:
        raise LexiconError(
            f"{source}: none of {len(found.clips)} recordings can be used; {skipped[0][0]}: {skipped[0][1]}"
        )
    shown = {name: rate for name, rate in rates.items() if rate}
    return Report(Path(to), len(found.clips), len(groups), added, before, shown, tuple(weak), tuple(skipped))


def unique(lexicon: Lexicon) -> list[Entry]:
    """One entry of every recording."""
    return list({entry.clip: entry for entry in lexicon.entries()}.values())


_Choice = tuple[list[tuple[str, str, Motion, str, Quality]], list[tuple[str, str]]]


@dataclass(frozen=True)
class _Chooser:
    """Finds the best recordings of a gloss in another process, which opens the set by itself."""

    source: str
    signed: str
    layout: str | None
    rates: Mapping[str, float | None]
    best: int

    def __call__(self, label: str) -> _Choice:
        return self.choose(_groups(self.source, self.signed, self.layout)[label])

    def choose(self, clips: Sequence[Clip]) -> _Choice:
        """Clip and signer, motion, hand and quality of the best, and what could not be used."""
        chosen, lost = _best(clips, self.rates, self.best)
        return [(clip.key, clip.signer, motion, hand, quality) for clip, motion, hand, quality in chosen], lost


@lru_cache(maxsize=1)
def _groups(source: str, signed: str, layout: str | None) -> dict[str, list[Clip]]:
    return _grouped(open_source(source, signed=signed, layout=layout))


def _grouped(found: Source) -> dict[str, list[Clip]]:
    """The clips of every label."""
    groups: dict[str, list[Clip]] = {}
    for clip in found.clips:
        groups.setdefault(as_label(clip.gloss), []).append(clip)
    return groups


def _chosen(chooser: _Chooser, groups: Mapping[str, list[Clip]], workers: int) -> Iterator[_Choice]:
    """What the chooser says of each label, in order."""
    if workers == 1:
        yield from map(chooser.choose, groups.values())
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(chooser, groups)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _best(
    clips: Sequence[Clip], rates: Mapping[str, float | None], best: int
) -> tuple[list[tuple[Clip, Motion, str, Quality]], list[tuple[str, str]]]:
    """The best recordings of a gloss, best first, and what could not be used."""
    read, lost = [], []
    for clip in clips:
        try:
            motion, hand = right_dominant(_without_stray_ends(motion_of(clip, rates)))
        except SignsynthError as error:
            if clip.key not in {key for key, _ in lost}:
                lost.append((clip.key, str(error)))
            continue
        read.append((clip, motion, hand))
    qualities = measure_siblings([motion for _, motion, _ in read], [hand for *_, hand in read])
    ranked = sorted(zip(read, qualities, strict=True), key=lambda pair: (-pair[1].score, pair[1].distance))
    kept = [
        (*one, quality) for place, (one, quality) in enumerate(ranked[:best]) if not place or quality.score >= _ENOUGH
    ]
    if kept and kept[0][3].score == 0:
        lost.append((kept[0][0].key, kept[0][3].faults[0].what))
        kept = []
    return kept, lost


def motion_of(clip: Clip, rates: Mapping[str, float | None]) -> Motion:
    """The whole clip, canonical; ``rates`` are those of ``session_rates``. Errors: ``SignsynthError``."""
    read = clip.read()
    if isinstance(read, Motion):
        return read
    return canonicalise(read, fps=read.fps or rates[clip.session], source=clip.key)


def _without_stray_ends(motion: Motion, most: int = 2) -> Motion:
    """Without up to ``most`` frames at either end that a wrist jumps from or to: left over from another take."""
    if len(motion) < 8:
        return motion
    steps = np.linalg.norm(np.diff(motion.pose[:, 4:6, :2], axis=0), axis=-1).max(1)
    jump = steps > max(0.2, 4 * float(np.quantile(steps[most:-most], 0.9)))
    first = max((k + 1 for k in range(most) if jump[k]), default=0)
    last = len(motion) - max((k + 1 for k in range(most) if jump[-1 - k]), default=0)
    return motion[first:last]


def session_rates(clips: Sequence[Clip], skipped: list[tuple[str, str]]) -> dict[str, float | None]:
    """Frames a second of every session that does not say it; None where it does."""
    sessions: dict[str, list[Clip]] = {}
    for clip in clips:
        sessions.setdefault(clip.session, []).append(clip)
    rates: dict[str, float | None] = {}
    for session, members in sessions.items():
        recordings = []
        for at in np.unique(np.linspace(0, len(members) - 1, _RATE_CLIPS).round().astype(int)):
            try:
                recording = members[at].read()
            except SignsynthError:
                continue  # it is reported when its gloss is read
            if isinstance(recording, Motion) or recording.fps:
                break
            recordings.append(recording)
        rates[session] = estimate_fps(recordings) if recordings else None
    return rates


def as_label(gloss: str) -> str:
    """Gloss as it is usually written; one that has capitals keeps its form.

    >>> as_label("thank you"), as_label("IX-me")
    ('THANK-YOU', 'IX-me')
    """
    joined = "-".join(gloss.replace("_", " ").split())
    return joined.upper() if gloss == gloss.lower() or " " in gloss.strip() else joined


def _words(
    source: Source, groups: Mapping[str, list[Clip]], signed: str, spoken: tuple[str, ...], more: Mapping
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Words of every label by language: stated by its clips, by the set, by the user; else the gloss itself."""
    uncovered = [code for code in spoken if code not in source.words]
    own = uncovered[0] if uncovered else "" if spoken else _GLOSS_LANGUAGE.get(signed, "en")
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for label, clips in groups.items():
        found: dict[str, list[str]] = {}
        for clip in clips:
            for code, words in clip.words.items():
                found.setdefault(code, []).extend(words)
        if not found and own:
            found[own] = [normal(clips[0].gloss.replace("_", " "))]
        for code, table in source.words.items():
            found.setdefault(code, []).extend(table.get(clips[0].gloss, ()))
        for code, words in more.get(label, {}).items():
            found.setdefault(code, []).extend(words)
        out[label] = {
            code: tuple(dict.fromkeys(words))
            for code, words in found.items()
            if words and (not spoken or code in spoken)
        }
    return out


def _words_file(path: str | Path, groups: Mapping[str, list[Clip]]) -> dict[str, dict[str, list[str]]]:
    """CSV ``gloss,language,words``; several words of a gloss in rows of their own or separated by ``;``."""
    try:
        reader = csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline=""), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: not CSV in UTF-8 ({error})") from error
    for column in ("gloss", "language", "words"):
        if column not in (reader.fieldnames or ()):
            raise LexiconError(f"{path}: the column {column!r} is missing; {nearest(column, reader.fieldnames or ())}")
    labels = {_plain(form): label for label, clips in groups.items() for form in (label, clips[0].gloss)}
    more: dict[str, dict[str, list[str]]] = {}
    for number, row in enumerate(rows, start=2):
        label = labels.get(_plain(row["gloss"] or ""))
        if label is None:
            raise LexiconError(
                f"{path}: line {number}: no gloss {row['gloss']!r}; {nearest(str(row['gloss']), groups)}"
            )
        more.setdefault(label, {}).setdefault(row["language"] or "", []).extend(phrases_of(row["words"] or ""))
    return more


def _plain(gloss: str) -> str:
    return normal(gloss.replace("_", " ").replace("-", " "))
