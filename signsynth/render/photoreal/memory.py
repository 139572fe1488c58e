"""How a pipeline that is larger than the graphics card is held: choices by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from signsynth.errors import InputError, nearest


def device(name: str = "auto") -> str:
    """The torch device: "auto" is the graphics card where there is one. Errors: ``InputError``."""
    import torch

    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        kind = torch.device(name).type
    except RuntimeError as error:
        raise InputError(f"device {name!r}: not known to torch, expected auto, cuda, cuda:1 or cpu") from error
    if kind == "cuda" and not torch.cuda.is_available():
        raise InputError(f"device {name!r}: no graphics card was found, expected auto or cpu")
    return name


def checked(memory: str, device: str) -> str:
    """``memory``, if it is a choice and fits the device. Errors: ``InputError`` with the nearest one."""
    if memory not in MEMORY:
        raise InputError(f"memory {memory!r}: not known; {nearest(memory, MEMORY)}")
    if device == "cpu" and memory not in ("none", "fp8"):
        raise InputError(f"memory {memory!r}: no graphics card was found; without one only none and fp8 mean anything")
    return memory


def held(kind: Any, network: Any, folder: Path, memory: str, device: str) -> Any:
    """A pipeline of class ``kind`` with a transformer of class ``network``, from a folder, ready; no text encoder."""
    import torch
    from diffusers import AutoencoderKLWan

    width = torch.float32 if device == "cpu" else torch.bfloat16
    given = {"text_encoder": None, "tokenizer": None}
    # In half precision the autoencoder shows: its makers run it in single.
    given["vae"] = AutoencoderKLWan.from_pretrained(folder, subfolder="vae", dtype=torch.float32, local_files_only=True)
    if (settings := quantised(memory, device)) is not None:
        with torch.cuda.device(device):  # 8 bits are made on the card at once, and by default on the first one
            given["transformer"] = network.from_pretrained(
                folder, subfolder="transformer", dtype=width, quantization_config=settings, local_files_only=True
            )
    pipeline = kind.from_pretrained(folder, dtype=width, local_files_only=True, **given)
    MEMORY[memory](pipeline, device)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def quantised(memory: str, device: str) -> Any:
    """Settings for loading the transformer in 8 bits, or None. Errors: ``InputError`` without bitsandbytes."""
    if memory != "int8":
        return None
    from importlib.util import find_spec

    if find_spec("bitsandbytes") is None:
        raise InputError(
            "memory 'int8': needs bitsandbytes; pip install bitsandbytes, or choose fp8, which needs nothing"
        )
    from diffusers import BitsAndBytesConfig

    return BitsAndBytesConfig(load_in_8bit=True)


def _none(pipeline: Any, device: str) -> None:
    pipeline.to(device)


def _offload(pipeline: Any, device: str) -> None:
    """One whole model at a time on the card."""
    if hasattr(pipeline, "enable_model_cpu_offload"):
        pipeline.enable_model_cpu_offload(device=device)
        return
    from diffusers import ComponentsManager  # how modular pipelines do the same

    manager = ComponentsManager()
    for name, part in models(pipeline).items():
        manager.add(name, part)
    manager.enable_auto_cpu_offload(device=device)


def _sequential(pipeline: Any, device: str) -> None:
    """One layer at a time on the card: least memory, slowest."""
    if not hasattr(pipeline, "enable_sequential_cpu_offload"):
        raise InputError(
            "memory 'sequential': this pipeline has no such choice; choose group, which does nearly the same"
        )
    pipeline.enable_sequential_cpu_offload(device=device)


def _group(pipeline: Any, device: str) -> None:
    """Blocks of the transformer come to the card just before they are needed; all else stays there."""
    import torch

    card, beside = torch.device(device), torch.device("cpu")
    pipeline.transformer.enable_group_offload(
        onload_device=card, offload_device=beside, offload_type="block_level", num_blocks_per_group=1, use_stream=True
    )
    _beside_the_transformer(pipeline, device)


def _fp8(pipeline: Any, device: str) -> None:
    """Weights are stored in 8 bits and widened, layer by layer, for the computation."""
    import torch

    wide = pipeline.transformer.dtype
    pipeline.transformer.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=wide)
    _none(pipeline, device)


def _beside_the_transformer(pipeline: Any, device: str) -> None:
    """All else goes to the card; the transformer is where it must be already."""
    for name, part in models(pipeline).items():
        if name != "transformer":
            part.to(device)


def models(pipeline: Any) -> dict[str, Any]:
    """The networks of a pipeline by name."""
    import torch

    return {name: part for name, part in pipeline.components.items() if isinstance(part, torch.nn.Module)}


MEMORY: dict[str, Callable[[Any, str], None]] = {
    "none": _none,
    "offload": _offload,
    "sequential": _sequential,
    "group": _group,
    "fp8": _fp8,
    "int8": _beside_the_transformer,
}
"""How a pipeline's networks are held on and beside a device."""
