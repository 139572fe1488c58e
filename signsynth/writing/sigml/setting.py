"""What the ``<handconfig>`` and location elements of a phrase or a target say together."""

from __future__ import annotations

from dataclasses import replace

from signsynth.errors import InputError
from signsynth.writing.notation import Constellation, Direction, Posture, Setting
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.notes import Notes
from signsynth.writing.sigml.shape import read_shape, shape_attributes
from signsynth.writing.sigml.site import read_site, site_node

LOCATIONS = ("location_bodyarm", "location_hand", "handconstellation")
TAGS = ("handconfig", "split_handconfig", "split_location", *LOCATIONS)
# What one <handconfig> of a readable file says; a file may say all in one.
GROUPS = (("shape",), ("fingers",), ("palm", "palm_absolute"))


def read_setting(nodes: list[Node], notes: Notes) -> Setting:
    """All of ``TAGS`` among ``nodes`` together. Errors: ``InputError`` for what cannot be realised."""
    setting = Setting()
    for node in nodes:
        if node.tag == "handconfig":
            setting = replace(setting, dominant=_merged(setting.dominant, node, notes))
        elif node.tag == "split_handconfig":
            first, second = _halves(node, notes, ("handconfig",))
            dominant, other = setting.dominant, setting.other or Posture()
            setting = replace(
                setting,
                dominant=_merged(dominant, first, notes) if first else dominant,
                other=_merged(other, second, notes) if second else other,
            )
        elif node.tag == "split_location":
            first, second = _halves(node, notes, ("location_bodyarm", "location_hand"))
            places = [read_site(half, notes) if half else None for half in (first, second)]
            setting = _placed(setting, node, notes, *places)
        elif node.tag in LOCATIONS:
            setting = _placed(setting, node, notes, read_site(node, notes))
    return setting


def _placed(setting: Setting, node: Node, notes: Notes, place: object, other: object = None) -> Setting:
    if setting.place is not None or setting.other_place is not None:
        notes.warn(node, "is a second place, taken instead of the first")
    return replace(setting, place=place, other_place=other)


def _halves(node: Node, notes: Notes, tags: tuple[str, ...]) -> tuple[Node | None, Node | None]:
    Fields(node, notes).finish()
    halves = [child for child in node.children if child.tag in tags]
    for child in node.children:
        if not any(child is kept for kept in halves[:2]):
            notes.warn(child, f"inside <{node.tag}>, left out; expected two of {' or '.join(tags)}")
    if not halves:
        raise notes.error(node, f"is empty, expected two of {' or '.join(tags)}")
    if len(halves) == 1:
        notes.warn(node, "says nothing of the other hand, expected two elements inside")
        return halves[0], None
    return halves[0], halves[1]


def _merged(posture: Posture, node: Node, notes: Notes) -> Posture:
    said = read_posture(node, notes)
    for name in ("shape", "fingers", "palm"):
        before, after = getattr(posture, name), getattr(said, name)
        if before is not None and after is not None and before != after:
            notes.warn(node, f"says another {name} than the element before, taken instead")
    kept = {name: value for name, value in vars(said).items() if value not in (None, False)}
    return replace(posture, **kept)


def read_posture(node: Node, notes: Notes) -> Posture:
    """One ``<handconfig>``."""
    fields = Fields(node, notes)
    shape = read_shape(fields)
    fingers, palm = fields.direction("extfidir"), fields.direction("palmor")
    absolute = fields.flag("abs_palmor")
    fields.finish()
    for child in node.children:
        notes.warn(child, "inside <handconfig>, left out; expected nothing there")
    return Posture(shape, fingers, palm, absolute)


def setting_nodes(setting: Setting) -> tuple[Node, ...]:
    """The inverse, one property an element. Errors: ``InputError`` for what G-SiGML has no words for."""
    nodes = []
    for group in GROUPS:
        dominant, other = ({name: getattr(half, name) for name in group} for half in _postures(setting))
        if any(other.values()):
            nodes.append(Node("split_handconfig", {}, (_config(dominant), _config(other))))
        elif any(dominant.values()):
            nodes.append(_config(dominant))
    if setting.other is not None and not any(node.tag == "split_handconfig" for node in nodes):
        nodes.append(Node("split_handconfig", {}, (_config({}), _config({}))))
    if setting.other_place is not None:
        if setting.place is None or isinstance(setting.place, Constellation):
            raise InputError("the other hand has a place of its own, so the dominant one needs one too")
        nodes.append(Node("split_location", {}, (site_node(setting.place), site_node(setting.other_place))))
    elif setting.place is not None:
        nodes.append(site_node(setting.place))
    return tuple(nodes)


def _postures(setting: Setting) -> tuple[Posture, Posture]:
    return setting.dominant, setting.other or Posture()


def _config(said: dict[str, object]) -> Node:
    attributes = {}
    for name, value in said.items():
        if name == "shape" and value is not None:
            attributes |= shape_attributes(value)
        elif name == "palm_absolute" and value:
            attributes["abs_palmor"] = "true"
        elif name in ("fingers", "palm") and value is not None:
            attributes |= direction_attributes({"fingers": "extfidir", "palm": "palmor"}[name], value)
    return Node("handconfig", attributes)


def direction_attributes(name: str, direction: Direction) -> dict[str, str]:
    """A direction as one attribute, or two where it is between two."""
    found = {name: direction.letters}
    return found if direction.second is None else found | {f"second_{name}": direction.second}
