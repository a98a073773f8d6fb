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
they are looked up (``CAP``; see ``foja.store.sketches``).

Three-word shingles because true copies of one agency text keep only about .30 of them in common
(NEWS-COPY, Silcock et al. 2023). With 64 bands of two bins, a pair shares two with
probability .98 at J = .30, .73 at .20, .13 at .10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from foja.model.support import Fingerprint
from foja.model.text import Document
from foja.weigh.body import Word, body
from foja.weigh.keys import MASK, lookup_key

BANDS, ROWS = 64, 2
WINDOW = 8
GUARANTEE = 20
MIN_SENTENCE = 8
LEAST_SHARED = 2
LEAST_GRAMS = 3
GRAM = 4
CAP = 32
"""A run of four words that stands in more texts than this brings no two of them together."""
TEMPLATE = 5
"""A run of four words that stands in so many texts of one site is part of the site's pages, not of its reports."""
COMMON = 12
"""A run of four words that so many texts hold can belong to a standing text (see ``foja.weigh.standing``)."""
NEIGHBOURS = 64
"""Under a whole key that more texts hold, a text meets the so many of them whose digests are least: a family of a
thousand copies hangs together by 64 of them, and costs a thousand comparisons of each and not a million."""
"""One shared window is a phrase. With one, a page of a 10,000-page collection met 106 others; with two, 2, and
of 260 copies one partial copy was missed (synthetic pages of `benchmarks/corpus.py`)."""

_BINS = BANDS * ROWS
_WINNOW = GUARANTEE - WINDOW + 1
_FULL = (1 << 64) - 1
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MUL, _MIX = 0xD6E8FEB86659FD93, 0xBF58476D1CE4E5B9
_PRIMES = (*_ODD, _MUL)
_TOP = pow(_MUL, WINDOW, 1 << 64)
_STOP = re.compile(r"[.!?…؟۔。](?=[\s\"”»’)\]]|$)|\n\s*\n")


def fingerprints(document: Document) -> Fingerprint:
    """The look-up keys of a document's body. A body shorter than a shingle has no bands."""
    page = body(document)
    bands: set[int] = set()
    shingles: set[int] = set()
    runs: set[int] = set()
    for stretch in page.stretches:
        hashes = [_word_hash(word) for word, _, _ in stretch]
        shingles.update(_shingles(hashes))
        bands.update(_winnow(hashes))
        runs.update(run for run, _ in grams(stretch))
    bands.update(_minhash(shingles))
    sentences = {
        lookup_key("sentence", *(word for word, _, _ in sentence))
        for stretch in page.stretches
        for sentence in _sentences(document.text, stretch)
        if len(sentence) >= MIN_SENTENCE
    }
    return Fingerprint(
        text=document.reading.text,
        bands=tuple(sorted(bands)),
        sentences=tuple(sorted(sentences)),
        grams=tuple(sorted(runs)),
    )


def candidates(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether two texts share as many keys as makes them worth comparing, in a case that holds no others. Symmetric."""
    bands, sentences = set(first.bands) & set(second.bands), set(first.sentences) & set(second.sentences)
    runs = set(first.grams) & set(second.grams)
    return len(bands) + len(sentences) >= LEAST_SHARED or len(runs) >= LEAST_GRAMS


def grams(stretch: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """(key, number of its first word) of the runs of four words that are kept: those with an even hash. Which of the
    same words are kept does not depend on what stands around them."""
    one, two, three, four = _PRIMES
    hashes = [_word_hash(word) for word, _, _ in stretch]
    for at, (a, b, c, d) in enumerate(zip(hashes, hashes[1:], hashes[2:], hashes[3:], strict=False)):
        run = _mix((a * one + b * two + c * three + d * four) & _FULL)
        if not run & 1:
            yield run >> 1, at


@lru_cache(maxsize=262144)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mix(value: int) -> int:
    value = ((value ^ (value >> 31)) * _MIX) & _FULL
    return value ^ (value >> 29)


def _shingles(hashes: Sequence[int]) -> Iterator[int]:
    one, two, three = _ODD
    for first, second, third in zip(hashes, hashes[1:], hashes[2:], strict=False):
        yield _mix((first * one + second * two + third * three) & _FULL)


def _minhash(shingles: set[int]) -> Iterator[int]:
    """Band keys of the sketch: each shingle falls into one bin, each bin keeps its least value, and an
    empty bin borrows from bins chosen by its own number alone."""
    if not shingles:
        return
    bins: list[int | None] = [None] * _BINS
    for value in shingles:
        bin_, rest = value % _BINS, value // _BINS
        known = bins[bin_]
        if known is None or rest < known:
            bins[bin_] = rest
    filled = list(bins)
    for number in range(_BINS):
        tries = 0
        while filled[number] is None:
            tries += 1
            filled[number] = bins[_mix((number * 1_000_003 + tries * _MUL) & _FULL) % _BINS]
    for band in range(BANDS):
        yield lookup_key("band", band, *filled[band * ROWS : (band + 1) * ROWS])


def _winnow(hashes: Sequence[int]) -> Iterator[int]:
    """Keys of the windows that winnowing keeps: of every ``_WINNOW`` neighbouring windows the least one,
    the rightmost where two are equal. At least one of any run of ``GUARANTEE`` words is kept."""
    if len(hashes) < WINDOW:
        return
    rolling, windows = 0, []
    for at, value in enumerate(hashes):
        rolling = (rolling * _MUL + value) & _FULL
        if at >= WINDOW:
            rolling = (rolling - hashes[at - WINDOW] * _TOP) & _FULL
        if at >= WINDOW - 1:
            windows.append(_mix(rolling))
    kept = -1
    for right in range(min(_WINNOW, len(windows)) - 1, len(windows)):
        left = max(0, right - _WINNOW + 1)
        if kept < left:
            kept = min(range(left, right + 1), key=lambda at: (windows[at], -at))
        elif windows[right] <= windows[kept]:
            kept = right
        else:
            continue
        yield windows[kept] & MASK


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
