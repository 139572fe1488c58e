"""The rivals by name: which network, of which size, trained for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from torch import nn

from benchmarks.transitions.rivals.filler import Filler
from benchmarks.transitions.rivals.mict import MicTConfig, MicTNetwork
from benchmarks.transitions.rivals.sign_d2c import CORRECTED, RELEASED, SignD2CNetwork
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


_ANCESTOR, _MICT = (partial(Filler.load, kind=kind) for kind in (SignD2CNetwork, MicTNetwork))
KINDS: dict[str, Kind] = {
    "sign-d2c-released": Kind(SignD2CNetwork, RELEASED, _ANCESTOR, 6000),
    "sign-d2c-corrected": Kind(SignD2CNetwork, CORRECTED, _ANCESTOR, 6000),
    "mict": Kind(MicTNetwork, MicTConfig(), _MICT, 3000),
    "transformer": Kind(TransformerNetwork, TransformerConfig(), Transformer.load, 4000, 16),
}
