"""Written signs from TOML files that a signer can read and correct. The format: docs/alphabet.md."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import FileError, InputError, nearest
from signsynth.files.limits import read_bytes
from signsynth.writing.hand.handshape import FINGER_KEYS, FINGERS, THUMB_KEYS, Finger, HandShape, Thumb
from signsynth.writing.hand.orientation import direction, rotation
from signsynth.writing.letters.sign import Keyframe, WrittenSign
from signsynth.writing.letters.spelled import spelled
from signsynth.writing.letters.touch import read_touches
from signsynth.writing.notation import HandSite

_SIGN_KEYS = ("gloss", "words", "licence", "status", "note", "hold_s", "spelled", "hand", "place", "path")
_HAND_KEYS = ("like", *FINGERS, "thumb", "touch")
_PLACE_KEYS = ("palm", "fingers", "wrist")
_PATH_KEYS = ("at_s", "palm", "fingers", "move", "hand")
_MAX_S = 60.0
Hand = tuple[HandShape, tuple[tuple[HandSite, HandSite], ...]]
"""A hand's shape and what of it touches."""


def read_sign(path: str | Path) -> WrittenSign:
    """One written sign. Errors: ``FileError`` that names the file, the key, and the nearest valid one."""
    return _sign(Path(path))


def read_signs(folder: str | Path) -> list[WrittenSign]:
    """All ``*.toml`` of a folder, by file name. Errors: ``FileError``, also where two share a gloss."""
    folder = Path(folder)
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise FileError(f"{folder}: holds no written sign, expected .toml files")
    signs: dict[str, WrittenSign] = {}
    for file in files:
        sign = _sign(file)
        if sign.gloss in signs:
            raise FileError(f"{file}: gloss {sign.gloss!r} is taken by {signs[sign.gloss].file}, expected another")
        signs[sign.gloss] = sign
    return list(signs.values())


def _sign(path: Path) -> WrittenSign:
    table = _table(path)
    try:
        _known(table, _SIGN_KEYS, "")
        if "spelled" in table:
            return _spelled(table, path)
        shape, touch = _hand(_part(table, "hand"), (HandShape(), ()), path, (path,))
        place = _part(table, "place")
        _known(place, _PLACE_KEYS, "place")
        palm, fingers, wrist = (_needed(place, key, "place") for key in ("palm", "fingers", "wrist"))
        first = Keyframe(0.0, _triple(wrist, "place.wrist"), _turn(palm, fingers, "place"), shape, touch)
        keyframes = _path(table, first, palm, fingers, path)
        hold = _number(table.get("hold_s", 0.16), "hold_s", 0.04, _MAX_S)
        return WrittenSign(
            gloss=_text(_needed(table, "gloss", ""), "gloss"),
            words=_words(table),
            keyframes=keyframes,
            duration_s=keyframes[-1].at_s if len(keyframes) > 1 else hold,
            licence=_text(_needed(table, "licence", ""), "licence"),
            status=_text(_needed(table, "status", ""), "status"),
            note=_text(table["note"], "note") if "note" in table else "",
            file=str(path),
        )
    except InputError as error:
        raise FileError(f"{path}: {error}") from error


