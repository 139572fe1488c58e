"""``signsynth photoreal``: what big models of others need before they can show a signer."""

from __future__ import annotations

import argparse
from pathlib import Path

from signsynth.cli.options import add_picture

_SENTENCE = "Hello. My name is Ada. Where is the hospital? I need help. Thank you."


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command and what it does."""
    command = commands.add_parser(
        "photoreal", help="prepare wan-animate, wan-animate-2 and wan-vace", description=__doc__
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    prompt = actions.add_parser("prompt", help="compute the prompt once, so that no text encoder is needed later")
    prompt.add_argument("--weights", required=True, metavar="FOLDER", help="the model's weights, text encoder included")
    prompt.add_argument("--text", metavar="TEXT", help="the prompt (default: one for the model)")
    prompt.add_argument("--negative", metavar="TEXT", help="what to keep away from (default: likewise)")
    prompt.add_argument("-o", "--output", required=True, metavar="FILE", help="NAME.safetensors")
    prompt.set_defaults(run=run_prompt)

    check = actions.add_parser("check", help="run a model on one sentence; say what it takes and how colours hold")
    check.add_argument("text", nargs="?", default=_SENTENCE, metavar="TEXT", help="English (default: 10 s of ASL)")
    check.add_argument("--fps", type=float, default=25.0, help="frames a second (default: 25)")
    check.add_argument("-o", "--output", required=True, metavar="FOLDER", help="for check.mp4 and report.txt")
    add_picture(check)
    check.set_defaults(run=run_check, renderer="wan-vace", size=480)

    inputs = actions.add_parser("inputs", help="only what the models are shown, for use in another program")
    inputs.add_argument("motion", metavar="MOTION", help=".pose or .npz")
    inputs.add_argument("--signer", metavar="PATH", help="a .signer file or folder, or the name of one that ships")
    inputs.add_argument("--without-consent", action="store_true", help="show a signer who holds no consent")
    inputs.add_argument(
        "--size", type=int, default=720, help="side of the pictures, made a multiple of 16 (default: 720)"
    )
    inputs.add_argument(
        "--fps", type=float, help="frames a second (default: the motion's own; the model learned at 30)"
    )
    inputs.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help="for pose, dwpose, face, depth and driving .mp4 and reference.png",
    )
    inputs.set_defaults(run=run_inputs)


def run_check(options: argparse.Namespace) -> None:
    """Render the sentence and write the report."""
    from signsynth.cli import options as shared
    from signsynth.errors import InputError
    from signsynth.files.atomic import atomic_path
    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator
    from signsynth.render.photoreal.renderer import PhotorealRenderer
    from signsynth.render.photoreal.trial import Trial

    signer = shared.signer(options)
    chosen = shared.renderer(options, signer)
    if not isinstance(chosen, PhotorealRenderer):
        raise InputError(f"--renderer {options.renderer}: expected wan-animate, wan-animate-2 or wan-vace")
    folder = _folder(options.output)
    trial = Trial(chosen)
    signed = Translator(Lexicon.open("ase"), fps=options.fps)(options.text)
    signed.render(signer, renderer=trial, size=options.size).save(
        folder / "check.mp4", credentials=shared.credentials(options)
    )
    with atomic_path(folder / "report.txt") as temporary:
        temporary.write_text("\n".join(trial.lines()) + "\n", "utf-8")
    print(*trial.lines(), f"wrote {folder / 'check.mp4'} and report.txt", sep="\n")


def _folder(name: str) -> Path:
    """A folder to write into. Errors: ``FileError`` where a file has that name."""
    from signsynth.errors import FileError

    folder = Path(name)
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: is a file, expected a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run_prompt(options: argparse.Namespace) -> None:
    """Encode and write."""
    from signsynth.cli.options import check_outputs
    from signsynth.errors import FileError
    from signsynth.render.photoreal import prompt
    from signsynth.render.photoreal.weights import model_in

    check_outputs([options.output])
    folder = Path(options.weights)
    if not folder.is_dir():
        raise FileError(f"{folder}: no folder of weights, expected one with text_encoder/ and tokenizer/")
    model = model_in(folder)
    texts = options.text or (model.prompt if model else prompt.PROMPT), options.negative or prompt.NEGATIVE
    prompt.write_prompt(options.output, prompt.encoded(folder, *texts), *texts)
    print(f"wrote {options.output}")


def run_inputs(options: argparse.Namespace) -> None:
    """Write pose, face and driving video and the reference."""
    from dataclasses import replace

    from signsynth.errors import InputError
    from signsynth.files.frames import write_picture
    from signsynth.files.video import COMMENT, write_video
    from signsynth.motion import Motion
    from signsynth.pipeline.origin import about_files, origin_of
    from signsynth.render import RENDERERS
    from signsynth.render.photoreal.scene import Scene
    from signsynth.signer import Signer

    if not 64 <= options.size <= 2048:
        raise InputError(f"size {options.size}, expected 64 to 2048")
    motion = Motion.load(options.motion)
    signer = Signer.load(options.signer) if options.signer else None
    if signer is not None and not options.without_consent:
        signer.check_consent()
    folder = _folder(options.output)
    scene = Scene(signer, options.size)
    motion = scene.prepared(motion if options.fps is None else motion.resample(options.fps))
    made = {
        "pose": scene.poses(motion),
        "dwpose": scene.people(motion),
        "depth": scene.depths(motion),
        "face": scene.faces(motion, 512),
        "driving": scene.drawn(motion),
    }
    about = about_files([options.motion])
    person = origin_of(about, RENDERERS[scene.driver](), signer, 0)
    for name, frames in made.items():
        origin = replace(about, renderer="stick-figure") if name in ("pose", "dwpose") else person
        print(f"wrote {write_video(frames, folder / f'{name}.mp4', motion.fps, origin=origin)}")
    print(f"wrote {write_picture(scene.own, folder / 'reference.png', COMMENT, person)}")
