"""The text of a file of labels, whatever program wrote it."""

from __future__ import annotations

import codecs
from pathlib import Path

from signsynth.errors import FileError
from signsynth.files.labels import MAX_BYTES
from signsynth.files.limits import read_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_limited(path: str | Path) -> bytes:
    """The bytes of a file. Errors: ``FileError`` where it is missing, empty or over ``MAX_BYTES``."""
    try:
        size = Path(path).stat().st_size
    except (OSError, ValueError):
        size = 0  # read_bytes says what is wrong
    if size > MAX_BYTES:
        raise FileError(f"{path}: {size / 2**20:.0f} MiB of labels, expected at most {MAX_BYTES // 2**20} MiB")
    return read_bytes(path)


def read_text(path: str | Path) -> str:
    """UTF-8, or UTF-16 where the file begins with its mark; all line breaks as ``\\n``.

    Errors: ``FileError`` for another encoding, naming the line, and for bytes that no text has.
    """
    data = read_limited(path)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}" if error.start < len(data) else "a cut character"
        raise FileError(
            f"{path}: line {line}: {found} is not {encoding.upper()[:6]}; save the file as UTF-8"
        ) from error
    if "\0" in text:
        raise FileError(f"{path}: line {text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL, expected text in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
