"""Folders of OpenPose JSON, one file a frame, as How2Sign publishes its keypoints."""

from __future__ import annotations

import json
import re
from pathlib import Path

from signsynth.errors import FileError
from signsynth.files.limits import check_frames, read_bytes
from signsynth.files.pose import recording_of
from signsynth.motion.recording import Recording

ENDING = "_keypoints.json"
_PARTS = {
    "pose_keypoints_2d": 75,
    "face_keypoints_2d": 210,
    "hand_left_keypoints_2d": 63,
    "hand_right_keypoints_2d": 63,
}
_NUMBER = re.compile(r"(?:^|\D)(\d{1,12})_keypoints\.json$")


def clips(folder: Path) -> list[Path]:
    """The folders under ``folder``, or itself, that hold OpenPose frames."""
    return sorted({file.parent for file in folder.rglob("*" + ENDING)})


def read_openpose(folder: str | Path, *, fps: float | None = None) -> Recording:
    """One clip: files ``[name_]000000000017_keypoints.json``; of several people the first of each frame.

    Frames without a file or without a person are not seen. Errors: ``FileError`` names the file.
    """
    from pose_format.utils.openpose import load_openpose

    folder, frames = Path(folder), {}
    for file in sorted(folder.glob("*" + ENDING)):
        number = _NUMBER.search(file.name)
        if number is None:
            raise FileError(f"{file}: no frame number before {ENDING}")
        frames[int(number.group(1))] = _frame(file)
    if not frames:
        raise FileError(f"{folder}: holds no file …{ENDING}")
    first = min(frames)
    check_frames(folder, max(frames) - first + 1)
    if not any(frame["people"] for frame in frames.values()):
        raise FileError(f"{folder}: no frame shows a person")
    pose = load_openpose({number - first: frame for number, frame in frames.items()}, fps=fps or 0)
    return recording_of(pose.header, pose.body, folder)


def _frame(file: Path) -> dict:
    try:
        held = json.loads(read_bytes(file))
        people = [{part: [float(x) for x in person[part]] for part in _PARTS} for person in held["people"][:1]]
    except (ValueError, KeyError, TypeError) as error:
        raise FileError(f"{file}: not a frame of OpenPose ({type(error).__name__}: {error})") from error
    for person in people:
        for part, count in _PARTS.items():
            if len(person[part]) not in (0, count):
                raise FileError(f"{file}: {part} has {len(person[part])} numbers, expected {count}")
            person[part] = person[part] or [0.0] * count
    return {"people": people}
