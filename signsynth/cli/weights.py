"""Options of renderers that drive big models: weights, memory, reference."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from signsynth.errors import InputError

if TYPE_CHECKING:
    from signsynth.stages import Renderer

_NAMES = ("weights", "memory", "reference", "prompt", "driver", "steps", "download")


def add_weights(command: argparse.ArgumentParser) -> None:
    """What wan-animate and wan-animate-2 need; see docs/photoreal.md."""
    group = command.add_argument_group(
        "photoreal", "for --renderer wan-animate and wan-animate-2, which need a big GPU"
    )
    group.add_argument(
        "--weights", metavar="FOLDER", help="the model's weights: a folder, or a hub id that was fetched"
    )
    group.add_argument("--download", action="store_true", help="fetch weights that are missing (tens of gigabytes)")
    group.add_argument("--memory", metavar="NAME", help="none, offload, sequential, group, fp8 or int8 (default: none)")
    group.add_argument("--reference", metavar="PHOTO", help="a photo of the signer (default: the signer as drawn)")
    group.add_argument("--prompt", metavar="FILE", help="what `signsynth photoreal prompt` wrote")
    group.add_argument("--driver", metavar="NAME", help="the renderer that the model watches (default: mesh)")
    group.add_argument("--steps", type=int, metavar="N", help="denoising steps (default: as its makers have it)")


def equipped(chosen: Renderer, options: argparse.Namespace) -> Renderer:
    """``chosen`` with what the options give it. Errors: ``InputError`` for one that it has no use for."""
    given: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(options, name, None))}
    if not given:
        return chosen
    from dataclasses import fields, replace

    known = {field.name for field in fields(chosen)} if hasattr(chosen, "__dataclass_fields__") else set()
    if "weights" not in known:
        raise InputError(f"--{next(iter(given))}: only for --renderer wan-animate and wan-animate-2")
    if "reference" in given:
        from signsynth.pipeline.reference import reference_from_photo

        given["reference"] = reference_from_photo(given["reference"])
    return replace(chosen, **given)
