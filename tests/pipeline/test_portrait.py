"""From an image to a signer who signs, with a tracker whose every answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body import Body  # noqa: E402
from signsynth.capture import choice  # noqa: E402
from signsynth.cli import main  # noqa: E402
from signsynth.errors import InputError, SignsynthError  # noqa: E402
from signsynth.gloss import Utterance  # noqa: E402
from signsynth.pipeline import Signed  # noqa: E402
from signsynth.pipeline.portrait import sighted  # noqa: E402
from signsynth.render.portrait import Sight  # noqa: E402
from signsynth.render.skeleton import SkeletonRenderer  # noqa: E402
from signsynth.signer import Appearance, Signer  # noqa: E402
from signsynth.skeleton import FACE  # noqa: E402
from tests.render.motions import waving  # noqa: E402
from tests.render.portrait.made import MadeTracker, person  # noqa: E402


@pytest.fixture(scope="module")
def sight() -> Sight:
    return person(Body.load(), 4, scale=560)[0]


@pytest.fixture(scope="module")
def signer(sight) -> Signer:
    return Signer.from_image(sight.pixels, consent="self, 2026-11-22", name="made", tracker=MadeTracker(sight))


def test_what_a_signer_of_a_photo_holds(signer):
    assert signer.name == "made" and signer.consent == "self, 2026-11-22" and signer.may_be_shown
    assert len(signer.provenance.image_sha256) == 64 and not signer.provenance.synthetic
    assert signer.provenance.date[:2] == "20" and "signsynth" in signer.provenance.made_with
    assert signer.shape.shape == (16,) and signer.appearance.texture is not None


def test_saved_and_loaded_it_renders_the_same(signer, tmp_path):
    """Offsets are stored in half precision: a pixel here and there may differ by a shade."""
    motion = waving(2)
    again = Signer.load(signer.save(tmp_path / "made.signer"))
    signed = Signed(Utterance("", "en", "ase"), motion)
    a, b = (next(iter(signed.render(who, size=96))).astype(int) for who in (signer, again))
    assert abs(a - b).mean() < 0.2


def test_left_handed_people_keep_their_looks(signer):
    """The motion is mirrored, not the person: a mirrored motion shown right-handed is the same picture."""
    motion = waving(1, both=False)
    shown = [
        next(iter(Signed(Utterance("", "en", "ase"), m).render(who, size=96)))
        for m, who in ((motion, replace(signer, dominant_hand="left")), (motion.mirrored(), signer))
    ]
    assert np.array_equal(*shown)


def test_without_consent_only_on_purpose(signer):
    nobody, signed = replace(signer, consent=""), Signed(Utterance("", "en", "ase"), waving(1))
    with pytest.raises(InputError, match="holds no consent"):
        signed.render(nobody)
    assert next(iter(signed.render(nobody, size=64, without_consent=True))).shape == (64, 64, 3)
    assert isinstance(signed.render(nobody, renderer="skeleton").renderer, SkeletonRenderer)


def test_the_renderer_itself_asks_for_consent(signer):
    from signsynth.render.mesh import MeshRenderer

    with pytest.raises(InputError, match="holds no consent"):
        MeshRenderer()(waving(1), replace(signer, consent=""), size=64)


def test_who_has_looks_is_shown_with_them():
    signed = Signed(Utterance("", "en", "ase"), waving(1))
    assert isinstance(signed.render().renderer, SkeletonRenderer)
    assert isinstance(signed.render(Signer()).renderer, SkeletonRenderer)
    assert type(signed.render(Signer.load("ada")).renderer).__name__ == "NeuralRenderer"


def test_offsets_of_another_body_are_refused():
    other = Signer("other", consent="yes", appearance=Appearance(offsets=np.zeros((5, 3), np.float32)))
    with pytest.raises(InputError, match="offsets of 5 vertices"):
        list(Signed(Utterance("", "en", "ase"), waving(1)).render(other, size=64))


def test_what_cannot_be_a_signer(sight):
    def told(seen: Sight, people: int = 1, consent: str = "yes") -> str:
        with pytest.raises(InputError) as error:
            Signer.from_image(sight.pixels, consent=consent, tracker=MadeTracker(seen, people=people))
        assert "\n" not in str(error.value)
        return str(error.value)

    unseen = np.zeros_like(sight.confidence)
    faceless = sight.confidence.copy()
    faceless[FACE] = 0
    turned = sight.points * [-1, 1] + [sight.mask.shape[1], 0]
    assert "nobody was found" in told(replace(sight, confidence=unseen))
    assert "nobody was found" in told(replace(sight, mask=np.zeros_like(sight.mask)))
    assert "no face was found" in told(replace(sight, confidence=faceless))
    assert "from behind" in told(replace(sight, points=turned))
    lying = np.column_stack([sight.points[:, 1], sight.points[:, 0]])
    assert "on their side" in told(replace(sight, points=lying))
    assert "2 people" in told(sight, people=2)
    assert "consent" in told(sight, consent=" ")


def test_drawings_in_even_colours_are_refused(sight):
    """The same person in six colours a channel, as a vector drawing has them; with a camera's grain they pass."""
    flat = replace(sight, pixels=np.uint8(sight.pixels // 50 * 50 + 20))
    with pytest.raises(InputError, match="as in a drawing"):
        Signer.from_image(flat.pixels, consent="yes", tracker=MadeTracker(flat))
    grain = np.random.default_rng(0).normal(0, 2, sight.pixels.shape)
    noisy = np.clip(sight.pixels + grain, 0, 255).astype(np.uint8)
    sighted(noisy, "noisy", MadeTracker(sight))
    sighted(sight.pixels, "shaded", MadeTracker(sight))


def test_the_command_line(sight, tmp_path, monkeypatch, capsys):
    from PIL import Image

    Image.fromarray(sight.pixels).save(tmp_path / "me.png")
    image, out = str(tmp_path / "me.png"), str(tmp_path / "me.signer")
    monkeypatch.setattr(choice, "bundled_solutions", lambda: None)
    assert main(["signer", "create", image, "-o", out, "--consent", "yes"]) == 2
    assert "signsynth[capture]" in capsys.readouterr().err
    monkeypatch.setattr("signsynth.pipeline.portrait.default_tracker", lambda: MadeTracker(sight))
    assert main(["signer", "create", image, "-o", str(tmp_path / "me.pkl")]) == 2
    assert main(["signer", "create", image, "-o", out]) == 0
    assert "no consent was given" in capsys.readouterr().out
    assert main(["signer", "show", out]) == 0
    assert "consent: none" in capsys.readouterr().out

    waving(2).save(tmp_path / "wave.npz")
    render = ["render", str(tmp_path / "wave.npz"), "-o", str(tmp_path / "wave.gif"), "--size", "64", "--signer", out]
    assert main(render) == 2
    assert "holds no consent" in capsys.readouterr().err
    assert main([*render, "--without-consent"]) == 0
    assert (tmp_path / "wave.gif").stat().st_size > 500


def test_say_with_a_signer_that_ships(tmp_path):
    out = tmp_path / "a.gif"
    assert main(["say", "Anna", "--signer", "ada", "-o", str(out), "--size", "64", "--fps", "5"]) == 0
    assert out.stat().st_size > 500


def test_photos_of_people(shared_data, tmp_path):
    """With MediaPipe, where it is installed: real people become signers whose outline is theirs."""
    if choice.bundled_solutions() is None:
        pytest.skip("no MediaPipe with models")
    from PIL import Image

    from benchmarks.portrait import measured
    from signsynth.capture import default_tracker
    from signsynth.files.photo import read_photo

    photo = read_photo(shared_data / "people" / "business-person.png")
    figures = measured(sighted(photo.pixels, photo.name, default_tracker()), Body.load())
    assert figures["silhouette IoU"] > 0.93 and figures["PSNR of face"] > 25
    figures_met = figures["PSNR where lifted"], figures["PSNR without held"]
    assert min(figures_met) > 22
    with pytest.raises(SignsynthError, match="expected"):
        Signer.from_image(np.full((300, 300, 3), 128, np.uint8), consent="yes", tracker=default_tracker())
    small = Image.fromarray(photo.pixels).resize((480, 680))
    two = np.concatenate([np.asarray(small)] * 2, 1)
    with pytest.raises(InputError, match="expected one; crop it"):
        Signer.from_image(two, consent="yes", tracker=default_tracker())
    with pytest.raises(SignsynthError, match="expected"):
        Signer.from_image(np.asarray(small)[300:], consent="yes", tracker=default_tracker())  # no head
