"""Make the README's pictures: a contact sheet, one large frame and a short animation.

    python docs/make_pictures.py MOTION.npz
    python docs/make_pictures.py --lexicon lexicon/ase "Hello! Thank you."

Only motions that we wrote or hold a licence for may be shown in the repository.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from signsynth.files.video import write_video
from signsynth.motion import Motion
from signsynth.render import SkeletonRenderer
from signsynth.render.contact_sheet import contact_sheet


def chosen(options: argparse.Namespace) -> Motion:
    """The motion to show: a file, or a text signed with a lexicon."""
    if options.lexicon is None:
        return Motion.load(options.shown)
    from signsynth import Lexicon, Translator

    return Translator(Lexicon.open(options.lexicon))(options.shown).motion


def peak(motion: Motion) -> int:
    """The frame whose hands are highest: a telling one."""
    return int(np.argmax(motion.pose[:, 4:6, 1].max(1)))


def save(picture: np.ndarray, path: Path) -> None:
    path.write_bytes(cv2.imencode(".png", picture[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shown", help="a motion file, or a text with --lexicon")
    parser.add_argument("--lexicon", help="folder of the lexicon that signs the text")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    motion = chosen(options)
    draw, at = SkeletonRenderer(), peak(motion)
    save(contact_sheet(motion, frames=8, columns=4, size=240), options.out / "sheet.png")
    save(next(draw(motion[at : at + 1], size=1024)), options.out / "frame.png")
    start = motion[: round(8 * motion.fps)]
    write_video(draw(start, size=320, fps=25), options.out / "signing.gif", 25)
    write_video(draw(motion, size=512), options.out / "signing.mp4", motion.fps)


if __name__ == "__main__":
    main()
