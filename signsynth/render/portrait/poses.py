"""Poses in which avatars break: mouth open, eyes shut, head turned, a hand on the forehead, a fist at the chin."""

from __future__ import annotations

import numpy as np

from signsynth.body import Body

POSES = ("plain", "mouth open", "blink", "turned left", "turned right", "hand on the forehead", "fist at the chin")
_TURN = np.deg2rad(20)


def pose(name: str, body: Body, shape: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations ``(joints, 3, 3)`` and actions ``(52,)`` of one of ``POSES``."""
    from signsynth.body.fit.arms import JOINTS
    from signsynth.body.reach import reach
    from signsynth.rotations import exponential

    local = np.tile(np.eye(3), (body.joints, 1, 1))
    actions = np.zeros(len(body.action_names), np.float32)
    for action, value in {"mouth open": {"jawOpen": 0.6}, "blink": {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}}.get(
        name, {}
    ).items():
        actions[body.action_names.index(action)] = value
    if name.startswith("turned"):
        local[body.joint("head")] = exponential(np.array([0.0, _TURN if name == "turned left" else -_TURN, 0.0]))
    heads = dict(zip(body.joint_names, body.heads.numpy(), strict=True))
    wrist, knuckle = heads["wrist.R"], heads["finger3-1.R"]
    finger = knuckle - wrist
    back = np.cross(heads["finger2-1.R"] - wrist, heads["finger5-1.R"] - wrist)
    back *= np.sign(back[1])  # at rest the backs look up
    used, goal = name in ("hand on the forehead", "fist at the chin"), np.zeros(3)
    palm = np.eye(3)
    if used:
        flat = name == "hand on the forehead"
        along = np.array([0.72, 0.62, 0.0]) if flat else np.array([0.5, 0.85, -0.1])
        palm = _axes(along, np.array([-0.2, 0.0, 1.0])) @ _axes(finger, back).T
        top, chin = (heads["head"] + offset for offset in ((0.0, 0.135, 0.125), (0.0, -0.035, 0.125)))
        reach_m = np.linalg.norm(finger) * (1.75 if flat else 1.05)
        goal = (top if flat else chin) - reach_m * along / np.linalg.norm(along) + (0, 0, 0.03 if flat else 0.02)
        if not flat:
            bent = np.zeros((body.joints, 3), np.float32)
            for k in range(2, 6):
                for bone, degrees in ((1, 80), (2, 95), (3, 60)):
                    bent[body.joint(f"finger{k}-{bone}.R"), 0] = np.deg2rad(degrees)
            for bone, degrees in ((2, 35), (3, 50)):
                bent[body.joint(f"finger1-{bone}.R"), 0] = np.deg2rad(degrees)
            import torch

            fist = body.from_angles(torch.tensor(bent)).numpy()
            some = np.flatnonzero(bent.any(1))
            local[some] = fist[some]
    middle = (heads["upperarm01.L"] + heads["upperarm01.R"]) / 2
    width = np.linalg.norm(heads["upperarm01.L"] - heads["upperarm01.R"])
    wrists, palms = np.zeros((1, 2, 3)), np.tile(np.eye(3), (1, 2, 1, 1))
    wrists[0, 1], palms[0, 1] = (goal - middle) / width, palm
    reached = reach(wrists, palms, np.array([[False, used]]), body=body)
    for side, sign in enumerate("LR"):
        for k, joint in enumerate(JOINTS):
            local[body.joint(f"{joint}.{sign}")] = reached.local[0, side, k]
    return local.astype(np.float32), actions


def _axes(along: np.ndarray, back: np.ndarray) -> np.ndarray:
    """A right-handed frame ``(3, 3)`` in columns: along, back made square to it, and across."""
    along = along / np.linalg.norm(along)
    back = back - along * (along @ back)
    back = back / np.linalg.norm(back)
    return np.stack([along, back, np.cross(along, back)], 1)
