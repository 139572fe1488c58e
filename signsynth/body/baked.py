"""The baked body as numpy arrays: reading and writing ``body.safetensors``. No torch, no pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import FileError
from signsynth.files.atomic import atomic_path
from signsynth.files.limits import read_bytes
from signsynth.files.weights import bundled_weights

FORMAT = "signsynth-body"
VERSION = 1
UNIT = 65535.0
"""Skin weights and UVs are stored as 16-bit fractions of 1."""
ARRAYS = {
    "template": "vertices 3", "faces": "faces 3", "shapes": "shapes vertices 3", "joints": "joints 3",
    "joint_shapes": "shapes joints 3", "parents": "joints", "skin_bones": "vertices influences",
    "skin_weights": "vertices influences", "action_starts": "actions+1", "action_vertices": "moves",
    "action_offsets": "moves 3", "uv": "texels 2", "faces_uv": "faces 3", "face_part": "faces",
    "mirror_vertices": "vertices", "axes": "joints 3 3", "limits_deg": "joints 3 2", "landmark_joints": "points 2",
    "landmark_joint_weights": "points 2", "landmark_vertices": "points corners", "landmark_weights": "points corners",
}  # fmt: skip
"""Every array of the file and its dimensions."""
NAMES = ("bones", "actions", "parts", "points", "licence", "source", "seed", "residual_mm", "version", "format")


@dataclass(frozen=True, eq=False)
class Baked:
    """``arrays`` by the names in ``ARRAYS``, as stored; ``about``: decoded metadata (names, licence, residuals)."""

    arrays: dict[str, np.ndarray]
    about: dict[str, Any]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def save(self, path: str | Path) -> None:
        """Write whole or not at all. Errors: ``FileError``."""
        from safetensors.numpy import save

        data = save(
            {name: np.ascontiguousarray(array) for name, array in self.arrays.items()},
            {name: json.dumps(value) for name, value in self.about.items()},
        )
        with atomic_path(path) as temporary:
            temporary.write_bytes(data)

    @staticmethod
    def load(path: str | Path | None = None) -> Baked:
        """Read a baked body, the bundled one where ``path`` is None. Errors: ``FileError``."""
        from safetensors.numpy import load

        path = Path(path) if path is not None else bundled()
        data = read_bytes(path)
        try:
            length = int.from_bytes(data[:8], "little")
            header = json.loads(data[8 : 8 + length]).get("__metadata__", {})
            about = {name: json.loads(value) for name, value in header.items()}
            arrays = load(data)
        except Exception as error:  # safetensors and json each fail in their own way on damaged bytes
            raise FileError(f"{path}: not a readable safetensors file ({error}); damaged or cut short?") from error
        if about.get("format") != FORMAT or about.get("version") != VERSION:
            found = f"{about.get('format', 'no format')} {about.get('version', '')}".strip()
            raise FileError(f"{path}: holds {found}, expected {FORMAT} {VERSION}; bake it again or update signsynth")
        if missing := sorted(set(ARRAYS) - set(arrays)) + sorted(set(NAMES) - set(about)):
            raise FileError(f"{path}: lacks {', '.join(missing)}; bake it again")
        _check(path, arrays, about)
        return Baked(arrays, about)


def bundled() -> Path:
    """``weights/body.safetensors`` of the checkout, else of the installed package. Errors: ``FileError``."""
    return bundled_weights("body.safetensors", "python -m signsynth.body.bake {path}")


def _check(path: Path, arrays: dict[str, np.ndarray], about: dict[str, Any]) -> None:
    """Every array has its dimensions and every index is in range. Errors: ``FileError``."""
    sizes = {"3": 3, "2": 2, "joints": len(about["bones"]), "points": len(about["points"])}
    sizes |= {"actions+1": len(about["actions"]) + 1}
    for name, shape in ARRAYS.items():
        found = arrays[name].shape
        wanted = [sizes.setdefault(word, size) for word, size in zip(shape.split(), found, strict=False)]
        if len(found) != len(shape.split()) or list(found) != wanted:
            raise FileError(f"{path}: {name} has shape {found}, expected ({shape}); bake it again")
    below = {"faces": "vertices", "faces_uv": "texels", "skin_bones": "joints", "action_vertices": "vertices"}
    below |= {"mirror_vertices": "vertices", "landmark_vertices": "vertices", "landmark_joints": "joints"}
    sizes["parts"] = len(about["parts"])
    for name, size in (below | {"face_part": "parts"}).items():
        if arrays[name].size and int(arrays[name].max()) >= sizes[size]:
            raise FileError(f"{path}: {name} points beyond the {sizes[size]} {size}; bake it again")
    parents = arrays["parents"]
    if parents[0] != -1 or (parents[1:] < 0).any() or (parents >= np.arange(len(parents))).any():
        raise FileError(f"{path}: parents must come before their children, with one root at 0; bake it again")
