"""Text in, signed motion out: gloss, look up, join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from signsynth.errors import InputError, nearest
from signsynth.gloss import Utterance
from signsynth.lexicon import Lexicon, merge
from signsynth.motion import Motion
from signsynth.pipeline.choices import chosen_cut, chosen_timing, chosen_transition
from signsynth.pipeline.clips import Clips, Cut
from signsynth.pipeline.joining import joined_utterance, utterance_stream
from signsynth.pipeline.marking import marked_stream
from signsynth.pipeline.nonmanual import marked
from signsynth.pipeline.origin import sources_of
from signsynth.pipeline.signed import Signed
from signsynth.pipeline.stream import Stream
from signsynth.stages import Glosser, Timing, Transition
from signsynth.text import RuleGlosser


@dataclass(frozen=True)
class Translator:
    """Signs text with the signs of one or several lexicons.

    ``lexicon``         one lexicon or several; their signed languages are never mixed in one sentence.
    ``spoken``          language of the text; by default the lexicon's where it has one, else English.
    ``signed``          needed only where the lexicons hold several signed languages.
    ``transition``      a name in ``signsynth.transition.TRANSITIONS`` or any ``Transition``.
    ``glosser``         any ``Glosser``; by default rules of the spoken language.
    ``letters_per_s``   speed of fingerspelling.
    ``pace``            speed of transitions; 1 is as measured in real signing, 2 twice as fast.
    ``timing``          how long transitions take: a name in ``signsynth.transition.TIMINGS`` or any ``Timing``.
    ``coarticulation``  how far neighbouring signs give way to each other, 0 (recorded frames stay bit for bit) to 1
                        (see ``signsynth.transition.coarticulated``).
    ``cut``             how long recorded signs hold: "careful", "fluent" or a ``signsynth.pipeline.clips.Cut``.
    ``fingerspell``     "auto" where the lexicon lacks a word, "always" or "never".
    ``rest``            begin and end with the hands at rest.
    ``nonmanuals``      how strongly face and head show questions, negation and so on where a recording does not
                        (see ``signsynth.pipeline.nonmanual``); 0 is off, at most 2.
    ``tracks``          carry gesture and mesh where the lexicon keeps them for every sign: what shows or exports a
                        body then need not fit it again. Without, the motion is its pose alone, sooner.
    """

    lexicon: Lexicon | Sequence[Lexicon]
    spoken: str | None = None
    signed: str | None = None
    transition: str | Transition = "diffusion"
    glosser: Glosser | None = None
    fps: float = 25.0
    seed: int = 0
    letters_per_s: float = 4.0
    pace: float = 1.0
    fingerspell: str = "auto"
    rest: bool = True
    nonmanuals: float = 1.0
    tracks: bool = True
    timing: str | Timing = "tempo"
    cut: str | Cut = "careful"
    coarticulation: float = 0.0
    _vocabulary: Lexicon = field(init=False, repr=False, compare=False)
    _glosser: Glosser = field(init=False, repr=False, compare=False)
    _bridge: Transition = field(init=False, repr=False, compare=False)
    _clips: Clips = field(init=False, repr=False, compare=False)
    _timing: Timing = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("fps", self.fps, 1, 120),
            ("letters_per_s", self.letters_per_s, 0.5, 12),
            ("pace", self.pace, 0.25, 4),
            ("nonmanuals", self.nonmanuals, 0, 2),
            ("coarticulation", self.coarticulation, 0, 1),
        ):
            if not low <= value <= high:
                raise InputError(f"{name} {value:g}: expected {low:g} to {high:g}")
        vocabulary = self._one_language()
        glosser = self.glosser or RuleGlosser(_spoken(vocabulary, self.spoken), fingerspell=self.fingerspell)
        for name, value in (
            ("_vocabulary", vocabulary),
            ("_glosser", glosser),
            ("_bridge", chosen_transition(self.transition)),
            ("_clips", Clips(vocabulary, self.fps, self.letters_per_s, self.tracks, chosen_cut(self.cut))),
            ("_timing", chosen_timing(self.timing)),
        ):
            object.__setattr__(self, name, value)

    def __call__(self, text: str) -> Signed:
        """Sign ``text``. Errors: ``InputError`` where nothing of it can be signed."""
        utterance = self._signable(text)
        amount = self.coarticulation
        motion = joined_utterance(utterance, self._clips, self._bridge, coarticulation=amount, **self._how)
        motion = marked(motion, utterance, amplitude=self.nonmanuals)
        return Signed(utterance, motion, self._name, self.seed, sources_of(utterance, self._vocabulary))

    def stream(self, text: str) -> Stream:
        """The same, bit for bit, piece by piece: hours of signing take no more memory than seconds.

        With ``coarticulation`` it is one piece, which is made whole. Errors: ``InputError`` where nothing of it can be
        signed; what is wrong with a recording comes up when its sign does.
        """
        utterance = self._signable(text)

        def pieces() -> Iterator[Motion]:
            if self.coarticulation:
                yield self(text).motion
                return
            stream = utterance_stream(utterance, self._clips, self._bridge, **self._how)
            yield from marked_stream(stream, utterance, amplitude=self.nonmanuals)

        sources = sources_of(utterance, self._vocabulary)
        return Stream(utterance, self.fps, pieces, self._name, self.seed, sources)

    @property
    def _how(self) -> dict[str, Any]:
        return {"seed": self.seed, "pace": self.pace, "rest": self.rest, "timing": self._timing}

    @property
    def _name(self) -> str:
        return self.transition if isinstance(self.transition, str) else type(self.transition).__name__

    def _signable(self, text: str) -> Utterance:
        """What is signed for a text. Errors: ``InputError`` where that is nothing."""
        utterance = self.gloss(text)
        if not any(gloss.kind != "pause" for gloss in utterance.glosses):
            missing = [token.text for token in utterance.tokens if token.status == "missing"]
            why = f"missing: {', '.join(missing[:5])}" if missing else "it holds no word to sign"
            raise InputError(f"nothing of {text[:40]!r} can be signed in {utterance.signed} ({why}); add a lexicon")
        return utterance

    def gloss(self, text: str) -> Utterance:
        """Only the first step: what would be signed."""
        return self._glosser(text, self._vocabulary)

    def _one_language(self) -> Lexicon:
        lexicons = (self.lexicon,) if isinstance(self.lexicon, Lexicon) else tuple(self.lexicon)
        if not lexicons:
            raise InputError("no lexicon given, expected at least one")
        codes = sorted({signed for lexicon in lexicons for signed in lexicon.languages()})
        signed = self.signed or (codes[0] if len(codes) == 1 else None)
        if signed is None:
            raise InputError(f"the lexicons hold {', '.join(codes)}; choose one signed language (signed=, --signed)")
        if signed not in codes:
            raise InputError(f"signed language {signed!r}: no lexicon has it; {nearest(signed, codes)}")
        return merge([lexicon.restrict(signed=signed) for lexicon in lexicons if signed in lexicon.languages()])


def _spoken(vocabulary: Lexicon, wanted: str | None) -> str:
    codes = vocabulary.languages().get(vocabulary.signed, ())
    return wanted or (codes[0] if len(codes) == 1 else "en")
