"""Many short texts and words in two arrays each: a tenth of the memory of as many Python strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.letters import Longs, Points, Words, cut


class Texts:
    """Records by number. ``_bytes``: end to end; ``_starts`` (N + 1): where each begins."""

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

    def and_bytes(self, records: Sequence[bytes]) -> Texts:
        """These, and ``records`` after them."""
        more = Texts.of(records)
        return Texts(
            np.concatenate([self._bytes, more._bytes]),
            np.concatenate([self._starts, self._starts[-1] + more._starts[1:]]),
        )

    def parts(self, name: str) -> dict[str, NDArray[Any]]:
        """The two arrays under names of their own, to be saved."""
        return {f"{name}_bytes": self._bytes, f"{name}_starts": self._starts}

    @classmethod
    def from_parts(cls, name: str, held: Mapping[str, NDArray[Any]]) -> Texts:
        """What ``parts`` gave."""
        return cls(held[f"{name}_bytes"], held[f"{name}_starts"])


class Vocabulary:
    """Words by number. ``_points``: letters, end to end; ``_starts`` (V + 1): where each begins."""

    def __init__(self, points: Points, starts: Longs) -> None:
        self._points, self._starts = points, starts

    @classmethod
    def of(cls, words: Sequence[str]) -> Vocabulary:
        starts = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype(np.int64)
        return cls(np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32), starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        starts, text = self._starts.tolist(), self._points.tobytes().decode("utf-32-le", "surrogatepass")
        return (text[begin:end] for begin, end in pairwise(starts))

    def letters(self, numbers: Longs) -> Words:
        """The letters of the words with these numbers."""
        starts = self._starts[numbers]
        return cut(self._points, starts, self._starts[numbers + 1] - starts)

    def and_words(self, words: Sequence[str]) -> Vocabulary:
        """These, and ``words`` after them."""
        more = Vocabulary.of(words)
        return Vocabulary(
            np.concatenate([self._points, more._points]),
            np.concatenate([self._starts, self._starts[-1] + more._starts[1:]]),
        )

    def parts(self) -> dict[str, NDArray[Any]]:
        """The two arrays, to be saved."""
        return {"word_letters": self._points, "word_starts": self._starts}

    @classmethod
    def from_parts(cls, held: Mapping[str, NDArray[Any]]) -> Vocabulary:
        """What ``parts`` gave."""
        return cls(held["word_letters"], held["word_starts"])
