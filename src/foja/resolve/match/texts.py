"""Many short texts in two arrays: a tenth of the memory of as many Python strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Texts:
    """Texts by number. ``_bytes``: UTF-8, end to end; ``_starts`` (N + 1): where each begins."""

    def __init__(self, held: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._bytes, self._starts = held, starts

    @classmethod
    def of(cls, records: Sequence[bytes]) -> Texts:
        starts = np.concatenate([[0], np.cumsum([len(record) for record in records])]).astype(np.int64)
        return cls(np.frombuffer(b"".join(records), np.uint8), starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def raw(self, number: int) -> bytes:
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def __iter__(self) -> Iterator[str]:
        return (self.raw(number).decode() for number in range(len(self)))

    def some(self, numbers: Iterable[int]) -> list[str]:
        return [self.raw(number).decode() for number in numbers]

    def and_bytes(self, records: Sequence[bytes]) -> Texts:
        """These, and ``records`` after them."""
        more = Texts.of(records)
        return Texts(
            np.concatenate([self._bytes, more._bytes]),
            np.concatenate([self._starts, self._starts[-1] + more._starts[1:]]),
        )

    def and_texts(self, texts: Sequence[str]) -> Texts:
        """These, and ``texts`` after them."""
        return self.and_bytes([text.encode("utf-8", "replace") for text in texts])

    def parts(self, name: str) -> dict[str, NDArray[Any]]:
        """The two arrays under names of their own, to be saved."""
        return {f"{name}_bytes": self._bytes, f"{name}_starts": self._starts}

    @classmethod
    def from_parts(cls, name: str, held: Mapping[str, NDArray[Any]]) -> Texts:
        """What ``parts`` gave."""
        return cls(held[f"{name}_bytes"], held[f"{name}_starts"])
