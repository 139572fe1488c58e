"""The codes of SiGML's non-manual tiers, and what the bundled body does for each.

The codes are those of ViSiCAST deliverable D5-1 (Hanke et al. 2002). The degrees and weights are ours, by eye. Codes of
``APPROXIMATE`` name more than lips and cheeks of a mesh without teeth can show; they are shown as near as it can.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BROWS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "RB": {"browInnerUp": 0.9, "browOuterUp": 0.9},
        "RL": {"browOuterUpLeft": 0.9, "browInnerUp": 0.3},
        "RR": {"browOuterUpRight": 0.9, "browInnerUp": 0.3},
        "UP": {"browInnerUp": 0.9, "browOuterUp": 0.9},
        "FU": {"browDown": 0.9},
        "DN": {"browDown": 0.7},
    }
)
LIDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "WB": {"eyeWide": 0.9},
        "WL": {"eyeWideLeft": 0.9},
        "WR": {"eyeWideRight": 0.9},
        "SB": {"eyeSquint": 0.9, "eyeBlink": 0.25},
        "SL": {"eyeSquintLeft": 0.9, "eyeBlinkLeft": 0.25},
        "SR": {"eyeSquintRight": 0.9, "eyeBlinkRight": 0.25},
        "CB": {"eyeBlink": 1.0},
        "CL": {"eyeBlinkLeft": 1.0},
        "CR": {"eyeBlinkRight": 1.0},
        "TB": {"eyeBlink": 1.0, "eyeSquint": 1.0, "cheekSquint": 0.6},
        "TL": {"eyeBlinkLeft": 1.0, "eyeSquintLeft": 1.0},
        "TR": {"eyeBlinkRight": 1.0, "eyeSquintRight": 1.0},
        "BB": {"eyeBlink": 1.0},
    }
)
NOSE: Mapping[str, Mapping[str, float]] = MappingProxyType({"WR": {"noseSneer": 0.9}, "TW": {"noseSneer": 0.6}})
_OPEN, _PURSED = {"jawOpen": 0.6}, {"mouthPucker": 0.8}
MOUTH: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "C01": {"cheekPuff": 0.9, "mouthPress": 0.3},
        "C02": {"cheekPuff": 1.0, "mouthPress": 0.4, "mouthShrugUpper": 0.3},
        "C03": {"cheekPuff": 0.8},
        "C04": {"cheekPuff": 0.6, "mouthLeft": 0.2},
        "C05": {"cheekPuff": 0.6, "mouthRight": 0.2},
        "C06": {"cheekPuff": 0.6, "mouthFunnel": 0.2},
        "C07": {"mouthPucker": 0.5, "mouthDimple": 0.5},
        "C08": {"mouthPucker": 0.6, "jawOpen": 0.1},
        "C09": {"cheekPuff": 0.3, "mouthLeft": 0.2},
        "C11": {"cheekPuff": 0.6},
        "C12": {"mouthShrugLower": 0.7},
        "C13": {"mouthPucker": 0.3, "mouthDimple": 0.3},
        "D01": {"mouthStretch": 0.6, "mouthLowerDown": 0.5, "mouthUpperUp": 0.3},
        "D02": {"mouthRollLower": 0.8, "mouthUpperUp": 0.3},
        "D03": {"mouthRollUpper": 0.7, "mouthLowerDown": 0.4},
        "D07": {"mouthStretch": 0.7, "mouthLowerDown": 0.6, "mouthUpperUp": 0.5},
        "J01": {"jawLeft": 0.6},
        "J02": {"jawOpen": 0.25, "jawLeft": 0.3},
        "J03": {"jawOpen": 0.9},
        "J04": {"jawLeft": 0.3, "mouthPress": 0.3},
        "L02": {"mouthFunnel": 0.4, "jawOpen": 0.1},
        "L03": _PURSED,
        "L04": {"mouthFunnel": 0.6, "jawOpen": 0.25},
        "L05": {"mouthPucker": 0.7, "mouthFunnel": 0.2},
        "L06": {"mouthPucker": 0.6, "cheekPuff": 0.3},
        "L07": {"mouthStretch": 0.6},
        "L12": {"mouthPress": 0.7},
        "L18": {"mouthFrown": 0.7},
        "L19": {"mouthFrown": 0.7, "mouthPress": 0.3},
        "L20": {"mouthStretch": 0.6, "mouthLowerDown": 0.3},
        "L21": {"mouthSmile": 0.7},
        "L23": {"mouthFrown": 0.6, "mouthShrugLower": 0.6},
        "L24": {"mouthRollLower": 0.6},
        "L26": {"mouthPress": 0.5, "mouthStretch": 0.3},
        "L29": {"mouthStretch": 0.4, "jawOpen": 0.15},
        "L30": {"mouthUpperUp": 0.6, "noseSneer": 0.4},
        "L31": {"mouthPress": 0.6, "mouthShrugLower": 0.4},
        "T02": {"tongueOut": 0.8, "jawOpen": 0.3},
        "T03": {"tongueOut": 0.6, "jawOpen": 0.3},
        "T04": {"tongueOut": 0.5, "jawOpen": 0.2},
        "T05": {"tongueOut": 0.6, "jawOpen": 0.25},
        "T06": {"tongueOut": 0.7, "jawOpen": 0.3},
        "T12": {"tongueOut": 0.3, "jawOpen": 0.2},
        "T13": {"tongueOut": 0.9, "jawOpen": 0.35},
        "T16": {"tongueOut": 0.4, "jawOpen": 0.2},
        "sad": {"mouthFrown": 0.8, "browInnerUp": 0.5},
    }
)
APPROXIMATE = ("D", "L", "T", "J02", "J04", "C03", "C09", "C1")
"""Beginnings of mouth codes that are only approximated: teeth, tongue and air cannot be seen on this body."""

_D = 0.01745329251994329577
HEAD: Mapping[str, tuple[str, float, float]] = MappingProxyType(
    {
        "NO": ("pitch", 9 * _D, 1.6),
        "SH": ("yaw", 14 * _D, 1.9),
        "SR": ("yaw", -18 * _D, 0.0),
        "SL": ("yaw", 18 * _D, 0.0),
        "TR": ("roll", -13 * _D, 0.0),
        "TL": ("roll", 13 * _D, 0.0),
        "NF": ("pitch", 13 * _D, 0.0),
        "NB": ("pitch", -13 * _D, 0.0),
        "PF": ("forward", 0.12, 0.0),
        "PB": ("forward", -0.08, 0.0),
        "NU": ("pitch", -9 * _D, 0.0),
        "ND": ("pitch", 11 * _D, 0.0),
    }
)
"""Code -> which of ``track.HEAD``, how far, and swings a second (0: goes there and stays)."""
SHOULDERS: Mapping[str, tuple[tuple[int, ...], int, float]] = MappingProxyType(
    {
        "UL": ((0,), 0, 0.0),
        "UR": ((1,), 0, 0.0),
        "UB": ((0, 1), 0, 0.0),
        "HL": ((0,), 1, 0.0),
        "HR": ((1,), 1, 0.0),
        "HB": ((0, 1), 1, 0.0),
        "SL": ((0,), 0, 1.5),
        "SR": ((1,), 0, 1.5),
        "SB": ((0, 1), 0, 1.5),
    }
)
"""Code -> sides, raised (0) or forward (1), shrugs a second."""
TRUNK: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "RL": ("yaw", 15 * _D),
        "RR": ("yaw", -15 * _D),
        "TL": ("roll", 8 * _D),
        "TR": ("roll", -8 * _D),
        "TF": ("pitch", 9 * _D),
        "TB": ("pitch", -7 * _D),
        "SI": ("pitch", 3 * _D),
        "HE": ("pitch", -3 * _D),
        "RD": ("pitch", 6 * _D),
        "ST": ("pitch", 0.0),
    }
)
GAZE: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "AD": (0.0, 0.0),
        "FR": (0.0, -0.05),
        "NO": (0.0, 0.0),
        "UP": (0.0, -0.3),
        "DN": (0.0, 0.4),
        "LE": (0.45, 0.0),
        "RI": (-0.45, 0.0),
        "LU": (0.4, -0.25),
        "LD": (0.4, 0.3),
        "RU": (-0.4, -0.25),
        "RD": (-0.4, 0.3),
        "HD": (0.0, 0.35),
        "HC": (0.0, 0.35),
        "HB": (0.0, 0.35),
        "HI": (0.2, 0.35),
    }
)
"""Code -> radians to the left, down. Hands are looked at roughly: down before the chest."""
