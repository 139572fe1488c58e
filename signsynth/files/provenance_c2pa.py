"""Content Credentials (C2PA, https://spec.c2pa.org): the origin of a video, signed with the user's own certificate.

An optional extra: the library weighs 50 MB, and a signature is worth what its certificate is. Nothing is sent anywhere.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signsynth.errors import FileError, InputError, nearest

if TYPE_CHECKING:
    from signsynth.files.provenance import Origin

TYPES = {".mp4": "video/mp4", ".gif": "image/gif"}
"""Endings that can be signed. C2PA knows no WebM, and a folder of pictures is no single file."""
ALGORITHMS = ("es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519")
ASSERTION = "org.signsynth.origin"
_LARGEST_KEY = 2**17


@dataclass(frozen=True)
class Credentials:
    """Who signs: ``certificate`` a PEM file with the chain, the signer's own first; ``key`` its private key, PEM.

    The certificate must be issued for signing (extended key usage e-mail protection or document signing), and not by
    itself: C2PA refuses those.
    """

    certificate: Path
    key: Path

    def check(self, path: str | Path) -> None:
        """Before the work. Errors: ``InputError`` for a format or without the extra, ``FileError`` for the files."""
        suffix = Path(path).suffix.lower()
        if suffix not in TYPES:
            raise InputError(f"{path}: C2PA cannot sign {suffix or 'a folder'}; {nearest(suffix, TYPES)}")
        self._signer()

    def sign(self, temporary: Path, path: Path, origin: Origin) -> None:
        """Sign the whole video ``temporary`` in place; ``path`` is its later name."""
        c2pa = _library()
        about = {
            "title": path.name,
            "claim_generator_info": [dict(zip(("name", "version"), origin.made_with.split(" ", 1), strict=False))],
            "assertions": [
                {
                    "label": "c2pa.actions.v2",
                    "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": origin.source_type}]},
                },
                {"label": ASSERTION, "data": asdict(origin)},
            ],
        }
        handle, name = tempfile.mkstemp(prefix=temporary.stem, suffix=temporary.suffix, dir=temporary.parent)
        os.close(handle)
        try:
            os.unlink(name)  # the library refuses to write over a file
            c2pa.Builder(json.dumps(about)).sign_file(str(temporary), name, self._signer())
            os.replace(name, temporary)
        except c2pa.C2paError as error:
            raise FileError(f"{self.certificate}: cannot sign {path} ({error})") from error
        finally:
            Path(name).unlink(missing_ok=True)

    def _signer(self) -> Any:
        """Errors: ``FileError`` where certificate and key are not usable."""
        c2pa = _library()
        chain, key = _pem(self.certificate, b"CERTIFICATE"), _pem(self.key, b"PRIVATE KEY")
        for algorithm in ALGORITHMS:
            try:
                return c2pa.Signer.from_info(c2pa.C2paSignerInfo(algorithm, chain, key, None))
            except c2pa.C2paError as error:
                reason = error
        raise FileError(f"{self.key}: not a private key that C2PA signs with ({reason}), expected {ALGORITHMS[0]}")


def signed_by(path: str | Path) -> dict[str, str] | None:
    """Who signed a video and whether that holds: ``issuer``, ``name`` and ``state``; None where nobody did.

    ``state`` is "valid", "trusted" (the certificate is on C2PA's list) or "invalid". Errors: ``InputError`` without
    the extra.
    """
    c2pa = _library()
    try:
        with c2pa.Reader(str(path)) as reader:
            found = json.loads(reader.json())
    except c2pa.C2paError:
        return None
    about = found["manifests"][found["active_manifest"]].get("signature_info", {})
    return {
        "issuer": about.get("issuer", ""),
        "name": about.get("common_name", ""),
        "state": str(found.get("validation_state", "")).lower(),
    }


def _library() -> Any:
    try:
        import c2pa
    except ImportError as error:
        raise InputError("C2PA: the package is not installed; pip install 'signsynth[c2pa]'") from error
    return c2pa


def _pem(path: Path, kind: bytes) -> bytes:
    path = Path(path)
    if not path.is_file() or path.stat().st_size > _LARGEST_KEY:
        raise FileError(f"{path}: no such file, expected a {kind.decode().lower()} in PEM")
    data = path.read_bytes()
    if kind not in data:
        raise FileError(f"{path}: holds no {kind.decode().lower()} in PEM")
    return data
