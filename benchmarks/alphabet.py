"""How near the written alphabet is to real hands. ``python -m benchmarks.alphabet`` prints the whole table.

Shape is compared in true 3D (two hands, by VR tracking), and as the viewer sees it (webcam hands and
a recorded signer). The same test is made with the recordings of spoken-to-signed: other people's
real hands, the yardstick.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks.hands import LETTERS, asl100, handy, palm, peer, webcam
from benchmarks.table import Figure, Section
from signsynth.geometry import rotation_between, unit
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import hand_lengths_sw
from signsynth.writing.letters import WrittenSign, read_signs, realise

ROOT = Path(__file__).resolve().parents[1]
SIGNS = ROOT / "lexicon" / "ase" / "writing"
DATA = ROOT.parent / "shared" / "data"
LOOK_ALIKES = ("MNSTA", "UVRK", "GQ", "KP", "D1", "V2", "W6", "F9", "O0")
"""Letters and digits that people confuse, too."""
TRACKER_WEAK = "MNRTX"
"""Letters that VR tracking sees badly, as the author of the 3D shapes says: fingers hide each other."""
DEPTH = 0.6
"""Weight of depth against what the viewer sees: one camera measures it badly."""
_JOINTS = [2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15, 16, 18, 19, 20]
_GAPS = np.array([(4, 8), (8, 12), (12, 16), (16, 20), (4, 12), (4, 16), (4, 20)])


def ours(sign: WrittenSign) -> np.ndarray:
    """Bone directions ``(20, 3)`` of a written sign's first frame: J and Z before they move."""
    return hand_directions(realise(sign).pose[:1])[1][0, 1]


def angle(one: np.ndarray, other: np.ndarray) -> float:
    """Mean angle in degrees between bones ``(..., 20, 3)``."""
    return float(np.rad2deg(np.arccos(np.clip((one * other).sum(-1), -1, 1))).mean())


def aligned(one: np.ndarray, other: np.ndarray) -> float:
    """The same after the best rotation of the whole hand (Procrustes): shape without orientation."""
    return angle(one @ rotation_between(one, other, np.ones(20)).T, other)


def palm_turn(one: np.ndarray, other: np.ndarray) -> float:
    """Angle in degrees between the orientations of two palms."""
    return float(np.rad2deg(np.arccos(np.clip((np.trace(palm(one).T @ palm(other)) - 1) / 2, -1, 1))))


def features(directions: np.ndarray) -> np.ndarray:
    """What tells letters apart, ``(..., 66)`` in palm lengths: joints from the middle knuckle, gaps between tips."""
    hands = directions.reshape(-1, 1, 20, 3)
    points = place_hands(np.zeros((len(hands), 1, 3)), hands) / hand_lengths_sw()[9]
    joints = points[:, _JOINTS] - points[:, 9:10]
    gaps = points[:, _GAPS[:, 0]] - points[:, _GAPS[:, 1]]
    out = np.concatenate([joints, gaps], axis=1) * [1, 1, DEPTH]
    return out.reshape(*directions.shape[:-2], -1)


def real_letters(data: Path) -> dict[str, np.ndarray]:
    """Features ``(66,)`` of each letter's real hand: 404 webcam hands (counted twice), 3D shape, a recording."""
    hands, labels = webcam(data)
    shapes, recorded = handy(data), asl100(data)
    classes = {}
    for letter in LETTERS:
        mean = unit(hands[labels == letter].mean(0))
        parts = [features(mean), features(mean), features(recorded[letter])]
        if letter not in TRACKER_WEAK:
            # The 3D shapes have no orientation of their own: they take the webcam's.
            parts.append(features(shapes[letter] @ palm(mean).T).mean(0))
        classes[letter] = np.mean(parts, axis=0)
    return classes


def nearest(hands: Mapping[str, np.ndarray], classes: Mapping[str, np.ndarray]) -> dict[str, list[tuple[str, float]]]:
    """For each letter's hand, all real letters with their distance in palm lengths, nearest first."""
    seen = {letter: features(hands[letter]) for letter in classes}
    found = {}
    for letter in classes:
        far = {other: float(np.linalg.norm(seen[letter] - real)) for other, real in classes.items()}
        found[letter] = sorted(far.items(), key=lambda pair: pair[1])
    return found


