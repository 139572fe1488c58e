"""A module imports only from floors below its own; siblings on one floor are blind to each other."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "signsynth"
FLOORS = [
    {"errors", "skeleton", "geometry", "rotations"},
    {"gloss", "motion", "signer"},
    {"stages"},
    {"files"},
    {"body"},
    {"text", "lexicon", "writing", "transition", "render", "capture", "metrics"},
    {"pipeline"},
    {"cli", "studio"},
]
FLOOR_OF = {name: height for height, floor in enumerate(FLOORS) for name in floor}
# Conveniences of a type that only forward to the floor that does the work, imported inside the method.
DOORS = {("motion/motion.py", "files"), ("motion/motion.py", "render"), ("lexicon/lexicon.py", "pipeline")}
DOORS |= {("signer.py", "files"), ("signer.py", "pipeline")}
# errors, skeleton, geometry and rotations, and gloss, motion and signer, may lean on each other within their floor.
SHARED_FLOORS = {0, 1}


def imports(path: Path) -> set[str]:
    """Top-level rooms of signsynth that a file imports, at any depth of the code."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import, expected an absolute one"
            names = [node.module or ""]
        else:
            continue
        rooms |= {name.split(".")[1] for name in names if name.startswith("signsynth.")}
    return rooms


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def test_imports_go_down():
    wrong = []
    for path in modules():
        inside = path.relative_to(PACKAGE)
        room = inside.parts[0].removesuffix(".py")
        for other in imports(path) - {room}:
            same = FLOOR_OF[other] == FLOOR_OF[room] and FLOOR_OF[room] in SHARED_FLOORS
            if not same and FLOOR_OF[other] >= FLOOR_OF[room] and (inside.as_posix(), other) not in DOORS:
                wrong.append(f"{inside} imports {other}")
    assert not wrong


def test_every_room_stands_on_a_floor():
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert rooms <= set(FLOOR_OF)


def test_files_stay_short():
    assert [path.name for path in modules() if len(path.read_text("utf-8").splitlines()) > 400] == []


# Rooms that are themselves imported late, because all of what they do needs torch (see test_public).
LATE_ROOMS = ("body/", "render/mesh/", "render/neural/", "render/portrait/", "transition/training/", "render/people/")


def test_heavy_libraries_are_imported_late():
    heavy = {"torch", "scipy", "cv2", "av", "trimesh", "diffusers", "pose_format", "PIL", "imageio", "fsspec"}
    heavy |= {"pyarrow", "ray", "mediapipe"}
    found = []
    for path in modules():
        if path.relative_to(PACKAGE).as_posix().startswith(LATE_ROOMS):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.name}: {name}" for name in names if name.split(".")[0] in heavy]
    assert not found


def test_no_room_of_leftovers():
    assert not [p for p in modules() if p.stem in {"utils", "util", "core", "common", "manager", "helpers", "misc"}]
