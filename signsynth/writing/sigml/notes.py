"""Where reading is, and what it had to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from signsynth.errors import InputError
from signsynth.writing.sigml.node import Node


@dataclass(frozen=True)
class Notes:
    """File and sign being read; ``warnings`` fills up with what was left out or read otherwise than written."""

    file: str
    gloss: str
    warnings: list[str] = field(default_factory=list)

    def warn(self, node: Node, text: str) -> None:
        """Note what was left out or read otherwise."""
        self.warnings.append(f"line {node.line}: <{node.tag}> {text}")

    def error(self, node: Node, text: str) -> InputError:
        """What to raise for something that cannot be realised: names file, line, sign and element."""
        return InputError(f"{self.file or 'SiGML'}:{node.line}: sign {short(self.gloss)}: <{node.tag}> {text}")


def short(text: str) -> str:
    """Text from a file, cut to fit into a message."""
    return text if len(text) <= 60 else text[:59] + "…"
