"""The bundled body, loaded once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")


@pytest.fixture(scope="session")
def baked():
    from signsynth.body.baked import Baked

    return Baked.load()


@pytest.fixture(scope="session")
def body(baked):
    from signsynth.body import Body

    return Body.of(baked)


@pytest.fixture(scope="session")
def body64(body):
    return body.to(torch.float64)


@pytest.fixture(scope="session")
def truth() -> dict[str, np.ndarray]:
    """Poses, and vertices that anny itself computed for them when the body was baked."""
    with np.load(Path(__file__).with_name("anny.npz"), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


@pytest.fixture
def random():
    generator = torch.Generator().manual_seed(3)
    return lambda *shape: torch.randn(*shape, generator=generator, dtype=torch.float64)
