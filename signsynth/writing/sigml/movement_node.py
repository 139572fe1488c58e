"""Movements as elements: the inverse of ``read_movement``."""

from __future__ import annotations

from signsynth.errors import InputError
from signsynth.writing.notation import (
    Circular,
    Directed,
    FingerPlay,
    Movement,
    Par,
    Repeat,
    Rest,
    Seq,
    Setting,
    Split,
    Target,
    WristTurn,
)
from signsynth.writing.sigml.movement import MANNERS
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.setting import direction_attributes, setting_nodes
from signsynth.writing.sigml.shape import number_text


def movement_node(movement: Movement) -> Node:
    """Errors: ``InputError`` for movements and places that G-SiGML has no words for."""
    tag, found, children = _parts(movement)
    for name in MANNERS:
        found[name] = getattr(movement.manner, name)
    if movement.manner.speed != 1:
        found["speed"] = number_text(movement.manner.speed)
    return Node(tag, attributes(found), children)


def attributes(found: dict[str, object]) -> dict[str, str]:
    """Values as text: directions may become two attributes, what is false or None is not written."""
    texts: dict[str, str] = {}
    for name, value in found.items():
        if hasattr(value, "letters"):
            texts |= direction_attributes(name, value)
        elif value is True:
            texts[name] = "true"
        elif value:
            texts[name] = str(value)
    return texts


def _parts(movement: Movement) -> tuple[str, dict[str, object], tuple[Node, ...]]:
    match movement:
        case Rest():
            return "nomotion", {}, ()
        case Directed():
            found = {
                "direction": movement.direction,
                "size": movement.size,
                "curve": movement.curve,
                "curve_size": movement.curve_size,
                "zigzag_style": movement.zigzag,
                "zigzag_size": movement.zigzag_size,
                "alternating": movement.alternating,
            }
            return "directedmotion", found, ()
        case Circular():
            found = {
                "axis": movement.axis,
                "size": movement.size,
                "start": movement.start,
                "clockplus": movement.turns in (2, 3),
                "end": movement.end,
                "second_clockplus": movement.turns == 3,
                "turns": movement.turns if movement.turns > 3 else None,
                "ellipse_direction": movement.ellipse,
                "ellipse_size": movement.ellipse_size,
            }
            return "circularmotion", found, ()
        case WristTurn():
            return "wristmotion", {"motion": movement.kind, "size": movement.size}, ()
        case FingerPlay():
            return "fingerplay", {"digits": "".join(map(str, movement.digits))}, ()
        case Target():
            way = movement_node(movement.via) if movement.via else Node("changeposture", {})
            setting = Setting(movement.dominant, movement.other, movement.place, movement.other_place)
            return "tgt_motion", {}, (way, *setting_nodes(setting))
        case Par():
            return "par_motion", {}, _all(movement.parts)
        case Seq():
            return "seq_motion", {"fused": movement.fused}, _all(movement.parts)
        case Split():
            return "split_motion", {}, _all((movement.dominant, movement.other))
        case Repeat():
            found = {
                "repetition": movement.kind,
                "second_repetition": movement.second_kind,
                "repetition_baseshift": movement.shift,
                "alternating": movement.alternating,
            }
            return "rpt_motion", found, _all((movement.part,))
    raise InputError(f"{type(movement).__name__}: no movement that SiGML can write")


def _all(parts: tuple[Movement, ...]) -> tuple[Node, ...]:
    return tuple(movement_node(part) for part in parts)