def neighbours(hands: Mapping[str, np.ndarray], data: Path, k: int = 100) -> dict[str, dict[str, float]]:
    """Confusion with webcam hands alone: for each letter, the share of the ``k`` nearest that are of each class."""
    real, labels = webcam(data)
    real = features(real)
    out = {}
    for letter in LETTERS:
        near = labels[np.linalg.norm(real - features(hands[letter]), axis=1).argsort()[:k]]
        names, counts = np.unique(near, return_counts=True)
        out[letter] = {str(names[i]): float(counts[i]) / k for i in (-counts).argsort()}
    return out


def nearest_shape(hands: Mapping[str, np.ndarray], data: Path, among: tuple[str, ...]) -> dict[str, str]:
    """For each label, the true 3D shape that is nearest when orientation is forgotten."""
    shapes = handy(data)
    return {
        label: min(among, key=lambda other: np.mean([aligned(hands[label], shape) for shape in shapes[other]]))
        for label in among
    }


def right(found: Mapping[str, list[tuple[str, float]]]) -> str:
    """How many letters are nearest to themselves."""
    return f"{sum(near[0][0] == letter for letter, near in found.items())} of {len(found)}"


def written() -> dict[str, np.ndarray]:
    """Bone directions ``(20, 3)`` of every sign of the alphabet by gloss."""
    signs = read_signs(SIGNS)
    return {sign.gloss: ours(sign) for sign in signs if sign.gloss in (*LETTERS, *map(str, range(11)))}


def section(quick: bool = False) -> Section:
    """The alphabet's figures beside those of other people's recordings in the same test."""
    signs, recorded, shapes, classes = written(), peer(DATA), handy(DATA), real_letters(DATA)
    found, theirs = nearest(signs, classes), nearest(recorded, classes)
    digits = tuple(str(number) for number in range(1, 11))
    same = nearest_shape(signs, DATA, digits)
    error, other = (
        float(np.median([aligned(hands[one], shape) for one in LETTERS for shape in shapes[one]]))
        for hands in (signs, recorded)
    )
    confused = [letter for letter, near in found.items() if near[0][0] != letter]
    what = "letters whose nearest real letter is itself (J starts as I and is told by its movement)"
    told = sum(label == near for label, near in same.items())
    figures = [
        Figure(what, right(theirs), right(found), "26", not confused),
        Figure("digits whose nearest 3D shape is itself", "", f"{told} of 10", "10", told == 10),
        Figure("bones against true 3D shapes, median letter, aligned", f"{other:.0f}°", f"{error:.0f}°", ""),
    ]
    note = "The peer's column is its 26 recorded letters, other people's real hands, in the same test."
    return Section("Alphabet", "python -m benchmarks alphabet", figures, note)


def main(data: Path = DATA) -> None:
    """Print the table of docs/alphabet.md."""
    signs, recorded, shapes, (hands, labels) = written(), peer(data), handy(data), webcam(data)
    classes = real_letters(data)
    found, theirs, voted = nearest(signs, classes), nearest(recorded, classes), neighbours(signs, data)
    digits = tuple(str(number) for number in range(1, 11))
    same = nearest_shape(signs, data, digits) | nearest_shape(signs, data, tuple(LETTERS))
    print("| sign | 3D shape | nearest shape | seen | palm | nearest letter | next | 100 webcam hands | recorded |")
    print("|---|---|---|---|---|---|---|---|---|")
    for sign in (*LETTERS, *digits):
        cells = [sign, f"{np.mean([aligned(signs[sign], one) for one in shapes[sign]]):.0f}°", same[sign]]
        if sign in found:
            mean = unit(hands[labels == sign].mean(0))
            own = dict(found[sign])[sign]
            runner = next(pair for pair in found[sign] if pair[0] != sign)
            votes = " ".join(f"{name} {100 * share:.0f}" for name, share in list(voted[sign].items())[:3])
            cells += [f"{angle(signs[sign], mean):.0f}°", f"{palm_turn(signs[sign], mean):.0f}°", found[sign][0][0]]
            cells += [f"{runner[0]} {runner[1] - own:+.2f}", votes, f"{aligned(signs[sign], recorded[sign]):.0f}°"]
        print("| " + " | ".join(cells) + " |")
    print(f"\nnearest real letter is itself: ours {right(found)}, the 26 recordings {right(theirs)}")
    print("\nlook-alikes among our own signs, mean angle of the bones in degrees, as seen / aligned:\n")
    for group in LOOK_ALIKES:
        pairs = [(a, b) for i, a in enumerate(group) for b in group[i + 1 :]]
        said = (f"{a}{b} {angle(signs[a], signs[b]):.0f}/{aligned(signs[a], signs[b]):.0f}" for a, b in pairs)
        print("- " + ", ".join(said))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
