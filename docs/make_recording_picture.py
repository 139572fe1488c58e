"""Make docs/pictures/recorded.png: frames of a video, and the sign that `lexicon build` made of it.

    python docs/make_recording_picture.py VIDEO LEXICON GLOSS

Only videos that we rendered or hold a licence for may be shown in the repository; ours shows the avatar.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import av
import cv2
import numpy as np

import signsynth as ss
from signsynth.render.contact_sheet import contact_sheet

COLUMNS, SIZE = 6, 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("video", "lexicon", "gloss"):
        parser.add_argument(name)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pictures" / "recorded.png")
    options = parser.parse_args()
    with av.open(options.video) as file:
        filmed = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    lexicon = ss.Lexicon.open(options.lexicon)
    motion = lexicon.motion(lexicon.best(options.gloss))
    shown = [filmed[round(at * (len(filmed) - 1))] for at in np.linspace(0, 1, COLUMNS)]
    above = np.hstack([cv2.resize(frame, (SIZE, SIZE)) for frame in shown])
    below = contact_sheet(motion, frames=COLUMNS, columns=COLUMNS, size=SIZE)
    picture = np.vstack(
        [above, cv2.resize(below, (above.shape[1], round(below.shape[0] * above.shape[1] / below.shape[1])))]
    )
    options.out.write_bytes(cv2.imencode(".png", picture[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes())


if __name__ == "__main__":
    main()
