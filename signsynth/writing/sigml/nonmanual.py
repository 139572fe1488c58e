"""Non-manuals: ``<sign_nonmanual>`` and its tiers."""

from __future__ import annotations

from signsynth.errors import nearest
from signsynth.writing.notation import Expression, NonManual
from signsynth.writing.notation.nonmanual import CODES
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.notes import Notes, short
from signsynth.writing.sigml.shape import number_text

TIERS = {
    "mouthing_tier": "mouth",
    "facialexpr_tier": "face",
    "eyegaze_tier": "gaze",
    "head_tier": "head",
    "shoulder_tier": "shoulders",
    "body_tier": "body",
    "extra_tier": "extra",
}
GROUPS = {
    "mouth": "mouthing_par",
    "face": "facial_expr_par",
    "gaze": "eye_par",
    "head": "head_par",
    "shoulders": "shoulder_par",
    "body": "body_par",
    "extra": "extra_par",
}
MAX_AMOUNT = 5.0
MAX_SPEED = 20.0
Step = tuple[Expression, ...]


def read_nonmanual(node: Node, notes: Notes) -> NonManual:
    """What can be understood of it; the rest is left out with a warning, for the hands carry the sign without it."""
    Fields(node, notes).finish()
    tiers: dict[str, tuple[Step, ...]] = {}
    for child in node.children:
        if child.tag not in TIERS:
            notes.warn(child, f"is no tier, left out; {nearest(short(child.tag), TIERS)}")
            continue
        name = TIERS[child.tag]
        if name in tiers:
            notes.warn(child, "comes a second time, done after the first")
        tiers[name] = tiers.get(name, ()) + _read_tier(name, child, notes)
    return NonManual(tuple(tiers.items()))


def _read_tier(name: str, node: Node, notes: Notes) -> tuple[Step, ...]:
    Fields(node, notes).finish()
    steps = []
    for child in node.children:
        if child.tag.endswith("_par"):
            Fields(child, notes).finish()
            found = [_read_expression(name, part, notes) for part in child.children]
            steps.append(tuple(part for part in found if part))
        elif expression := _read_expression(name, child, notes):
            steps.append((expression,))
    return tuple(steps)


def _read_expression(tier: str, node: Node, notes: Notes) -> Expression | None:
    if node.tag not in CODES:
        return notes.warn(node, f"is unknown in a tier, left out; {nearest(short(node.tag), CODES)}")
    fields = Fields(node, notes)
    # Files write a gaze both ways.
    names = {"mouth_picture": ("picture",), "eye_gaze": ("direction", "movement")}.get(node.tag, ("movement",))
    codes = [code for name in names if (code := fields.text(name))]
    amount = fields.number("amount", least=0, most=MAX_AMOUNT)
    speed = fields.number("speed", least=0.05, most=MAX_SPEED)
    fields.finish()
    for child in node.children:
        notes.warn(child, f"inside <{node.tag}>, left out; expected nothing there")
    if not codes:
        return notes.warn(node, f"has no {names[0]}, left out")
    kind = node.tag
    if CODES[kind] and codes[0] not in CODES[kind]:
        if tier == "head" and codes[0] in CODES["head_movement"]:  # files confuse the two elements there
            kind = "head_movement"
            notes.warn(node, f"{codes[0]!r} in a head tier: read as <{kind}>")
        else:
            notes.warn(node, f"{short(codes[0])!r}: unknown code; {nearest(short(codes[0]), CODES[kind])}")
    return Expression(tier, kind, codes[0], amount, speed)


def nonmanual_node(nonmanual: NonManual) -> Node:
    """The inverse of ``read_nonmanual``."""
    tags = {name: tag for tag, name in TIERS.items()}
    tiers = []
    for name, steps in nonmanual.tiers:
        children = []
        for step in steps:
            nodes = tuple(_expression_node(expression) for expression in step)
            children += nodes if len(nodes) == 1 else [Node(GROUPS[name], {}, nodes)]
        tiers.append(Node(tags[name], {}, tuple(children)))
    return Node("sign_nonmanual", {}, tuple(tiers))


def _expression_node(expression: Expression) -> Node:
    name = {"mouth_picture": "picture", "eye_gaze": "direction"}.get(expression.kind, "movement")
    found = {name: expression.code}
    for key in ("amount", "speed"):
        if getattr(expression, key) != 1:
            found[key] = number_text(getattr(expression, key))
    return Node(expression.kind, found)
