"""A small network that says from which seen places of a person the unseen ones take their colour."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from signsynth.render.portrait.completion.evidence import CELL_WIDTH, OWN_WIDTH
from signsynth.render.portrait.completion.places import WIDTH

_LEAST_SEEN = 0.15
"""Share of a cell that must have been seen before its colour is copied."""
_BACK = 0.2
"""While it learns a share below 0 counts that much, so that it can grow again."""
_SHADE = 0.25
"""Logarithm by which a copied colour may become lighter or darker, at most."""


class Completion(nn.Module):
    """Cells of the body look at each other; every vertex then mixes the colours of cells that were seen.

    What comes out lies between today's colour and a mean of seen ones, a little lighter or darker: no colour is made
    up. A new network changes nothing.
    """

    def __init__(self, width: int = 64, layers: int = 3, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.place = nn.Sequential(nn.Linear(WIDTH, width), nn.GELU(), nn.Linear(width, width))
        self.cell = nn.Linear(CELL_WIDTH, width)
        layer = nn.TransformerEncoderLayer(width, heads, 2 * width, 0.1, "gelu", batch_first=True, norm_first=True)
        self.mix = nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.own = nn.Linear(OWN_WIDTH, width)
        self.look = nn.MultiheadAttention(width, heads, batch_first=True)
        self.think = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.key = nn.Linear(width, width)
        self.query = nn.Linear(width, width)
        self.choice = nn.Linear(width, heads)
        self.change = nn.Linear(width, 2)
        nn.init.zeros_(self.change.weight)
        nn.init.zeros_(self.change.bias)

    def forward(
        self,
        cell_places: Tensor,
        cells: Tensor,
        shown: Tensor,
        seen: Tensor,
        places: Tensor,
        own: Tensor,
        own_kind: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Change of the colours ``(b, n, 3)``, of 0 to 1, for ``n`` vertices; and the colours copied for them.

        ``cell_places (c, WIDTH)``, ``cells (b, c, CELL_WIDTH)``, ``shown (b, c, 3)`` and ``seen (b, c)`` as of
        ``Evidence.features``; ``places (b, n, WIDTH)``, ``own (b, n, OWN_WIDTH)``. ``own_kind (n, c)``: the cells
        that a vertex copies from, unless none of them was seen; without it any.
        """
        tokens = self.mix(self.place(cell_places) + self.cell(cells))
        asked = self.place(places) + self.own(own)
        asked = asked + self.look(asked, tokens, tokens, need_weights=False)[0]
        asked = asked + self.think(asked)
        batch, count, width = asked.shape
        query = self.query(asked).view(batch, count, self.heads, -1).transpose(1, 2)
        key = self.key(tokens).view(batch, cells.shape[1], self.heads, -1).transpose(1, 2)
        found = query @ key.transpose(2, 3) * (width / self.heads) ** -0.5
        found = found.masked_fill((seen < _LEAST_SEEN)[:, None, None], -1e4)
        if own_kind is not None:
            found = found - 1e3 * (~own_kind)
        found = found.softmax(-1)
        copies = found @ shown[:, None]
        copied = (copies.transpose(1, 2) * self.choice(asked).softmax(-1)[..., None]).sum(2)
        share, shade = torch.tanh(self.change(asked)).unbind(-1)
        share = F.leaky_relu(share, _BACK if self.training else 0.0)
        copied = copied * torch.exp(_SHADE * shade)[..., None]
        return share[..., None] * (copied - own[..., :3]), copied
