"""The result of a translation: what is signed, what could not be, and how to show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from signsynth.files import save_motion
from signsynth.motion import Motion
from signsynth.pipeline.account import Account
from signsynth.pipeline.choices import renderer_for
from signsynth.pipeline.video import Video
from signsynth.signer import Signer
from signsynth.stages import Renderer


@dataclass(frozen=True)
class Signed(Account):
    """An utterance and its motion; no signer yet."""

    motion: Motion

    def render(
        self,
        signer: Signer | None = None,
        *,
        renderer: str | Renderer | None = None,
        size: int = 512,
        fps: float | None = None,
        seed: int = 0,
        without_consent: bool = False,
        label: str | None = None,
    ) -> Video:
        """The motion shown by ``signer``; nothing is drawn before frames are asked for.

        ``renderer`` is a name in ``signsynth.render.RENDERERS`` or any ``Renderer``; by default the mesh for a signer
        with looks of their own, else the skeleton. ``size`` is the side of the square picture in pixels; ``label`` is
        written into it, "" for nothing (default: "synthetic").
        Errors: ``InputError`` for a person without consent, unless ``without_consent`` says so.
        """
        chosen = renderer_for(signer, renderer, without_consent=without_consent, label=label)
        return Video(self.motion, chosen, signer, size, fps, seed, self.about)

    def save_motion(self, path: str | Path) -> None:
        """Write the motion, ``.pose`` or ``.npz``, with where its signs are from (``about``). Errors: ``FileError``."""
        save_motion(self.motion, path, origin=self.about)

    def _repr_html_(self) -> str:
        return self.render()._repr_html_()
