"""What shows a signer with looks where nobody chose; and the mesh, with a warning, where weights are missing."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

from signsynth.errors import FileError
from signsynth.pipeline import choices
from signsynth.pipeline.choices import renderer_for
from signsynth.render import SkeletonRenderer
from signsynth.render.mesh import MeshRenderer
from signsynth.render.neural import NeuralRenderer
from signsynth.signer import Appearance, Provenance, Signer

DRAWN = Signer("drawn", provenance=Provenance(synthetic=True), appearance=Appearance())


@pytest.fixture
def neural(monkeypatch):
    monkeypatch.setattr(choices, "LIKENESS", "neural")


def test_missing_weights_give_the_mesh_and_a_warning(neural, monkeypatch):
    def missing(self):
        raise FileError("weights/neural-small.safetensors: no such file")

    monkeypatch.setattr(NeuralRenderer, "check", missing)
    with pytest.warns(UserWarning, match="no such file; the mesh is shown instead"):
        assert isinstance(renderer_for(DRAWN, None), MeshRenderer)


def test_weights_that_are_there_are_used(neural, monkeypatch):
    monkeypatch.setattr(NeuralRenderer, "check", lambda self: None)
    assert isinstance(renderer_for(DRAWN, None), NeuralRenderer)
    assert isinstance(renderer_for(DRAWN, "mesh"), MeshRenderer)
    assert isinstance(renderer_for(Signer(), None), SkeletonRenderer)
