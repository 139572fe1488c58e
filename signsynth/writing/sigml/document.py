"""SiGML files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from signsynth.errors import FileError, InputError, SignsynthError, nearest
from signsynth.files.limits import read_bytes
from signsynth.writing.notation import Sign
from signsynth.writing.sigml.node import Node, parse_xml, to_xml
from signsynth.writing.sigml.notes import Notes, short
from signsynth.writing.sigml.sign import read_sign, sign_node
from signsynth.writing.sigml.symbols import read_symbol_sign

MAX_BYTES = 64 * 1024**2
"""Largest file that is read: 64 MiB; all 2,203 signs of one language are 3."""
SIGNS = {"hamgestural_sign": read_sign, "hns_sign": read_symbol_sign}


def read_sigml(
    source: str | Path | bytes, *, name: str = "", on_error: Callable[[SignsynthError], None] | None = None
) -> list[Sign]:
    """The signs of a SiGML file, in its order: gestural ones, and HamNoSys symbols as elements (H-SiGML).

    ``source``    a path, the file's bytes, or its text (a ``str`` that begins with ``<``)
    ``name``      the file's name in messages and in ``Sign.file``; the path where there is one
    ``on_error``  takes the error of a sign that cannot be realised, and the others are read on; None: it is raised.
                  ``problems = []; read_sigml(path, on_error=problems.append)`` reads what can be read

    What is unknown and can be left out is named in ``Sign.warnings``. Errors: ``FileError`` for a file that is no SiGML
    (never handed to ``on_error``); ``InputError`` for a sign, naming file, line, sign and element.
    """
    is_text = isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<")
    if isinstance(source, bytes) or is_text:
        data = source
    else:
        data, name = read_bytes(source), name or str(source)
    label = name or "SiGML"
    if len(data) > MAX_BYTES:
        raise FileError(f"{label}: {len(data) / 1024**2:.0f} MiB, expected at most {MAX_BYTES // 1024**2} MiB")
    root = parse_xml(data.lstrip("\ufeff \t\r\n") if is_text else data, label)
    nodes = (root,) if root.tag in SIGNS else root.children
    if root.tag not in (*SIGNS, "sigml"):
        raise FileError(f"{label}:{root.line}: <{short(root.tag)}> is no SiGML, expected <sigml>")
    if not nodes:
        raise FileError(f"{label}: holds no sign, expected <{'> or <'.join(SIGNS)}>")
    signs = []
    for number, node in enumerate(nodes, 1):
        try:
            signs.append(_read(node, name, label, number))
        except SignsynthError as error:
            if on_error is None:
                raise
            on_error(error)
    return signs


def _read(node: Node, name: str, label: str, number: int) -> Sign:
    if node.tag not in SIGNS:
        raise InputError(f"{label}:{node.line}: <{short(node.tag)}> is no sign; {nearest(short(node.tag), SIGNS)}")
    gloss = node.attributes.get("gloss", "")
    stem = Path(label).stem
    return SIGNS[node.tag](node, Notes(label if name else "", gloss if gloss.strip() else f"{stem}-{number}"))


def write_sigml(signs: Iterable[Sign]) -> str:
    """The signs as one SiGML file, indented; ``read_sigml`` gives them back (without warnings and file).

    Errors: ``InputError`` for what SiGML has no words for.
    """
    root = Node("sigml", {}, tuple(sign_node(sign) for sign in signs))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + to_xml(root)
