"""Movements."""

from __future__ import annotations

from dataclasses import replace

from signsynth.writing.hamnosys.place import PLACE_WORDS
from signsynth.writing.hamnosys.setting import place_begins, read_setting, setting_begins
from signsynth.writing.hamnosys.stream import Stream
from signsynth.writing.hamnosys.symbols import (
    ARCS,
    BRACKETS,
    CIRCLES,
    CLOCKS,
    DIGITS,
    ELLIPSES,
    MANNERS,
    MOVES,
    REPEATS,
    SIZES,
    WRIST_TURNS,
)
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

CROSSES = {"hammovecross": ("d", "ul", "r"), "hammoveX": ("dl", "u", "dr")}
SIMPLE = (*MOVES, *CIRCLES, *WRIST_TURNS, *CROSSES, "hamfingerplay", "hamnomotion", "hamreplace")
ZIGZAGS = {"hamzigzag": "zigzag", "hamwavy": "wavy"}
GROWING = ("hamincreasing", "hamdecreasing")
UNUSED = {
    **{name: "a movement that grows or shrinks is not told from an even one" for name in GROWING},
    **dict.fromkeys(SIZES, "no size of this is known, left out"),
    **dict.fromkeys(ELLIPSES, "an ellipse of this is not known, left out"),
    **dict.fromkeys((*ARCS, *ZIGZAGS), "a curve of this is not known, left out"),
    **dict.fromkeys((*CLOCKS, "hamclockfull"), "a clock position of this is not known, left out"),
    "hamalternatingmotion": "alternating hands are known of straight and repeated movements only, left out",
}


def movement_begins(stream: Stream) -> bool:
    """Whether a movement comes, perhaps in brackets."""
    return stream.inside() in SIMPLE


def read_movement(stream: Stream) -> Movement:
    """One movement with its brackets, manner, target and repetitions. Errors: ``InputError``."""
    movement = _read_brackets(stream) if stream.peek() in BRACKETS else _read_simple(stream)
    movement = _with_manner(movement, stream)
    if place_begins(stream) or (stream.peek() == "hamparbegin" and stream.inside() in PLACE_WORDS):
        setting = read_setting(stream, postures=False)
        where = {"place": setting.place, "other_place": setting.other_place}
        if isinstance(movement, Target) and movement.place is None:
            movement = replace(movement, **where)
        else:
            movement = Target(**where, via=movement)
        movement = _with_manner(movement, stream)
    while stream.peek() in REPEATS:
        movement = _read_repeat(movement, stream)
    return movement


def _read_repeat(movement: Movement, stream: Stream) -> Repeat:
    repeat = Repeat(movement, REPEATS[stream.take()])
    if name := stream.take(REPEATS):
        repeat = replace(repeat, second_kind=REPEATS[name])
    if stream.take(("hamalternatingmotion",)):
        repeat = replace(repeat, alternating=True)
    return _with_manner(repeat, stream)


def _read_brackets(stream: Stream) -> Movement:
    begin = stream.take(BRACKETS)
    stream.deeper(+1)
    halves = [_read_row(stream)]
    while stream.take(("hamplus",)):
        halves.append(_read_row(stream))
    stream.expect((BRACKETS[begin],), f"the end of the bracket: {BRACKETS[begin]}")
    stream.deeper(-1)
    groups = [_grouped(begin, parts) for parts in halves]
    if len(groups) > 2:
        raise stream.error(f"a bracket of {len(groups)} movements beside each other, expected one of each hand")
    return groups[0] if len(groups) == 1 else Split(*groups)


def _read_row(stream: Stream) -> list[Movement]:
    stream.take(("hamnondominant",))
    parts = []
    while movement_begins(stream) or (parts and setting_begins(stream)):
        parts.append(read_movement(stream) if movement_begins(stream) else read_change(stream))
    if not parts:
        raise stream.error("expected a movement")
    return parts


def _grouped(begin: str, parts: list[Movement]) -> Movement:
    if len(parts) == 1:
        return parts[0]
    return Par(tuple(parts)) if begin == "hamparbegin" else Seq(tuple(parts), fused=begin == "hamfusionbegin")


