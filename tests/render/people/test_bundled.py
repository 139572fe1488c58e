"""Bundled signers: their hands are of the colour of their faces."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("cv2")

from signsynth.body import Body  # noqa: E402
from signsynth.signer import Signer  # noqa: E402
from tests.render.tone import hands_from_face  # noqa: E402


@pytest.fixture(scope="module")
def body() -> Body:
    return Body.load()


@pytest.mark.parametrize("name", ["ada", "ben", "emil", "mei", "noor", "rosa"])
def test_hands_have_the_faces_tone(body, name):
    """Within 4 of CIE76: nobody sees a difference between things that are apart."""
    assert np.linalg.norm(hands_from_face(body, Signer.load(name).appearance)) < 4
