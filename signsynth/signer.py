"""Who signs. A signer holds no motion, as a motion holds no identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from signsynth.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np


@dataclass(frozen=True)
class Provenance:
    """Where a signer's appearance comes from."""

    source: str = ""
    """What it was made of: the name of an image, or of the script that drew it."""
    date: str = ""
    """When it was made, ISO 8601."""
    image_sha256: str = ""
    """Of the image's bytes: whoever has the image can prove that it is this one, nobody can get it back."""
    licence: str = ""
    synthetic: bool = False
    """Drawn, and nobody's likeness: needs no consent."""
    made_with: str = ""
    notes: tuple[str, ...] = ()
    """What a user should know: what was not seen and had to be invented, a line each."""


@dataclass(frozen=True, eq=False)
class Appearance:
    """What a person looks like on the body of ``signsynth.body``.

    Colours alone paint a drawn person. A ``texture`` is laid over it where ``validity`` says that a photo showed
    that place, or that it was completed; it holds colours without the light that they were seen in.
    """

    colours: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """sRGB by the names of ``render.mesh.Look``: skin, lips, hair, brows, iris, top, trousers, backdrop."""
    sleeve: float = 0.55
    """Where the sleeve ends, from elbow (0) to wrist (1); below 0 on the upper arm."""
    texture: np.ndarray | None = None
    """uint8 ``(n, n, 3)`` sRGB on the body's unfolding."""
    validity: np.ndarray | None = None
    """uint8 ``(n, n)``: 255 seen in the photo, 128 completed from what was seen, 0 not known (painted)."""
    offsets: np.ndarray | None = None
    """float32 ``(vertices, 3)``, metres at rest: hair and clothes beyond those of the drawn person."""
    side_light: float = 0.0
    """Light of the photo from the person's left (below 0: right): the logarithm of its factor per unit of the normal's
    x. It is no part of ``texture``, and shines on the person again when they are shown."""
    background: np.ndarray | None = None
    """uint8 ``(n, n, 3)``, shown behind the person in place of the studio's wall."""


@dataclass(frozen=True, eq=False)
class Witness:
    """What a photo showed of the person, small, and how they stood: against it every picture of them can be judged.

    Renderers that change colours are believed as far as it bears them out. Of what was around the person it keeps
    nothing.
    """

    photo: np.ndarray
    """uint8 ``(n, n, 3)`` sRGB, cut to the person; one colour elsewhere."""
    mask: np.ndarray
    """uint8 ``(n, n)``: how surely each pixel is the person, 255 wholly."""
    rotations: np.ndarray
    """float32 ``(joints, 3)``: axis-angles of the body's joints, radians."""
    actions: np.ndarray
    """float32 ``(52,)``: the face's actions, 0 to 1."""
    scale: float
    """Pixels of ``photo`` for a metre; x = scale X + shift[0], y = shift[1] - scale Y, without perspective."""
    shift: np.ndarray
    """float32 ``(2,)`` pixels; (0, 0) is the first one's centre."""


@dataclass(frozen=True, eq=False)
class Signer:
    """A person who shows motions.

    ``consent`` is the text of the permission that this person gave; ``shape (16,)`` are the body's coefficients;
    ``witness`` is kept of those who are made of a photo. Lexicons are stored right-dominant: the motion is mirrored
    for a left-handed signer.

    >>> Signer.load("weights/signers/ada").save("ada.signer")
    """

    name: str = "skeleton"
    dominant_hand: Literal["right", "left"] = "right"
    consent: str = ""
    provenance: Provenance = field(default_factory=Provenance)
    shape: np.ndarray | None = None
    appearance: Appearance | None = None
    witness: Witness | None = None

    def __post_init__(self) -> None:
        if self.dominant_hand not in ("right", "left"):
            raise InputError(f"signer {self.name!r}: dominant hand {self.dominant_hand!r}, expected right or left")

    @property
    def may_be_shown(self) -> bool:
        """Whether nobody's likeness is shown without consent."""
        likeness = self.appearance is not None and not self.provenance.synthetic
        return not likeness or bool(self.consent.strip())

    def check_consent(self) -> None:
        """Errors: ``InputError`` for a person who has not said yes."""
        if not self.may_be_shown:
            raise InputError(
                f"signer {self.name!r}: holds no consent, expected the text of this person's permission; "
                "create it anew with --consent, or say without_consent (--without-consent) and answer for it"
            )

    @staticmethod
    def load(path: str | Path) -> Signer:
        """Read a signer's folder, ``.signer`` file, or one that ships, by name. Errors: ``FileError``."""
        from signsynth.files.signer import read_signer

        return read_signer(path)

    def save(self, path: str | Path) -> Path:
        """Write one ``.signer`` file, or a folder where the name has no ending. Errors: ``FileError``."""
        from signsynth.files.signer import write_signer

        return write_signer(self, path)

    @staticmethod
    def from_image(
        image: str | Path | np.ndarray,
        *,
        consent: str,
        images: Sequence[str | Path | np.ndarray] = (),
        background: str | Path | tuple[int, int, int] | np.ndarray = "studio",
        name: str = "",
        dominant_hand: Literal["right", "left"] = "right",
        tracker: Any = None,
    ) -> Signer:
        """The person in one photo: from the front, head and shoulders at least, best with the arms down.

        ``image`` is a file or uint8 ``(h, w, 3)``, or a short video, of which the sharpest frames with the face to
        the front are taken; ``images`` are more of the same person in the same clothes, to show what the first hides.
        ``background``: "studio" (a plain wall), "keep" (the photo's own, without the person), a colour (``#rrggbb``
        or three numbers), or an image. ``consent`` is what the person agreed to; ``tracker`` finds the
        person (``capture.default_tracker()``, the ``[capture]`` extra). It makes an avatar of the person, not a
        photograph; ``provenance.notes`` say what was guessed. Errors: ``FileError`` and ``InputError``, one line:
        no image, too small, too large, nobody, several people, no face seen from the front;
        ``capture.choice.NoTracker`` without the extra.
        """
        from signsynth.pipeline.portrait import signer_from_image

        return signer_from_image(
            image,
            consent=consent,
            images=images,
            background=background,
            name=name,
            dominant_hand=dominant_hand,
            tracker=tracker,
        )
