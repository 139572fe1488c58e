"""Built-ins by the names that the command line uses; any object that meets a Protocol passes through."""

from __future__ import annotations

import warnings
from dataclasses import replace

from signsynth.errors import FileError, InputError, nearest
from signsynth.pipeline.clips import CUTS, Cut
from signsynth.pipeline.labelled import LABEL, labelled_as
from signsynth.render import RENDERERS, SkeletonRenderer
from signsynth.signer import Signer
from signsynth.stages import Renderer, Timing, Transition
from signsynth.transition import TIMINGS, TRANSITIONS

LIKENESS = "neural"
"""What shows a signer who has looks, where nobody chose: "neural", which needs its weights, or "mesh"."""


def chosen_renderer(choice: str | Renderer) -> Renderer:
    """The renderer of that name. Errors: ``InputError`` names the nearest valid one."""
    return _chosen(choice, RENDERERS, "renderer")


def renderer_for(
    signer: Signer | None,
    choice: str | Renderer | None,
    *,
    without_consent: bool = False,
    label: str | None = None,
) -> Renderer:
    """The renderer that shows ``signer``: ``choice``, or ``LIKENESS`` for those who have looks, else the skeleton.

    ``label`` is written into every picture, "" for nothing; by default what the renderer itself writes, and
    "synthetic" where it writes nothing and shows a person. Errors: ``InputError`` for a name that is not known, and
    for a signer's likeness without consent, unless ``without_consent`` says so. A skeleton shows nobody's likeness.
    """
    if choice is None:
        choice = "skeleton" if signer is None or signer.appearance is None else _likeness()
    chosen = chosen_renderer(choice)
    if signer is None or isinstance(chosen, SkeletonRenderer):
        return labelled_as(chosen, label)
    if not without_consent:
        signer.check_consent()
    if without_consent and not getattr(chosen, "without_consent", True):
        chosen = replace(chosen, without_consent=True)
    if label is None and signer.appearance is not None and not hasattr(chosen, "label"):
        label = LABEL
    return labelled_as(chosen, label)


def _likeness() -> str:
    """``LIKENESS``, or the mesh with a warning where weights are missing or damaged."""
    if LIKENESS == "neural":
        try:
            chosen_renderer(LIKENESS).check()
        except FileError as problem:
            warnings.warn(f"neural renderer: {problem}; the mesh is shown instead", stacklevel=4)
            return "mesh"
    return LIKENESS


def chosen_transition(choice: str | Transition) -> Transition:
    """The transition of that name. Errors: ``InputError`` names the nearest valid one."""
    return _chosen(choice, TRANSITIONS, "transition")


def chosen_timing(choice: str | Timing) -> Timing:
    """The rule of that name for how long transitions take. Errors: ``InputError`` names the nearest valid one."""
    return _chosen(choice, TIMINGS, "timing")


def chosen_cut(choice: str | Cut) -> Cut:
    """The cut of that name. Errors: ``InputError`` names the nearest valid one."""
    return _chosen(choice, CUTS, "cut")


def _chosen(choice, built_ins: dict, what: str):
    if not isinstance(choice, str):
        return choice
    if choice not in built_ins:
        raise InputError(f"{what} {choice!r}: not known; {nearest(choice, built_ins)}")
    return built_ins[choice]()
