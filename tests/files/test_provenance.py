"""What a video says about where it comes from: read back from every format, by ourselves and by others."""

from __future__ import annotations

import json
import shutil
import struct
import xml.etree.ElementTree as ET

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signsynth.errors import FileError
from signsynth.files import load_motion, save_motion
from signsynth.files.provenance import (
    COMPOSITE,
    RECORD,
    TRAINED,
    UNKNOWN,
    Origin,
    Source,
    consent_digest,
    read_provenance,
    together,
)
from signsynth.files.provenance_places import XMP_BOX, into_mp4
from signsynth.files.provenance_xmp import packet, record_in
from signsynth.files.video import COMMENT, write_video
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL

KINDS = ["a.mp4", "a.webm", "a.gif", "frames", "f%03d.png"]
ORIGIN = Origin(
    source_type=COMPOSITE,
    renderer="mesh",
    seed=-3,
    sources=(Source("ase", "ase", ("Apache-2.0",), ("p1", "p2")), Source("mine & ours", "ase")),
    signer='Zoë "Z" <안녕>',
    signer_sha256="ab" * 32,
    likeness=True,
    consent_sha256=consent_digest("self, 2026-11-22"),
    coverage=0.875,
    job="0" * 32,
)


def frames(count: int = 3):
    return (np.full((32, 32, 3), 40 * index, np.uint8) for index in range(count))


def written(folder, name, **more):
    path = write_video(frames(), folder / name, 25, **more)
    return folder / "f000.png" if "%" in name else path


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_is_read_back(tmp_path, name):
    assert read_provenance(written(tmp_path, name, origin=ORIGIN)) == ORIGIN


@pytest.mark.parametrize("name", KINDS)
def test_without_a_word_a_video_still_says_that_it_is_synthetic(tmp_path, name):
    found = read_provenance(written(tmp_path, name))
    assert found == Origin() and found.synthetic and found.source_type == TRAINED and found.made_with and found.date


def test_every_picture_of_a_folder_says_so(tmp_path):
    folder = written(tmp_path, "frames", origin=ORIGIN)
    assert [read_provenance(path) for path in folder.iterdir()] == [ORIGIN] * 3


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_other_programs_find_it_among_the_tags(tmp_path, name):
    with av.open(str(written(tmp_path, name, origin=ORIGIN))) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    assert tags["comment"] == COMMENT and json.loads(tags["description"])["consent_sha256"] == ORIGIN.consent_sha256


def test_pillow_finds_it_in_pictures_and_gif(tmp_path):
    with Image.open(written(tmp_path, "f%03d.png", origin=ORIGIN)) as image:
        assert record_in(image.text["XML:com.adobe.xmp"].encode()) == ORIGIN.json()
        assert image.getxmp() is not None
    with Image.open(written(tmp_path, "a.gif", origin=ORIGIN)) as image:
        image.seek(image.n_frames - 1)
        comments = b"".join(value for key, value in image.info.items() if key == "comment")
    data = (tmp_path / "a.gif").read_bytes()
    assert data.endswith(b"\x3b") and (not comments or comments.decode().startswith(COMMENT))
    assert data.count(b"XMP DataXMP") == 1 and data.count(f"{COMMENT}\n".encode()) == 1


def test_the_packet_is_xml_that_names_iptc_terms():
    root = ET.fromstring(packet(ORIGIN, COMMENT).decode("utf-8").lstrip("\ufeff"))
    values = {element.tag: element.text for element in root.iter()}
    assert values["{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"] == COMPOSITE
    assert values["{http://ns.adobe.com/xap/1.0/}CreatorTool"] == ORIGIN.made_with
    assert values["{urn:signsynth:provenance:1}Record"] == ORIGIN.json()


