"""XML as plain nodes that know their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from signsynth.errors import FileError, InputError

MAX_ELEMENTS = 10_000
"""Most elements of one sign; the longest real one known has 120."""
MAX_DEPTH = 60
"""Deepest nesting; real signs reach 12."""
MAX_ATTRIBUTES = 100
"""Most attributes of one element; real ones have 8."""
# What XML 1.0 cannot hold, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Node:
    """An element: tag, attributes, children, the line that it begins on, and text directly inside it.

    ``problem`` says why the children are incomplete (too many, too deep).
    """

    tag: str
    attributes: dict[str, str]
    children: tuple[Node, ...] = ()
    line: int = 0
    text: str = ""
    problem: str = ""


class _Growing:
    """An element that is still open."""

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.children: list[Node] = []
        self.text: list[str] = []
        self.problem = ""

    def node(self) -> Node:
        text = " ".join("".join(self.text).split())
        return Node(self.tag, self.attributes, tuple(self.children), self.line, text, self.problem)


class _Builder:
    """Collects what expat reports; a sign is cut off where it grows too large."""

    def __init__(self, parser: expat.XMLParserType, name: str) -> None:
        self.parser, self.name = parser, name
        self.open: list[_Growing] = []
        self.root: Node | None = None
        self.skipped = 0  # open elements that are not kept
        self.elements = 0  # in the present sign
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise FileError(f"{self.name}:{line}: has a DOCTYPE, which could pull in anything; remove it, SiGML needs none")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # The sign is below the root, or is the root itself.
        level = 1 if self.open and self.open[0].tag == "sigml" else 0
        if len(self.open) <= level:
            self.elements = 0
        self.elements += 1
        problem, too_large = "", True
        if self.elements > MAX_ELEMENTS:
            problem = f"has more than {MAX_ELEMENTS} elements"
        elif len(self.open) >= MAX_DEPTH:
            problem = f"nests elements more than {MAX_DEPTH} deep"
        else:
            too_large = False
        if len(attributes) > MAX_ATTRIBUTES:
            problem, attributes = f"has an element of {len(attributes)} attributes", {}
        if too_large or self.skipped:
            self.skipped += 1
        else:
            self.open.append(_Growing(tag, attributes, self.parser.CurrentLineNumber))
        sign = self.open[min(level, len(self.open) - 1)]
        sign.problem = sign.problem or problem

    def end(self, _: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        node = self.open.pop().node()
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def characters(self, text: str) -> None:
        if not self.skipped:
            self.open[-1].text.append(text)


def parse_xml(data: bytes | str, name: str) -> Node:
    """The root element. ``name`` is the file's, for messages.

    No entity, external reference or DTD is accepted, and no element is kept beyond ``MAX_ELEMENTS`` a sign.
    Errors: ``FileError`` for what is not well-formed XML, has a DOCTYPE, or is in an encoding that is not known.
    """
    # Text is decoded already, whatever encoding it declares.
    try:
        parser = expat.ParserCreate("utf-8" if isinstance(data, str) else None)
        builder = _Builder(parser, name)
        parser.Parse(data.encode("utf-8") if isinstance(data, str) else data, True)
    except expat.ExpatError as error:
        raise FileError(
            f"{name}:{error.lineno}: is not well-formed XML ({expat.errors.messages[error.code]})"
        ) from error
    except (LookupError, ValueError) as error:
        raise FileError(f"{name}: cannot be decoded ({str(error)[:200]}), expected UTF-8") from error
    if builder.root.problem and builder.root.tag == "sigml":
        raise FileError(f"{name}:{builder.root.line}: <{builder.root.tag[:60]}> {builder.root.problem}")
    return builder.root


def to_xml(node: Node, indent: int = 0) -> str:
    """The element as indented text. Errors: ``InputError`` for characters that XML cannot hold."""
    for value in node.attributes.values():
        if found := UNWRITABLE.search(value):
            raise InputError(f"<{node.tag}> {value[:60]!r}: the character {found[0]!r} cannot be written as XML")
    space = "  " * indent
    start = space + " ".join([f"<{node.tag}", *(f"{key}={quoteattr(value)}" for key, value in node.attributes.items())])
    if not node.children:
        return f"{start}/>\n"
    inside = "".join(to_xml(child, indent + 1) for child in node.children)
    return f"{start}>\n{inside}{space}</{node.tag}>\n"
