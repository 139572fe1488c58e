"""A signer as one folder, or one ``.signer`` file (a ZIP of it): JSON, safetensors and PNG, never pickle.

``signer.json``         format, name, dominant hand, consent, provenance, colours, sleeve
``arrays.safetensors``  shape, offsets (float16), if there are any; of a witness pose (float16) and view
``texture.png``         RGB, and ``validity.png``, grey, if there are any
``background.png``      RGB, if there is one
``witness.png``         RGB and mask, if there is one
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

import signsynth
from signsynth.errors import FileError, InputError, nearest
from signsynth.files.atomic import atomic_path, explained
from signsynth.files.limits import read_bytes
from signsynth.signer import Appearance, Provenance, Signer, Witness

FORMAT, VERSION = "signsynth-signer", 1
LIMITS = {"signer.json": 2**18, "arrays.safetensors": 2**24, "texture.png": 2**26, "validity.png": 2**24,
          "background.png": 2**24, "witness.png": 2**20}  # fmt: skip
"""The files of a signer, and the most bytes that each may have."""
LARGEST_TEXTURE, LARGEST_WITNESS = 4096, 512
_FARTHEST_M, _LARGEST_SHAPE = 1.0, 20.0
_WITNESS = {"witness.rotations": (2, 10.0), "witness.actions": (1, 1.0), "witness.view": (1, 2.0**14)}
"""Dimensions of a witness's arrays, and the largest value; ``view`` is scale and shift."""


def read_signer(path: str | Path) -> Signer:
    """The signer in a folder, in a ``.signer`` file, or that ships, by name ("ada" or "weights/signers/ada").

    Errors: ``FileError`` naming the file and what is wrong with it, or the nearest signer that there is.
    """
    path = _located(Path(path))
    parts = _folder_parts(path) if path.is_dir() else _archive_parts(path)
    return _signer(path, parts)


