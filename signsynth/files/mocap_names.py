"""Which joint of a captured skeleton is which of our points, by the names that programs give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND

_FINGERS = ("thumb", "index", "middle", "ring", "pinky")
_VRM = ("proximal", "intermediate", "distal")
# Names without side: Mixamo and MotionBuilder, VRM, Unreal, SMPL, the body of this package.
_BODY = {
    0: ("arm", "upperarm", "shoulder", "upperarm01"),
    2: ("forearm", "lowerarm", "elbow", "lowerarm01"),
    4: ("hand", "wrist"),
    6: ("upleg", "upperleg", "thigh", "hip", "upperleg01"),
}
_HEAD = ("head",)


def simple(name: str) -> tuple[str, str]:
    """Side ``"left"``, ``"right"`` or ``""``, and the rest of a name in lower case without separators.

    >>> simple("mixamorig1:LeftHandIndex1"), simple("upperarm01.L"), simple("thigh_r")
    (('left', 'handindex1'), ('left', 'upperarm01'), ('right', 'thigh'))
    """
    text = name.rsplit(":", 1)[-1].lower()
    side = ""
    for full in ("left", "right"):
        for mark in (f"_{full[0]}", f".{full[0]}", f" {full[0]}"):
            if text.endswith(mark):
                text, side = text[:-2], full
        for mark in (f"{full[0]}_", f"{full[0]}."):
            if not side and text.startswith(mark):
                text, side = text[2:], full
        if not side and full in text:
            text, side = text.replace(full, "", 1), full
    return side, "".join(letter for letter in text if letter.isalnum())


def point_joints(names: Sequence[str], roles: Mapping[str, int]) -> tuple[dict[int, int], int | None]:
    """Joint of each canonical point that has one, and the joint of the head. The file's own ``roles`` come first."""
    found: dict[tuple[str, str], int] = {}
    for joint, name in enumerate(names):
        found.setdefault(simple(name), joint)
    found |= {simple(role): joint for role, joint in roles.items()}
    joints: dict[int, int] = {}
    for k, side in enumerate(("left", "right")):
        for point, choices in _body(found, side).items():
            _first(joints, point + k, found, side, choices)
        hand = (LEFT_HAND, RIGHT_HAND)[k].start
        if 4 + k in joints:
            joints[hand] = joints[4 + k]
        for finger, label in enumerate(_FINGERS):
            for bone, choices in enumerate(_bones(found, side, label)):
                _first(joints, hand + 1 + 4 * finger + bone, found, side, choices)
    head = next((found["", name] for name in _HEAD if ("", name) in found), None)
    return joints, head


def _body(found: Mapping[tuple[str, str], int], side: str) -> dict[int, tuple[str, ...]]:
    # "LeftShoulder" is the collarbone wherever there is a "LeftArm" too, and the joint itself in SMPL.
    return _BODY if (side, "arm") in found or (side, "upperarm") in found else {**_BODY, 0: ("upperarm01", "shoulder")}


def _bones(found: Mapping[tuple[str, str], int], side: str, finger: str) -> list[tuple[str, ...]]:
    """Names of a finger's three joints and its tip, nearest the wrist first."""
    vrm = _VRM
    if finger == "thumb" and (side, "thumbmetacarpal") in found:  # VRM 1 counts the thumb from the metacarpal
        vrm = ("metacarpal", "proximal", "distal")
    labels = (finger, "little") if finger == "pinky" else (finger,)
    number = _FINGERS.index(finger) + 1
    out = []
    for bone in range(4):
        names = [f"hand{label}{bone + 1}" for label in labels] + [f"{label}{bone + 1}" for label in labels]
        names += [f"{label}0{bone + 1}" for label in labels]
        if bone < 3:
            names += [f"{label}{vrm[bone]}" for label in labels] + [f"finger{number}{bone + 1}"]
        out.append(tuple(names))
    return out


def _first(
    joints: dict[int, int], point: int, found: Mapping[tuple[str, str], int], side: str, choices: Sequence[str]
) -> None:
    for name in choices:
        if (side, name) in found:
            joints[point] = found[side, name]
            return


def missing_shoulders(joints: Mapping[int, int]) -> list[str]:
    """Names of the points without which nothing can be read: shoulders, elbows and wrists."""
    return [CANONICAL.points[point].lower().replace("_", " ") for point in range(6) if point not in joints]