def _spelled(table: dict[str, Any], path: Path) -> WrittenSign:
    """``spelled = "JAN"``: the letters of j.toml, a.toml and n.toml beside it."""
    for key in ("hand", "place", "path", "hold_s"):
        if key in table:
            raise InputError(f"{key!r} beside 'spelled', expected one or the other")
    word = _text(table["spelled"], "spelled")
    beside = {found.stem: found for found in path.parent.glob("*.toml")}
    letters = []
    for letter in word.lower():
        if letter not in beside or "spelled" in _table(beside[letter]):
            raise InputError(
                f"spelled: no letter {letter!r}; {nearest(letter, [name for name in beside if len(name) == 1])}"
            )
        letters.append(_sign(beside[letter]))
    keyframes = spelled(letters)
    return WrittenSign(
        gloss=_text(_needed(table, "gloss", ""), "gloss"),
        words=_words(table),
        keyframes=keyframes,
        duration_s=keyframes[-1].at_s,
        licence=_text(_needed(table, "licence", ""), "licence"),
        status=_text(_needed(table, "status", ""), "status"),
        note=_text(table["note"], "note") if "note" in table else "",
        file=str(path),
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: byte 0x{error.object[error.start]:02x} is not UTF-8, expected a text file") from error
    except tomllib.TOMLDecodeError as error:
        raise FileError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise FileError(f"{path}: nested too deep, expected a written sign") from error


def _path(table: dict, first: Keyframe, palm: Any, fingers: Any, file: Path) -> tuple[Keyframe, ...]:
    """The keyframes: what one does not name stays as it was in the one before."""
    steps = table.get("path", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise InputError("path: expected [[path]] tables")
    keys = [first]
    for number, step in enumerate(steps, start=1):
        where = f"path {number}"
        _known(step, _PATH_KEYS, where)
        before = keys[-1]
        palm, fingers = step.get("palm", palm), step.get("fingers", fingers)
        at = step.get("at_s")
        stops = [key.at_s for key in keys if key.at_s is not None]
        if at is not None:
            at = _number(at, f"{where}.at_s", stops[-1] + 0.02, _MAX_S)
        wrist = first.wrist + _triple(step["move"], f"{where}.move") if "move" in step else before.wrist
        hand = _hand(_part(step, "hand"), (before.shape, before.touch), file, (file,))
        keys.append(Keyframe(at, wrist, _turn(palm, fingers, where), *hand))
    if keys[-1].at_s is None:
        raise InputError(f"path {len(steps)}: has no at_s, expected the time in seconds at which the hand arrives")
    return tuple(keys)


def _hand(table: dict, base: Hand, file: Path, seen: tuple[Path, ...]) -> Hand:
    """``like = "k"`` starts from the hand of k.toml beside it; named fingers and touches then replace its own."""
    _known(table, _HAND_KEYS, "hand")
    if "like" in table:
        like = _text(table["like"], "hand.like")
        beside = {found.stem: found for found in file.parent.glob("*.toml")}
        if like not in beside:
            raise InputError(f"hand.like: no sign {like!r}; {nearest(like, beside)}")
        other = beside[like]
        if other in seen:
            raise InputError(f"hand.like: {table['like']!r} leads back to itself, expected a sign with its own hand")
        base = _hand(_part(_table(other), "hand"), (HandShape(), ()), other, (*seen, other))
    shape, touch = base
    parts: dict[str, Finger | Thumb] = {name: getattr(shape, name) for name in (*FINGERS, "thumb")}
    for name in parts.keys() & table.keys():
        where, values = f"hand.{name}", _part(table, name)
        joints = 2 if name == "thumb" else 3
        _known(values, THUMB_KEYS if name == "thumb" else FINGER_KEYS, where)
        bend = values.get("bend", [0] * joints)
        if not isinstance(bend, list) or len(bend) != joints:
            raise InputError(f"{where}.bend: {bend!r}, expected {joints} angles, one a joint from the knuckle on")
        angles: dict[str, Any] = {"bend": tuple(_number(angle, f"{where}.bend", -45, 130) for angle in bend)}
        angles |= {key: _number(values[key], f"{where}.{key}", -90, 150) for key in values if key != "bend"}
        parts[name] = (Thumb if name == "thumb" else Finger)(**angles)
    if "touch" in table:
        try:
            touch = read_touches(table["touch"])
        except InputError as error:
            raise InputError(f"hand.touch: {error}") from error
    return HandShape(**parts), touch  # type: ignore[arg-type]


def _turn(palm: Any, fingers: Any, where: str) -> np.ndarray:
    vectors = []
    for key, written in (("palm", palm), ("fingers", fingers)):
        if not isinstance(written, str):
            written = list(_triple(written, f"{where}.{key}"))
        try:
            vectors.append(direction(written))
        except InputError as error:
            raise InputError(f"{where}.{key}: {error}") from error
    try:
        return rotation(*vectors)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def _known(table: dict, keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            raise InputError(f"unknown key {_dotted(where, key)}; {nearest(key, keys)}")


def _part(table: dict, key: str) -> dict[str, Any]:
    part = table.get(key, {})
    if not isinstance(part, dict):
        raise InputError(f"{key}: {part!r}, expected a table")
    return part


def _needed(table: dict, key: str, where: str) -> Any:
    if key not in table:
        raise InputError(f"lacks {_dotted(where, key)}")
    return table[key]


def _dotted(where: str, key: str) -> str:
    return repr(f"{where}.{key}" if where else key)


def _words(table: dict) -> tuple[str, ...]:
    words = _needed(table, "words", "")
    if not isinstance(words, list) or not words:
        raise InputError(f"words: {words!r}, expected a list of at least one")
    return tuple(_text(word, "words") for word in words)


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip() or any(ord(character) < 32 for character in value.strip()):
        raise InputError(f"{key}: {value!r}, expected a line of text")
    return value.strip()


def _number(value: Any, key: str, least: float, most: float) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not least <= value <= most:
        raise InputError(f"{key}: {value!r}, expected a number from {least:g} to {most:g}")
    return float(value)


def _triple(value: Any, key: str) -> np.ndarray:
    if not isinstance(value, list) or len(value) != 3:
        raise InputError(f"{key}: {value!r}, expected three numbers: left, up, forward")
    return np.array([_number(number, key, -5, 5) for number in value])