def write_signer(signer: Signer, path: str | Path) -> Path:
    """Write ``path``, whole or not at all: a ``.signer`` file, or without an ending a folder. Errors: ``FileError``."""
    path = Path(path)
    if path.suffix not in ("", ".signer"):
        raise FileError(f"{path}: cannot be written, expected NAME.signer, or a name without ending for a folder")
    parts = _parts(signer)
    if path.suffix:
        with atomic_path(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
            for name, data in parts.items():
                # A fixed time: the same signer gives the same bytes.
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        return path
    if path.exists() and (not path.is_dir() or set(p.name for p in path.iterdir()) - set(LIMITS)):
        raise FileError(f"{path}: holds something else than a signer, expected a new name")
    if not path.parent.is_dir():
        raise FileError(f"{path}: the folder {path.parent} does not exist; create it or choose another")
    with explained(path):
        whole = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        try:
            for name, data in parts.items():
                (whole / name).write_bytes(data)
            whole.chmod(0o755)
            if path.exists():
                shutil.rmtree(path)
            whole.rename(path)
        finally:
            shutil.rmtree(whole, ignore_errors=True)
    return path


def bundled() -> dict[str, Path]:
    """Signers that ship with signsynth, by name: of the checkout, else of the installed package."""
    package = Path(signsynth.__file__).parent
    found: dict[str, Path] = {}
    for home in (package / "bundled" / "weights" / "signers", package.parent / "weights" / "signers"):
        found |= {file.parent.name: file.parent for file in sorted(home.glob("*/signer.json"))}
    return found


def _located(path: Path) -> Path:
    try:
        if path.exists():
            return path
    except (OSError, ValueError) as error:
        raise FileError(f"{str(path)[:80]!r}: cannot be opened") from error
    ours = bundled()
    named = path.parts in ((path.name,), ("weights", "signers", path.name))
    if named and path.name in ours:
        return ours[path.name]
    raise FileError(f"{path}: there is no such signer; {nearest(path.name, ours)}")


def _folder_parts(folder: Path) -> dict[str, bytes]:
    if not (folder / "signer.json").is_file():
        raise FileError(f"{folder}: has no signer.json, expected a signer's folder or a .signer file")
    parts = {}
    for name, most in LIMITS.items():
        file = folder / name
        if file.exists():
            if file.is_file() and file.stat().st_size > most:
                raise FileError(f"{file}: {file.stat().st_size:,} bytes, expected at most {most:,}")
            parts[name] = read_bytes(file)
    return parts


def _archive_parts(path: Path) -> dict[str, bytes]:
    if path.stat().st_size > sum(LIMITS.values()):
        raise FileError(f"{path}: {path.stat().st_size:,} bytes, expected at most {sum(LIMITS.values()):,}")
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            for member in archive.infolist():
                name = member.filename
                if name not in LIMITS or name in parts:
                    raise FileError(f"{path}: holds {name[:80]!r}, expected {', '.join(LIMITS)} once each")
                with archive.open(member) as stream:  # the declared size may lie
                    parts[name] = stream.read(LIMITS[name] + 1)
                if len(parts[name]) > LIMITS[name]:
                    raise FileError(f"{path}: {name} has more than {LIMITS[name]:,} bytes")
    except FileError:
        raise
    except Exception as error:  # zipfile and zlib each fail in their own way on damaged bytes
        raise FileError(
            f"{path}: not a readable .signer file ({type(error).__name__}); damaged or cut short?"
        ) from error
    if "signer.json" not in parts:
        raise FileError(f"{path}: has no signer.json, expected a .signer file")
    return parts


def _signer(path: Path, parts: dict[str, bytes]) -> Signer:
    about = _about(path, parts["signer.json"])
    arrays = _arrays(path, parts.get("arrays.safetensors"))
    texture = _picture(path, "texture.png", parts, "RGB")
    validity = _picture(path, "validity.png", parts, "L")
    background = _picture(path, "background.png", parts, "RGB")
    if (texture is None) != (validity is None) or (texture is not None and texture.shape[:2] != validity.shape):
        raise FileError(f"{path}: texture.png and validity.png do not fit together, expected both of one size")
    shown = about["appearance"]
    appearance = None
    if shown is not None:
        appearance = Appearance(
            shown["colours"], shown["sleeve"], texture, validity, arrays.get("offsets"), shown["side_light"], background
        )
    try:
        return Signer(
            about["name"],
            about["dominant_hand"],
            about["consent"],
            about["provenance"],
            arrays.get("shape"),
            appearance,
            _witness(path, parts, arrays),
        )
    except InputError as error:
        raise FileError(f"{path}: {error}") from error


def _about(path: Path, data: bytes) -> dict[str, Any]:
    """The checked values of signer.json."""
    try:
        about = json.loads(data)
        if not isinstance(about, dict) or about.get("format") != FORMAT or about.get("version") != VERSION:
            found = about.get("format"), about.get("version") if isinstance(about, dict) else None
            raise FileError(f"{path}: signer.json holds {found}, expected {FORMAT} {VERSION}")
        given = about["provenance"]
        kinds = {field.name: type(getattr(Provenance(), field.name)) for field in fields(Provenance)}
        kept = {name: (tuple(v) if isinstance(v, list) else v) for name, v in given.items() if name in kinds}
        if wrong := [name for name, value in kept.items() if not isinstance(value, kinds[name])]:
            raise FileError(f"{path}: signer.json: provenance {wrong[0]!r} is of the wrong kind")
        shown = about["appearance"]
        if shown is not None:
            colours = {str(name): tuple(int(c) for c in rgb) for name, rgb in shown["colours"].items()}
            if any(len(rgb) != 3 or min(rgb) < 0 or max(rgb) > 255 for rgb in colours.values()):
                raise FileError(f"{path}: signer.json: colours are three whole numbers of 0 to 255")
            sleeve = float(shown["sleeve"])
            if not -1 <= sleeve <= 1:
                raise FileError(f"{path}: signer.json: sleeve {sleeve}, expected -1 to 1")
            light = float(shown.get("side_light", 0.0))
            if not -1 <= light <= 1:
                raise FileError(f"{path}: signer.json: side_light {light}, expected -1 to 1")
            shown = {"colours": colours, "sleeve": sleeve, "side_light": light}
        texts = {name: about[name] for name in ("name", "dominant_hand", "consent")}
        if wrong := [name for name, value in texts.items() if not isinstance(value, str)]:
            raise FileError(f"{path}: signer.json: {wrong[0]} is not a text")
        return texts | {"provenance": Provenance(**kept), "appearance": shown}
    except FileError:
        raise
    except Exception as error:  # damaged text, or values of another kind than expected
        raise FileError(f"{path}: signer.json is not readable ({type(error).__name__}: {error})") from error


def _arrays(path: Path, data: bytes | None) -> dict[str, np.ndarray]:
    if data is None:
        return {}
    from safetensors.numpy import load

    try:
        arrays = {name: array.astype(np.float32) for name, array in load(data).items()}
    except Exception as error:  # safetensors fails in its own way on damaged bytes
        raise FileError(f"{path}: arrays.safetensors is not readable; damaged or cut short?") from error
    rules = {"shape": (1, _LARGEST_SHAPE), "offsets": (2, _FARTHEST_M)} | _WITNESS
    for name, array in arrays.items():
        if name not in rules:
            raise FileError(f"{path}: arrays.safetensors holds {name!r}, expected {', '.join(rules)}")
        dimensions, most = rules[name]
        if array.ndim != dimensions or (dimensions == 2 and array.shape[1] != 3):
            raise FileError(
                f"{path}: {name} has shape {array.shape}, expected {'(n, 3)' if dimensions == 2 else '(n,)'}"
            )
        if not (abs(array) <= most).all():
            raise FileError(f"{path}: {name} goes beyond {most:g} or is no number")
    return arrays


def _witness(path: Path, parts: dict[str, bytes], arrays: dict[str, np.ndarray]) -> Witness | None:
    seen = _picture(path, "witness.png", parts, "RGBA", LARGEST_WITNESS)
    found = [arrays.get(name) for name in _WITNESS]
    if seen is None and all(array is None for array in found):
        return None
    if seen is None or any(array is None for array in found):
        raise FileError(f"{path}: a part of the witness is missing, expected witness.png, {', '.join(_WITNESS)}")
    rotations, actions, view = found
    if view.shape != (3,) or view[0] <= 0:
        raise FileError(f"{path}: witness.view is {view.tolist()[:4]}, expected a scale above 0, and a shift of two")
    return Witness(seen[..., :3].copy(), seen[..., 3].copy(), rotations, actions, float(view[0]), view[1:])


def _picture(
    path: Path, name: str, parts: dict[str, bytes], mode: str, most: int = LARGEST_TEXTURE
) -> np.ndarray | None:
    if name not in parts:
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(parts[name]), formats=["PNG"]) as image:
            width, height = image.size
            if width != height or not 64 <= width <= most or image.mode != mode:
                found = f"{width}x{height} {image.mode}"
                raise FileError(f"{path}: {name} is {found}, expected a square of 64 to {most}, {mode}")
            return np.array(image)
    except FileError:
        raise
    except Exception as error:  # PIL fails in many ways on damaged bytes
        raise FileError(
            f"{path}: {name} is not a readable PNG ({type(error).__name__}); damaged or cut short?"
        ) from error


