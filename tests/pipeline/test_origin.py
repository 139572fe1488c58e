"""Whoever shows a motion, the video says where it comes from, and pictures say what they are."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.files.provenance import COMPOSITE, TRAINED, UNKNOWN, Origin, Source, consent_digest, read_provenance
from signsynth.lexicon import Lexicon, merge
from signsynth.pipeline import Translator
from signsynth.pipeline.choices import renderer_for
from signsynth.pipeline.origin import about_files, name_of, sources_of
from signsynth.render import SkeletonRenderer
from signsynth.signer import Appearance, Provenance, Signer
from tests.pipeline.conftest import ROWS, make_lexicon, sign

PERSON = Signer("zoe", consent="self, 2026", provenance=Provenance(image_sha256="ab" * 32), appearance=Appearance())
DRAWN = Signer("ada", provenance=Provenance(synthetic=True), appearance=Appearance())


@dataclass(frozen=True)
class Plain:
    """A renderer of somebody else's: it knows nothing of labels."""

    name: str = "plain"

    def __call__(self, motion, signer=None, *, size=512, fps=None, seed=0):
        return (np.full((size, size, 3), 200, np.uint8) for _ in range(len(motion)))


@pytest.fixture(scope="module")
def signed(small_lexicon):
    return Translator(Lexicon.open(small_lexicon), transition="hermite")("Hello")


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "frames"])
def test_the_record_names_who_what_and_how(signed, tmp_path, name):
    video = signed.render(PERSON, renderer=Plain(), size=64, seed=5)
    found = read_provenance(video.save(tmp_path / name))
    assert found == video.origin
    assert (found.renderer, found.seed, found.signer, found.likeness) == ("plain", 5, "zoe", True)
    assert found.source_type == COMPOSITE and found.signer_sha256 == "ab" * 32 and found.coverage == 1.0
    assert found.consent_sha256 == consent_digest(PERSON.consent)
    assert found.sources == (Source("small", "ase"),)


def test_a_drawn_person_is_no_likeness_and_a_skeleton_nobody(signed):
    drawn = signed.render(DRAWN, renderer=Plain()).origin
    assert (drawn.signer, drawn.likeness, drawn.consent_sha256, drawn.source_type) == ("ada", False, "", TRAINED)
    nobody = signed.render(PERSON, renderer="skeleton").origin
    assert (nobody.renderer, nobody.signer, nobody.likeness, nobody.consent_sha256) == ("skeleton", "", False, "")


@pytest.mark.parametrize("renderer", ["skeleton", "mesh"])
def test_what_every_renderer_makes_has_it(signed, tmp_path, renderer):
    short = replace(signed, motion=signed.motion[:3])
    found = read_provenance(short.render(DRAWN, renderer=renderer, size=64).save(tmp_path / "a.mp4"))
    assert found.synthetic and found.renderer == renderer and found.sources


def test_what_a_notebook_shows_has_it(signed, tmp_path):
    for number, html in enumerate((signed._repr_html_(), sign(0)._repr_html_())):
        data = re.search(r"base64,([^\"]+)", html)[1]
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(base64.b64decode(data))
        found = read_provenance(path)
        assert found.synthetic and found.renderer == "skeleton"
        assert found.sources == ((Source("small", "ase"),) if number == 0 else (Source(UNKNOWN),))


def test_only_the_entries_that_were_used_count(tmp_path):
    """Ids and licences of a lexicon's other signers are nobody's business."""
    folder = tmp_path / "mine"
    lexicon = Lexicon.create(folder, spoken="en", signed="ase", licence="MIT")
    for number, (label, signer, licence) in enumerate(
        [("HELLO", "p1", "MIT"), ("WATER", "p2", "CC0-1.0"), ("BYE", "p3", "MIT")]
    ):
        lexicon.add(label, sign(number), words=[label.lower()], signer=signer, licence=licence)
    other = Lexicon.open(make_lexicon(tmp_path / "other", ROWS))
    both = merge([Lexicon.open(folder), other])
    translate = Translator(both, transition="hermite")
    found = sources_of(translate.gloss("Hello water hospital"), both)
    assert found == (Source("mine", "ase", ("CC0-1.0", "MIT"), ("p1", "p2")), Source("other", "ase"))
    assert str(tmp_path) not in translate("Bye").render().origin.json()
    assert translate("Bye").report()["lexicons"] == [
        {"lexicon": "mine", "signed": "ase", "licences": ("MIT",), "signers": ("p3",)}
    ]


@pytest.mark.parametrize("ending", [".pose", ".npz"])
def test_a_motion_file_says_where_its_signs_are_from(signed, tmp_path, ending):
    kept, plain, away = (tmp_path / f"{name}{ending}" for name in ("kept", "plain", "away"))
    signed.save_motion(kept)
    signed.motion.save(plain)
    assert read_provenance(kept) == signed.about
    assert about_files([kept]) == Origin(sources=signed.sources, coverage=1.0)
    assert about_files([plain]).sources == about_files([away]).sources == (Source(UNKNOWN),)
    both = about_files([kept, plain, kept])
    assert both.sources == (*signed.sources, Source(UNKNOWN)) and both.coverage is None


# -- labels


def ink(video) -> np.ndarray:
    """Which pixels of the first frame differ from those of the same without a label."""
    bare = replace(video, renderer=renderer_for(video.signer, video.renderer, label=""))
    return (next(iter(video)) != next(iter(bare))).any(-1)


@pytest.mark.parametrize("renderer", [Plain(), "skeleton", "mesh"])
def test_a_label_is_written_by_default_and_as_asked_for(signed, renderer):
    short = replace(signed, motion=signed.motion[:2])
    default, asked = (short.render(DRAWN, renderer=renderer, size=128, label=label) for label in (None, "künstlich!"))
    for video in (default, asked):
        marked = ink(video)
        assert marked.any() and not marked[:64].any()  # a corner below
    assert (ink(default) != ink(asked)).any()
    assert not ink(short.render(DRAWN, renderer=renderer, size=128, label="")).any()


def test_who_draws_nobody_and_knows_no_label_is_left_alone(signed):
    plain = Plain()
    assert signed.render(renderer=plain).renderer is plain
    assert signed.render(DRAWN, renderer=plain).origin.renderer == "plain"
    drawn = SkeletonRenderer()
    assert renderer_for(None, drawn, label="synthetic") is drawn  # as it is: what it has worked out is kept


@pytest.mark.parametrize("label", ["x" * 81, "two\nlines", "\0"])
def test_labels_that_cannot_be_written(signed, label):
    with pytest.raises(InputError, match="one line of at most 80"):
        signed.render(label=label)


@pytest.mark.parametrize(
    ("kind", "name"), [("MeshRenderer", "mesh"), ("WanAnimate2Renderer", "wan-animate-2"), ("Mine", "mine")]
)
def test_renderers_are_named_as_on_the_command_line(kind, name):
    assert name_of(type(kind, (), {})()) == name