def test_an_mp4_is_told_by_its_box_and_by_its_tags(tmp_path):
    """Programs that copy a video keep one of both."""
    path = written(tmp_path, "a.mp4", origin=ORIGIN)
    whole = path.read_bytes()
    at = whole.rindex(b"uuid" + XMP_BOX) - 4
    assert struct.unpack(">I", whole[at : at + 4])[0] == len(whole) - at  # the last box: nothing was moved
    path.write_bytes(whole[:at])
    assert read_provenance(path) == ORIGIN  # without its box
    path.write_bytes(whole[:at].replace(RECORD.encode(), b"x" * len(RECORD)) + whole[at:])
    assert read_provenance(path) == ORIGIN  # without its tags
    copied = tmp_path / "copied.mp4"
    with av.open(str(path)) as source, av.open(str(copied), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet_ in source.demux(video=0):
            if packet_.dts is not None:
                packet_.stream = stream
                target.mux(packet_)
    into_mp4(copied, packet(ORIGIN, COMMENT))
    assert read_provenance(copied) == ORIGIN
    with av.open(str(copied)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 3


def test_no_consent_text_and_no_path_is_in_the_file(tmp_path):
    secret = "I, Jane Doe of 12 Elm Street, agree."
    origin = Origin(consent_sha256=consent_digest(secret))
    for name in ("a.mp4", "a.webm", "a.gif", "f%03d.png"):
        data = written(tmp_path, name, origin=origin).read_bytes()
        assert b"Jane" not in data and b"Elm" not in data and str(tmp_path).encode() not in data
    assert consent_digest("") == consent_digest("  ") == "" != consent_digest("x")


names = st.text(max_size=30)
origins = st.builds(
    Origin,
    renderer=names,
    seed=st.integers(-(2**40), 2**40),
    signer=names,
    likeness=st.booleans(),
    coverage=st.none() | st.floats(0, 1),
    sources=st.lists(st.builds(Source, names, names, st.tuples(names), st.tuples(names, names)), max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(origins)
def test_any_record_survives_json_and_xmp(origin):
    assert Origin.of_json(origin.json()) == origin
    assert Origin.of_json(record_in(packet(origin, "a & b {"))) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"record": "other"}',
        f'{{"record": "{RECORD}", "seed": "x"}}',
        f'{{"record": "{RECORD}", "sources": 3}}',
    ]
    + [f'{{"record": "{RECORD}", "sources": [{{"lexicon": 1}}]}}', '{"record":' + "[" * 100_000],
)
def test_a_record_that_is_none_is_one_clear_error(text):
    with pytest.raises(FileError, match="provenance is not readable"):
        Origin.of_json(text)


# -- motions


def still(frames: int = 3) -> Motion:
    return Motion(np.repeat(CANONICAL.rest[None], frames, 0), np.ones((frames, 178)), 25.0)


@settings(max_examples=20, deadline=None)
@given(origins, st.sampled_from([".pose", ".npz"]), st.integers(1, 3))
def test_a_motion_carries_its_record_and_stays_the_same(tmp_path_factory, origin, ending, frames):
    path = tmp_path_factory.mktemp("m") / f"m{ending}"
    save_motion(still(frames), path, origin=origin)
    assert read_provenance(path) == origin
    assert len(load_motion(path)) == frames
    save_motion(still(frames), path.with_stem("plain"))
    assert load_motion(path).equals(load_motion(path.with_stem("plain")))
    with pytest.raises(FileError, match="holds no provenance"):
        read_provenance(path.with_stem("plain"))


def test_other_readers_of_pose_files_stop_before_the_record(tmp_path):
    from pose_format import Pose

    for name, origin in (("a", ORIGIN), ("b", None)):
        save_motion(still(), tmp_path / f"{name}.pose", origin=origin)
    one, other = (Pose.read((tmp_path / f"{name}.pose").read_bytes()) for name in "ab")
    assert (one.body.data == other.body.data).all() and one.body.fps == 25
    assert (tmp_path / "a.pose").read_bytes() == (tmp_path / "b.pose").read_bytes() + ORIGIN.json().encode()


@pytest.mark.parametrize("ending", [".pose", ".npz"])
def test_damaged_motions_give_the_record_or_one_error(tmp_path, ending):
    path = tmp_path / f"m{ending}"
    save_motion(still(), path, origin=ORIGIN)
    whole, random = path.read_bytes(), np.random.default_rng(0)
    for _ in range(40):
        cut = bytearray(whole[: random.integers(12, len(whole))])
        for at in random.integers(12, len(cut), 3) if len(cut) > 12 else ():
            cut[at] = random.integers(256)
        path.write_bytes(cut)
        for read, kind in ((read_provenance, Origin), (load_motion, Motion)):
            try:
                assert isinstance(read(path), kind)
            except FileError as error:
                assert str(error).startswith(str(path)) and "\n" not in str(error)
    if ending == ".pose":
        path.write_bytes(whole[: -len(ORIGIN.json().encode())] + b"other")
        with pytest.raises(FileError, match="bytes, expected"):
            load_motion(path)


def test_where_nothing_is_known_it_says_so():
    assert Origin().sources == Origin(sources=()).sources == (Source(UNKNOWN),)
    assert json.loads(Origin().json())["sources"][0]["lexicon"] == "unknown"
    assert Origin.of_json(f'{{"record": "{RECORD}"}}').sources == (Source(UNKNOWN),)


sources = st.builds(
    Source,
    st.sampled_from("ab"),
    st.sampled_from("xy"),
    st.sets(st.sampled_from("mn")).map(sorted).map(tuple),
    st.sets(st.sampled_from("pq")).map(sorted).map(tuple),
)


@given(st.lists(sources, max_size=5))
def test_sources_together_name_each_lexicon_once_and_lose_nobody(several):
    joined = together(several)
    names = [(one.lexicon, one.signed) for one in joined]
    assert names == sorted(set(names)) and together(joined) == joined == together(several[::-1])
    for field in ("licences", "signers"):
        facts = lambda all_: {(one.lexicon, one.signed, fact) for one in all_ for fact in getattr(one, field)}  # noqa: B023, E731
        assert facts(joined) == facts(several)


def test_later_versions_may_say_more():
    assert Origin.of_json(f'{{"record": "{RECORD}", "seed": 4, "mood": "good"}}').seed == 4


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "f%03d.png"])
def test_damaged_files_give_the_record_or_one_error(tmp_path, name):
    path = written(tmp_path, name, origin=ORIGIN)
    whole, random = path.read_bytes(), np.random.default_rng(0)
    for _ in range(25):
        cut = bytearray(whole[: random.integers(12, len(whole))])
        for at in random.integers(12, len(cut), 3) if len(cut) > 12 else ():
            cut[at] = random.integers(256)
        path.write_bytes(cut)
        try:
            assert isinstance(read_provenance(path), Origin)
        except FileError as error:
            assert str(error).startswith(str(path)) and "\n" not in str(error)


