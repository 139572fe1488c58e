"""A small convolutional network that tells two kinds of hand movement apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WIDTH, BATCH, EPOCHS, RATE, DECAY, DROPOUT = 32, 64, 15, 3e-3, 0.05, 0.3


@dataclass(frozen=True)
class Classifier:
    """Trained on half of the recordings; ``mean`` and ``spread (channels,)`` make the channels alike."""

    network: object
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def trained(cls, features: np.ndarray, generated: np.ndarray, seed: int = 0) -> Classifier:
        """From ``features (samples, frames, channels)`` and which of them are generated ``(samples,)``.

        AdamW (Loshchilov and Hutter 2019) on the logistic loss, one cycle of the learning rate.
        """
        import torch

        mean, spread = features.mean((0, 1)), features.std((0, 1)) + 1e-3
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            network = _network(features.shape[2])
            made = cls(network, mean, spread)
            x, y = made._input(features), torch.tensor(generated, dtype=torch.float32)
            optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
            steps = EPOCHS * -(-len(y) // BATCH)
            schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
            for _ in range(EPOCHS):
                for chosen in torch.randperm(len(y)).split(BATCH):
                    loss = torch.nn.functional.binary_cross_entropy_with_logits(network(x[chosen]), y[chosen])
                    optimiser.zero_grad()
                    loss.backward()
                    optimiser.step()
                    schedule.step()
            network.eval()
        return made

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """Logits ``(samples,)``: above 0 where generated is likelier."""
        import torch

        with torch.no_grad():
            return self.network(self._input(features)).numpy()

    def _input(self, features: np.ndarray):
        import torch

        return torch.tensor((features - self.mean) / self.spread, dtype=torch.float32).transpose(1, 2)


def _network(channels: int):
    """Three convolutions over time, the last two residual, then mean and maximum over time."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Conv1d(channels, WIDTH, 5, padding=2)
            self.more = nn.ModuleList([nn.Conv1d(WIDTH, WIDTH, 3, padding=1) for _ in range(2)])
            self.out, self.drop = nn.Linear(2 * WIDTH, 1), nn.Dropout(DROPOUT)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            x = nn.functional.silu(self.first(self.drop(x)))
            for layer in self.more:
                x = x + nn.functional.silu(layer(x))
            return self.out(self.drop(torch.cat([x.mean(-1), x.amax(-1)], 1)))[:, 0]

    return Network()
