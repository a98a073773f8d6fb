"""Fingerprints: look-up keys under which texts that share words meet.

Keys look at no other text. Two texts are candidates when they share two *whole* keys or three *grams*.

Whole keys:

- bands of a MinHash sketch over three-word shingles (Broder 1997; one hash per shingle and bins filled
  as in Shrivastava 2017): texts alike as a whole, also where every sentence was touched;
- winnowed eight-word windows (Schleimer, Wilkerson and Aiken 2003): a shared run of 20 words always
  gives a shared key, wherever it stands in either text, and one of 33 words two;
- whole sentences of eight words or more.

Grams are runs of four words, every second one by its hash: an inverted index of them finds passages of 25 words of
which each eighth was changed, which windows of eight words do not (found: .97 of them against .19). Runs of four words
are also phrases of the language; those that many texts hold say nothing and are passed over, which is decided where
they are looked up (``foja.weigh.meeting``).

Three-word shingles because true copies of one agency text keep only about .30 of them in common
(NEWS-COPY, Silcock et al. 2023). With 64 bands of two bins, a pair shares two with
probability .98 at J = .30, .73 at .20, .13 at .10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from foja.model.support import Fingerprint
from foja.model.text import Document
from foja.weigh.body import Word, body
from foja.weigh.keys import MASK, lookup_key
from foja.weigh.meeting import LEAST_GRAMS, LEAST_SHARED

BANDS, ROWS = 64, 2
WINDOW = 8
GUARANTEE = 20
MIN_SENTENCE = 8
GRAM = 4

_BINS = BANDS * ROWS
_WINNOW = GUARANTEE - WINDOW + 1
_STOP = re.compile(r"[.!?…؟۔。](?=[\s\"”»’)\]]|$)|\n\s*\n")

Number = TypeVar("Number", np.uint64, np.intp)
Hashes = npt.NDArray[np.uint64]
"""One number of 64 bits for each word, run or window; sums and products of them wrap around."""

_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_MUL, _MIX, _TWIST = 0xD6E8FEB86659FD93, np.uint64(0xBF58476D1CE4E5B9), (np.uint64(31), np.uint64(29))
_POWERS = np.array([pow(_MUL, WINDOW - 1 - at, 1 << 64) for at in range(WINDOW)], np.uint64)
_ONE, _MASK = np.uint64(1), np.uint64(MASK)
_EMPTY = np.uint64((1 << 64) - 1)


def fingerprints(document: Document) -> Fingerprint:
    """The look-up keys of a document's body. A body shorter than a shingle has no bands."""
    page = body(document)
    hashes = [_hashes(stretch) for stretch in page.stretches]
    whole = [_minhash(hashes), *map(_winnow, hashes)]
    runs, _ = zip(*map(_kept_runs, hashes), strict=True) if hashes else ((), ())
    sentences = {
        lookup_key("sentence", *[word for word, _, _ in sentence])
        for stretch in page.stretches
        for sentence in _sentences(document.text, stretch)
        if len(sentence) >= MIN_SENTENCE
    }
    return Fingerprint(
        text=document.reading.text,
        bands=tuple(_distinct(_joined(whole)).tolist()),
        sentences=tuple(sorted(sentences)),
        grams=tuple(_distinct(_joined(runs)).tolist()),
    )


