"""What hands do in a sign, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.writing.notation import BodySite, HandSite


@dataclass(frozen=True)
class Contact:
    """Hand ``side`` touches ``what`` with ``site`` in frames ``first`` to ``last``, both included."""

    side: int
    site: HandSite | None
    what: BodySite | HandSite
    first: int
    last: int


@dataclass(frozen=True)
class Performance:
    """Both hands in the signing space (shoulder widths, +x to the signer's left, origin mid-shoulder).

    ``wrists``    goals of the wrist joints ``(n, 2, 3)``, side 0 left, 1 right
    ``palms``     rotations ``(n, 2, 3, 3)`` of the hands' own frames; a left hand's own frame is the mirrored one, so
                  that ``R @ diag(-1, 1, 1) @ p`` places a right hand's point ``p``
    ``angles``    finger angles ``(n, 2, 21)`` in degrees
    ``used``      whether a hand signs ``(n, 2)``; the values of one that does not are where it might wait
    ``stroke``    first and last frame between the opening and the closing hold
    ``phrases``   first frame of each phrase
    ``contacts``  what touches what
    ``warnings``  what was approximated
    """

    fps: float
    wrists: np.ndarray
    palms: np.ndarray
    angles: np.ndarray
    used: np.ndarray
    stroke: tuple[int, int]
    phrases: tuple[int, ...] = (0,)
    contacts: tuple[Contact, ...] = ()
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.wrists)

    @property
    def seconds(self) -> float:
        """Duration."""
        return len(self) / self.fps
