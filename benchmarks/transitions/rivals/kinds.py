"""The rivals by name: which network, of which size, trained for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from benchmarks.transitions.rivals.mict import MicT, MicTConfig, MicTNetwork
from benchmarks.transitions.rivals.sign_d2c import CORRECTED, RELEASED, SignD2C, SignD2CNetwork
from benchmarks.transitions.rivals.transformer import Transformer, TransformerConfig, TransformerNetwork
from signsynth.stages import Transition


@dataclass(frozen=True)
class Kind:
    """One rival: how to build its network, read its weights, and how many steps of how many windows train it."""

    network: Callable[..., nn.Module]
    config: object
    load: Callable[[Path], Transition]
    steps: int
    size: int = 32


KINDS: dict[str, Kind] = {
    "sign-d2c-released": Kind(SignD2CNetwork, RELEASED, SignD2C.load, 6000),
    "sign-d2c-corrected": Kind(SignD2CNetwork, CORRECTED, SignD2C.load, 6000),
    "mict": Kind(MicTNetwork, MicTConfig(), MicT.load, 3000),
    "transformer": Kind(TransformerNetwork, TransformerConfig(), Transformer.load, 4000, 16),
}
