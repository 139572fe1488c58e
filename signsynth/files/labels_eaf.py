"""Labels in ELAN annotation files (.eaf), read as the EAF 2.7 to 3.0 schemas define them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.parsers import expat

from signsynth.errors import FileError, nearest
from signsynth.files.labels import MAX_LABELS
from signsynth.files.labels_text import read_limited
from signsynth.files.tiers import Annotation, Tier

_DEEPEST = 40


@dataclass(frozen=True)
class Elan:
    """The tiers of an ELAN file and the names of the videos that it annotates."""

    tiers: tuple[Tier, ...]
    media: tuple[str, ...] = ()


def read_eaf(path: str | Path) -> Elan:
    """All tiers of an ELAN file. What has no time of its own gets its share of what it belongs to.

    Annotations on a tier are in order of time. Errors: ``FileError`` for what is not an ELAN file, or broken.
    """
    root = _parsed(read_limited(path), str(path))
    if root.tag != "ANNOTATION_DOCUMENT":
        raise FileError(f"{path}: <{root.tag[:40]}> is no ELAN file, expected <ANNOTATION_DOCUMENT>")
    header = root.find("HEADER")
    if header is not None and (unit := header.get("TIME_UNITS", "milliseconds")) != "milliseconds":
        raise FileError(f"{path}: times in {unit[:40]!r}, expected milliseconds")
    slots: dict[str, float | None] = {}
    for slot in root.iter("TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        if value is not None and not (value.isdecimal() and len(value) <= 12):
            raise FileError(
                f"{path}: time {value[:20]!r} of slot {slot.get('TIME_SLOT_ID')}, expected whole milliseconds"
            )
        slots[slot.get("TIME_SLOT_ID", "")] = None if value is None else int(value) / 1000
    spans: dict[str, tuple[float, float]] = {}
    tiers = {tier.get("TIER_ID", ""): tier for tier in root.iter("TIER")}
    if sum(len(tier) for tier in tiers.values()) > MAX_LABELS:
        raise FileError(f"{path}: more than {MAX_LABELS} annotations")
    for tier in tiers.values():
        spans |= _aligned(tier, slots, str(path))
    waiting = dict(tiers)
    while waiting:  # tiers that refer to others, parents first wherever they stand
        left = {name: tier for name, tier in waiting.items() if _referred(tier, spans)}
        if len(left) == len(waiting):
            raise FileError(f"{path}: tier {next(iter(left))!r} refers to annotations that are not there")
        waiting = left
    found = tuple(Tier(name, _annotations(tier, spans)) for name, tier in tiers.items())
    media = (d.get("RELATIVE_MEDIA_URL") or d.get("MEDIA_URL") or "" for d in root.iter("MEDIA_DESCRIPTOR"))
    return Elan(found, tuple(PurePosixPath(unquote(url)).name for url in media if url))


def chosen(tiers: Sequence[Tier], name: str, path: str) -> Tier:
    """The tier of that name; without a name the only one that says something, or that is named after glosses.

    Errors: ``FileError`` listing the tiers.
    """
    if name:
        for tier in tiers:
            if tier.name == name:
                return tier
        raise FileError(f"{path}: no tier {name!r}; {nearest(name, [tier.name for tier in tiers])}")
    filled = [tier for tier in tiers if any(a.value.strip() for a in tier.annotations)]
    named = [tier for tier in filled if tier.name.strip().lower() in ("gloss", "glosses")]
    named = named or [tier for tier in filled if "gloss" in tier.name.lower()]
    for candidates in (filled, named):
        if len(candidates) == 1:
            return candidates[0]
    if not filled:
        raise FileError(f"{path}: no annotations on any tier, expected labels")
    raise FileError(f"{path}: {len(filled)} tiers have annotations; {nearest('', [tier.name for tier in filled])}")


def _parsed(data: bytes, path: str) -> ET.Element:
    builder, parser, depth = ET.TreeBuilder(), expat.ParserCreate(), [0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > _DEEPEST:
            raise FileError(f"{path}: line {parser.CurrentLineNumber}: elements nested more than {_DEEPEST} deep")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        depth[0] -= 1
        builder.end(tag)

    def refuse(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise FileError(f"{path}: line {line}: a DOCTYPE, which could pull in anything; remove it, ELAN writes none")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except expat.ExpatError as error:
        raise FileError(f"{path}: line {error.lineno}: not XML ({expat.ErrorString(error.code)})") from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise FileError(f"{path}: not XML ({error})") from error


def _aligned(tier: ET.Element, slots: Mapping[str, float | None], path: str) -> dict[str, tuple[float, float]]:
    """Start and end of the annotations that have time slots; slots without a time lie evenly between those with."""
    ids, ends = [], []
    for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
        pair = annotation.get("TIME_SLOT_REF1", ""), annotation.get("TIME_SLOT_REF2", "")
        missing = next((slot for slot in pair if slot not in slots), None)
        if missing is not None:
            raise FileError(f"{path}: tier {tier.get('TIER_ID')!r}: time slot {missing[:40]!r} is not there")
        ids.append(annotation.get("ANNOTATION_ID", ""))
        ends.append(pair)
    chain = [slot for slot, _ in groupby(slot for pair in ends for slot in pair)]
    times = _between([slots[slot] for slot in chain], f"{path}: tier {tier.get('TIER_ID')!r}")
    known = dict(zip(chain, times, strict=True))
    return {name: (known[a], known[b]) for name, (a, b) in zip(ids, ends, strict=True)}


def _between(times: list[float | None], where: str) -> list[float]:
    known = [k for k, time in enumerate(times) if time is not None]
    if times and (not known or known[0] > 0 or known[-1] < len(times) - 1):
        raise FileError(f"{where}: begins or ends without a time, expected one at both ends")
    out = [time or 0.0 for time in times]
    for a, b in zip(known, known[1:], strict=False):
        for k in range(a + 1, b):
            out[k] = out[a] + (out[b] - out[a]) * (k - a) / (b - a)
    return out


def _referred(tier: ET.Element, spans: dict[str, tuple[float, float]]) -> bool:
    """Fills in ``spans`` of annotations that refer to others, which share what they refer to; whether that failed."""
    groups: dict[str, list[str]] = {}
    for annotation in tier.iter("REF_ANNOTATION"):
        groups.setdefault(annotation.get("ANNOTATION_REF", ""), []).append(annotation.get("ANNOTATION_ID", ""))
    if any(parent not in spans for parent in groups):
        return True
    for parent, children in groups.items():
        start, end = spans[parent]
        for k, child in enumerate(children):
            share = (end - start) / len(children)
            spans[child] = start + k * share, start + (k + 1) * share
    return False


def _annotations(tier: ET.Element, spans: Mapping[str, tuple[float, float]]) -> tuple[Annotation, ...]:
    found = []
    for kind in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        for annotation in tier.iter(kind):
            start, end = spans[annotation.get("ANNOTATION_ID", "")]
            found.append(Annotation(start, end, annotation.findtext("ANNOTATION_VALUE") or ""))
    return tuple(sorted(found, key=lambda a: (a.start_s, a.end_s)))
