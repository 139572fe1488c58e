"""Where a motion's joints lie in the picture, as pose trackers of photographs would find them.

The skeleton is that of the signer's own posed body seen through the lens that draws them: it lies on the rendered
person pixel for pixel, so nothing has to be fitted to their proportions again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

if TYPE_CHECKING:
    from signsynth.render.mesh import Lens

BODY_POINTS = (
    "nose", "neck", "right shoulder", "right elbow", "right wrist", "left shoulder", "left elbow", "left wrist",
    "right hip", "right knee", "right ankle", "left hip", "left knee", "left ankle", "right eye", "left eye",
    "right ear", "left ear", "left toe", "right toe",
)  # fmt: skip
"""OpenPose's 18 and two toes, in the order of Wan-Animate's preprocessing."""
_LEGS = {"right knee": "lowerleg01.R", "right ankle": "foot.R", "left knee": "lowerleg01.L", "left ankle": "foot.L",
         "left toe": "toe2-1.L", "right toe": "toe2-1.R", "left eye": "eye.L", "right eye": "eye.R"}  # fmt: skip
_CANONICAL = {"left shoulder": 0, "right shoulder": 1, "left elbow": 2, "right elbow": 3, "left wrist": 4,
              "right wrist": 5, "left hip": 6, "right hip": 7}  # fmt: skip
_FOREHEAD = {"10", "338", "297", "332", "284", "251", "389", "21", "54", "103", "67", "109", "162"}
"""Points of the face's outline above the brows: the 68 landmarks that frame a face have none there."""
_BLOCK = 16


@dataclass(frozen=True, eq=False)
class Points:
    """One frame in pixels of a picture of ``size``; (0, 0) is the first pixel's centre.

    ``body (20, 3)`` and ``hands (2, 21, 3)``, left first: x, y and 1 where it lies in the picture, else 0.
    ``face (4,)``: left, top, right and bottom of jaw, brows and chin.
    ``marks (n, 3)``: 61 of the 68 points that face trackers find: all but the bridge's middle and the nostrils, which
    our skeleton has not; as ``body``.
    """

    body: np.ndarray
    hands: np.ndarray
    face: np.ndarray
    size: int
    marks: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))


@dataclass(frozen=True, eq=False)
class Pointer:
    """Finds the points of a ``signsynth.body.Body`` of one ``shape`` through a ``Lens``."""

    body: Any
    lens: Lens
    size: int
    shape: np.ndarray | None = None

    def __call__(self, motion: Motion) -> Iterator[Points]:
        """The points of each frame of a fitted motion. Errors: ``InputError`` where gesture or mesh are missing."""
        for start in range(0, len(motion), _BLOCK):
            marks, joints, extra = self._placed(motion[start : start + _BLOCK])
            for k in range(len(marks)):
                yield self._seen(marks[k], joints[k], extra[k])

    def _seen(self, marks: np.ndarray, joints: np.ndarray, extra: np.ndarray) -> Points:
        names = self.body.joint_names
        place = {name: marks[k] for name, k in _CANONICAL.items()}
        place |= {name: joints[names.index(joint)] for name, joint in _LEGS.items()}
        place |= dict(zip(("nose", "left ear", "right ear"), extra, strict=True))
        # Trackers of people know no neck: it is half-way between the shoulders by definition.
        place["neck"] = (place["left shoulder"] + place["right shoulder"]) / 2
        body = self._pixels(np.array([place[name] for name in BODY_POINTS]))
        hands = self._pixels(np.stack([marks[LEFT_HAND], marks[RIGHT_HAND]]))
        framed = self._pixels(marks[FACE][_FRAMING])[:, :2]
        bridge = (marks[FACE][_CORNERS].mean(0) + place["nose"]) / 2
        seen = self._pixels(np.concatenate([marks[FACE][_SEEN], [bridge, place["nose"]]]))
        return Points(body, hands, np.concatenate([framed.min(0), framed.max(0)]), self.size, seen)

    def _pixels(self, places: np.ndarray) -> np.ndarray:
        """Places ``(..., 3)`` in shoulder widths as x, y and whether they lie in the picture."""
        seen = self.lens(places, self.size).astype(np.float64)
        inside = ((seen[..., :2] >= 0) & (seen[..., :2] <= self.size - 1)).all(-1)
        seen[..., 2] = inside
        return seen

    def _placed(self, motion: Motion) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Landmarks ``(n, 178, 3)``, joints ``(n, joints, 3)`` and nose and ears ``(n, 3, 3)`` in shoulder widths."""
        import torch

        from signsynth.body.fit.pose import body_pose

        body, shape = self.body, self._shape
        with torch.no_grad():
            pose = body_pose(motion, body, shape)
            given = {"root": pose.root, "shape": shape}
            marks = body.landmarks(pose.rotations, actions=pose.actions, **given)
            posed = body(pose.rotations, actions=pose.actions, **given)
            parts = [posed.vertices[:, index].mean(1) for index in self._spots]
        origin, width = self._frame
        found = (marks, posed.joints, torch.stack(parts, 1))
        return tuple((values.cpu().numpy().astype(np.float64) - origin) / width for values in found)

    @property
    def _shape(self) -> Any:
        import torch

        return None if self.shape is None else torch.tensor(self.shape).to(self.body.heads)

    @cached_property
    def _frame(self) -> tuple[np.ndarray, float]:
        """Mid-shoulder at rest and one shoulder width in metres, as the mesh renderer has them."""
        import torch

        with torch.no_grad():
            rest = torch.zeros(self.body.joints, 3).to(self.body.heads)
            points = self.body.landmarks(rest, shape=self._shape).cpu().numpy()
        return points[:2].mean(0), float(np.linalg.norm(points[0] - points[1]))

    @cached_property
    def _spots(self) -> list[np.ndarray]:
        """Vertices whose mean is the tip of the nose, the left and the right ear."""
        from signsynth.render.mesh.ride import rows_of

        rest = self.body.mesh.template.cpu().numpy()
        face, ears = rows_of(self.body, "face"), rows_of(self.body, "ears")
        tip = face[[np.argmax(rest[face, 2])]]
        return [tip, ears[rest[ears, 0] > 0], ears[rest[ears, 0] < 0]]


_FRAMING = np.array([name not in _FOREHEAD for name in CANONICAL.points[FACE]])
_SEEN = np.array([CANONICAL.points[FACE].index(name) for name in (
    "162 234 93 58 172 136 149 148 152 377 378 365 397 288 323 454 389 "  # jaw, ear to ear
    "70 63 105 66 107 336 296 334 293 300 "  # brows
    "33 160 158 133 153 144 362 385 387 263 373 380 "  # eyes
    "61 39 37 0 267 269 291 405 314 17 84 181 78 82 13 312 308 317 14 87"  # lips
).split()])  # fmt: skip
"""MediaPipe's points nearest to the 68 of face trackers."""
_CORNERS = np.array([CANONICAL.points[FACE].index(name) for name in ("133", "362")])
"""The eyes' inner corners: the bridge of the nose begins between them."""