def test_files_of_others_say_so(tmp_path):
    with pytest.raises(FileError, match="no such video"):
        read_provenance(tmp_path / "none.mp4")
    with pytest.raises(FileError, match="no such video"):
        read_provenance(tmp_path)
    (tmp_path / "a.txt").write_text("hello, this is text")
    with pytest.raises(FileError, match="not a video that can be read"):
        read_provenance(tmp_path / "a.txt")
    Image.fromarray(np.zeros((4, 4, 3), np.uint8)).save(tmp_path / "b.png")
    with pytest.raises(FileError, match="holds no provenance"):
        read_provenance(tmp_path / "b.png")


def test_the_date_can_be_set_where_builds_must_come_out_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    one, other = (written(tmp_path, name).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert one == other and read_provenance(tmp_path / "a.mp4").date == "1970-01-02"


# -- C2PA


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    """A certificate for signing that a home-made authority has issued, and its key."""
    pytest.importorskip("c2pa", reason="c2pa-python is not installed (the extra 'c2pa')")
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    import subprocess

    folder = tmp_path_factory.mktemp("pem")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    rules = ("basicConstraints=CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=emailProtection")
    (folder / "ext").write_text("\n".join([*rules, "subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid", ""]))
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/O=home/CN=ca", "-days", "9")
    openssl("req", *curve, "-keyout", "key.pem", "-out", "csr", "-subj", "/O=home/CN=me")
    openssl("x509", "-req", "-in", "csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "ext",
            "-out", "leaf.pem", "-days", "9")  # fmt: skip
    (folder / "cert.pem").write_bytes((folder / "leaf.pem").read_bytes() + (folder / "ca.pem").read_bytes())
    return folder


@pytest.mark.parametrize("name", ["a.mp4", "a.gif"])
def test_a_signature_holds_and_breaks_when_the_file_is_changed(tmp_path, pem, name):
    from signsynth.files.provenance_c2pa import Credentials, signed_by

    path = written(tmp_path, name, origin=ORIGIN, credentials=Credentials(pem / "cert.pem", pem / "key.pem"))
    assert signed_by(path) == {"issuer": "home", "name": "me", "state": "valid"}
    assert read_provenance(path) == ORIGIN and list(tmp_path.iterdir()) == [path]
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    assert signed_by(path)["state"] == "invalid"
    assert signed_by(written(tmp_path, f"plain{path.suffix}")) is None


def test_certificates_that_cannot_sign_leave_no_file(tmp_path, pem):
    from signsynth.errors import InputError
    from signsynth.files.provenance_c2pa import Credentials

    for chain, key in (("ca.pem", "key.pem"), ("cert.pem", "ca.key"), ("cert.pem", "cert.pem"), ("none", "key.pem")):
        with pytest.raises(FileError):
            written(tmp_path, "a.mp4", credentials=Credentials(pem / chain, pem / key))
    for name in ("a.webm", "frames"):
        with pytest.raises(InputError, match="C2PA cannot sign"):
            written(tmp_path, name, credentials=Credentials(pem / "cert.pem", pem / "key.pem"))
    assert list(tmp_path.iterdir()) == []


def test_where_the_library_is_missing_it_says_what_to_install(tmp_path, monkeypatch):
    import sys

    from signsynth.errors import InputError
    from signsynth.files.provenance_c2pa import Credentials

    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(InputError, match=r"pip install 'signsynth\[c2pa\]'"):
        written(tmp_path, "a.mp4", credentials=Credentials(tmp_path / "c", tmp_path / "k"))
    assert list(tmp_path.iterdir()) == []