def candidates(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether two texts share as many keys as makes them worth comparing, in a case that holds no others. Symmetric."""
    bands, sentences = set(first.bands) & set(second.bands), set(first.sentences) & set(second.sentences)
    runs = set(first.grams) & set(second.grams)
    return len(bands) + len(sentences) >= LEAST_SHARED or len(runs) >= LEAST_GRAMS


def grams(stretch: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """(key, number of its first word) of the runs of four words that are kept: those with an even hash. Which of the
    same words are kept does not depend on what stands around them."""
    runs, places = _kept_runs(_hashes(stretch))
    yield from zip(runs.tolist(), places.tolist(), strict=True)


def _kept_runs(hashes: Hashes) -> tuple[Hashes, npt.NDArray[np.intp]]:
    runs = _weighted(hashes, _ODD)
    places = np.flatnonzero((runs & _ONE) == 0)
    return runs[places] >> _ONE, places


def _hashes(stretch: Sequence[Word]) -> Hashes:
    return np.fromiter(map(_word_hash, [word for word, _, _ in stretch]), np.uint64, len(stretch))


@lru_cache(maxsize=262144)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _joined(parts: Sequence[Hashes]) -> Hashes:
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def _distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Each value once, in order: ``numpy.unique`` hashes first, which costs more in arrays as short as these."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _weighted(hashes: Hashes, weights: Hashes) -> Hashes:
    """A number for each run of so many words as there are weights, that depends on their order."""
    return _mixed(np.correlate(hashes, weights)) if len(hashes) >= len(weights) else hashes[:0]


def _mixed(values: Hashes) -> Hashes:
    values = (values ^ (values >> _TWIST[0])) * _MIX
    return values ^ (values >> _TWIST[1])


def minhash(stretches: Iterable[Sequence[Word]]) -> list[int]:
    """Band keys of a text alone, without its other keys."""
    return [int(key) for key in _minhash([_hashes(stretch) for stretch in stretches])]


def _minhash(hashes: Sequence[Hashes]) -> Hashes:
    """Band keys of the sketch: each shingle falls into one bin, each bin keeps its least value, and an
    empty bin borrows from bins chosen by its own number alone."""
    shingles = _joined([_weighted(one, _ODD[:3]) for one in hashes])
    if not len(shingles):
        return shingles
    bins = np.full(_BINS, _EMPTY, np.uint64)
    np.minimum.at(bins, (shingles % _BINS).astype(np.intp), shingles // _BINS)
    full = bins != _EMPTY
    lenders = _lenders()
    empty = np.flatnonzero(~full)
    bins[empty] = bins[lenders[empty, full[lenders[empty]].argmax(axis=1)]]
    bands = bins.reshape(BANDS, ROWS)
    numbered = np.arange(BANDS, dtype=np.uint64) * _ODD[2]
    return _mixed(bands[:, 0] * _ODD[0] + _mixed(bands[:, 1] * _ODD[1] + numbered)) & _MASK


@cache
def _lenders() -> npt.NDArray[np.intp]:
    """The bins from which each bin borrows where it is empty: all of them, in an order of its own."""
    order = np.array([[lookup_key("lend", one, other) for other in range(_BINS)] for one in range(_BINS)], np.int64)
    return order.argsort(axis=1)


def _winnow(hashes: Hashes) -> Hashes:
    """Keys of the windows that winnowing keeps: of every ``_WINNOW`` neighbouring windows the least one,
    the rightmost where two are equal. At least one of any run of ``GUARANTEE`` words is kept."""
    windows = _weighted(hashes, _POWERS)
    if not len(windows):
        return windows
    width = min(_WINNOW, len(windows))
    turned = windows[::-1].copy()
    near = np.ndarray((len(turned) - width + 1, width), turned.dtype, turned, strides=turned.strides * 2)
    kept = near.argmin(axis=1) + np.arange(len(near))  # the first of the turned ones is the rightmost
    picked: Hashes = turned[_distinct(kept)] & _MASK
    return picked


def _sentences(text: str, stretch: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words of a stretch, cut at full stops and empty lines. An abbreviation cuts too soon, but in
    the same way in every text."""
    begin, stops = 0, iter([m.start() for m in _STOP.finditer(text, stretch[0][1], stretch[-1][2])])
    for stop in stops:
        end = begin
        while end < len(stretch) and stretch[end][1] < stop:
            end += 1
        if end > begin:
            yield stretch[begin:end]
        begin = end
    if begin < len(stretch):
        yield stretch[begin:]
