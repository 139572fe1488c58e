"""What face, head and body do."""

from __future__ import annotations

from dataclasses import dataclass

TIERS = ("mouth", "face", "gaze", "head", "shoulders", "body", "extra")


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number:02}" for number in range(1, count + 1))


CODES = {
    "mouth_picture": (),
    "mouth_gesture": (
        *_numbered("D", 9), *_numbered("J", 4), *_numbered("L", 35), *_numbered("C", 13), *_numbered("T", 17),
    ),
    "eye_brows": ("RB", "RR", "RL", "UR", "UL", "FU", "DN"),
    "eye_lids": ("WB", "WR", "WL", "SB", "SR", "SL", "CB", "CR", "CL", "TB", "TR", "TL", "BB"),
    "eye_gaze": ("AD", "FR", "HD", "HI", "HC", "UP", "DN", "LE", "RI", "NO", "RO", "LU", "LD", "RU", "RD"),
    "nose": ("WR", "WB", "TW", "WI"),
    "head_movement": ("NO", "SH", "SR", "SL", "TR", "TL", "NF", "NB", "PF", "PB", "NU", "ND", "LI"),
    "shoulder_movement": ("UL", "UR", "UB", "HL", "HR", "HB", "SL", "SR", "SB"),
    "body_movement": ("RL", "RR", "TL", "TR", "TF", "TB", "SL", "SR", "HE", "ST", "RD", "SI"),
    "extra_movement": (),
}  # fmt: skip
"""The codes of each kind in SiGML (T. Hanke et al., ViSiCAST deliverable D5-1: teeth D, jaw J, lips L, cheeks C,
tongue T); () where any text is allowed. ``RB`` is both brows or eyes, ``RR`` the right one, as the signer has them.
``DN`` (brows down) and ``WB`` are not in the standard, but in files."""


@dataclass(frozen=True)
class Expression:
    """One movement of face, head or body.

    ``tier``    ``mouth``, ``face``, ``gaze``, ``head``, ``shoulders``, ``body`` or ``extra``
    ``kind``    the SiGML tag: ``mouth_picture``, ``mouth_gesture``, ``eye_brows``, ``eye_lids``, ``eye_gaze``,
                ``nose``, ``head_movement``, ``shoulder_movement``, ``body_movement``, ``extra_movement``
    ``code``    its SAMPA string or code, as ``RB`` (brows raised) or ``L06``
    ``amount``  1 is usual; ``speed`` multiplies the usual speed
    """

    tier: str
    kind: str
    code: str
    amount: float = 1.0
    speed: float = 1.0


@dataclass(frozen=True)
class NonManual:
    """Tiers run at the same time; a tier is a tuple of steps one after the other, a step what happens at once."""

    tiers: tuple[tuple[str, tuple[tuple[Expression, ...], ...]], ...] = ()

    def tier(self, name: str) -> tuple[tuple[Expression, ...], ...]:
        """Steps of a tier; () where it is not written."""
        return dict(self.tiers).get(name, ())
