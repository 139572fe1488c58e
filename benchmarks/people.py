"""The neural renderer on made people whom it has never seen: how much nearer to their true pictures than the mesh."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.table import Figure, Section

SIZE = 256
_PEOPLE, _FRAMES = 12, 8
_FIRST = 1_000_500
"""Seeds of people; those who judged the training have others."""
_LEXICON = Path(__file__).resolve().parents[1] / "lexicon" / "ase"


@dataclass(frozen=True)
class Frame:
    """Decibels of PSNR against the true picture inside body, hands and face, ``mesh`` and ``neural``; similarity."""

    person: int
    mesh: tuple[float, float, float]
    neural: tuple[float, float, float]
    mesh_ssim: float
    neural_ssim: float

    @property
    def gain(self) -> np.ndarray:
        """Decibels ``(3,)`` of neural over mesh."""
        return np.subtract(self.neural, self.mesh)


def frames(
    preset: str = "neural-small", people: int = _PEOPLE, each: int = _FRAMES, first: int = _FIRST
) -> list[Frame]:
    """Measured, as the renderer shows a signer made of a photo; people wear what nobody wore in training, too."""
    from signsynth.body import Body
    from signsynth.metrics.pictures import psnr
    from signsynth.render.mesh.lens import Lens
    from signsynth.render.mesh.renderer import MeshRenderer
    from signsynth.render.neural import NeuralRenderer
    from signsynth.render.neural.retouch import Retouch, retouched
    from signsynth.render.neural.training.loss import similarity
    from signsynth.render.neural.training.poses import Poses
    from signsynth.render.neural.training.scene import Cast
    from signsynth.render.neural.weights import read_network

    body = Body.load()
    network = read_network(preset)
    renderer = NeuralRenderer(network, MeshRenderer(body=body))
    retouch = Retouch(network, SIZE, part_names=body.part_names, distance=Lens().distance)
    signs = [_LEXICON / f"{name}.pose" for name in ("hello", "mother", "friend", "hospital", "thank-you")]
    poses = Poses.of([path for path in signs if path.exists()], body)
    found = []
    for seed in range(first, first + people):
        cast, draw = Cast.of(seed, body, known=False), np.random.default_rng([seed, 3])
        stage = cast.stage(Lens(), SIZE)
        trust = renderer.trusted(cast.lifted, size=SIZE)
        for _ in range(each):
            shot = stage.shot(cast.vertices(poses, draw))
            plain = shot.passes.colour.astype(np.float32)
            change = retouch.change(shot.passes, np.ascontiguousarray(shot.inputs[12]))
            shown = retouched(shot.passes, change, trust, body.part_names).astype(np.float32)
            mesh, neural, true = (_tensor(picture) for picture in (plain, shown, shot.target))
            alike = [float(similarity(a.mean(1, True), true.mean(1, True)).mean()) for a in (mesh, neural)]
            areas = [shot.inputs[channel] > 0 for channel in (3, 8, 9)]
            mesh, neural = (
                tuple(psnr(picture, shot.target, area, least=61) for area in areas) for picture in (plain, shown)
            )
            found.append(Frame(seed, mesh, neural, *alike))
    return found


def _tensor(picture: np.ndarray) -> Any:
    """``(1, 3, h, w)`` of 0..1 from ``(h, w, 3)`` of 0..255."""
    import torch

    return torch.from_numpy(np.moveaxis(picture.astype(np.float32) / 255, -1, 0).copy())[None]


def section(quick: bool) -> Section:
    """The table."""
    from signsynth.errors import FileError

    rows = []
    for preset in ("neural-small",) if quick else ("neural-small", "neural-large"):
        try:
            found = frames(preset, 1 if quick else _PEOPLE, 3 if quick else _FRAMES)
        except FileError:
            continue
        mesh, gain = np.nanmean([f.mesh for f in found], 0), np.nanmean([f.gain for f in found], 0)
        for name, before, more in zip(("body", "hands", "face"), mesh, gain, strict=True):
            rows.append(
                Figure(f"{preset}: {name}, PSNR over the mesh's {before:.1f} dB", "–", f"{more:+.2f} dB", "≥ +3 dB",
                       bool(more >= 3))
            )  # fmt: skip
        ssim = float(np.mean([f.neural_ssim for f in found]))
        before = float(np.mean([f.mesh_ssim for f in found]))
        rows.append(Figure(f"{preset}: SSIM (mesh {before:.4f})", "–", f"{ssim:.4f}", "≥ 0.97", ssim >= 0.97))
        worst = float(min(f.gain[0] for f in found))
        rows.append(
            Figure(f"{preset}: worst of {len(found)} frames, body", "–", f"{worst:+.2f} dB", "≥ −0.1 dB", worst >= -0.1)
        )
    note = (
        f"Means over frames of {_PEOPLE} made people of other seeds than those trained on, at {SIZE}², against a true "
        "picture that is made too (`signsynth/render/people`): several lamps, soft shadows, light inside skin. Each is "
        "known from one picture in another light; patterns that it does not show cannot be found again. Among them "
        "are kinds of hair and cloth that were left out of training. The network is trusted as the renderer trusts it; "
        "each person's one picture is the witness."
    )
    return Section("Neural renderer on made people", "python -m benchmarks people", rows, note)
