"""Places: ``<location_bodyarm>``, ``<location_hand>`` and ``<handconstellation>``."""

from __future__ import annotations

from signsynth.errors import InputError
from signsynth.writing.notation import BodySite, Constellation, HandSite
from signsynth.writing.notation.site import BODY_SITES, CONTACTS, HAND_SITES, SIDES
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.notes import Notes

FINGER_SITES = ("tip", "nail", "pad", "midjoint", "base", "side")
NEAR_ENOUGH = {
    "upperlip": "lips", "lowerlip": "lips", "upperteeth": "teeth", "lowerteeth": "teeth",
    "uppereyelid": "eyes", "lowereyelid": "eyes", "hip": "belowstomach", "head_top": "headtop",
}  # fmt: skip
"""Body sites that G-SiGML tells apart and the body here does not."""
CROSSED = ("interlock", "cross", "brushing")


def read_site(node: Node, notes: Notes) -> BodySite | HandSite | Constellation | None:
    """A place. Errors: ``InputError`` for places that are not known."""
    if node.tag == "location_bodyarm":
        return read_body_site(node, notes)
    return read_hand_site(node, notes) if node.tag == "location_hand" else read_constellation(node, notes)


def read_body_site(node: Node, notes: Notes) -> BodySite:
    """``<location_bodyarm>``, with the site of the hand that is there inside."""
    fields = Fields(node, notes)
    name = _body_name(fields) or "neutralspace"
    side, contact = fields.word("side", SIDES), _contact(fields)
    if fields.flag("behind"):
        side = side or "back"
    far, second = fields.second(), None
    if far.any("location", "side", "contact"):
        second = BodySite(_body_name(far) or name, far.word("side", SIDES), _contact(far))
    fields.finish()
    return BodySite(name, side, contact, _hand_inside(node, notes), second)


def _body_name(fields: Fields) -> str | None:
    named = fields.node.attributes.get(f"{fields.prefix}location")
    if named not in NEAR_ENOUGH:
        return fields.word("location", BODY_SITES, strict=True)
    fields.text("location")
    fields.notes.warn(fields.node, f"{fields.prefix}location={named!r}: read as {NEAR_ENOUGH[named]!r}")
    return NEAR_ENOUGH[named]


def _contact(fields: Fields) -> str | None:
    named = fields.node.attributes.get(f"{fields.prefix}contact")
    if named not in CROSSED:
        return fields.word("contact", CONTACTS)
    fields.text("contact")
    fields.notes.warn(fields.node, f"{fields.prefix}contact={named!r}: read as 'touch'")
    return "touch"


def read_hand_site(node: Node, notes: Notes) -> HandSite | None:
    """``<location_hand>``; None where it says nothing at all."""
    fields = Fields(node, notes)
    name, digits = fields.word("location", HAND_SITES, strict=True), fields.digits("digits")
    side, contact = fields.word("side", SIDES), _contact(fields)
    far, second = fields.second(), None
    if far.any("location", "digits", "side", "contact"):
        far_name = far.word("location", HAND_SITES, strict=True) or name
        same = not far.any("digits") and far_name in FINGER_SITES  # on the same finger then
        far_digits = digits if same else far.digits("digits")
        second = HandSite(far_name, far_digits, far.word("side", SIDES), _contact(far))
        second = None if second == HandSite() else second
    fields.finish()
    site = HandSite(name, digits, side, contact, second, _hand_inside(node, notes))
    if site != HandSite() and name is None and not digits:
        notes.warn(node, "names no place on the hand, the palm is taken")
    return None if site == HandSite() else site


def _hand_inside(node: Node, notes: Notes) -> HandSite | None:
    sites = [child for child in node.children if child.tag == "location_hand"]
    for child in node.children:
        if child.tag != "location_hand" or child is not sites[0]:
            notes.warn(child, f"inside <{node.tag}>, left out; expected one <location_hand> at most")
    return read_hand_site(sites[0], notes) if sites else None


def read_constellation(node: Node, notes: Notes) -> Constellation:
    """``<handconstellation>``: where on the other hand, the dominant hand's site there, place of both; all optional.

    That the first is on the other hand shows in what is written: read so, the sites of 2,203 Dutch signs look at each
    other (a thumb's tip on a palm that looks up), read the other way round in 155 touching pairs many look apart.
    """
    fields = Fields(node, notes)
    contact = _contact(fields)
    fields.finish()
    hands = [child for child in node.children if child.tag == "location_hand"]
    places = [child for child in node.children if child.tag == "location_bodyarm"]
    for child in node.children:
        if not any(child is kept for kept in (*hands[:2], *places[:1])):
            expected = "expected two <location_hand> and one <location_bodyarm> at most"
            notes.warn(child, f"inside <{node.tag}>, left out; {expected}")
    sites = [read_hand_site(child, notes) for child in hands[:2]] + [None, None]
    return Constellation(sites[1], sites[0], contact, read_body_site(places[0], notes) if places else None)


def site_node(site: BodySite | HandSite | Constellation) -> Node:
    """The inverse of ``read_site``. Errors: ``InputError`` for a "between the two" within another."""
    if isinstance(site, Constellation):
        hands = [site.other, site.dominant]
        while hands and hands[-1] is None:
            hands.pop()
        children = [Node("location_hand", {}) if hand is None else site_node(hand) for hand in hands]
        children += [site_node(site.place)] if site.place else []
        return Node("handconstellation", {"contact": site.contact} if site.contact else {}, tuple(children))
    inner = site.hand if isinstance(site, BodySite) else site.other
    tag = "location_bodyarm" if isinstance(site, BodySite) else "location_hand"
    found = _attributes(site)
    if site.second is not None:
        if site.second.second or (site.second.hand if isinstance(site, BodySite) else site.second.other):
            raise InputError(f"<{tag}> {site.name}: its second has a second or a hand itself, expected neither")
        found |= {f"second_{key}": value for key, value in _attributes(site.second).items()}
        if isinstance(site, HandSite) and not site.second.digits and site.digits:
            found["second_digits"] = ""  # else it would be on the same finger
    return Node(tag, found, (site_node(inner),) if inner else ())


def _attributes(site: BodySite | HandSite) -> dict[str, str]:
    digits = site.digits if isinstance(site, HandSite) else ()
    found = {"location": site.name, "digits": "".join(map(str, digits)), "side": site.side, "contact": site.contact}
    return {key: value for key, value in found.items() if value}
