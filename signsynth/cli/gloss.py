"""``signsynth gloss``: what would be signed for a text, and why."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from signsynth.cli import options as shared


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("gloss", help="show what would be signed", description=__doc__)
    shared.add_text(command)
    shared.add_language(command)
    command.add_argument("--fingerspell", default="auto", metavar="WHEN", help="auto, always or never (default: auto)")
    command.add_argument("--json", action="store_true", help="print glosses, tokens and non-manual tiers as JSON")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the glosses of a text."""
    text = shared.read_text(options)

    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator

    translate = Translator(
        tuple(Lexicon.open(name) for name in options.lexicon or ["ase"]),
        spoken=options.spoken,
        signed=options.signed,
        fingerspell=options.fingerspell,
    )
    utterance = translate.gloss(text)
    if options.json:
        print(json.dumps(asdict(utterance), ensure_ascii=False, indent=2))
        return
    print(" ".join(gloss.label or "|" for gloss in utterance.glosses))
    for token in utterance.tokens:
        labels = "-".join(utterance.glosses[i].label for i in token.glosses if utterance.glosses[i].label)
        print(f"  {token.text:<16} {token.status:<14} {labels:<20} {token.reason}".rstrip())
    for mark in utterance.nonmanuals:
        print(f"  [{mark.tier}: {mark.label}, signs {mark.first + 1} to {mark.last + 1}]")
