"""The encoder with what was learned, forward only, in numpy: pieces of a sentence to scores of labels. Pure.

Post-norm transformer layers (Devlin et al. 2019). What was learned is a matrix of low rank beside each of the base's
(Hu et al. 2021), new norms and offsets, and one head for two layers of labels. The low-rank parts are added once, when
the network is put together. One sentence at a time: what stands beside it in a document changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from foja.extract.encoder.base import Base

_MATRICES = (("q", 0, 0), ("k", 0, 0), ("v", 0, 0), ("ao", 0, 0), ("fi", 1, 0), ("fo", 0, 1))
"""Name in the base; whether its rows, its columns are those of the inner width."""
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
            for name in ("n1", "n2"):
                layer[name] = own(f"layers.{number}.{name}.weight"), own(f"layers.{number}.{name}.bias")
            self._layers.append(layer)
        self._head = own("head.weight").T.copy(), own("head.bias")

    def scores(self, pieces: Sequence[int], first: Sequence[int]) -> Any:
        """Logarithmic probabilities (tokens, 2, labels) of the outer and the inner layer of labels. ``pieces``: of one
        sentence, not longer than the base has places, less two; ``first``: the first piece of each token."""
        np, base = self._np, self._base
        numbers = [base.start, *pieces, base.end]
        x = self._norm(base.rows(numbers) + self._places[: len(numbers)], self._first)
        for layer in self._layers:
            x = self._layer(x, layer)
        out = (x[[at + 1 for at in first]] @ self._head[0] + self._head[1]).reshape(len(first), 2, -1)
        out -= out.max(-1, keepdims=True)
        return out - np.log(np.exp(out).sum(-1, keepdims=True))

    def _layer(self, x: Any, layer: Mapping[str, tuple[Any, Any]]) -> Any:
        np, heads = self._np, self._base.heads
        size = x.shape[1] // heads
        q, k, v = ((x @ w + b).reshape(len(x), heads, size).transpose(1, 0, 2) for w, b in map(layer.get, "qkv"))  # type: ignore[misc]
        near = q @ k.transpose(0, 2, 1) * np.float32(1 / math.sqrt(size))
        near = np.exp(near - near.max(-1, keepdims=True))
        seen = (near / near.sum(-1, keepdims=True)) @ v
        weight, offset = layer["ao"]
        x = self._norm(x + seen.transpose(1, 0, 2).reshape(x.shape) @ weight + offset, layer["n1"])
        weight, offset = layer["fi"]
        inner = x @ weight + offset
        inner *= 1 + np.tanh(np.float32(_GELU) * (inner + np.float32(0.044715) * inner * inner * inner))
        inner *= np.float32(0.5)
        weight, offset = layer["fo"]
        return self._norm(x + inner @ weight + offset, layer["n2"])

    def _norm(self, x: Any, by: tuple[Any, Any]) -> Any:
        np = self._np
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(self._base.small)) * by[0] + by[1]
