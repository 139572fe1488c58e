"""A sign: ``<hamgestural_sign>`` with its phrases."""

from __future__ import annotations

from signsynth.errors import InputError, nearest
from signsynth.writing.notation import NonManual, Phrase, Setting, Sign
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.movement import MOVEMENTS, read_movement
from signsynth.writing.sigml.movement_node import attributes, movement_node
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.nonmanual import nonmanual_node, read_nonmanual
from signsynth.writing.sigml.notes import Notes, short
from signsynth.writing.sigml.setting import TAGS, read_setting, setting_nodes

FLAGS = {
    "both_hands": "both_hands",
    "lr_symm": "lr_symmetric",
    "ud_symm": "ud_symmetric",
    "oi_symm": "oi_symmetric",
    "outofphase": "out_of_phase",
    "nondominant": "nondominant",
    "holdover": "hold",
}
ABOUT = ("part_of_speech", "licence", "status", "note")


def read_sign(node: Node, notes: Notes) -> Sign:
    """Errors: ``InputError`` for a sign that is empty, too large, or says what cannot be realised."""
    read_head(node, notes)
    about, phrases, nonmanual = {}, [], NonManual()
    for child in node.children:
        if child.tag == "sign_manual":
            if phrases:
                notes.warn(child, "comes a second time, done after the first")
            phrases += _read_manual(child, notes, {})
        elif child.tag == "sign_nonmanual":
            if nonmanual.tiers:
                notes.warn(child, "comes a second time, taken instead of the first")
            nonmanual = read_nonmanual(child, notes)
        elif child.tag == "about":
            about = read_about(child, notes)
        else:
            known = nearest(short(child.tag), ("sign_manual", "sign_nonmanual", "about"))
            notes.warn(child, f"unknown element, left out; {known}")
    if not phrases and not any(steps for _, steps in nonmanual.tiers):
        raise notes.error(node, "is empty, expected a <sign_manual> with a posture or a movement")
    return Sign(notes.gloss, tuple(phrases), nonmanual, **about, warnings=tuple(notes.warnings), file=notes.file)


def read_head(node: Node, notes: Notes) -> None:
    """What every form of sign has. Errors: ``InputError`` for a sign that is too large."""
    if node.problem:
        raise notes.error(node, f"{node.problem}, expected a smaller sign")
    fields = Fields(node, notes)
    if not (fields.text("gloss") or "").strip():
        notes.warn(node, f"has no gloss, called {notes.gloss!r}")
    fields.finish()


def read_about(node: Node, notes: Notes) -> dict[str, object]:
    """What our own files say of a sign; other readers pass over it."""
    fields = Fields(node, notes)
    words = tuple(word for part in (fields.text("words") or "").split(",") if (word := part.strip()))
    about = {name: fields.text(name) or "" for name in ABOUT}
    fields.finish()
    return {"words": words, **about}


def _read_manual(node: Node, notes: Notes, outer: dict[str, bool]) -> list[Phrase]:
    """One phrase, or those that are nested; these follow what is said outside where they say nothing."""
    fields = Fields(node, notes)
    flags = {name: fields.flag(tag) or outer.get(name, False) for tag, name in FLAGS.items()}
    fields.finish()
    inner = [child for child in node.children if child.tag == "sign_manual"]
    if inner:
        for child in node.children:
            if child.tag != "sign_manual":
                notes.warn(child, "beside a <sign_manual>, left out; expected it inside one")
        return [phrase for child in inner for phrase in _read_manual(child, notes, flags)]
    first = next((at for at, child in enumerate(node.children) if child.tag in MOVEMENTS), len(node.children))
    before, after = node.children[:first], node.children[first:]
    for child in before:
        if child.tag not in TAGS:
            notes.warn(child, f"unknown element, left out; {nearest(short(child.tag), (*TAGS, *MOVEMENTS))}")
    for child in after:
        if child.tag in TAGS:
            notes.warn(child, "comes after a movement, left out; expected it before, or inside a <tgt_motion>")
    movements = tuple(
        movement for child in after if child.tag not in TAGS and (movement := read_movement(child, notes))
    )
    setting = read_setting([child for child in before if child.tag in TAGS], notes)
    if setting == Setting() and not movements and not flags["hold"]:
        raise notes.error(node, "is empty, expected a posture or a movement")
    places = {"place": setting.place, "other_place": setting.other_place}
    return [Phrase(setting.dominant, setting.other, **places, movements=movements, **flags)]


def sign_node(sign: Sign) -> Node:
    """The inverse of ``read_sign``; warnings and file are not written.

    Errors: ``InputError`` for an empty sign, a word that holds a comma, and what SiGML has no words for.
    """
    if not sign.gloss.strip():
        raise InputError("a sign without gloss cannot be written")
    if not sign.phrases and not sign.nonmanual.tiers:
        raise InputError(f"sign {sign.gloss}: is empty, expected a phrase")
    for word in sign.words:
        if "," in word or word != word.strip() or not word:
            raise InputError(
                f"sign {sign.gloss}: word {word!r} holds a comma or ends in spaces, which cannot be written"
            )
    about = attributes({"words": ", ".join(sign.words), **{name: getattr(sign, name) for name in ABOUT}})
    children = [Node("about", about)] if about else []
    if sign.nonmanual.tiers:
        children.append(nonmanual_node(sign.nonmanual))
    manual = [_manual_node(phrase) for phrase in sign.phrases]
    if len(manual) == 1:
        children += manual
    elif manual:
        children.append(Node("sign_manual", {}, tuple(manual)))
    return Node("hamgestural_sign", {"gloss": sign.gloss}, tuple(children))


def _manual_node(phrase: Phrase) -> Node:
    flags = attributes({tag: getattr(phrase, name) for tag, name in FLAGS.items()})
    setting = Setting(phrase.dominant, phrase.other, phrase.place, phrase.other_place)
    movements = tuple(movement_node(movement) for movement in phrase.movements)
    return Node("sign_manual", flags, (*setting_nodes(setting), *movements))
