"""Training of the neural renderer: shards made beside it, checkpoints, curves and a moving average."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tqdm import tqdm

from signsynth.errors import InputError
from signsynth.files.atomic import atomic_path
from signsynth.render.neural.network import Residual
from signsynth.render.neural.preset import Preset
from signsynth.render.neural.training.judging import gains
from signsynth.render.neural.training.loss import LossConfig, renderer_loss
from signsynth.render.neural.training.shards import unpacked
from signsynth.render.neural.training.state import State
from signsynth.render.neural.training.supply import People, Shelf
from signsynth.render.neural.training.tints import Tints

_CURVES = "step,seconds,people,rate,loss,body_db,hands_db,face_db\n"
_FIRST = 3
"""People that are waited for."""


@dataclass(frozen=True)
class TrainConfig:
    """How long and how fast. Training ends after ``steps``, or ``minutes`` if those are over sooner; the learning
    rate falls from ``rate`` along half a cosine either way. ``tints`` is how crops are coloured anew at random. Of
    weights that it begins with, a share of ``keep`` stays in what is written (Wortsman et al., Robust fine-tuning of
    zero-shot models, 2022): what is learned anew from few people is then not at the cost of others."""

    steps: int = 12000
    minutes: float = float("inf")
    batch: int = 16
    seed: int = 0
    rate: float = 1.5e-3
    warm_up: int = 100
    decay: float = 0.01
    limit: float = 0.5
    keep: float = 0.0
    tints: Tints = Tints()
    device: str = "cpu"
    every: int = 250
    loss: LossConfig = field(default_factory=LossConfig)

    def rate_at(self, step: int, spent: float) -> float:
        """Learning rate, for a share ``spent`` of the time, 0 to 1."""
        done = min(1.0, max(step / self.steps, spent))
        return self.rate * (min(1.0, (step + 1) / self.warm_up) * (1 + np.cos(np.pi * done)) / 2 + 0.005)


def train(output: Path, people: People, config: TrainConfig, preset: Preset, start: Residual | None = None) -> Path:
    """Train, or go on, and write the averaged weights to ``output``, again at every ``config.every`` steps.

    ``start`` is what it begins with, a network of that preset; by default one that changes nothing.
    Beside it lie ``.state`` (to go on from; removed at the end) and ``.csv`` (curves: decibels over the mesh for the
    people who judge). Errors: ``FileError``; ``InputError`` where no pictures come.
    """
    resting, curves = output.with_suffix(".state"), output.with_suffix(".csv")
    state = State(preset, config.seed, config.device, config.decay)
    if resting.exists():
        state.load(resting)
    else:
        curves.write_text(_CURVES, encoding="utf-8")
        if start is not None:
            state.begin(start)
    worker = people.worker()
    shelf, judges = Shelf(people, train=True), Shelf(people, train=False)
    begun, recent = time.monotonic(), []
    before = _seconds(curves)
    bar = tqdm(total=config.steps, initial=state.step, unit="step", desc=output.stem)
    spent = 0.0
    while state.step < config.steps and spent < 1:
        if state.step % 50 == 0 or len(shelf.shards) < _FIRST:
            shelf.look()
            if len(shelf.shards) < min(_FIRST, people.train):
                if not worker.is_alive():
                    raise InputError(f"{people.folder}: no pictures of people came; see the error above")
                time.sleep(2)
                begun = time.monotonic()
                continue
        elapsed = before + time.monotonic() - begun
        spent = elapsed / (60 * config.minutes)
        recent.append(_taught(state, shelf, config, spent))
        bar.update()
        if state.step % config.every == 0 or state.step == config.steps or spent >= 1:
            judges.look()
            row = [state.step, round(elapsed), len(shelf.shards), config.rate_at(state.step, spent), np.mean(recent)]
            made = state.average if start is None else _mixed(state.average, start, config.keep)
            row += _judged(made, judges, config.device)
            recent.clear()
            bar.set_postfix_str("loss {:.4f} body {:+.2f} hands {:+.2f} face {:+.2f} dB".format(*row[4:]))
            with open(curves, "a", encoding="utf-8") as file:
                file.write(",".join(f"{value:.6g}" for value in row) + "\n")
            state.save(resting)
            save_weights(output, made, about(preset, people, config, row))
    bar.close()
    worker.terminate()
    resting.unlink(missing_ok=True)
    return output


def save_weights(path: Path, network: Residual, said: dict) -> None:
    """float16 weights with what must be known of them. Errors: ``FileError``."""
    tensors = {name: value.detach().cpu().half().contiguous() for name, value in network.state_dict().items()}
    metadata = {key: value if isinstance(value, str) else json.dumps(value) for key, value in said.items()}
    with atomic_path(path) as temporary:
        save_file(tensors, temporary, metadata=metadata)


def about(preset: Preset, people: People, config: TrainConfig, row: list[float]) -> dict:
    """What the weights' metadata says."""
    return {
        "preset": asdict(preset),
        "licence": "Apache-2.0",
        "seed": str(config.seed),
        "data": f"{row[2]} made people (signsynth.render.people); poses of {', '.join(p.name for p in people.motions)}",
        "training": {"steps": row[0], "batch": config.batch, "rate": config.rate, "seconds": row[1]},
        "judged": dict(zip(("body_db", "hands_db", "face_db"), (round(x, 2) for x in row[5:]), strict=True)),
    }


def _taught(state: State, shelf: Shelf, config: TrainConfig, spent: float) -> float:
    """One step; random numbers depend on its number alone."""
    draw = np.random.default_rng([config.seed, 9, state.step])
    packed, truth = shelf.batch(draw, config.batch)
    x = torch.from_numpy(unpacked(packed)).to(config.device)
    y = torch.from_numpy(truth).to(config.device).float() / 255
    x, y = config.tints(x, y, draw)
    x = x.contiguous(memory_format=torch.channels_last)
    with torch.autocast(torch.device(config.device).type, torch.bfloat16):
        out = state.network(x)
    loss = renderer_loss(x, out, y, config.loss)
    state.update(loss, config.rate_at(state.step, spent), config.limit)
    return float(loss.detach())


def _mixed(network: Residual, start: Residual, keep: float) -> Residual:
    mixed, before = copy.deepcopy(network), start.state_dict()
    mixed.load_state_dict({key: value.lerp(before[key].to(value), keep) for key, value in network.state_dict().items()})
    return mixed


def _judged(network: Residual, judges: Shelf, device: str) -> list[float]:
    if not judges.shards:
        return [float("nan")] * 3
    some = [(shard.inputs[::3], shard.targets[::3]) for shard in judges.shards.values()]
    return list(gains(network, *(np.concatenate(parts) for parts in zip(*some, strict=True)), device))


def _seconds(curves: Path) -> float:
    """How long earlier runs took."""
    rows = curves.read_text(encoding="utf-8").splitlines()[1:]
    return float(rows[-1].split(",")[1]) if rows else 0.0
