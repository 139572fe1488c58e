"""Runs inside the peer's environment: reads a job from standard input, prints one line of JSON.

job = {"lexicon": folder, "spoken": "en", "signed": "ase", "sentences": [[word, ...], ...], "out": folder, "repeat": n}
Each sentence is a list of words, so that both packages sign the same, or a text, which the peer splits itself. Results:
for each sentence the pose file, the frames of its joins, what became of each word, and the seconds of each warm run.
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

import spoken_to_signed.gloss_to_pose.smoothing as smoothing
from spoken_to_signed.gloss_to_pose import CSVPoseLookup, gloss_to_pose
from spoken_to_signed.gloss_to_pose.lookup.fingerspelling_lookup import FingerspellingPoseLookup
from spoken_to_signed.text_to_gloss.simple import text_to_gloss
from spoken_to_signed.text_to_gloss.types import GlossItem

job = json.load(sys.stdin)
joins: list[tuple[int, int]] = []
original = smoothing.concatenate_poses


def recorded(poses, padding, *args, **kwargs):
    """Remember which frames the peer interpolates between signs."""
    joins.clear()
    at = 0
    for pose in poses[:-1]:
        at += len(pose.body.data)
        joins.append((at, at + len(padding.data)))
        at += len(padding.data)
    return original(poses, padding, *args, **kwargs)


smoothing.concatenate_poses = recorded
lookup = CSVPoseLookup(job["lexicon"], backup=FingerspellingPoseLookup())
results = []
for number, words in enumerate(job["sentences"]):
    seconds = []
    for _ in range(job.get("repeat", 1) + 1):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            if isinstance(words, str):
                items = text_to_gloss(words, job["spoken"])[0]
            else:
                items = [GlossItem(word=word, gloss=word) for word in words]
            pose = gloss_to_pose(items, lookup, job["spoken"], job["signed"]).pose
        seconds.append(time.perf_counter() - start)
    path = Path(job["out"]) / f"peer_{number}.pose"
    with path.open("wb") as file:
        pose.write(file)
    frames, fps = len(pose.body.data), float(pose.body.fps)
    became = [[token.word, token.coverage.value] for token in lookup.last_coverage]
    results.append({"pose": str(path), "joins": list(joins), "coverage": became, "seconds": seconds[1:]})
    results[-1] |= {"frames": frames, "fps": fps}
print(json.dumps(results))
