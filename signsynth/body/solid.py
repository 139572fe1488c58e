"""The room that a body takes up: how deep points lie inside trunk and head, and its limbs as capsules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body.body import Body
from signsynth.body.capsules import Capsules
from signsynth.body.shell import Shell

_TRUNK = ("root", "pelvis", "spine", "clavicle", "shoulder", "neck")
_HEAD = ("head", "neck")
_SHARED = "neck"
"""The trunk has this part whole and the head what the neck's joints bear of it: no gap between them."""
_HOLLOW = ("eyes", "eye_sockets", "mouth", "tongue")
"""Parts that lie inside the head: closed over."""
_CELLS_M = (0.012, 0.008)


@dataclass(frozen=True, eq=False)
class Solid:
    """A body's trunk and head, each rigid, and its arms and fingers; numpy, metres, in the body's frame.

    The trunk moves with the joint ``spine01`` (the chest) and includes the neck, the head with the joint
    ``head``; what the spine bends below the chest is left out, as are legs. Faces are those at rest.

    >>> solid = Solid.of(body)
    >>> transforms = body.place(rotations, root=root).numpy()       # (frames, joints, 3, 4)
    >>> depth, outward = solid.depth_m(points, transforms)          # points (frames, n, 3)
    >>> points += np.maximum(depth + 0.01, 0)[..., None] * outward  # at least 1 cm off the skin
    >>> starts, ends = solid.limbs.place(transforms)                # capsules of solid.limbs.radii
    """

    trunk: Shell
    """At rest; see ``Shell.depth_m``."""
    head: Shell
    """At rest."""
    limbs: Capsules
    """Upper arms, forearms, palms and fingers."""
    joints: tuple[int, int]
    """Indices of the joints that carry trunk and head."""
    heads: np.ndarray
    """``(2, 3)``: where these joints are at rest."""

    @staticmethod
    def of(body: Body, shape: np.ndarray | None = None) -> Solid:
        """Of the mean person, or of one with ``shape (shapes,)``, standard deviations. Takes a quarter of a second."""
        import torch

        coefficients = None if shape is None else torch.as_tensor(np.asarray(shape), dtype=body.heads.dtype)
        vertices = body.rest(coefficients).cpu().numpy().astype(np.float64)
        heads = body.heads if coefficients is None else body.heads + torch.tensordot(coefficients, body.head_shapes, 1)
        heads = heads.cpu().numpy().astype(np.float64)
        bearer = body.mesh.bones.gather(1, body.mesh.shares.argmax(1, keepdim=True))[:, 0].cpu().numpy()
        faces, part = body.faces.cpu().numpy(), body.face_part.cpu().numpy()
        skin = ~np.isin(part, [body.part_names.index(name) for name in _HOLLOW])
        shells = []
        for names, cell_m in zip((_TRUNK, _HEAD), _CELLS_M, strict=True):
            own = np.array([name.startswith(names) for name in body.joint_names])[bearer]
            kept = own[faces].sum(1) >= 2
            if names is _TRUNK:
                kept |= part == body.part_names.index(_SHARED)
            shells.append(Shell.of(vertices, faces[skin & kept], cell_m))
        joints = body.joint("spine01"), body.joint("head")
        axes = body.axes.cpu().numpy().astype(np.float64)
        limbs = Capsules.of(vertices, faces, heads, axes, bearer, body.joint_names)
        return Solid(*shells, limbs, joints, heads[list(joints)])

    def depth_m(self, points: np.ndarray, transforms: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """How deep points lie in trunk or head, whichever is more, and which way is out.

        ``points (..., n, 3)``; ``transforms (..., joints, 3, 4)`` of all joints as ``Body.place`` gives them, of
        the same leading dimensions, or only those of ``self.joints (..., 2, 3, 4)``; None: at rest. Returns the
        depth ``(..., n)``, positive inside and negative outside (exact to about 2 mm within 2 cm of the skin, to
        about 1 cm elsewhere; farther off than ``shell.ROOM_M`` the distance is overstated), and unit vectors
        ``(..., n, 3)``. To leave by the shortest way go ``depth`` along the vector.
        """
        best = None
        for k, shell in enumerate((self.trunk, self.head)):
            if transforms is None:
                depth, outward = shell.depth_m(points)
            else:
                own = transforms[..., k if transforms.shape[-3] == 2 else self.joints[k], :, :].astype(np.float64)
                turn, place = own[..., :3], own[..., None, :, 3]
                depth, outward = shell.depth_m((points - place) @ turn + self.heads[k])
                outward = outward @ np.swapaxes(turn, -1, -2)
            if best is None:
                best = depth, outward
            else:
                deeper = depth > best[0]
                best = np.where(deeper, depth, best[0]), np.where(deeper[..., None], outward, best[1])
        return best
