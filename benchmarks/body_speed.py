"""How fast the body is posed: kinematics and skinning of the whole mesh, and the 178 points alone.

``python -m benchmarks body``; medians on the threads that torch is given (two here).
"""

from __future__ import annotations

from benchmarks.speed import median_s
from benchmarks.table import Figure, Section


def section(quick: bool = False) -> Section:
    """Milliseconds a frame at batch 1 and 64; ``quick`` measures fewer runs."""
    import torch

    from signsynth.body import Body

    torch.set_num_threads(2)
    body, runs = Body.load(), 3 if quick else 51
    generator = torch.Generator().manual_seed(0)
    shape = torch.randn(body.shapes, generator=generator)
    figures = []
    for frames, most_ms in ((1, 2.0), (64, 1.0)):
        rotations = body.from_angles(torch.randn(frames, body.joints, 3, generator=generator) * 0.2)
        actions = torch.rand(frames, len(body.action_names), generator=generator)
        with torch.inference_mode():
            whole = median_s(lambda r=rotations, a=actions: body(r, shape=shape, actions=a), runs) * 1000 / frames
            points = (
                median_s(lambda r=rotations, a=actions: body.landmarks(r, shape=shape, actions=a), runs) * 1000 / frames
            )
            place = median_s(lambda r=rotations: body.place(r, shape=shape), runs) * 1000 / frames
        batch = f"a frame, batch {frames}"
        figures += [
            Figure(f"whole mesh, {batch}", "", f"{whole:.2f} ms", f"≤ {most_ms:.0f} ms", whole <= most_ms),
            Figure(f"178 points, {batch}", "", f"{points:.2f} ms", f"≤ {most_ms:.0f} ms", points <= most_ms),
            Figure(f"joints only, {batch}", "", f"{place:.2f} ms", f"≤ {most_ms:.0f} ms", place <= most_ms),
        ]
    note = (
        f"{len(body.mesh.template):,} vertices, {body.joints} joints, {len(body.action_names)} face actions, float32."
    )
    return Section("Body", "python -m benchmarks body", figures, note)


if __name__ == "__main__":
    print(section().markdown())
