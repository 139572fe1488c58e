"""Where training stands: kept in one file, so that it goes on after any stop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from signsynth.errors import FileError
from signsynth.files.atomic import atomic_path

_MOMENTS = ("exp_avg", "exp_avg_sq", "step")
"""What the optimiser keeps for each weight; its steps, too: a phase trains only some weights."""
_AVERAGED = 0.998
"""What the moving average keeps of itself in a step."""


class State:
    """Weights, their exponential moving average, the optimiser (AdamW) and the number of steps taken.

    ``law`` is the law of activity that lessons are made with; ``fixed`` weights are not trained.
    """

    def __init__(
        self, weights: dict[str, np.ndarray], fixed: dict[str, np.ndarray], law: np.ndarray, device: torch.device
    ) -> None:
        self.weights = {name: torch.from_numpy(array).to(device).requires_grad_() for name, array in weights.items()}
        self.fixed = {name: torch.from_numpy(array).to(device) for name, array in fixed.items()}
        self.average = {name: tensor.detach().clone() for name, tensor in self.weights.items()}
        self.optimiser = torch.optim.AdamW(list(self.weights.values()), betas=(0.9, 0.99))
        self.law = law
        self.step = 0

    @property
    def all(self) -> dict[str, torch.Tensor]:
        """Trained and fixed weights."""
        return {**self.weights, **self.fixed}

    def update(self, loss: torch.Tensor, rate: float, decay: float, limit: float) -> None:
        """One step down the gradient of ``loss``, whose length is cut to ``limit``."""
        for group in self.optimiser.param_groups:
            group.update(lr=rate, weight_decay=decay)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self.weights.values()), limit)
        self.optimiser.step()
        self.step += 1
        keep = min(_AVERAGED, self.step / (self.step + 9))
        with torch.no_grad():
            for name, tensor in self.weights.items():
                self.average[name].lerp_(tensor, 1 - keep)

    def save(self, path: Path) -> None:
        """One safetensors file, written whole or not at all."""
        tensors = {f"weights/{name}": tensor.detach() for name, tensor in self.weights.items()}
        tensors |= {f"average/{name}": tensor for name, tensor in self.average.items()}
        tensors |= {f"fixed/{name}": tensor for name, tensor in self.fixed.items()}
        for name, tensor in self.weights.items():
            for moment in _MOMENTS:
                if tensor in self.optimiser.state:
                    tensors[f"{moment}/{name}"] = self.optimiser.state[tensor][moment]
        tensors |= {"law": torch.from_numpy(self.law), "step": torch.tensor(self.step)}
        with atomic_path(path) as part:
            save_file({name: tensor.cpu().contiguous() for name, tensor in tensors.items()}, part)

    def load(self, path: Path) -> None:
        """Go on from a file. Errors: ``FileError`` where it is none, or of another network."""
        try:
            tensors = load_file(path)
            with torch.no_grad():
                for name, tensor in self.fixed.items():
                    tensor.copy_(tensors[f"fixed/{name}"])
                for name, tensor in self.weights.items():
                    tensor.copy_(tensors[f"weights/{name}"])
                    self.average[name].copy_(tensors[f"average/{name}"])
                    if f"exp_avg/{name}" in tensors:
                        kept = {m: tensors[f"{m}/{name}"] for m in _MOMENTS}
                        self.optimiser.state[tensor] = {
                            m: v if m == "step" else v.to(tensor.device) for m, v in kept.items()
                        }
            self.law, self.step = tensors["law"].numpy(), int(tensors["step"])
        except (SafetensorError, KeyError, RuntimeError, OSError) as problem:
            raise FileError(f"{path}: no training state of this network ({problem}); remove it to start anew") from None
