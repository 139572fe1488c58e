"""Lexicon entries as clips that can be joined: cut to the sign itself, at the output rate, labelled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from signsynth.lexicon import Entry, Lexicon
from signsynth.lexicon.shown import MotionCache
from signsynth.motion import Motion, Segment
from signsynth.motion.phases import phases
from signsynth.motion.span import Span
from signsynth.transition import shorten_ends, shorten_holds

WRITTEN_LETTERS_PER_S = 4.0
"""Speed for which the written alphabet is timed, transitions included."""
LETTER_TRANSITION = 0.4
"""Share of a letter's time that leads to the next letter; the rest is the letter."""


@dataclass(frozen=True)
class Cut:
    """How much a sign keeps of its holds, in seconds.

    ``end_s``     of its first and its last hold; ``inside_s`` of a hold between two movements;
    ``static_s``  of a sign that is nothing but a hold.
    """

    end_s: float = 0.04
    inside_s: float = 0.2
    static_s: float = 0.28


CAREFUL = Cut()
"""In running text signers hold less than in citation form."""
FLUENT = Cut(end_s=0.0, inside_s=0.12)
"""As in quick running text: between movements holds go (Liddell and Johnson, American Sign Language: the phonological
base, Sign Language Studies 64 (1989) 195), but for stops too short to be told from a turning point."""
CUTS = {"careful": lambda: CAREFUL, "fluent": lambda: FLUENT}


def signed_span(motion: Motion, cut: Cut = CAREFUL) -> Span:
    """The sign without preparation, retraction and rest, with as much of its holds at both ends as ``cut`` says.

    Not empty for a motion with frames.
    """
    found = phases(motion)
    sign, moved = found.sign, found.movement
    if found.strokes:
        keep = round(cut.end_s * motion.fps)
        return Span(max(sign.start, moved.start - keep), min(sign.end, moved.end + keep))
    spare = max(0, len(sign) - round(cut.static_s * motion.fps)) // 2
    return Span(sign.start + spare, sign.end - spare)


def trimmed(motion: Motion, cut: Cut = CAREFUL) -> Motion:
    """The frames of ``signed_span``, long holds shortened; frames that stay are untouched."""
    return shorten_holds(motion[signed_span(motion, cut).slice], cut.inside_s)


def labelled(motion: Motion, label: str, gloss: int = -1) -> Motion:
    """One sign segment over the whole motion."""
    return replace(motion, segments=(Segment(0, len(motion), "sign", label, gloss),))


@dataclass(frozen=True)
class Clips:
    """The clips of one lexicon at one rate; the most recent ones are kept in memory.

    With ``tracks`` they have the gesture and mesh that the lexicon keeps. ``cut`` says how long recorded signs hold.
    """

    lexicon: Lexicon
    fps: float
    letters_per_s: float = WRITTEN_LETTERS_PER_S
    tracks: bool = True
    cut: Cut = CAREFUL
    _recent: MotionCache = field(default_factory=MotionCache, repr=False, compare=False)

    def __call__(self, label: str, words: tuple[str, ...] = (), *, spelled: bool = False) -> Motion:
        """The best entry of a gloss, one that answers to ``words`` first. ``spelled`` letters fit ``letters_per_s``."""
        key = (label, words, spelled)
        motion = self._recent.get(key)
        if motion is None:
            motion = self._made(self.lexicon.best(label, words), spelled)
            self._recent.put(key, motion)
        return motion

    def _made(self, entry: Entry, spelled: bool) -> Motion:
        motion = self.lexicon.motion(entry)
        if not self.tracks:
            motion = replace(motion, gesture=None, mesh=None)
        # Written signs are the sign itself already, but for holds at both ends, which nothing shakes. Marked segments
        # have no rest, but holds, and often the way there.
        if entry.status.startswith("written"):
            motion = shorten_ends(motion, self.cut.end_s, self.cut.static_s)
        else:
            motion = trimmed(motion, self.cut)
        motion = motion.resample(self.fps)
        return self._letter(motion) if spelled else motion

    def _letter(self, motion: Motion) -> Motion:
        """A letter's time without the transition that follows it; moving letters take longer."""
        share = (1 - LETTER_TRANSITION) / self.letters_per_s
        speed = self.letters_per_s / WRITTEN_LETTERS_PER_S
        still = _travel(motion) < 0.15
        if still:
            frames = max(2, round(share * self.fps))
            middle = (len(motion) - frames) // 2
            # A recorded letter is a long hold: its middle is the letter.
            return motion[middle : middle + frames] if len(motion) > frames else motion
        return motion if speed == 1 else motion.resample(self.fps, frames=max(2, round(len(motion) / speed)))


def _travel(motion: Motion) -> float:
    """Path of the dominant wrist and index finger tip in shoulder widths, the larger of both."""
    steps = np.diff(motion.pose[:, [29, 37, 49]], axis=0)
    return float(np.linalg.norm(steps, axis=-1).sum(0).max()) if len(motion) > 1 else 0.0
