"""Movements: every ``*motion`` element and ``<fingerplay>``."""

from __future__ import annotations

from dataclasses import replace

from signsynth.errors import nearest
from signsynth.writing.notation import (
    Circular,
    Directed,
    Direction,
    FingerPlay,
    Manner,
    Movement,
    Par,
    Repeat,
    Rest,
    Seq,
    Split,
    Target,
    WristTurn,
)
from signsynth.writing.notation.movement import REPETITIONS, SIZES, WRIST_TURNS, ZIGZAGS
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.notes import Notes, short
from signsynth.writing.sigml.setting import LOCATIONS, TAGS, read_setting

MANNERS = ("fast", "slow", "tense", "rest", "halt")
SIMPLE = ("directedmotion", "circularmotion", "wristmotion", "fingerplay", "nomotion", "no_motion")
MOVEMENTS = (*SIMPLE, "tgt_motion", "par_motion", "seq_motion", "split_motion", "rpt_motion")
MAX_SPEED = 20.0
MIN_SPEED = 0.05


def read_movement(node: Node, notes: Notes) -> Movement | None:
    """None, with a warning, for elements that are no movement. Errors: ``InputError`` for what cannot be realised."""
    if node.tag not in MOVEMENTS:
        notes.warn(node, f"is no movement, left out; {nearest(short(node.tag), MOVEMENTS)}")
        return None
    fields = Fields(node, notes)
    if node.tag in SIMPLE:
        movement = _read_simple(fields)
    elif node.tag == "tgt_motion":
        movement = _read_target(node, notes)
    else:
        movement = _read_compound(fields, _parts(node, node.children, notes))
    movement = replace(movement, manner=_read_manner(fields))
    fields.finish()
    return _with_place(movement, node, notes) if node.tag in SIMPLE else movement


def _read_simple(fields: Fields) -> Movement:
    match fields.node.tag:
        case "directedmotion":
            return Directed(
                fields.direction("direction", required=True),
                size=fields.word("size", SIZES),
                curve=fields.direction("curve"),
                curve_size=fields.word("curve_size", SIZES),
                zigzag=fields.word("zigzag_style", ZIGZAGS),
                zigzag_size=fields.word("zigzag_size", SIZES),
                alternating=fields.flag("alternating"),
            )
        case "circularmotion":
            more = fields.flag("clockplus") + fields.second().flag("clockplus")
            return Circular(
                fields.direction("axis", required=True),
                size=fields.word("size", SIZES),
                start=fields.direction("start"),
                end=fields.direction("end"),
                turns=int(fields.number("turns", least=1, most=20, usual=1 + more)),
                ellipse=_read_ellipse(fields),
                ellipse_size=fields.word("ellipse_size", SIZES),
            )
        case "wristmotion":
            return WristTurn(fields.word("motion", WRIST_TURNS, required=True), fields.word("size", SIZES))
        case "fingerplay":
            return FingerPlay(fields.digits("digits"))
    return Rest()


def _read_ellipse(fields: Fields) -> Direction | None:
    """The long axis: a direction, or ``h`` and ``v`` for across and upright."""
    if (named := fields.node.attributes.get("ellipse_direction")) not in ("h", "v"):
        return fields.direction("ellipse_direction")
    fields.text("ellipse_direction")
    return Direction("l" if named == "h" else "u")


def _with_place(movement: Movement, node: Node, notes: Notes) -> Movement:
    """A place inside a simple movement is where it goes."""
    if not any(child.tag in LOCATIONS for child in node.children):
        for child in node.children:
            notes.warn(child, f"inside <{node.tag}>, left out; expected nothing there")
        return movement
    notes.warn(node, "holds a place, read as the target of the movement")
    return Target(place=read_setting(list(node.children), notes).place, via=movement)


def _read_target(node: Node, notes: Notes) -> Target:
    ways = [child for child in node.children if child.tag not in (*TAGS, "changeposture")]
    setting = read_setting(list(node.children), notes)
    via = [movement for way in ways if (movement := read_movement(way, notes))]
    for child in node.children:
        if child.tag == "changeposture":
            Fields(child, notes).finish()
    if not node.children:
        raise notes.error(node, "is empty, expected a posture or a place to go to")
    if len(via) > 1:
        notes.warn(node, "holds several movements, done one after the other")
    way = None if not via else via[0] if len(via) == 1 else Seq(tuple(via))
    return Target(setting.dominant, setting.other, setting.place, setting.other_place, way)


def _parts(node: Node, children: tuple[Node, ...], notes: Notes) -> tuple[Movement, ...]:
    parts = tuple(movement for child in children if (movement := read_movement(child, notes)))
    if not parts:
        raise notes.error(node, "holds no movement, expected at least one")
    return parts


def _read_compound(fields: Fields, parts: tuple[Movement, ...]) -> Movement:
    node, notes = fields.node, fields.notes
    match node.tag:
        case "par_motion":
            return Par(parts)
        case "seq_motion":
            return Seq(parts, fused=fields.flag("fused"))
        case "split_motion":
            if len(parts) != 2:
                raise notes.error(node, f"holds {len(parts)} movements, expected two: one of each hand")
            return Split(*parts)
    if len(parts) > 1:
        notes.warn(node, "holds several movements, done one after the other")
    return Repeat(
        parts[0] if len(parts) == 1 else Seq(parts),
        kind=fields.word("repetition", REPETITIONS, strict=True) or "fromstart",
        second_kind=fields.second().word("repetition", REPETITIONS),
        shift=fields.direction("repetition_baseshift"),
        alternating=fields.flag("alternating"),
    )


def _read_manner(fields: Fields) -> Manner:
    said = {name: fields.flag(name) for name in MANNERS}
    if named := fields.word("manner", MANNERS):
        said[named] = True
    return Manner(**said, speed=fields.number("speed", least=MIN_SPEED, most=MAX_SPEED))