def read_change(stream: Stream) -> Target:
    """A change of posture or place that nothing announces; HamNoSys wants ``hamreplace`` before it."""
    stream.take()
    stream.warn("after a movement, read as if hamreplace stood before it")
    stream.at -= 1
    begin = stream.at
    setting = read_setting(stream)
    if stream.at == begin:
        raise stream.error("stands where no symbol of this kind can")
    return Target(setting.dominant, setting.other, setting.place, setting.other_place)


def _read_simple(stream: Stream) -> Movement:
    name = stream.expect(SIMPLE, "a movement")
    if name in MOVES:
        return _read_path(Directed(Direction(MOVES[name], _between(MOVES, stream))), stream)
    if name in CIRCLES:
        return _read_path(_read_clock(Circular(Direction(CIRCLES[name], _between(CIRCLES, stream))), stream), stream)
    if name in WRIST_TURNS:
        size = stream.take(SIZES)
        return WristTurn(WRIST_TURNS[name], SIZES.get(size))
    if name == "hamfingerplay":
        digits = []
        while word := stream.take(DIGITS):
            digits.append(DIGITS[word])
        return FingerPlay(tuple(dict.fromkeys(digits)))
    if name == "hamreplace":
        setting = read_setting(stream)
        if setting.dominant == type(setting.dominant)() and setting.other is None and setting.place is None:
            raise stream.error("expected what hamreplace puts in place: a hand shape, a direction or a place")
        return Target(setting.dominant, setting.other, setting.place, setting.other_place)
    if name in CROSSES:
        stream.warn("read as its strokes")
        return Seq(tuple(Directed(Direction(way)) for way in CROSSES[name]))
    return Rest()


def _between(names: dict[str, str], stream: Stream) -> str | None:
    """The far end of "between the two"."""
    if stream.peek() != "hambetween" or stream.peek(1) not in names:
        return None
    stream.take()
    return names[stream.take()]


def _read_path(movement: Directed | Circular, stream: Stream) -> Movement:
    """Arcs, zigzags, ellipses and sizes, each size of what it follows."""
    circular, about = isinstance(movement, Circular), "size"
    while True:
        if name := stream.take(SIZES):
            if getattr(movement, about) is not None:
                stream.warn("a second size, left out")
            else:
                movement = replace(movement, **{about: SIZES[name]})
        elif not circular and (name := stream.take(ARCS)):
            movement, about = replace(movement, curve=Direction(ARCS[name])), "curve_size"
        elif not circular and (name := stream.take(ZIGZAGS)):
            movement, about = replace(movement, zigzag=ZIGZAGS[name]), "zigzag_size"
        elif not circular and stream.take(("hamalternatingmotion",)):
            movement = replace(movement, alternating=True)
        elif circular and (name := stream.take(ELLIPSES)):
            movement, about = replace(movement, ellipse=Direction(ELLIPSES[name])), "ellipse_size"
        elif circular and (stream.peek() in CLOCKS or stream.peek() == "hamclockfull"):
            movement = _read_clock(movement, stream)
        else:
            return movement


def _read_clock(circle: Circular, stream: Stream) -> Circular:
    """Start, whole rounds more, end."""
    while name := stream.take((*CLOCKS, "hamclockfull")):
        if name == "hamclockfull":
            circle = replace(circle, turns=circle.turns + 1)
        elif circle.start is None:
            circle = replace(circle, start=Direction(CLOCKS[name]))
        else:
            circle = replace(circle, end=Direction(CLOCKS[name]))
    return circle


def _with_manner(movement: Movement, stream: Stream) -> Movement:
    said: dict[str, bool] = {}
    while name := stream.take((*MANNERS, *UNUSED)):
        if name in MANNERS:
            said[MANNERS[name]] = True
        else:
            stream.warn(UNUSED[name])
    return replace(movement, manner=Manner(**(vars(movement.manner) | said))) if said else movement
