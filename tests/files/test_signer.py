"""A signer's file: the round trip is exact, and what is damaged or unfriendly is refused in one line."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from signsynth.errors import FileError, InputError
from signsynth.files.signer import LIMITS, bundled, read_signer, write_signer
from signsynth.signer import Appearance, Provenance, Signer, Witness


def made() -> Signer:
    draw = np.random.default_rng(0)
    appearance = Appearance(
        {"skin": (200, 150, 120), "top": (10, 20, 30)},
        -0.25,
        draw.integers(0, 256, (64, 64, 3), np.uint8),
        draw.choice(np.uint8([0, 128, 255]), (64, 64)),
        draw.normal(0, 0.01, (50, 3)).astype(np.float16).astype(np.float32),
    )
    provenance = Provenance("me.png", "2026-11-22", "ab" * 32, "", False, "signsynth 0", ("a note", "another – ü"))
    return Signer(
        "Zoë", "left", "yes, for the film; 2026-11-22", provenance, np.arange(16, dtype=np.float32), appearance
    )


def same(a: Signer, b: Signer) -> bool:
    texts = all(getattr(a, name) == getattr(b, name) for name in ("name", "dominant_hand", "consent", "provenance"))
    x, y = a.appearance, b.appearance
    arrays = [(a.shape, b.shape)]
    if x is not None and y is not None:
        texts &= x.colours == y.colours and x.sleeve == y.sleeve
        arrays += [(getattr(x, name), getattr(y, name)) for name in ("texture", "validity", "offsets")]
    return texts and (x is None) == (y is None) and all(np.array_equal(p, q) for p, q in arrays)


@pytest.mark.parametrize("name", ["zoe.signer", "zoe"])
def test_round_trip_is_exact(tmp_path, name):
    path = made().save(tmp_path / name)
    assert same(Signer.load(path), made())
    assert path.is_dir() == (name == "zoe")
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("signer", [Signer(), Signer("bare", appearance=Appearance())])
def test_what_is_absent_stays_absent(tmp_path, signer):
    assert same(read_signer(write_signer(signer, tmp_path / "a.signer")), signer)


def test_the_same_signer_gives_the_same_bytes(tmp_path):
    a, b = (made().save(tmp_path / name).read_bytes() for name in ("a.signer", "b.signer"))
    assert a == b


def test_a_folder_is_replaced_whole_but_never_something_else(tmp_path):
    made().save(tmp_path / "zoe")
    Signer("other").save(tmp_path / "zoe")
    assert sorted(p.name for p in (tmp_path / "zoe").iterdir()) == ["signer.json"]
    (tmp_path / "zoe" / "diary.txt").write_text("mine")
    with pytest.raises(FileError, match="something else"):
        Signer("other").save(tmp_path / "zoe")
    assert (tmp_path / "zoe" / "diary.txt").read_text() == "mine"


def test_other_endings_are_not_written(tmp_path):
    with pytest.raises(FileError, match="expected NAME.signer"):
        made().save(tmp_path / "a.pkl")
    with pytest.raises(FileError, match="does not exist"):
        made().save(tmp_path / "no" / "a.signer")


def test_bundled_signers_are_made_small_and_complete():
    assert len(bundled()) >= 4
    for name, folder in bundled().items():
        signer = Signer.load(f"weights/signers/{name}")
        assert same(signer, Signer.load(name)) and signer.name == name
        assert signer.provenance.synthetic and signer.may_be_shown
        assert {"skin", "hair", "top"} <= set(signer.appearance.colours)
        assert signer.appearance.texture.shape[:2] == signer.appearance.validity.shape
        assert sum(file.stat().st_size for file in folder.iterdir()) < 1_000_000


def test_bundled_signers_are_those_of_their_script():
    pytest.importorskip("torch")
    script = next(iter(bundled().values())).parent / "make.py"
    space = {"__name__": "make", "__file__": str(script)}
    exec(compile(script.read_text(), str(script), "exec"), space)
    assert {*space["SIGNERS"]} == {*bundled()}
    made, kept = space["made"]("ben"), Signer.load("ben")
    assert made.provenance == kept.provenance and made.appearance.colours == kept.appearance.colours
    assert np.allclose(made.shape, kept.shape)
    assert np.allclose(made.appearance.offsets, kept.appearance.offsets, atol=2e-4)  # kept in half precision
    assert np.array_equal(made.appearance.validity, kept.appearance.validity)
    apart = made.appearance.texture.astype(int) - kept.appearance.texture
    assert abs(apart).mean() < 0.5


def test_unknown_names_say_what_there_is(tmp_path):
    with pytest.raises(FileError, match="did you mean 'ada'"):
        Signer.load("adda")
    with pytest.raises(FileError, match="has no signer.json"):
        Signer.load(tmp_path)


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def parts_of(signer: Signer, folder: Path) -> dict[str, bytes]:
    write_signer(signer, folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def png(shape: tuple[int, ...]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.zeros(shape, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def about(change: dict) -> bytes:
    return json.dumps(change).encode()


def test_damaged_and_unfriendly_files_are_refused_in_one_line(tmp_path):
    from safetensors.numpy import save

    good = parts_of(made(), tmp_path / "good")
    facts = json.loads(good["signer.json"])
    shown = facts["appearance"]
    bad = {
        "no JSON": {"signer.json": b"{"},
        "a list": {"signer.json": b"[]"},
        "another format": {"signer.json": about(facts | {"format": "x"})},
        "a newer version": {"signer.json": about(facts | {"version": 2})},
        "a hand that is none": {"signer.json": about(facts | {"dominant_hand": "both"})},
        "consent that is no text": {"signer.json": about(facts | {"consent": True})},
        "provenance of another kind": {"signer.json": about(facts | {"provenance": {"synthetic": "yes"}})},
        "colours out of range": {
            "signer.json": about(facts | {"appearance": shown | {"colours": {"skin": [1, 2, 300]}}})
        },
        "a sleeve beyond": {"signer.json": about(facts | {"appearance": shown | {"sleeve": float("nan")}})},
        "a pickle": {"arrays.safetensors": pickle.dumps({"shape": 1})},
        "arrays of other names": {"arrays.safetensors": save({"weights": np.zeros(3, np.float32)})},
        "arrays that are no numbers": {"arrays.safetensors": save({"shape": np.full(16, np.nan, np.float32)})},
        "arrays of another shape": {"arrays.safetensors": save({"offsets": np.zeros((5, 2), np.float32)})},
        "offsets of metres": {"arrays.safetensors": save({"offsets": np.full((5, 3), 9, np.float32)})},
        "no picture": {"texture.png": b"\x89PNG\r\n\x1a\n"},
        "half a picture": {"texture.png": good["texture.png"][:200]},
        "a picture that is not square": {"texture.png": png((64, 80, 3))},
        "a huge picture": {"texture.png": png((5000, 5000, 3))},
        "a grey texture": {"texture.png": png((64, 64))},
        "pictures of two sizes": {"validity.png": png((128, 128))},
    }
    for what, change in bad.items():
        path = archive(tmp_path / "bad.signer", good | change)
        with pytest.raises(FileError) as error:
            read_signer(path)
        assert str(path) in str(error.value) and "\n" not in str(error.value), what
    for _, change in {"texture alone": "validity.png", "no JSON at all": "signer.json"}.items():
        with pytest.raises(FileError):
            read_signer(archive(tmp_path / "bad.signer", {k: v for k, v in good.items() if k != change}))


def test_archives_hold_only_what_a_signer_has(tmp_path):
    good = parts_of(made(), tmp_path / "good")
    for name in ("../evil.txt", "/etc/passwd", "code.py"):
        with pytest.raises(FileError, match="expected signer.json"):
            read_signer(archive(tmp_path / "a.signer", good | {name: b"x"}))
    assert not (tmp_path.parent / "evil.txt").exists()


def test_what_unpacks_beyond_its_limit_is_refused(tmp_path):
    bomb = {"signer.json": b" " * (LIMITS["signer.json"] + 1)}
    with pytest.raises(FileError, match="more than"):
        read_signer(archive(tmp_path / "a.signer", bomb))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "signer.json").write_bytes(bomb["signer.json"])
    with pytest.raises(FileError, match="expected at most"):
        read_signer(tmp_path / "b")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_files_cut_short_are_refused(tmp_path, share):
    data = made().save(tmp_path / "a.signer").read_bytes()
    (tmp_path / "b.signer").write_bytes(data[: int(share * len(data))])
    with pytest.raises(FileError, match="b.signer"):
        read_signer(tmp_path / "b.signer")


def test_consent():
    assert made().may_be_shown
    nobody = replace(made(), consent="  ")
    assert not nobody.may_be_shown
    with pytest.raises(InputError, match="holds no consent"):
        nobody.check_consent()
    assert Signer().may_be_shown, "a skeleton is nobody's likeness"
    assert replace(nobody, provenance=Provenance(synthetic=True)).may_be_shown


def test_a_third_hand_is_refused():
    with pytest.raises(InputError, match="expected right or left"):
        Signer(dominant_hand="both")


def seen() -> Signer:
    """One who has a witness."""
    draw = np.random.default_rng(1)
    rotations, actions = draw.normal(0, 0.5, (137, 3)), draw.random(52)
    kept = (a.astype(np.float16).astype(np.float32) for a in (rotations, actions))
    photo, mask = draw.integers(0, 256, (256, 256, 3), np.uint8), draw.integers(0, 256, (256, 256), np.uint8)
    return replace(made(), witness=Witness(photo, mask, *kept, 412.5, np.float32([127.25, 300.5])))


@pytest.mark.parametrize("name", ["zoe.signer", "zoe"])
def test_a_witness_comes_back_exactly(tmp_path, name):
    back, given = Signer.load(seen().save(tmp_path / name)), seen()
    assert same(back, given)
    for field in fields(Witness):
        a, b = getattr(back.witness, field.name), getattr(given.witness, field.name)
        assert np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype, field.name
    again = back.save(tmp_path / "again.signer").read_bytes()
    assert again == given.save(tmp_path / "first.signer").read_bytes()


def test_a_signer_without_a_witness_has_the_files_that_they_had(tmp_path):
    assert Signer.load(made().save(tmp_path / "a.signer")).witness is None
    assert "witness.png" not in parts_of(made(), tmp_path / "old")
    assert set(parts_of(seen(), tmp_path / "new")) - set(parts_of(made(), tmp_path / "old")) == {"witness.png"}


def test_a_damaged_witness_is_refused_in_one_line(tmp_path):
    from safetensors.numpy import load, save

    good = parts_of(seen(), tmp_path / "good")
    arrays = load(good["arrays.safetensors"])

    def but(name: str, value: np.ndarray) -> dict[str, bytes]:
        return {"arrays.safetensors": save(arrays | {f"witness.{name}": value})}

    bad = {
        "half a picture": {"witness.png": good["witness.png"][:200]},
        "no mask": {"witness.png": png((256, 256, 3))},
        "a large picture": {"witness.png": png((1024, 1024, 4))},
        "not square": {"witness.png": png((256, 128, 4))},
        "more than its limit": {"witness.png": b" " * (LIMITS["witness.png"] + 1)},
        "turns that are no numbers": but("rotations", np.full((137, 3), np.nan, np.float16)),
        "turns of two numbers": but("rotations", np.zeros((137, 2), np.float16)),
        "turns many times around": but("rotations", np.full((137, 3), 99, np.float16)),
        "actions beyond 1": but("actions", np.full(52, 2, np.float16)),
        "a view of four numbers": but("view", np.ones(4, np.float32)),
        "a scale of nothing": but("view", np.zeros(3, np.float32)),
        "a shift far away": but("view", np.float32([1, 1e6, 0])),
        "no arrays": {"arrays.safetensors": save({k: v for k, v in arrays.items() if "witness" not in k})},
        "a part of them": {"arrays.safetensors": save({k: v for k, v in arrays.items() if k != "witness.view"})},
    }
    for what, change in bad.items():
        path = archive(tmp_path / "bad.signer", good | change)
        with pytest.raises(FileError) as error:
            read_signer(path)
        assert str(path) in str(error.value) and "\n" not in str(error.value), what
    with pytest.raises(FileError, match="a part of the witness is missing"):
        read_signer(archive(tmp_path / "bad.signer", {k: v for k, v in good.items() if k != "witness.png"}))
