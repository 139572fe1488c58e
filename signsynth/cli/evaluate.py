"""``signsynth evaluate``: generated signing against references, with the controls beside the scores; or pictures."""

from __future__ import annotations

import argparse
import json
import math
import sys

from signsynth.cli import evaluate_films
from signsynth.cli import options as shared

_SHOWN = {
    "dtw_mje": "DTW-MJE",
    "mpjpe": "MPJPE",
    "total_distance": "total distance",
    "duration": "duration",
    "speed": "speed",
    "acceleration": "acceleration",
    "jerk": "jerk",
    "npss": "NPSS",
    "motion_range": "range of motion",
    "hand_rigidity": "hand bones' change",
    "fast_share": "power above 5 Hz",
    "replay_share": "replay share",
}
_MOST_NAMED = 10


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options."""
    command = commands.add_parser("evaluate", help="measure generated signing against references", description=__doc__)
    command.add_argument(
        "hypotheses",
        metavar="HYP",
        help="folder of .pose files or OpenPose frames, 'pattern*.pose', .csv, .pt or .skels; or a film",
    )
    command.add_argument("references", metavar="REF", help="the same, paired by name")
    command.add_argument("--layout", help="layout of keypoints where files do not say it")
    command.add_argument("--fps", type=float, help="frames a second where files do not say it or say it wrongly")
    command.add_argument(
        "--align",
        choices=("exact", "fastdtw"),
        default="exact",
        help="fastdtw: as the SLRTP evaluator (default: exact)",
    )
    command.add_argument("--every-frame", action="store_true", help="not every second one, as SLRTP has it")
    command.add_argument("--training", metavar="PATH", help="what the generator was trained on: adds the replay share")
    command.add_argument("--translations", metavar="CSV", help="back-translations, columns name and text")
    command.add_argument(
        "--texts", metavar="CSV", help="what was to be said, columns name and text, where REF has none"
    )
    command.add_argument("--seed", type=int, default=0, help="of the shuffled control (default: 0)")
    command.add_argument("--json", metavar="FILE", help="write everything, pair by pair")
    evaluate_films.add_to(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Read, measure, print a table."""
    if options.json:
        shared.check_outputs([options.json])
    if evaluate_films.is_film(options.hypotheses) or evaluate_films.is_film(options.references):
        evaluate_films.run(options)
        return

    from dataclasses import replace

    from tqdm import tqdm

    from signsynth.files.atomic import atomic_path
    from signsynth.metrics import evaluate, read_corpus
    from signsynth.metrics.corpus import read_texts

    hypotheses, references = (
        read_corpus(path, layout=options.layout, fps=options.fps) for path in (options.hypotheses, options.references)
    )
    if options.texts:
        references = replace(references, texts=read_texts(options.texts))
    found = evaluate(
        hypotheses,
        references,
        align=options.align,
        every_second=not options.every_frame,
        training=read_corpus(options.training, layout=options.layout, fps=options.fps) if options.training else None,
        translations=read_texts(options.translations) if options.translations else None,
        seed=options.seed,
        progress=lambda groups: tqdm(groups, desc="aligning", disable=not sys.stderr.isatty()),
    )
    print(_table(found.rows))
    print(f"\nunits: {found.units}; every {'' if options.every_frame else 'second '}frame; alignment {options.align}")
    for name, value in found.text.items():
        print(f"{name}: {value:.2f}")
    if found.left_out:
        print(f"{len(found.left_out)} left out of the mean:")
    for name, why in list(found.left_out.items())[:_MOST_NAMED]:
        print(f"left out: {name}: {why}")
    if len(found.left_out) > _MOST_NAMED:
        print(f"left out: {len(found.left_out) - _MOST_NAMED} more")
    if options.json:
        with atomic_path(options.json) as temporary:
            temporary.write_text(json.dumps(found.as_json(), indent=1, ensure_ascii=False), encoding="utf-8")
        print(f"wrote {options.json}")


def _table(rows: dict[str, dict[str, float]]) -> str:
    names = list(rows)
    wide = max(map(len, _SHOWN.values())) + 2
    lines = [" " * wide + "".join(f"{name:>12}" for name in names)]
    for key, shown in (("pairs", "pairs"), ("pairs_alike", "of one length")):
        lines.append(f"{shown:<{wide}}" + "".join(f"{rows[name][key]:>12.0f}" for name in names))
    for key, shown in _SHOWN.items():
        values = [rows[name].get(key, math.nan) for name in names]
        if any(map(math.isfinite, values)):
            lines.append(
                f"{shown:<{wide}}" + "".join(f"{v:>12.4f}" if math.isfinite(v) else f"{'–':>12}" for v in values)
            )
    return "\n".join(lines)
