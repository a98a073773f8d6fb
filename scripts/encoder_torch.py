"""The encoder in torch, for learning: the same network as ``foja.extract.encoder.network``, with gradients."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from foja.extract.encoder.base import Base
from foja.extract.encoder.labels import LABELS

_AUXILIARY = ("pos", "relation", "above", "below")


class Linear(nn.Module):
    """A matrix of the base. ``rank`` 0: it is learned itself; else a product of two of this rank is, which is added."""

    def __init__(self, weight: torch.Tensor, offset: torch.Tensor, rank: int) -> None:
        super().__init__()
        self.rank = rank
        self.w = nn.Parameter(weight, requires_grad=not rank)
        self.b = nn.Parameter(offset)
        if rank:
            self.A = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.B = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.linear(x, self.w + self.B @ self.A if self.rank else self.w, self.b)


class Layer(nn.Module):
    """One layer of the base."""

    def __init__(self, base: Base, number: int, rank: int, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = base.heads, drop
        for name, rows, columns in (
            ("q", base.width, base.width), ("k", base.width, base.width), ("v", base.width, base.width),
            ("ao", base.width, base.width), ("fi", base.inner, base.width), ("fo", base.width, base.inner),
        ):  # fmt: skip
            weight = torch.tensor(base.packed(f"l{number}.{name}.w", rows, columns))
            setattr(self, name, Linear(weight, torch.tensor(base.plain(f"l{number}.{name}.b", rows)), rank))
        self.n1 = norm(base, f"l{number}.aln")
        self.n2 = norm(base, f"l{number}.oln")

    def forward(self, x: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        rows, length, width = x.shape
        q, k, v = (
            one(x).view(rows, length, self.heads, width // self.heads).transpose(1, 2)
            for one in (self.q, self.k, self.v)
        )
        near = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        near = self.ao(near.transpose(1, 2).reshape(x.shape))
        x = self.n1(x + functional.dropout(near, self.drop, self.training))
        inner = self.fo(functional.gelu(self.fi(x), approximate="tanh"))
        return self.n2(x + functional.dropout(inner, self.drop, self.training))


def norm(base: Base, name: str) -> nn.LayerNorm:
    """A norm of the base."""
    made = nn.LayerNorm(base.width, eps=base.small)
    made.weight.data.copy_(torch.tensor(base.plain(f"{name}.w", base.width)))
    made.bias.data.copy_(torch.tensor(base.plain(f"{name}.b", base.width)))
    return made


class Network(nn.Module):
    """``pieces``: the pieces that occur in the material; only their embeddings are held, and those are not learned.
    ``syntax``: (parts of speech, relations), for heads that are thrown away after learning; none for (0, 0)."""

    def __init__(self, base: Base, pieces: list[int], layers: int, rank: int, drop: float, syntax: tuple[int, int]):
        super().__init__()
        self.drop = drop
        self.emb = nn.Embedding.from_pretrained(torch.tensor(base.rows(pieces)), freeze=True)
        places = base.plain("emb.pos", base.places, base.width) + base.plain("emb.type", base.width)
        self.places = nn.Parameter(torch.tensor(places), requires_grad=False)
        self.n0 = norm(base, "emb.ln")
        self.layers = nn.ModuleList([Layer(base, number, rank, drop) for number in range(layers)])
        self.head = nn.Linear(base.width, 2 * len(LABELS))
        self.syntax = bool(syntax[0])
        if self.syntax:
            self.pos, self.relation = nn.Linear(base.width, syntax[0]), nn.Linear(base.width, syntax[1])
            self.above, self.below = nn.Linear(base.width, 128), nn.Linear(base.width, 128)

    def forward(self, pieces: torch.Tensor, lengths: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
        """What the last layer makes of the first piece of each token (sentences, tokens, width)."""
        x = self.n0(self.emb(pieces) + self.places[: pieces.shape[1]])
        x = functional.dropout(x, self.drop, self.training)
        seen = (torch.arange(pieces.shape[1], device=pieces.device)[None] < lengths[:, None])[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen)
        return torch.gather(x, 1, first[..., None].expand(-1, -1, x.shape[-1]))

    def labels(self, x: torch.Tensor) -> torch.Tensor:
        """Scores of the labels in two layers."""
        made: torch.Tensor = self.head(x).view(*x.shape[:2], 2, len(LABELS))
        return made

    def syntax_loss(self, x: torch.Tensor, batch: dict[str, Any], real: torch.Tensor) -> torch.Tensor:
        """How wrong parts of speech, relations and heads are, per token that has a tree."""
        total = sum(
            functional.cross_entropy(one(x).flatten(0, 1), batch[name].flatten(), reduction="sum")
            for name, one in (("pos", self.pos), ("relation", self.relation))
        )
        near = self.above(x) @ self.below(x).transpose(1, 2) / math.sqrt(128)
        near = near.masked_fill(~real[:, None], -1e4)
        total = total + functional.cross_entropy(near.flatten(0, 1), batch["head"].flatten(), reduction="sum")
        return total / (batch["pos"] != -100).sum().clamp(min=1)

    def learned(self) -> dict[str, Any]:
        """What foja reads, in half precision."""
        held = {name for name, one in self.named_parameters() if not one.requires_grad}
        return {
            name: value.detach().float().cpu().numpy().astype("<f2")
            for name, value in self.state_dict().items()
            if name not in held and name.split(".")[0] not in _AUXILIARY
        }
