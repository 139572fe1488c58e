"""glTF 2.0 files from outside, ``.glb``, ``.vrma`` or ``.gltf``: JSON and arrays, every index and length checked."""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from signsynth.errors import FileError
from signsynth.files.limits import read_bytes

_TYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_MAX_VALUES = 100_000_000
"""Largest array that is allocated without bytes behind it (accessors may be all zeros)."""
_JSON, _BIN = 0x4E4F534A, 0x004E4942


@dataclass(frozen=True, eq=False)
class GltfDocument:
    """The JSON of a file and its buffers. Every method raises ``FileError`` with one line that names the file."""

    path: Path
    json: dict[str, Any]
    binary: bytes | None = None
    read: dict[int, bytes] = field(default_factory=dict, repr=False)
    """Buffers as they were first needed."""

    @staticmethod
    def load(path: str | Path) -> GltfDocument:
        """Read the container. Errors: ``FileError``."""
        path = Path(path)
        data = read_bytes(path)
        text, binary = _chunks(path, data) if data[:4] == b"glTF" else (data, None)
        try:
            document = json.loads(text.decode("utf-8-sig"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{path}: not glTF ({error}), expected JSON or a .glb header") from error
        version = document.get("asset", {}) if isinstance(document, dict) else None
        version = version.get("version") if isinstance(version, dict) else None
        if not (isinstance(version, str) and version.startswith("2.")):
            raise FileError(f"{path}: not glTF 2.0 (asset version {version!r})")
        return GltfDocument(path, document, binary)

    def fail(self, what: str) -> FileError:
        """The error to raise."""
        return FileError(f"{self.path}: {what}")

    def items(self, name: str) -> list[dict[str, Any]]:
        """One of the lists of the document, each item an object; empty where it is left out."""
        found = self.json.get(name, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self.fail(f"{name} is not a list of objects")
        return found

    def item(self, name: str, index: Any) -> dict[str, Any]:
        """One item of a list by index."""
        found = self.items(name)
        if type(index) is not int or not 0 <= index < len(found):
            raise self.fail(f"{name}[{index!r}] does not exist, there are {len(found)}")
        return found[index]

    def whole(self, holder: dict[str, Any], key: str, default: int | None = None) -> int:
        """A whole number, not negative."""
        value = holder.get(key, default)
        if type(value) is not int or value < 0:
            raise self.fail(f"{key} {value!r}, expected a whole number")
        return value

    def numbers(self, holder: dict[str, Any], key: str, default: list[float]) -> np.ndarray:
        """A list of finite numbers of the default's length, float64."""
        value = holder.get(key, default)
        fits = isinstance(value, list) and len(value) == len(default)
        if not fits or not all(type(v) in (int, float) and abs(v) < 1e30 for v in value):
            raise self.fail(f"{key} {str(value)[:60]}, expected {len(default)} finite numbers")
        return np.array(value, float)

    def array(self, accessor: Any, kind: str) -> np.ndarray:
        """The values of an accessor as float64 ``(count, width)``; finite. ``kind``: the type it must have."""
        about = self.item("accessors", accessor)
        if about.get("type") != kind:
            raise self.fail(f"accessor {accessor} is of type {about.get('type')!r}, expected {kind}")
        count, dtype, width = self.whole(about, "count"), self._dtype(about), _WIDTHS[kind]
        if count == 0:
            raise self.fail(f"accessor {accessor} is empty")
        if "bufferView" in about:
            values = self._values(about, count, width, dtype)
        elif count * width > _MAX_VALUES:
            raise self.fail(f"accessor {accessor} declares {count} values without data")
        else:
            values = np.zeros((count, width), dtype)
        if "sparse" in about:
            values = self._sparse(about["sparse"], values)
        out = values.astype(np.float64)
        if about.get("normalized") is True and dtype.kind in "iu":
            out = np.maximum(out / np.iinfo(dtype).max, -1.0)
        if not np.isfinite(out).all():
            raise self.fail(f"accessor {accessor} has NaN or infinite values")
        return out

    def _sparse(self, sparse: Any, values: np.ndarray) -> np.ndarray:
        if not all(isinstance(part, dict) for part in (sparse, *(sparse.get(k) for k in ("indices", "values")))):
            raise self.fail("a sparse accessor lacks indices or values")
        count = self.whole(sparse, "count")
        at = self._values(sparse["indices"], count, 1, self._dtype(sparse["indices"]))[:, 0]
        if at.dtype.kind != "u" or (count and int(at.max()) >= len(values)):
            raise self.fail("a sparse accessor points beyond its end")
        out = values.copy()
        out[at] = self._values(sparse["values"], count, values.shape[1], values.dtype)
        return out

    def _dtype(self, about: dict[str, Any]) -> np.dtype:
        code = about.get("componentType")
        if not isinstance(code, int) or code not in _TYPES:
            raise self.fail(f"componentType {code!r}, expected one of {', '.join(map(str, _TYPES))}")
        return np.dtype(_TYPES[code])

    def _values(self, about: dict[str, Any], count: int, width: int, dtype: np.dtype) -> np.ndarray:
        """``count`` rows from a buffer view, all of them inside it."""
        view = self.item("bufferViews", about.get("bufferView"))
        data = self._buffer(view.get("buffer"))
        start, length = self.whole(view, "byteOffset", 0), self.whole(view, "byteLength")
        if start + length > len(data):
            raise self.fail(f"a view ends at byte {start + length}, its buffer has {len(data)}; cut short?")
        row = width * dtype.itemsize
        stride, first = self.whole(view, "byteStride", row) or row, self.whole(about, "byteOffset", 0)
        if stride < row or first + (count - 1) * stride + row > length:
            raise self.fail(f"an accessor of {count} values ends beyond its view of {length} bytes")
        rows = np.lib.stride_tricks.as_strided(
            np.frombuffer(data, np.uint8, offset=start + first, count=(count - 1) * stride + row if count else 0),
            (count, row), (stride, 1),
        )  # fmt: skip
        return np.ascontiguousarray(rows).view(dtype).reshape(count, width)

    def _buffer(self, index: Any) -> bytes:
        about = self.item("buffers", index)
        if index not in self.read:
            data = self._fetched(index, about.get("uri"))
            length = self.whole(about, "byteLength")
            if length > len(data):
                raise self.fail(f"buffer {index} has {len(data)} bytes, expected {length}; cut short?")
            self.read[index] = data[:length]
        return self.read[index]

    def _fetched(self, index: int, uri: Any) -> bytes:
        if uri is None:
            if index == 0 and self.binary is not None:
                return self.binary
            raise self.fail(f"buffer {index} has no data")
        if not isinstance(uri, str):
            raise self.fail(f"buffer {index} has the address {uri!r}, expected text")
        if uri.startswith("data:"):
            head, _, body = uri.partition(",")
            if not head.endswith(";base64"):
                raise self.fail(f"buffer {index} is {head[:40]!r}, expected base64")
            try:
                return base64.b64decode(body, validate=True)
            except (binascii.Error, ValueError) as error:
                raise self.fail(f"buffer {index} is not base64 ({error})") from error
        home = self.path.parent.resolve()
        name = unquote(uri)
        try:
            inside = "://" not in name and (home / name).resolve().is_relative_to(home)
        except (OSError, ValueError):  # a null character, a lone surrogate, a loop of links
            inside = False
        if not inside:
            raise self.fail(f"buffer {index} lies outside the folder ({uri[:80]!r}); only files beside it are read")
        return read_bytes(home / name)


def _chunks(path: Path, data: bytes) -> tuple[bytes, bytes | None]:
    """JSON and binary chunk of a ``.glb``."""
    if len(data) < 20:
        raise FileError(f"{path}: {len(data)} bytes, not a whole .glb file; cut short?")
    _, version, total = struct.unpack_from("<4sII", data)
    if version != 2:
        raise FileError(f"{path}: .glb version {version}, expected 2")
    if total > len(data):
        raise FileError(f"{path}: has {len(data)} of {total} bytes; cut short?")
    found: dict[int, bytes] = {}
    at = 12
    while at + 8 <= total:
        length, kind = struct.unpack_from("<II", data, at)
        if at + 8 + length > total:
            raise FileError(f"{path}: a chunk ends beyond the file; cut short?")
        found.setdefault(kind, data[at + 8 : at + 8 + length])
        at += 8 + length
    if _JSON not in found:
        raise FileError(f"{path}: a .glb file without its JSON chunk; damaged?")
    return found[_JSON], found.get(_BIN)


def _no_constant(name: str) -> Callable:
    raise ValueError(f"{name} is not JSON")
