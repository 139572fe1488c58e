"""Options of renderers that drive big models: weights, memory, reference."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from signsynth.errors import InputError

if TYPE_CHECKING:
    from signsynth.stages import Renderer

_NAMES = ("weights", "memory", "reference", "prompt", "driver", "control", "steps", "download")


def add_weights(command: argparse.ArgumentParser) -> None:
    """What wan-animate, wan-animate-2 and wan-vace need; see docs/photoreal.md."""
    group = command.add_argument_group(
        "photoreal", "for --renderer wan-animate, wan-animate-2 and wan-vace; need a GPU"
    )
    group.add_argument(
        "--weights", metavar="FOLDER", help="the model's weights: a folder, or a hub id that was fetched"
    )
    group.add_argument("--download", action="store_true", help="fetch weights that are missing (tens of gigabytes)")
    group.add_argument("--memory", metavar="NAME", help="none, offload, sequential, group, fp8 or int8 (default: none)")
    group.add_argument("--reference", metavar="PHOTO", help="a photo of the signer (default: the signer as drawn)")
    group.add_argument("--prompt", metavar="FILE", help="what `signsynth photoreal prompt` wrote")
    group.add_argument("--driver", metavar="NAME", help="what draws the signer that the model is shown: mesh or neural")
    group.add_argument("--control", metavar="NAME", help="what wan-vace is shown of movement: depth or pose")
    group.add_argument("--steps", type=int, metavar="N", help="denoising steps (default: as its makers have it)")


def equipped(chosen: Renderer, options: argparse.Namespace) -> Renderer:
    """``chosen`` with what the options give it. Errors: ``InputError`` for one that it has no use for."""
    given: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(options, name, None))}
    if not given:
        return chosen
    from dataclasses import fields, replace

    known = {field.name for field in fields(chosen)} if hasattr(chosen, "__dataclass_fields__") else set()
    if "weights" not in known:
        raise InputError(f"--{next(iter(given))}: only for --renderer wan-animate, wan-animate-2 and wan-vace")
    if unknown := [name for name in given if name not in known]:
        raise InputError(f"--{unknown[0]}: only for --renderer wan-vace")
    if "reference" in given:
        from signsynth.pipeline.reference import reference_from_photo

        given["reference"] = reference_from_photo(given["reference"])
    return replace(chosen, **given)
