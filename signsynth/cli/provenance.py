"""``signsynth provenance``: what a video says about where it comes from."""

from __future__ import annotations

import argparse


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser(
        "provenance", help="what a video or motion says of where it comes from", description=__doc__
    )
    command.add_argument("file", metavar="FILE", help=".mp4, .webm, .gif, .png, .pose, .npz, or a folder of frames")
    command.add_argument("--json", action="store_true", help="print the record as JSON")
    command.add_argument(
        "--consent", metavar="TEXT", help="check whether this is the consent that was given; exit code 1 if not"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the record; check a consent against it where asked."""
    from signsynth.files.provenance import consent_digest, read_provenance

    origin = read_provenance(options.file)
    if options.json:
        print(origin.json())
    else:
        for line in _lines(origin):
            print(line)
        for line in _signed(options.file):
            print(line)
    if options.consent is not None:
        same = bool(origin.consent_sha256) and consent_digest(options.consent) == origin.consent_sha256
        print("consent: this is the text" if same else "consent: another text, or none was given")
        if not same:
            raise SystemExit(1)


def _lines(origin) -> list[str]:
    lines = ["synthetic: yes" if origin.synthetic else "synthetic: no"]
    for name in ("source_type", "made_with", "date", "renderer", "seed", "signer", "signer_sha256"):
        value = getattr(origin, name)
        if value not in ("", None):
            lines.append(f"{name.replace('_', ' ')}: {value}")
    if origin.likeness:
        lines.append(f"likeness of a person: yes, consent SHA-256: {origin.consent_sha256 or 'none was given'}")
    if origin.coverage is not None:
        lines.append(f"words signed: {100 * origin.coverage:.0f} %")
    for source in origin.sources:
        facts = [source.signed, *source.licences]
        facts += [f"signers {', '.join(source.signers)}"] if source.signers else []
        told = "; ".join(filter(None, facts))
        lines.append(f"lexicon: {source.lexicon}" + (f" ({told})" if told else ""))
    return lines


def _signed(file: str) -> list[str]:
    """The signature, where the extra is there to read it."""
    from signsynth.errors import InputError
    from signsynth.files.provenance_c2pa import signed_by

    try:
        found = signed_by(file)
    except InputError:
        return []
    return [f"C2PA: signed by {found['name']} ({found['issuer']}), {found['state']}"] if found else []
