"""What face, head and body do."""

from __future__ import annotations

from dataclasses import dataclass


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
