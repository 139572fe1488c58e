"""Make the README's pictures: one frame of each sign of a text, drawn and as an avatar.

    python docs/make_pictures.py ["Hello Anna"] [--lexicon ase]

Only motions that we wrote or hold a licence for may be shown in the repository.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

import signsynth as ss
from signsynth.motion import concatenate
from signsynth.render import RENDERERS
from signsynth.render.contact_sheet import contact_sheet


def signs_of(motion: ss.Motion) -> ss.Motion:
    """The middle frame of every sign, as a motion of its own."""
    middles = [(s.start + s.end) // 2 for s in motion.segments if s.kind == "sign"]
    return concatenate([motion[at : at + 1] for at in middles])


def save(picture: np.ndarray, path: Path) -> None:
    """Write an RGB picture as PNG."""
    path.write_bytes(cv2.imencode(".png", picture[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", default="Hello Anna")
    parser.add_argument("--lexicon", default="ase")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    signs = signs_of(ss.Translator(ss.Lexicon.open(options.lexicon))(options.text).motion)
    sheet = contact_sheet(signs, frames=len(signs), columns=5, size=230)
    save(sheet, options.out / "signs.png")
    avatar = contact_sheet(signs[:5], None, RENDERERS["mesh"](), frames=min(5, len(signs)), columns=5, size=230)
    save(avatar, options.out / "avatar.png")
    print(f"wrote {options.out / 'signs.png'} and avatar.png")


if __name__ == "__main__":
    main()