def _parts(signer: Signer) -> dict[str, bytes]:
    """The files of a signer: their bytes by name."""
    from safetensors.numpy import save

    shown = signer.appearance
    about = {
        "format": FORMAT, "version": VERSION, "name": signer.name, "dominant_hand": signer.dominant_hand,
        "consent": signer.consent, "provenance": asdict(signer.provenance),
        "appearance": None if shown is None else {"colours": shown.colours, "sleeve": shown.sleeve},
    }  # fmt: skip
    if shown is not None and shown.side_light:
        about["appearance"]["side_light"] = round(float(shown.side_light), 4)
    parts = {"signer.json": (json.dumps(about, indent=1, ensure_ascii=False) + "\n").encode()}
    arrays = {}
    if signer.shape is not None:
        arrays["shape"] = np.ascontiguousarray(signer.shape, np.float32)
    if shown is not None and shown.offsets is not None:
        arrays["offsets"] = np.ascontiguousarray(shown.offsets, np.float16)
    if (seen := signer.witness) is not None:
        arrays["witness.rotations"] = np.ascontiguousarray(seen.rotations, np.float16)
        arrays["witness.actions"] = np.ascontiguousarray(seen.actions, np.float16)
        arrays["witness.view"] = np.float32([seen.scale, *seen.shift])
        parts["witness.png"] = _png(np.dstack([seen.photo, seen.mask]))
    if arrays:
        parts["arrays.safetensors"] = save(arrays)
    if shown is not None and shown.texture is not None:
        parts["texture.png"], parts["validity.png"] = _png(shown.texture), _png(shown.validity)
    if shown is not None and shown.background is not None:
        parts["background.png"] = _png(shown.background)
    return parts


def _png(picture: np.ndarray) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(stream, "PNG")
    return stream.getvalue()
