"""What a user imports: it is there, documented, typed, and costs nothing until used."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import signsynth


@pytest.mark.parametrize("name", signsynth.__all__)
def test_public_names_resolve(name):
    assert getattr(signsynth, name) is not None


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such"):
        _ = signsynth.no_such


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(out.stdout.split())


def test_import_loads_nothing_heavy():
    assert not loaded_after("import signsynth") & {"numpy", "torch", "cv2", "av", "scipy"}


def test_help_loads_nothing_heavy():
    statement = "import signsynth.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass"
    code = f"exec({statement!r})"
    assert not loaded_after(code) & {"numpy", "torch", "cv2", "av", "scipy", "pose_format"}


def public_functions():
    for info in pkgutil.walk_packages(signsynth.__path__, "signsynth."):
        if info.name.endswith("__main__"):
            continue
        module = import_module(info.name)
        for name, item in vars(module).items():
            if name.startswith("_") or getattr(item, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(item):
                yield f"{info.name}.{name}", item
            elif inspect.isclass(item):
                for method, function in vars(item).items():
                    if inspect.isfunction(function) and not method.startswith("_"):
                        yield f"{info.name}.{name}.{method}", function


def test_public_functions_are_typed_and_documented():
    wrong = []
    for name, function in public_functions():
        signature = inspect.signature(function)
        untyped = [
            p.name for p in signature.parameters.values() if p.annotation is p.empty and p.name not in ("self", "cls")
        ]
        if untyped or signature.return_annotation is signature.empty or not inspect.getdoc(function):
            wrong.append(f"{name}: untyped {untyped}" if untyped else name)
    assert not wrong


def test_no_torch_on_the_path_from_text_to_video():
    loaded = loaded_after("import signsynth as s; s.Translator, s.Lexicon, s.Motion, s.Signed, s.Signer")
    assert not loaded & {"torch", "scipy", "trimesh", "diffusers"}
