"""H-SiGML: ``<hns_sign>`` with each HamNoSys symbol as an element."""

from __future__ import annotations

from dataclasses import replace

from signsynth.errors import nearest
from signsynth.writing.hamnosys import read_symbols
from signsynth.writing.hamnosys.stream import split_symbols
from signsynth.writing.hamnosys.symbols import SYMBOLS
from signsynth.writing.notation import NonManual, Sign
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.nonmanual import read_nonmanual
from signsynth.writing.sigml.notes import Notes, short
from signsynth.writing.sigml.sign import read_about, read_head

# Element, and the tier and gestural element that say the same.
NONMANUALS = {
    "hnm_mouthpicture": ("mouthing_tier", "mouth_picture"),
    "hnm_mouthgesture": ("mouthing_tier", "mouth_gesture"),
    "hnm_eyebrows": ("facialexpr_tier", "eye_brows"),
    "hnm_eyelids": ("facialexpr_tier", "eye_lids"),
    "hnm_nose": ("facialexpr_tier", "nose"),
    "hnm_eyegaze": ("eyegaze_tier", "eye_gaze"),
    "hnm_head": ("head_tier", "head_movement"),
    "hnm_shoulder": ("shoulder_tier", "shoulder_movement"),
    "hnm_body": ("body_tier", "body_movement"),
    "hnm_extra": ("extra_tier", "extra_movement"),
}


def read_symbol_sign(node: Node, notes: Notes) -> Sign:
    """Errors: ``InputError`` for unknown symbols, and where ``read_hamnosys`` raises it."""
    read_head(node, notes)
    manual: list[str] = []
    about, nonmanual = {}, NonManual()
    for child in node.children:
        if child.tag == "hamnosys_manual":
            manual += _read_names(child, notes)
        elif child.tag == "hamnosys_nonmanual":
            nonmanual = _read_nonmanual(child, notes)
        elif child.tag == "about":
            about = read_about(child, notes)
        else:
            known = nearest(short(child.tag), ("hamnosys_manual", "hamnosys_nonmanual", "about"))
            notes.warn(child, f"unknown element, left out; {known}")
    if not manual:
        raise notes.error(node, "is empty, expected symbols in a <hamnosys_manual>")
    sign = read_symbols(manual, notes.gloss, name=f"{notes.file}:{node.line}" if notes.file else "")
    warnings = (*notes.warnings, *sign.warnings)
    return replace(sign, nonmanual=nonmanual, **about, warnings=warnings, file=notes.file)


def _read_names(node: Node, notes: Notes) -> list[str]:
    """Names of the symbols: elements, or the characters themselves."""
    if node.text and not node.children:
        return split_symbols(node.text)
    Fields(node, notes).finish()
    for child in node.children:
        if child.tag not in SYMBOLS:
            raise notes.error(child, f"is no symbol of HamNoSys 4; {nearest(short(child.tag), SYMBOLS)}")
        Fields(child, notes).finish()
        for inner in child.children:
            notes.warn(inner, f"inside <{child.tag}>, left out; expected nothing there")
    return [child.tag for child in node.children]


def _read_nonmanual(node: Node, notes: Notes) -> NonManual:
    """All tiers at once; several movements of one part are done at once too, as Elliott's translation has it."""
    Fields(node, notes).finish()
    tiers: dict[str, list[Node]] = {}
    for child in node.children:
        if child.tag not in NONMANUALS:
            notes.warn(child, f"unknown element, left out; {nearest(short(child.tag), NONMANUALS)}")
            continue
        tier, tag = NONMANUALS[child.tag]
        renamed = {("movement" if key == "tag" else key): value for key, value in child.attributes.items()}
        tiers.setdefault(tier, []).append(replace(child, tag=tag, attributes=renamed))
    groups = [
        Node(tier, {}, (Node("all_par", {}, tuple(nodes), node.line),) if len(nodes) > 1 else tuple(nodes), node.line)
        for tier, nodes in tiers.items()
    ]
    return read_nonmanual(replace(node, attributes={}, children=tuple(groups), text=""), notes)
