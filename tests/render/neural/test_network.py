"""Laws of the network: it starts as nothing, stays within its bound, and sees only what is near."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from signsynth.errors import InputError  # noqa: E402
from signsynth.render.neural.inputs import CHANNELS  # noqa: E402
from signsynth.render.neural.network import Residual, composed  # noqa: E402
from signsynth.render.neural.preset import LARGE, PRESETS, SMALL, Preset  # noqa: E402

TINY = Preset("tiny", (16, 16, 16, 16), (0, 1, 0, 1), rise=(16, 32), last=(16,), bound=0.25)


def random(preset: Preset, seed: int = 0) -> Residual:
    """A network with a head that does something."""
    torch.manual_seed(seed)
    network = Residual(preset)
    torch.nn.init.normal_(network.head.weight, std=0.3)
    return network.eval()


@pytest.mark.parametrize(("preset", "low", "high"), [(SMALL, 0.7e6, 1.0e6), (LARGE, 1.4e6, 1.8e6)])
def test_sizes_of_the_presets(preset, low, high):
    count = sum(weight.numel() for weight in Residual(preset).parameters())
    assert low < count < high
    assert 2 * count < 8e6, "half precision, megabytes"
    assert PRESETS[preset.name] is preset


@pytest.mark.parametrize("preset", [TINY, SMALL, LARGE])
def test_it_starts_as_the_identity(preset):
    network = Residual(preset)
    x = torch.rand(2, len(CHANNELS), 32, 48)
    out = network(x)
    assert out.shape == (2, 4, 32, 48)
    assert torch.equal(composed(x[:, :3], out), x[:, :3])


def test_it_can_leave_the_identity():
    """Zeros at the start must not be a place without slope."""
    network = Residual(TINY)
    x = torch.rand(1, len(CHANNELS), 32, 32)
    ((composed(x[:, :3], network(x)) - 0.5) ** 2).mean().backward()
    assert network.head.weight.grad[:12].abs().max() > 0


def test_changes_stay_within_the_bound():
    network = random(TINY)
    torch.nn.init.normal_(network.head.weight, std=100)
    x = torch.rand(1, len(CHANNELS), 48, 32)
    with torch.no_grad():
        out = network(x)
        picture = composed(x[:, :3], out)
    assert out[:, :3].abs().max() <= TINY.bound
    assert out[:, :3].abs().max() > 0.2
    assert (picture - x[:, :3]).abs().max() <= TINY.bound + 1e-6
    assert 0 <= picture.min() and picture.max() <= 1


def test_a_part_of_a_picture_gives_what_the_whole_gives():
    """Cut at a multiple of 16, and away from the edges: 144 pixels see no farther than this."""
    network = random(TINY).double()
    x = torch.rand(1, len(CHANNELS), 384, 384, dtype=torch.float64)
    with torch.no_grad():
        whole, part = network(x), network(x[..., 32:352, 16:352])
    inner = whole[..., 176:208, 160:208] - part[..., 144:176, 144:192]
    assert inner.abs().max() < 1e-12
    assert whole[..., 176:208, 160:208].std() > 1e-3


def test_moved_by_sixteen_pixels_it_gives_the_same_moved():
    network = random(TINY).double()
    x = torch.rand(1, len(CHANNELS), 320, 320, dtype=torch.float64)
    with torch.no_grad():
        one, two = network(x), network(x.roll((16, 32), (2, 3)))
    assert (one[..., 144:160, 144:160] - two[..., 160:176, 176:192]).abs().max() < 1e-12


@pytest.mark.parametrize("shape", [(13, 32, 32), (1, 12, 32, 32), (1, 13, 24, 32), (1, 13, 32, 40)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(InputError, match=r"expected \(b, 13, h, w\), h and w multiples of 16"):
        Residual(TINY)(torch.zeros(shape))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"widths": (16, 16, 16)}, "4 whole numbers from 1 to 1024"),
        ({"widths": (16, 16, 16, 0)}, "4 whole numbers from 1 to 1024"),
        ({"blocks": (0, 0, 0, -1)}, "4 whole numbers from 0 to 16"),
        ({"rise": (16,)}, "2 whole numbers from 1 to 1024"),
        ({"last": (0,)}, "0 to 16 whole numbers from 1 to 1024"),
        ({"last": (16,) * 17}, "0 to 16 whole numbers"),
        ({"rise": (16, 16.5)}, "2 whole numbers"),
        ({"bound": 0.0}, "more than 0"),
        ({"bound": float("nan")}, "more than 0"),
    ],
)
def test_presets_that_make_no_network(change, message):
    with pytest.raises(InputError, match=message):
        Preset(
            **{"name": "x", "widths": (16, 16, 16, 16), "blocks": (0, 0, 0, 0), "rise": (16, 16), "last": ()} | change
        )
