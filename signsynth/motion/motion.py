"""The one type that flows through the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import interpolate
from signsynth.motion.gesture import Gesture
from signsynth.motion.mesh_track import MeshTrack
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.motion.segment import Segment
from signsynth.skeleton import BODY, CANONICAL, MANUAL, Skeleton

GUESSED = 0.5
"""Confidence of a point that was filled in or guessed; what was seen better may not be moved."""


@dataclass(frozen=True, eq=False)
class Motion:
    """Canonical keypoints over time; read-only arrays.

    ``pose``        float32 ``(frames, points, 3)`` in shoulder widths, origin mid-shoulder, +x to the
                    signer's left, +y up, +z to the viewer.
    ``confidence``  float32 ``(frames, points)`` in 0..1; 0 = not seen (the position is then a finite guess).
    ``fps``         frames per second.
    ``gesture``     hand articulation, ``mesh`` body track: filled by the body, None until then.
    ``segments``    which gloss is signed in which frames, and which frames are transitions.
    """

    pose: np.ndarray
    confidence: np.ndarray
    fps: float
    skeleton: Skeleton = CANONICAL
    gesture: Gesture | None = None
    mesh: MeshTrack | None = None
    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        pose = np.asarray(self.pose, np.float32).view()
        confidence = np.asarray(self.confidence, np.float32).view()
        points = len(self.skeleton)
        if pose.ndim != 3 or pose.shape[1:] != (points, 3):
            raise InputError(f"motion: pose of shape {pose.shape}, expected (frames, {points}, 3)")
        if confidence.shape != pose.shape[:2]:
            raise InputError(f"motion: confidence of shape {confidence.shape}, expected {pose.shape[:2]}")
        if not (np.isfinite(self.fps) and self.fps > 0):
            raise InputError(f"motion: {self.fps} frames a second, expected a positive number")
        if not (np.isfinite(pose).all() and np.isfinite(confidence).all()):
            raise InputError("motion: NaN or infinite values, expected finite ones (missing is confidence 0)")
        for name, track in (("gesture", self.gesture), ("mesh", self.mesh)):
            if track is not None and len(track) != len(pose):
                raise InputError(f"motion: a {name} of {len(track)} frames, expected the pose's {len(pose)}")
        for array in (pose, confidence):
            array.setflags(write=False)
        object.__setattr__(self, "pose", pose)
        object.__setattr__(self, "confidence", confidence)
        object.__setattr__(self, "fps", float(self.fps))

    def __len__(self) -> int:
        return len(self.pose)

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self) / self.fps

    def __getitem__(self, frames: slice) -> Motion:
        """Frames ``motion[a:b]`` with the segments that lie in them; only slices of step 1."""
        if not isinstance(frames, slice) or frames.step not in (None, 1):
            raise InputError(f"motion[{frames!r}]: expected a slice of step 1, e.g. motion[3:10]")
        start, end, _ = frames.indices(len(self))
        cut = [segment.clipped(start, end) for segment in self.segments]
        return replace(
            self,
            pose=self.pose[frames],
            confidence=self.confidence[frames],
            gesture=None if self.gesture is None else self.gesture[frames],
            mesh=None if self.mesh is None else self.mesh[frames],
            segments=tuple(segment.shifted(-start) for segment in cut if segment),
        )

    def equals(self, other: Motion) -> bool:
        """Bit-for-bit the same poses, confidences, rate and segments."""
        return (
            self.fps == other.fps
            and self.segments == other.segments
            and np.array_equal(self.pose, other.pose)
            and np.array_equal(self.confidence, other.confidence)
        )

    def frames_at(self, fps: float) -> int:
        """How many frames ``resample(fps)`` has."""
        return max(1, round(len(self) * fps / self.fps)) if len(self) else 0

    def resample(self, fps: float, *, frames: int | None = None) -> Motion:
        """The same motion at another rate; unchanged where it has that rate already.

        ``frames`` fixes the number of frames (a change of speed). Body and face by Catmull-Rom,
        hands by the directions of their bones, so that they stay rigid; joint rotations of gesture and
        mesh likewise on the sphere of rotations; confidence is the lower of the two neighbours'.
        """
        if not (np.isfinite(fps) and 1 <= fps <= 1000):
            raise InputError(f"resample: {fps} frames a second, expected 1 to 1000")
        count = self.frames_at(fps) if frames is None else frames
        if len(self) == 0 or (count == len(self) and fps == self.fps):
            return self
        # Frame k of n stands for the middle of its share of time: both ends move inward alike.
        at = np.clip((np.arange(count) + 0.5) * len(self) / count - 0.5, 0, len(self) - 1)
        low = np.floor(at).astype(int)
        high = np.ceil(at).astype(int)
        pose = interpolate(self.pose.astype(np.float64), at)
        wrists, directions = hand_directions(self.pose)
        pose[:, MANUAL][:, BODY.stop :] = place_hands(interpolate(wrists, at), interpolate(directions, at))
        confidence = np.minimum(self.confidence[low], self.confidence[high])
        scale = count / len(self)
        segments = tuple(
            replace(s, start=round(s.start * scale), end=max(round(s.end * scale), round(s.start * scale) + 1))
            for s in self.segments
        )
        gesture = None if self.gesture is None else self.gesture.resampled(at)
        mesh = None if self.mesh is None else self.mesh.resampled(at)
        return Motion(pose, confidence, fps, self.skeleton, gesture, mesh, segments)

    def taken(self, frames: np.ndarray) -> Motion:
        """The given ``frames``, a mask ``(frames,)`` or indices ``(n,)`` in any order; without segments."""
        frames = np.asarray(frames)
        gesture = None if self.gesture is None else self.gesture.taken(frames)
        mesh = None if self.mesh is None else self.mesh.taken(frames)
        return Motion(self.pose[frames], self.confidence[frames], self.fps, self.skeleton, gesture, mesh)

    def mirrored(self) -> Motion:
        """Left and right exchanged; twice is the identity."""
        order = self.skeleton.mirror
        return replace(
            self,
            pose=self.pose[:, order] * np.array([-1, 1, 1], np.float32),
            confidence=self.confidence[:, order],
            gesture=None if self.gesture is None else self.gesture.mirrored(),
            mesh=None if self.mesh is None else self.mesh.mirrored(),
        )

    @classmethod
    def load(cls, path: str | Path) -> Motion:
        """Read ``.pose`` or ``.npz``; other layouts are made canonical. Errors: ``FileError``."""
        from signsynth.files import load_motion

        return load_motion(path)

    def save(self, path: str | Path) -> None:
        """Write ``.pose`` (exact on a grid of 2^-16 shoulder widths) or ``.npz`` (exact, with segments)."""
        from signsynth.files import save_motion

        save_motion(self, path)

    def _repr_html_(self) -> str:
        from signsynth.render.notebook import html_video

        return html_video(self)


def concatenate(motions: Sequence[Motion]) -> Motion:
    """Motions one after the other; associative. All need one frame rate and skeleton."""
    if not motions:
        raise InputError("concatenate: no motion given, expected at least one")
    first = motions[0]
    rates = {motion.fps for motion in motions}
    if len(rates) > 1 or any(motion.skeleton is not first.skeleton for motion in motions):
        raise InputError(f"concatenate: frame rates {sorted(rates)}, expected one; call resample() first")
    starts = np.cumsum([0] + [len(motion) for motion in motions[:-1]])
    segments = tuple(
        s.shifted(int(start)) for start, motion in zip(starts, motions, strict=True) for s in motion.segments
    )
    pose = np.concatenate([motion.pose for motion in motions])
    confidence = np.concatenate([motion.confidence for motion in motions])
    parts = [[getattr(motion, name) for motion in motions] for name in ("gesture", "mesh")]
    gesture, mesh = (None if any(p is None for p in part) else type(part[0]).concatenate(part) for part in parts)
    return Motion(pose, confidence, first.fps, first.skeleton, gesture, mesh, segments)
