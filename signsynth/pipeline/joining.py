"""The signs of an utterance as one motion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from signsynth.errors import InputError
from signsynth.gloss import Gloss, Utterance
from signsynth.motion import Motion, concatenate
from signsynth.pipeline.choices import chosen_timing, chosen_transition
from signsynth.pipeline.clips import LETTER_TRANSITION, Clips, labelled
from signsynth.stages import Timing, Transition
from signsynth.transition import Duration, Pause, carried, carried_stream, coarticulated, join, join_stream, slid

SPELLED = frozenset({"fingerspelled", "number"})
"""Kinds of glosses that follow each other as letters do."""


@dataclass(frozen=True)
class UtteranceTiming:
    """Transitions as long as ``between`` says, but inside a fingerspelled word as its speed allows."""

    glosses: tuple[Gloss, ...]
    letters_per_s: float = 4.0
    between: Timing = field(default_factory=Duration)

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1."""
        if self._one_word(before, after):
            return max(1, round(LETTER_TRANSITION / self.letters_per_s * before.fps / pace))
        return self.between.frames(before, after, pace)

    def _one_word(self, before: Motion, after: Motion) -> bool:
        if not before.segments or not after.segments:
            return False
        first, second = before.segments[-1].gloss, after.segments[0].gloss
        if min(first, second) < 0 or max(first, second) >= len(self.glosses):
            return False
        return same_word(self.glosses[first], self.glosses[second])


def same_word(first: Gloss, second: Gloss) -> bool:
    """Whether two glosses are letters or digits of one token."""
    return first.token == second.token and {first.kind, second.kind} <= SPELLED


def joined_utterance(
    utterance: Utterance,
    clips: Clips,
    bridge: Transition,
    *,
    seed: int,
    pace: float,
    rest: bool,
    timing: str | Timing = "tempo",
    coarticulation: float = 0.0,
) -> Motion:
    """One motion; sign segments carry the label and the index of their gloss."""
    pieces = utterance_stream(utterance, clips, bridge, seed=seed, pace=pace, rest=rest, timing=timing)
    return coarticulated(concatenate(list(pieces)), bridge, amount=coarticulation, seed=seed)


def utterance_stream(
    utterance: Utterance,
    clips: Clips,
    bridge: Transition,
    *,
    seed: int,
    pace: float,
    rest: bool,
    timing: str | Timing = "tempo",
) -> Iterator[Motion]:
    """The same piece by piece, signs and what lies between them, in memory that does not grow."""
    duration = UtteranceTiming(utterance.glosses, clips.letters_per_s, chosen_timing(timing))
    parts = carried_stream(_parts(utterance, clips))
    return join_stream(parts, bridge, seed=seed, pace=pace, rest=rest, duration=duration)


def joined(
    parts: Sequence[Motion],
    transition: str | Transition,
    *,
    seed: int = 0,
    pace: float = 1.0,
    timing: str | Timing = "tempo",
    coarticulation: float = 0.0,
) -> Motion:
    """Motions at one frame rate, one after the other; no rest is added before or after."""
    if not parts:
        raise InputError("join: no motion given, expected at least one")
    duration, bridge = chosen_timing(timing), chosen_transition(transition)
    motion = join(carried(parts), bridge, seed=seed, pace=pace, rest=False, duration=duration)
    return coarticulated(motion, bridge, amount=coarticulation, seed=seed)


def _parts(utterance: Utterance, clips: Clips) -> Iterator[Motion | Pause]:
    doubled = 0
    previous: Gloss | None = None
    for index, gloss in enumerate(utterance.glosses):
        if gloss.kind == "pause":
            yield Pause(gloss.duration_s)
            previous, doubled = None, 0
            continue
        spelled = gloss.kind in SPELLED
        motion = clips(gloss.label, gloss.words, spelled=spelled)
        again = previous is not None and spelled and same_word(previous, gloss)
        doubled = doubled + 1 if again and previous.label == gloss.label else (doubled if again else 0)
        # A doubled letter slides to the side, and the word goes on from there.
        yield labelled(slid(motion, doubled), gloss.label, index)
        previous = gloss
