"""The third modality: what the rest of a body does, as joint rotations and face actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.geometry import interpolate
from signsynth.motion.sixd import checked, mirrored, resampled, sliced
from signsynth.rotations import from_6d, to_6d

_ARRAYS = ("rotations", "actions", "root")


@dataclass(frozen=True, eq=False)
class MeshTrack:
    """A body over time, without its shape; read-only float32 arrays.

    ``rotations``   ``(frames, joints, 6)``: 6D rotations of ``joints`` against the joint before; identity
                    is the body's rest. Joints not named stay at rest, but for hands, which are the gesture's.
    ``actions``     ``(frames, actions)``: face actions of ``action_names`` (ARKit's 52), 0 to 1.
    ``root``        ``(frames, 3)``: shift of the whole body from rest in shoulder widths.
    ``joints``, ``action_names``   sides end in ``.L`` / ``.R``, and ``Left`` / ``Right``.
    """

    rotations: np.ndarray
    actions: np.ndarray
    root: np.ndarray
    joints: tuple[str, ...]
    action_names: tuple[str, ...]

    def __post_init__(self) -> None:
        joints, names = tuple(self.joints), tuple(self.action_names)
        object.__setattr__(self, "joints", joints)
        object.__setattr__(self, "action_names", names)
        object.__setattr__(self, "rotations", checked("mesh rotations", self.rotations, ("frames", len(joints), 6)))
        frames = len(self.rotations)
        object.__setattr__(self, "actions", checked("mesh actions", self.actions, (frames, len(names))))
        object.__setattr__(self, "root", checked("mesh root", self.root, (frames, 3)))

    def __len__(self) -> int:
        return len(self.rotations)

    def __getitem__(self, frames: slice) -> MeshTrack:
        """Frames ``mesh[a:b]``. Errors: ``InputError`` for anything but a slice of step 1."""
        return self._at(sliced("mesh", frames))

    def taken(self, frames: np.ndarray) -> MeshTrack:
        """The given ``frames``, a mask ``(frames,)`` or indices ``(n,)`` in any order."""
        return self._at(np.asarray(frames))

    def resampled(self, at: np.ndarray) -> MeshTrack:
        """At fractional frames ``at (n,)``, bit for bit at whole ones; the root moves as the pose's points do."""
        whole = (at == np.floor(at))[:, None]
        actions, root = (interpolate(values.astype(np.float64), at) for values in (self.actions, self.root))
        nearest = self.actions[at.astype(int)]
        actions = np.where(whole, nearest, np.clip(actions, 0, 1))
        return replace(self, rotations=resampled(self.rotations, at), actions=actions, root=root)

    def turns(self, joints: Sequence[str]) -> np.ndarray:
        """Rotations ``(frames, n, 3, 3)`` of ``joints`` against the joint before. Errors: ``InputError``."""
        return from_6d(self.rotations[:, [self._index(name) for name in joints]])

    def turned(self, turns: Mapping[str, np.ndarray], frames: np.ndarray | slice = slice(None)) -> MeshTrack:
        """With other ``turns``, joint to ``(n, 3, 3)``, in ``frames``; everything else bit for bit as it was."""
        rotations = self.rotations.copy()
        for name, turn in turns.items():
            rotations[frames, self._index(name)] = to_6d(turn)
        return replace(self, rotations=rotations)

    def _index(self, joint: str) -> int:
        if joint not in self.joints:
            raise InputError(f"mesh: no joint {joint!r}; {nearest(joint, self.joints)}")
        return self.joints.index(joint)

    def _at(self, frames: slice | np.ndarray) -> MeshTrack:
        return replace(self, **{name: getattr(self, name)[frames] for name in _ARRAYS})

    def mirrored(self) -> MeshTrack:
        """Left and right exchanged; twice is the identity."""
        joints = _swapped(self.joints, ".L", ".R")
        actions = _swapped(self.action_names, "Left", "Right")
        root = self.root * np.array([-1, 1, 1], np.float32)
        return replace(self, rotations=mirrored(self.rotations[:, joints]), actions=self.actions[:, actions], root=root)

    def equals(self, other: MeshTrack) -> bool:
        """Bit for bit the same, of the same joints and actions."""
        same = self.joints == other.joints and self.action_names == other.action_names
        return same and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _ARRAYS)

    @staticmethod
    def concatenate(tracks: Sequence[MeshTrack]) -> MeshTrack:
        """One after the other. Errors: ``InputError`` where none is given or joints or actions differ."""
        if not tracks:
            raise InputError("concatenate: no mesh track given, expected at least one")
        first = tracks[0]
        if any(track.joints != first.joints or track.action_names != first.action_names for track in tracks):
            raise InputError("concatenate: mesh tracks of different joints or actions, expected those of one body")
        return replace(first, **{name: np.concatenate([getattr(track, name) for track in tracks]) for name in _ARRAYS})


def _swapped(names: tuple[str, ...], left: str, right: str) -> list[int]:
    """Index of each name's other side; a name without a side is its own."""

    def other(name: str) -> str:
        if name.endswith(left):
            return name.removesuffix(left) + right
        return name.removesuffix(right) + left if name.endswith(right) else name

    return [names.index(other(name)) if other(name) in names else k for k, name in enumerate(names)]
