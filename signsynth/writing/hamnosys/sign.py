"""Signs in HamNoSys."""

from __future__ import annotations

from collections.abc import Sequence

from signsynth.errors import InputError
from signsynth.writing.hamnosys.movement import movement_begins, read_change, read_movement
from signsynth.writing.hamnosys.setting import read_setting, setting_begins
from signsynth.writing.hamnosys.stream import Stream, split_symbols
from signsynth.writing.hamnosys.symbols import BASES, SYMMETRIES
from signsynth.writing.notation import Movement, Phrase, Posture, Setting, Sign

SYMMETRY_MODIFIERS = {
    "hamlargemod": "ud_symmetric",
    "hamfingerstraightmod": "oi_symmetric",
    "hamfingerbendmod": "oi_symmetric",
    "hamalternatingmotion": "out_of_phase",
}


def read_hamnosys(text: str, gloss: str, *, name: str = "") -> Sign:
    """A sign from a string of HamNoSys 4.

    ``text``   symbols of the font HamNoSysUnicode (private-use characters), or their names as H-SiGML has them
    ``gloss``  the sign's name; ``name``: of the file that it is from, for messages and ``Sign.file``

    What is left out or read otherwise is named in ``Sign.warnings``. Errors: ``InputError``, naming the sign and the
    position of the symbol, for symbols that are unknown, contradict each other, or stand where none can.
    """
    return read_symbols(split_symbols(text), gloss, name=name)


def read_symbols(names: Sequence[str], gloss: str, *, name: str = "") -> Sign:
    """The same from the names of the symbols."""
    stream = Stream(names, f"{name}: sign {gloss[:60]}" if name else f"sign {gloss[:60]}")
    if not stream.names:
        raise InputError(f"{stream.label}: is empty, expected symbols of HamNoSys")
    phrases = []
    while stream.peek():
        phrases.append(_read_phrase(stream))
    return Sign(gloss, tuple(phrases), warnings=tuple(stream.warnings), file=name)


def _read_phrase(stream: Stream) -> Phrase:
    begin, flags = stream.at, _read_flags(stream)
    setting = read_setting(stream)
    movements: list[Movement] = []
    while movement_begins(stream) or (setting_begins(stream) and stream.inside() not in BASES):
        movements.append(read_movement(stream) if movement_begins(stream) else read_change(stream))
    if setting == Setting() and not movements:
        raise stream.error("expected a hand shape, a place or a movement")
    if stream.at == begin:
        raise stream.error("stands where no symbol of this kind can")
    if setting.dominant == Posture() or setting.dominant.shape is None:
        stream.warnings.append("no hand shape is written, the hand stays relaxed")
    places = {"place": setting.place, "other_place": setting.other_place}
    return Phrase(setting.dominant, setting.other, **places, movements=tuple(movements), **flags)


def _read_flags(stream: Stream) -> dict[str, bool]:
    """Which hands sign, and how the other one follows the dominant one."""
    flags: dict[str, bool] = {}
    while name := stream.take((*SYMMETRIES, "hamnondominant")):
        if name == "hamnondominant":
            flags["nondominant"] = True
            continue
        flags |= {"both_hands": True, "lr_symmetric": name == "hamsymmlr"}
        while modifier := stream.take((*SYMMETRY_MODIFIERS, "hamnonipsi")):
            if modifier == "hamnonipsi":
                stream.warn("hands that change sides are not told from others")
            else:
                flags[SYMMETRY_MODIFIERS[modifier]] = True
    return flags
