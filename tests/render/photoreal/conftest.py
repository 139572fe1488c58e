"""One short fitted motion for all: fitting takes a while."""

from __future__ import annotations

import pytest

from signsynth.body.fit import fit
from tests.render.motions import waving


@pytest.fixture(scope="session")
def fitted():
    """Eight frames, both hands up."""
    return fit(waving(8))
