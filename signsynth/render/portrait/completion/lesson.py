"""How the completion is learned: made people in chance colours, the unseen part of each asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.render.portrait.completion.completed import cell_codes, free, guessed
from signsynth.render.portrait.completion.evidence import Evidence
from signsynth.render.portrait.completion.made import Made, made
from signsynth.render.portrait.completion.network import Completion
from signsynth.render.portrait.completion.places import PARTS, Places

_FIRST_JUDGE = 1_000_000
_PATIENCE = 200
_JUDGED = {
    "torso": ("torso",), "neck": ("neck",), "head": ("face", "scalp", "ears"), "arms": ("upper_arm", "forearm")
}  # fmt: skip
_SOFT, _COPIED, _LEGS = 0.02, 0.5, 0.3


@dataclass(frozen=True)
class Plan:
    """``people`` to learn from, ``views`` of each; ``steps`` of ``batch`` pictures, ``rows`` vertices of each;
    ``judges``, other people, tell how well it does."""

    people: int = 180
    steps: int = 3000
    minutes: float = 12.0
    seed: int = 0
    views: int = 2
    batch: int = 8
    rows: int = 160
    rate: float = 2e-3
    judges: int = 12


def learned(path: Path, scratch: Path, plan: Plan) -> Iterator[str]:
    """Train and write ``path`` (float16 ``.safetensors``); lines to show on the way."""
    from signsynth.body import Body

    torch.manual_seed(plan.seed)
    body = Body.load()
    places = Places.of(body)
    codes, cells = torch.from_numpy(places.codes), torch.from_numpy(cell_codes(places))
    begun = time.perf_counter()
    judges = [_kept(scratch, _FIRST_JUDGE + k, body, places, 1) for k in range(plan.judges)]
    first = plan.seed * 10_000
    pupils = [one for k in range(plan.people) for one in _kept(scratch, first + k, body, places, plan.views)]
    yield f"{len(pupils)} pictures of {plan.people} people, {time.perf_counter() - begun:.0f} s"
    network = Completion()
    yield f"{sum(p.numel() for p in network.parameters()):,} parameters"
    optimiser = torch.optim.AdamW(network.parameters(), plan.rate, weight_decay=0.02)
    draw, begun = np.random.default_rng([plan.seed, 5]), time.perf_counter()
    kept, best = {name: value.clone() for name, value in network.state_dict().items()}, np.inf
    for step in range(plan.steps):
        done = max(step / plan.steps, (time.perf_counter() - begun) / (60 * plan.minutes))
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(1, step / 100) * (1 + np.cos(np.pi * done)) / 2 + 1e-6
        asked = [_asked(pupils[int(draw.integers(len(pupils)))], places, draw, plan.rows) for _ in range(plan.batch)]
        rows, given, wanted, weight = (torch.stack(a) if k != 1 else [torch.stack(b) for b in zip(*a, strict=True)]
                                       for k, a in enumerate(zip(*asked, strict=True)))  # fmt: skip
        own = given[3]
        change, copied = network(cells, *given[:3], codes[rows], own)
        loss = (_far(change, wanted) * weight).mean() + _COPIED * (_far(copied, own[..., :3] + wanted) * weight).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        share = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():  # the mean of the last steps judges better than the last one
            for name, value in network.state_dict().items():
                kept[name].lerp_(value, 1 - share)
        if step % _PATIENCE == _PATIENCE - 1:
            off, told = _judged(kept, judges, places)
            if off < best:
                best = off
                _write(path, kept, plan)
            yield f"step {step + 1}: loss {loss.item():.4f}, {told}"
    off, told = _judged(kept, judges, places)
    if off < best:
        _write(path, kept, plan)
    yield f"end: {told}; kept is the best, {min(best, off):.2f}"


def _far(a: Tensor, b: Tensor) -> Tensor:
    """Distance of colours ``(..., 3)``, flat near 0."""
    return torch.sqrt(((a - b) ** 2).sum(-1) + _SOFT**2) - _SOFT


def _write(path: Path, kept: dict[str, Tensor], plan: Plan) -> None:
    about = {"plan": asdict(plan), "licence": "Apache-2.0", "data": "signsynth.render.people, made by chance"}
    told = {"about": json.dumps(about)}  # one entry: the order of several would not be the same in every file
    with atomic_path(path) as temporary:
        temporary.write_bytes(save({name: value.half().contiguous() for name, value in kept.items()}, told))


def _kept(scratch: Path, seed: int, body: object, places: Places, views: int) -> list[Made]:
    """Pictures of a person, from ``scratch`` if they lie there."""
    path = scratch / f"{seed}.npz"
    if not path.is_file():
        scratch.mkdir(parents=True, exist_ok=True)
        found = made(seed, body, places, views)
        arrays = {}
        for k, one in enumerate(found):
            arrays |= {f"{name}{k}": np.float32(value) for name, value in vars(one.evidence).items()}
            arrays[f"true{k}"] = np.float32(one.true)
        with atomic_path(path) as temporary, open(temporary, "wb") as out:
            np.savez(out, **arrays)
    arrays = read_arrays(path)
    names = ("colours", "seen", "across", "open")
    return [Made(Evidence(*(arrays[f"{name}{k}"] for name in names)), arrays[f"true{k}"]) for k in range(views)]


def _asked(one: Made, places: Places, draw: np.random.Generator, count: int) -> tuple:
    """Some unseen vertices of a picture in other colours, perhaps mirrored: rows, features, wanted change, weight."""
    evidence, true = one.evidence, one.true
    tint = np.exp(draw.normal(0, 0.15) + draw.normal(0, 0.08, 3))
    order = draw.permutation(3) if draw.random() < 0.1 else np.arange(3)
    colours, true = (np.minimum(a[:, order] * tint, 255) for a in (evidence.colours, true))
    evidence = replace(evidence, colours=colours)
    if draw.random() < 0.5:
        evidence, true = evidence.mirrored(places), true[places.mirror]
    held = free(evidence, places)[:, 0]
    rows = np.flatnonzero(held > 0)
    odds = np.sqrt(places.area[rows]) * np.where(places.codes[rows, -1] > 0, _LEGS, 1)
    rows = draw.choice(rows, count, p=odds / odds.sum())
    features = [torch.from_numpy(a) for a in evidence.features(places)]
    features[3] = features[3][torch.from_numpy(rows)]
    wanted = torch.from_numpy(np.float32((true - evidence.colours)[rows] / 255))
    return torch.from_numpy(rows), features, wanted, torch.from_numpy(np.float32(held[rows]))


def _judged(kept: dict[str, Tensor], judges: list[list[Made]], places: Places) -> tuple[float, str]:
    """Mean error of unseen vertices, 0 to 255, of people never learned from; and by parts, before and after."""
    judge = Completion()
    judge.load_state_dict(kept)
    judge.eval()
    kinds = places.codes[:, -len(PARTS) :].argmax(1)
    offs: dict[str, list[list[float]]] = {name: [] for name in _JUDGED}
    for (one,) in judges:
        held = free(one.evidence, places)[:, 0] * places.area
        before = abs(one.evidence.colours - one.true).mean(1)
        after = abs(one.evidence.colours + guessed(one.evidence, places, judge) - one.true).mean(1)
        for name, which in _JUDGED.items():
            weight = held * np.isin(kinds, [PARTS.index(part) for part in which])
            if weight.sum() > 1e-4:
                offs[name].append([np.average(a, weights=weight) for a in (before, after)])
    means = {name: np.mean(values, 0) for name, values in offs.items() if values}
    told = ", ".join(f"{name} {before:.1f} -> {after:.1f}" for name, (before, after) in means.items())
    return float(np.mean([after for _, after in means.values()])), told
