"""The encoder with what was learned, forward only, in numpy: pieces of a sentence to scores of labels. Pure.

Post-norm transformer layers (Devlin et al. 2019). What was learned is a matrix of low rank beside each of the base's
(Hu et al. 2021), new norms and offsets, and one head for two layers of labels. The low-rank parts are added once, when
the network is put together. The pieces of many sentences lie in one matrix, one after the other and nothing between,
since large products are twice as fast as small ones; no sentence looks at another, and the last digits of one do not
depend on which others lie beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from foja.extract.encoder.base import Base

_MATRICES = (("q", 0, 0), ("k", 0, 0), ("v", 0, 0), ("ao", 0, 0), ("fi", 1, 0), ("fo", 0, 1))
"""Name in the base; whether its rows, its columns are those of the inner width."""
Pieces = tuple[Sequence[int], Sequence[int]]
"""The pieces of a sentence, and which of them is the first of each token."""
_ROWS = 400
"""Pieces of a matrix, about: more are no faster, and take more memory."""
_FEWEST = 16
"""Rows below which a product is worked out in another order, so that its last digits differ."""
_GELU = math.sqrt(2 / math.pi)


class Network:
    """``learned``: name -> array, as ``scripts/train_encoder.py`` writes them."""

    def __init__(self, base: Base, learned: Mapping[str, Any]) -> None:
        import numpy as np

        def own(name: str) -> Any:
            return learned[name].astype(np.float32)

        self._base, self._np = base, np
        self._places = base.plain("emb.pos", base.places, base.width) + base.plain("emb.type", base.width)
        self._first = own("n0.weight"), own("n0.bias")
        self._layers = []
        sizes = (base.width, base.inner)
        for number in range(sum(name.endswith(".n1.weight") for name in learned)):
            layer = {}
            for name, rows, columns in _MATRICES:
                at = f"layers.{number}.{name}"
                weight = base.packed(f"l{number}.{name}.w", sizes[rows], sizes[columns]) + own(f"{at}.B") @ own(
                    f"{at}.A"
                )
                layer[name] = np.ascontiguousarray(weight.T), own(f"{at}.b")
            weights, offsets = zip(*(layer.pop(name) for name in "qkv"), strict=True)
            layer["qkv"] = np.concatenate(weights, axis=1), np.concatenate(offsets)
            for name in ("n1", "n2"):
                layer[name] = own(f"layers.{number}.{name}.weight"), own(f"layers.{number}.{name}.bias")
            self._layers.append(layer)
        self._head = own("head.weight").T.copy(), own("head.bias")

    def scores(self, many: Sequence[Pieces]) -> list[Any]:
        """For each sentence logarithmic probabilities (tokens, 2, labels) of the outer and the inner layer of labels.
        A sentence: its pieces, not more than the base has places, less two, and the first piece of each token."""
        out: list[Any] = []
        for some in _matrices(many):
            out += self._scores(some)
        return out

    def _scores(self, many: list[Pieces]) -> list[Any]:
        np, base = self._np, self._base
        lengths = [len(pieces) + 2 for pieces, _ in many]
        lengths += [_FEWEST - sum(lengths)] if sum(lengths) < _FEWEST else []
        numbers = [number for pieces, _ in many for number in (base.start, *pieces, base.end)]
        numbers += [base.end] * (sum(lengths) - len(numbers))
        bounds = [0, *np.cumsum(lengths).tolist()]
        x = base.rows(numbers) + np.concatenate([self._places[:length] for length in lengths])
        x = self._norm(x, self._first)
        for layer in self._layers:
            x = self._layer(x, layer, bounds)
        tokens = [bounds[at] + 1 + first for at, (_, of_one) in enumerate(many) for first in of_one]
        out = (x[tokens] @ self._head[0] + self._head[1]).reshape(len(tokens), 2, -1)
        out -= out.max(-1, keepdims=True)
        out -= np.log(np.exp(out).sum(-1, keepdims=True))
        return list(np.split(out, np.cumsum([len(of_one) for _, of_one in many])[:-1]))

    def _layer(self, x: Any, layer: Mapping[str, tuple[Any, Any]], bounds: list[int]) -> Any:
        weight, offset = layer["ao"]
        seen = self._attended(x, layer, bounds) @ weight
        seen += offset
        seen += x
        x = self._norm(seen, layer["n1"])
        weight, offset = layer["fi"]
        inner = x @ weight
        inner += offset
        weight, offset = layer["fo"]
        out = self._gelu(inner) @ weight
        out += offset
        out += x
        return self._norm(out, layer["n2"])

    def _attended(self, x: Any, layer: Mapping[str, tuple[Any, Any]], bounds: list[int]) -> Any:
        """What each piece takes from the pieces of its own sentence."""
        np, heads = self._np, self._base.heads
        weight, offset = layer["qkv"]
        mixed = x @ weight
        mixed += offset
        mixed = mixed.reshape(len(x), 3, heads, -1)
        out = np.empty((len(x), heads, x.shape[1] // heads), np.float32)
        for start, end in pairwise(bounds):
            q, k, v = mixed[start:end].transpose(1, 2, 0, 3)
            near = q @ k.transpose(0, 2, 1)
            near *= np.float32(1 / math.sqrt(out.shape[2]))
            near -= near.max(-1, keepdims=True)
            np.exp(near, out=near)
            near /= near.sum(-1, keepdims=True)
            out[start:end] = (near @ v).transpose(1, 0, 2)
        return out.reshape(x.shape)

    def _gelu(self, x: Any) -> Any:
        np = self._np
        out = x * x
        out *= np.float32(0.044715)
        out += 1
        out *= x
        out *= np.float32(_GELU)
        np.tanh(out, out=out)
        out += 1
        out *= x
        out *= np.float32(0.5)
        return out

    def _norm(self, x: Any, by: tuple[Any, Any]) -> Any:
        np = self._np
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(self._base.small)) * by[0] + by[1]


def _matrices(many: Sequence[Pieces]) -> Iterator[list[Pieces]]:
    """Sentences that are worked out together, in order."""
    out: list[Pieces] = []
    size = 0
    for one in many:
        if out and size + len(one[0]) + 2 > _ROWS:
            yield out
            out, size = [], 0
        out.append(one)
        size += len(one[0]) + 2
    if out:
        yield out
