"""Weights of the big models: which there are, where they lie, and what is missing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from signsynth.errors import FileError, InputError
from signsynth.render.photoreal.prompt import PROMPT, SIGNING


@dataclass(frozen=True)
class Model:
    """A model of others that signsynth can drive; nothing of it ships."""

    name: str
    hub: str
    """Where its makers offer it."""
    size: str
    licence: str
    index: str
    """The file that names the pipeline's class in a folder of weights."""
    classes: tuple[str, ...]
    prompt: str = PROMPT
    """What it is told to show, where nobody says otherwise."""

    def wanted(self) -> str:
        """What to download, in words that end an error message."""
        return (
            f"download {self.hub} ({self.size}; licence: {self.licence}) with `hf download {self.hub} --local-dir "
            "FOLDER` and give --weights FOLDER, or let it be downloaded with --download"
        )


ANIMATE = Model(
    "wan-animate",
    "Wan-AI/Wan2.2-Animate-14B-Diffusers",
    "82 GB, 71 GB of it without the text encoder",
    "Apache-2.0",
    "model_index.json",
    ("WanAnimatePipeline",),
)
ANIMATE_2 = Model(
    "wan-animate-2",
    "Wan-AI/Wan2.2-Animate-2-14B-Diffusers",
    "about 46 GB, 35 GB of it without the text encoder",
    "Apache-2.0",
    "modular_model_index.json",
    (
        "WanAnimate2ModularPipeline",
        "WanAnimate2DistilledModularPipeline",
        "WanAnimate2Blocks",
        "WanAnimate2DistilledBlocks",
    ),
)
VACE = Model(
    "wan-vace",
    "Wan-AI/Wan2.1-VACE-1.3B-diffusers",
    "about 16 to 21 GB, 5 to 9 GB of it without the text encoder; Wan2.1-VACE-14B-diffusers: about 81 GB",
    "Apache-2.0",
    "model_index.json",
    ("WanVACEPipeline",),
    SIGNING,
)
MODELS = {model.name: model for model in (ANIMATE, ANIMATE_2, VACE)}
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def located(model: Model, weights: str | Path | None, *, download: bool = False) -> Path:
    """The folder of ``weights``: a folder, or an id on the hub whose files are in its cache already.

    Nothing is downloaded unless ``download`` says so; with it, no ``weights`` means the makers' own. Errors:
    ``FileError`` that says what to download, how large it is and under which licence; or what else a folder holds.
    """
    if not weights:
        if not download:
            raise FileError(f"{model.name}: no weights were given; {model.wanted()}")
        weights = model.hub
    folder = Path(weights)
    if not folder.is_dir():
        if folder.exists() or not _HUB_ID.fullmatch(str(weights)):
            raise FileError(f"{weights}: no folder of weights; {model.wanted()}")
        folder = _from_hub(model, str(weights), download)
    kind = _kind(folder / model.index)
    if kind not in model.classes:
        found = f"weights of {kind}" if kind else f"no {model.index}"
        raise FileError(f"{folder}: holds {found}, expected {model.classes[0]}; {model.wanted()}")
    return folder


def model_in(folder: Path) -> Model | None:
    """The model whose weights a folder holds, as far as it is known."""
    return next((model for model in MODELS.values() if _kind(folder / model.index) in model.classes), None)


def _from_hub(model: Model, name: str, download: bool) -> Path:
    needs_diffusion(model.name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=not download))
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        if download:
            why = str(error).splitlines()[0][:200]
            raise FileError(f"{name}: cannot be downloaded ({why}); {model.wanted()}") from error
        raise FileError(f"{name}: no folder, and not in the hub's cache here; {model.wanted()}") from error


def _kind(index: Path) -> str:
    """The class that a folder's index names; "" where there is none."""
    try:
        about = json.loads(index.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    if not isinstance(about, dict):
        return ""
    return str(about.get("_class_name") or about.get("_blocks_class_name") or "")[:80]


def needs_diffusion(name: str) -> None:
    """Errors: ``InputError`` where the libraries of the ``[diffusion]`` extra are not installed."""
    from importlib.util import find_spec

    missing = [library for library in ("diffusers", "transformers", "accelerate") if find_spec(library) is None]
    if missing:
        raise InputError(
            f"{name}: needs {', '.join(missing)}, which are not installed; pip install 'signsynth[diffusion]'"
        )
