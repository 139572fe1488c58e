"""What a video that is about to be made will say about where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from signsynth.errors import FileError, LexiconError
from signsynth.files.provenance import COMPOSITE, TRAINED, Origin, Source, consent_digest, read_provenance, together
from signsynth.gloss import Utterance
from signsynth.lexicon import Lexicon
from signsynth.signer import Signer
from signsynth.stages import Renderer


def sources_of(utterance: Utterance, vocabulary: Lexicon) -> tuple[Source, ...]:
    """The lexicons that an utterance takes its signs from, with the licences and signers of just those entries."""
    found: dict[str, tuple[str, set[str], set[str]]] = {}
    for label, words in {(gloss.label, gloss.words) for gloss in utterance.glosses if gloss.kind != "pause"}:
        try:
            entry = vocabulary.best(label, words)
        except LexiconError:  # a glosser of another's making; who looks the sign up says what is wrong
            continue
        _, licences, signers = found.setdefault(vocabulary.name_of(entry), (entry.signed, set(), set()))
        licences.add(entry.licence)
        signers.add(entry.signer)
    return tuple(
        Source(name, signed, tuple(sorted(licences - {""})), tuple(sorted(signers - {""})))
        for name, (signed, licences, signers) in sorted(found.items())
    )


def about_files(paths: Iterable[str | Path]) -> Origin:
    """What motion files say of where their signs are from; "unknown" stands for those that say nothing.

    How much of a text is signed is known of one file, not of several.
    """
    told = [_told(path) for path in paths]
    coverage = told[0].coverage if len(told) == 1 else None
    return Origin(sources=together(source for one in told for source in one.sources), coverage=coverage)


def _told(path: str | Path) -> Origin:
    try:
        return read_provenance(path)
    except FileError:  # not a motion of ours, or its record is damaged
        return Origin()


def origin_of(about: Origin, renderer: Renderer, signer: Signer | None, seed: int) -> Origin:
    """``about`` with who is shown and how. Only a renderer that shows a body shows anybody's likeness."""
    name = name_of(renderer)
    told = replace(about, renderer=name, seed=seed, source_type=TRAINED)
    if signer is None or signer.appearance is None or name == "skeleton":
        return told
    likeness = not signer.provenance.synthetic
    return replace(
        told,
        source_type=COMPOSITE if likeness else TRAINED,
        signer=signer.name,
        signer_sha256=signer.provenance.image_sha256,
        likeness=likeness,
        consent_sha256=consent_digest(signer.consent),
    )


def name_of(renderer: Any) -> str:
    """The renderer's own ``name``, or that of its type: ``WanAnimate2Renderer`` is ``wan-animate-2``."""
    named = getattr(renderer, "name", None)
    if isinstance(named, str) and named:
        return named
    kind = getattr(renderer, "__name__", None) or type(renderer).__name__
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "-", kind.removesuffix("Renderer")).lower() or kind
